//! The jobs of this process: a few at a time, each can be cancelled, and all are stopped when the server ends.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use finsam_core::id::ImportId;
use finsam_store::Nyckelring;
use tokio::sync::futures::Notified;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

use super::granser;

/// A place among the jobs that run, given back when dropped.
pub(super) type Plats = OwnedSemaphorePermit;

/// Imports under way.
#[derive(Debug)]
pub struct Jobb {
    ring: Option<Nyckelring>,
    /// Who this process is to others on the same register.
    instans: OnceLock<Uuid>,
    scans: Arc<Semaphore>,
    turn: Arc<Semaphore>,
    running: Mutex<Lopande>,
    left: Notify,
}

#[derive(Debug, Default)]
struct Lopande {
    jobs: HashMap<ImportId, Stopp>,
    /// Whether the server is ending.
    ending: bool,
}

/// How a job is told to stop.
#[derive(Debug, Clone)]
struct Stopp {
    stop: Arc<AtomicBool>,
    /// Whether it was its owner who asked.
    cancelled: bool,
}

impl Jobb {
    /// None under way. `ring` seals what waits on disk.
    #[must_use]
    pub fn new(ring: Option<Nyckelring>) -> Self {
        let scans = Arc::new(Semaphore::new(granser::SAMTIDIGA_SKANNINGAR));
        let turn = Arc::new(Semaphore::new(granser::SAMTIDIGA_JOBB as usize));
        Self { ring, instans: OnceLock::new(), scans, turn, running: Mutex::default(), left: Notify::new() }
    }

    /// Who this process is; `ny` if nothing has been said yet.
    #[must_use]
    pub fn instans(&self, ny: impl FnOnce() -> Uuid) -> Uuid {
        *self.instans.get_or_init(ny)
    }

    /// What seals what waits on disk.
    #[must_use]
    pub fn ring(&self) -> Option<Nyckelring> {
        self.ring.clone()
    }

    /// What bounds how many bodies are scanned while they come.
    #[must_use]
    pub fn scans(&self) -> Arc<Semaphore> {
        Arc::clone(&self.scans)
    }

    /// Asks a job to stop after the round that it is writing; `false` when it is not under way here.
    pub fn cancel(&self, id: ImportId) -> bool {
        let mut running = self.running();
        let Some(job) = running.jobs.get_mut(&id) else { return false };
        job.cancelled = true;
        job.stop.store(true, Ordering::Relaxed);
        drop(running);
        self.left.notify_waiters();
        true
    }

    /// Asks all jobs to stop after the round that they are writing, and those that have not begun not to begin.
    pub fn end(&self) {
        let mut running = self.running();
        running.ending = true;
        running.jobs.values().for_each(|job| job.stop.store(true, Ordering::Relaxed));
        drop(running);
        self.turn.close();
        self.left.notify_waiters();
    }

    /// Waits until none is under way.
    pub async fn ended(&self) {
        loop {
            let left = self.left.notified();
            if self.count() == 0 {
                return;
            }
            left.await;
        }
    }

    /// How many are under way or wait for their turn.
    #[must_use]
    pub fn count(&self) -> usize {
        self.running().jobs.len()
    }

    /// Waits for a place among those that run, or for all of them with `alone`; `None` when the server is ending.
    pub(super) async fn turn(&self, alone: bool) -> Option<Plats> {
        let places = if alone { granser::SAMTIDIGA_JOBB } else { 1 };
        Arc::clone(&self.turn).acquire_many_owned(places).await.ok()
    }

    /// Comes true when a job of this process has left, has been cancelled, or the server is ending.
    pub(super) fn something_happened(&self) -> Notified<'_> {
        self.left.notified()
    }

    /// Takes a job up; what is returned is set when it is to stop.
    pub(super) fn enter(&self, id: ImportId) -> Arc<AtomicBool> {
        let mut running = self.running();
        let stop = Arc::new(AtomicBool::new(running.ending));
        running.jobs.insert(id, Stopp { stop: Arc::clone(&stop), cancelled: false });
        stop
    }

    /// Whether it is because the server is ending that a job is to stop.
    pub(super) fn is_ended_by_server(&self, id: ImportId) -> bool {
        let running = self.running();
        running.ending && running.jobs.get(&id).is_none_or(|job| !job.cancelled)
    }

    pub(super) fn leave(&self, id: ImportId) {
        self.running().jobs.remove(&id);
        self.left.notify_waiters();
    }

    fn running(&self) -> MutexGuard<'_, Lopande> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[tokio::test]
    async fn the_server_ends_all_and_an_owner_one() {
        let jobb = Jobb::new(None);
        let (first, second) = (ImportId(Uuid::from_u128(1)), ImportId(Uuid::from_u128(2)));
        let (one, two) = (jobb.enter(first), jobb.enter(second));
        let turn = jobb.turn(true).await.unwrap();
        assert!(jobb.cancel(first) && !jobb.cancel(ImportId(Uuid::from_u128(3))));
        assert!(one.load(Ordering::Relaxed) && !two.load(Ordering::Relaxed));
        assert!(!jobb.is_ended_by_server(first));
        jobb.end();
        assert!(two.load(Ordering::Relaxed));
        assert!(jobb.is_ended_by_server(second) && !jobb.is_ended_by_server(first), "its owner was first");
        assert!(jobb.turn(false).await.is_none(), "those that wait go on at once");
        let third = ImportId(Uuid::from_u128(3));
        assert!(jobb.enter(third).load(Ordering::Relaxed), "what comes later does not begin");
        drop(turn);
        assert_eq!(jobb.count(), 3);
        let ended = async {
            for id in [first, second, third] {
                tokio::task::yield_now().await;
                jobb.leave(id);
            }
        };
        tokio::join!(jobb.ended(), ended);
        assert_eq!(jobb.count(), 0);
    }
}
