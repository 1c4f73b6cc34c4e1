//! Scanning a large body while it is still coming in, on a thread of its own.

use std::io::{self, BufRead, Read};

use axum::body::Bytes;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::task::JoinHandle;

use super::skanna::{Skannat, Skanning, scan};
use crate::fel::{ApiError, Svar};
use crate::las::Lasfel;

/// How many pieces may wait for the scanner. It is faster than any sender: there is seldom more than one.
const AHEAD: usize = 16;
/// How large they are at most, in bytes: what has been unpacked comes in larger ones, and would be held up to so many times.
const PIECE: usize = 64 * 1024;

/// A scan under way.
#[derive(Debug)]
pub(super) struct Medskanning {
    pieces: mpsc::Sender<Bytes>,
    scan: JoinHandle<Result<Skannat, Lasfel>>,
}

impl Medskanning {
    /// Starts on a body's pieces. The permit bounds how many threads wait for senders, and is given back at the end.
    pub(super) fn start(skanning: Skanning, permit: OwnedSemaphorePermit) -> Self {
        let (pieces, waiting) = mpsc::channel(AHEAD);
        let scan = tokio::task::spawn_blocking(move || {
            let scanned = scan(Stycken { waiting, now: Bytes::new() }, &skanning);
            drop(permit);
            scanned
        });
        Self { pieces, scan }
    }

    /// Takes the next piece.
    pub(super) async fn take(&self, mut piece: Bytes) {
        while !piece.is_empty() {
            let part = piece.split_to(piece.len().min(PIECE));
            // A scanner that has found enough listens no more.
            drop(self.pieces.send(part).await);
        }
    }

    /// What it found in the whole body.
    pub(super) async fn finish(self) -> Svar<Result<Skannat, Lasfel>> {
        drop(self.pieces);
        self.scan.await.map_err(ApiError::internal)
    }
}

/// The pieces as one stream.
struct Stycken {
    waiting: mpsc::Receiver<Bytes>,
    now: Bytes,
}

impl Read for Stycken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Stycken {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.now.is_empty() {
            let Some(next) = self.waiting.blocking_recv() else { break };
            self.now = next;
        }
        Ok(&self.now)
    }

    fn consume(&mut self, count: usize) {
        drop(self.now.split_to(count.min(self.now.len())));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use tokio::sync::Semaphore;

    use super::*;
    use crate::las::{Format, Limits};

    fn skanning(most: u64) -> Skanning {
        Skanning { format: Format::Ndjson, limits: Limits::default(), most, keys: false }
    }

    /// Scans pieces of `size` bytes as they come.
    fn scanned(body: &[u8], size: usize, most: u64) -> Result<Skannat, Lasfel> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let permits = Arc::new(Semaphore::new(1));
            let medan = Medskanning::start(skanning(most), Arc::clone(&permits).try_acquire_owned().unwrap());
            for piece in body.chunks(size) {
                medan.take(Bytes::copy_from_slice(piece)).await;
            }
            let found = medan.finish().await.unwrap();
            assert_eq!(permits.available_permits(), 1, "the permit is given back");
            found
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn it_finds_what_a_scan_of_the_whole_finds(keys in prop::collection::vec(0_u8..20, 1..60), size in 1_usize..200) {
            let line = |key: &u8| format!("{{\"kallsystem\":\"a\",\"nyckel\":\"{key}\"}}\n");
            let body: String = keys.iter().map(line).collect();
            let whole = scan(body.as_bytes(), &skanning(100)).unwrap();
            prop_assert_eq!(scanned(body.as_bytes(), size, 100).unwrap(), whole);
        }
    }

    #[test]
    fn a_scanner_that_has_found_enough_holds_nobody_up() {
        let body = "{\"kallsystem\":\"a\",\"nyckel\":\"1\"}\n".repeat(1_000);
        assert_eq!(scanned(body.as_bytes(), 10, 3).unwrap().poster, 4);
        assert!(matches!(scanned(b"", 10, 3), Err(Lasfel::Innehall(_))));
    }
}
