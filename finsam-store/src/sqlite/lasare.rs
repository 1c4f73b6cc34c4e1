//! The readers: a fixed number of threads, each with a connection that cannot change anything.

use std::sync::atomic::AtomicUsize;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::Raknad;
use super::lank::{Bud, Foljd, Plats};
use super::sql::{MIGRERING_SENASTE, TRANSAKTION_ATER, TRANSAKTION_LAS};
use crate::{Nyckelring, StoreError};

/// A reading session that wants to begin.
pub(super) struct Lasning {
    pub(super) bud: Receiver<Bud>,
    /// Told when it is its turn.
    pub(super) tur: oneshot::Sender<Result<(), StoreError>>,
}

/// A reader's thread.
pub(super) struct Lasare {
    pub(super) conn: Connection,
    pub(super) ring: Option<Arc<Nyckelring>>,
    /// One queue for all readers.
    pub(super) ko: Arc<Mutex<Receiver<Lasning>>>,
    /// How long a session may be silent.
    pub(super) vilotid: Duration,
    /// How many readers are in use.
    pub(super) upptagna: Arc<AtomicUsize>,
}

impl Lasare {
    /// Works until the store is closed and the queue is empty.
    pub(super) fn run(self) {
        while let Some(lasning) = self.next() {
            self.session(lasning);
        }
    }

    /// The lock is held while waiting: the other free readers wait for the lock instead of for the queue.
    fn next(&self) -> Option<Lasning> {
        self.ko.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
    }

    fn session(&self, lasning: Lasning) {
        let Lasning { bud, tur } = lasning;
        if tur.is_closed() {
            return;
        }
        let _in_use = Raknad::new(&self.upptagna);
        let opened = self.open();
        let sound = opened.is_ok();
        if tur.send(opened).is_ok() && sound {
            self.steps(&bud);
        }
        if !self.conn.is_autocommit() {
            drop(TRANSAKTION_ATER.execute(&self.conn, ()));
        }
    }

    /// A transaction sees the state of its first statement; reading anything makes that now.
    fn open(&self) -> Result<(), StoreError> {
        TRANSAKTION_LAS.execute(&self.conn, ())?;
        MIGRERING_SENASTE.number(&self.conn, ()).map(drop)
    }

    fn steps(&self, bud: &Receiver<Bud>) {
        let mut plats = Plats::new(&self.conn, self.ring.as_deref(), None);
        while let Ok(Bud::Steg(steg)) = bud.recv_timeout(self.vilotid) {
            if steg.run(&mut plats) == Foljd::Brott {
                return;
            }
        }
    }
}
