//! Emptying the log into the database. Done by the writer it would hold up everybody for tens of milliseconds, since what
//! has been moved must be on disk before the log is begun anew. So it is done beside the writer, by a thread with a
//! connection of its own, and the writer moves only what came meanwhile: with nothing left in it the log is begun anew.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::hooks::Wal;
use rusqlite::wal::CheckpointMode;
use rusqlite::{Connection, MAIN_DB};

use super::fel::database;
use crate::StoreError;

/// It is done when the log has grown by so many pages: two megabytes, which a disk takes in a few milliseconds. Commits
/// that come meanwhile wait for the disk too.
const PAGES: i32 = 250;
/// So often the thread goes back for what came meanwhile, at most, until that is fewer pages than [`FEW`].
const PASSES: usize = 4;
const FEW: i32 = 100;

/// At so many, and at as many more, the writer does it whatever becomes of the thread.
const CEILING: i32 = 4_000;

/// The thread beside the writer.
pub(super) struct Tomning(JoinHandle<()>);

/// What the writer does about the log after each commit.
struct Vakt {
    /// To the thread, which takes one request at a time.
    bud: SyncSender<()>,
    /// Whether the thread has moved what there was.
    flyttat: Arc<AtomicBool>,
    /// Of how many pages the log is when the thread is asked the next time.
    nasta: i32,
    /// Of how many when the writer waits for the thread no longer.
    tak: i32,
}

impl Tomning {
    /// Watches over the log of what `writer` commits; `beside` is another connection to the same file.
    pub(super) fn start(writer: &mut Connection, beside: Connection) -> Result<Self, StoreError> {
        let (bud, asked) = sync_channel(1);
        let flyttat = Arc::new(AtomicBool::new(false));
        let mut vakt = Vakt { bud, flyttat: Arc::clone(&flyttat), nasta: PAGES, tak: CEILING };
        let thread = std::thread::Builder::new().name("finsam-tomning".to_owned());
        let thread = thread.spawn(move || work(&beside, &asked, &flyttat));
        let thread = thread.map_err(|fel| StoreError::Unavailable(format!("no thread: {fel}")))?;
        let hook = move |wal: &mut Wal, pages| {
            vakt.committed(wal, pages);
            // The commit stands, whatever becomes of the log.
            Ok(())
        };
        writer.wal_hook(Some(hook)).map_err(database("wal_hook"))?;
        Ok(Self(thread))
    }

    /// Ends the thread, so that the writer is the last to close the file.
    pub(super) fn end(self, writer: &mut Connection) {
        // With the hook goes the sender, and with that the thread. Should it not, the file is emptied the next time.
        if writer.wal_hook(None::<fn(&mut Wal, i32) -> rusqlite::Result<()>>).is_ok() {
            drop(self.0.join());
        }
    }
}

impl Vakt {
    fn committed(&mut self, wal: &mut Wal, pages: i32) {
        if pages < PAGES {
            (self.nasta, self.tak) = (PAGES, CEILING);
            self.flyttat.store(false, Ordering::Release);
        } else if self.flyttat.swap(false, Ordering::Acquire) {
            // Refused where another process is at it. A reader of something older keeps the log from being begun anew:
            // then it has to grow before the next try.
            drop(wal.checkpoint());
            self.nasta = pages.saturating_add(PAGES);
        } else if pages >= self.tak {
            drop(wal.checkpoint());
            self.tak = pages.saturating_add(CEILING);
        } else if pages >= self.nasta && self.bud.try_send(()).is_ok() {
            self.nasta = i32::MAX;
        }
    }
}

/// Moves what there is, each time it is asked, and again what came meanwhile, until that is little. What fails is moved by
/// the writer, or the next time.
fn work(conn: &Connection, asked: &Receiver<()>, flyttat: &AtomicBool) {
    while asked.recv().is_ok() {
        let mut before = 0;
        for _ in 0..PASSES {
            let moved =
                conn.wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::PASSIVE).map_or(before, |(_, moved)| moved);
            if moved - before < FEW {
                break;
            }
            before = moved;
        }
        flyttat.store(true, Ordering::Release);
    }
}
