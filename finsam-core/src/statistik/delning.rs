//! Work over many zones, divided between the processors there are.

use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::thread::{self, Builder};

/// So many zones are worth a thread: it takes some tens of microseconds to start one, and about as many to count a few.
const MINST: usize = if cfg!(test) { 2 } else { 64 };

/// Does the work of zones 0 to `zoner`, in as many pieces as there are processors and zones enough; what each came to, in
/// their order. Where there are no threads, as in a browser, it is one piece.
pub(super) fn divided<T: Send>(zoner: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let enough = zoner / MINST;
    let pieces = if enough < 2 { 1 } else { enough.min(processors()) };
    let (work, piece) = (&work, &|n: usize| zoner * n / pieces..zoner * (n + 1) / pieces);
    thread::scope(|scope| {
        let start = |n| Builder::new().spawn_scoped(scope, move || work(piece(n)));
        let rest: Vec<_> = (1..pieces).map(|n| (n, start(n))).collect();
        let first = work(piece(0));
        let ended = rest.into_iter().map(|(n, started)| match started {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            // The machine gives no more threads.
            Err(_) => work(piece(n)),
        });
        std::iter::once(first).chain(ended).collect()
    })
}

/// How many processors there are, as far as is known; in tests always some, so that what is counted there is divided.
fn processors() -> usize {
    if cfg!(test) { 3 } else { thread::available_parallelism().map_or(1, NonZero::get) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_is_in_one_piece_and_they_are_in_order() {
        for rows in [0, 1, MINST, 2 * MINST - 1, 2 * MINST, 2 * MINST + 1, 5 * MINST + 7] {
            let pieces = divided(rows, |rows| rows);
            assert_eq!((pieces[0].start, pieces.last().map(|last| last.end)), (0, Some(rows)));
            assert!(pieces.windows(2).all(|pair| pair[0].end == pair[1].start), "{pieces:?}");
            assert_eq!(pieces.len(), (rows / MINST).clamp(1, 3), "{rows}");
        }
    }
}
