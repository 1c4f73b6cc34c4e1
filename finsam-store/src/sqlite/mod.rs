//! The register in one SQLite file: one writer thread, a few reader threads.
//!
//! The file is in WAL mode, so that reading and writing never wait for each other, and every commit is on disk before
//! it is acknowledged (`synchronous=FULL`). Another process may use the file at the same time; it waits its turn.

mod akt;
mod arsvis;
mod atkomst;
mod deltagande;
mod faststallelse;
mod fel;
pub(crate) mod flytt;
mod forbund;
mod gallring;
mod granska;
mod handelse;
mod import;
mod innehav;
mod insats;
mod kolumner;
mod kopia;
mod kvitto;
mod lank;
mod lasare;
mod logg;
pub(crate) mod migrering;
mod nyckel;
mod oppna;
mod periodvis;
mod person;
mod session;
mod skrivare;
mod skyddstillstand;
pub(crate) mod sokbyte;
mod sql;
#[cfg(test)]
mod tests;
mod token;
mod tomning;
mod webhook;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use finsam_core::identitet::Identitet;
use tokio::sync::{oneshot, watch};

use crate::migrering::{Funnet, Migreringsplan, Program};
use crate::rum::{Beredd, Logghuvud, Personsok, Skrivning};
use crate::{Aktor, Belastning, Databasslag, Nyckelring, ReadSession, Store, StoreError, Tillstand, UnitOfWork};
pub use kopia::{Aterstallning, Kopia, Kopiafel, Kopiering, back_up, restore};
use lank::Lank;
use lasare::Lasning;
use migrering::PROGRAM;
use session::Session;
use skrivare::Borjan;

/// How the register is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How many can read at the same time, 1-64: so many threads, each with a connection.
    pub readers: usize,
    /// How many may wait to write, and how many to read; one more is told [`StoreError::Unavailable`] at once.
    pub queue: usize,
    /// How long a session may be silent between two steps before it is ended and rolled back, since others wait.
    pub idle: Duration,
    /// How long a unit of work that is done may have to wait for others, to be committed together with them.
    pub group: Duration,
    /// How long to wait for another process that writes.
    pub busy: Duration,
    /// The most memory that the writer keeps pages of the file in, in KiB; a reader has a quarter of it.
    pub cache_kib: u32,
    /// How long the file may be looked through for damage before it is used; not at all when nothing is said. A
    /// gigabyte takes about two seconds.
    pub check: Option<Duration>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            readers: 4,
            queue: 1024,
            idle: Duration::from_secs(30),
            group: Duration::from_millis(5),
            busy: Duration::from_secs(10),
            cache_kib: 64 * 1024,
            check: None,
        }
    }
}

/// A register in one SQLite file.
///
/// ```no_run
/// # async fn example() -> Result<(), finsam_store::StoreError> {
/// use std::path::Path;
///
/// use finsam_store::sqlite::{Settings, SqliteStore};
/// use finsam_store::{Nyckelring, Store};
///
/// let ring = Nyckelring::from_file(Path::new("finsam.nyckel"))?;
/// let store = SqliteStore::open(Path::new("finsam.db"), Some(ring), Settings::default())?;
/// let forbund = store.read().await?.forbund().all().await?;
/// store.close().await;
/// # Ok(())
/// # }
/// ```
pub struct SqliteStore {
    /// The ways to the threads, until the store is closed.
    koer: Mutex<Option<Koer>>,
    /// Each ends when its thread does; the writer's is the first.
    threads: Mutex<Vec<oneshot::Receiver<()>>>,
    ring: Option<Arc<Nyckelring>>,
    /// The file and how it is opened.
    fil: (PathBuf, Settings),
    /// The steps that this program knows.
    program: Program,
    commits: Arc<watch::Sender<()>>,
    /// How many threads read.
    lasare: usize,
    /// How many of those are in use, how many sessions wait for one, and how many for the writer.
    upptagna: Arc<AtomicUsize>,
    vantar: AtomicUsize,
    skrivko: AtomicUsize,
    /// Units of work that have been begun, those apart not counted.
    begun: AtomicU64,
}

/// The queues.
#[derive(Clone)]
struct Koer {
    skriv: SyncSender<Borjan>,
    las: SyncSender<Lasning>,
    /// To a reader that does nothing but tell the state of the database.
    prob: SyncSender<Lasning>,
}

/// One more, for as long as it stands.
struct Raknad<'a>(&'a AtomicUsize);

impl<'a> Raknad<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Raknad<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl SqliteStore {
    /// Opens the register in a file, or makes it, and brings it to the newest migration.
    ///
    /// Without keys everything works but keeping an identity number and reading a record that has one.
    ///
    /// # Errors
    /// - [`StoreError::Unavailable`] when the file cannot be opened or another process holds it for too long.
    /// - [`StoreError::Newer`] when a newer version of the program has had it.
    /// - [`StoreError::NotMigrated`] when a step has to wait that this program needs; see [`SqliteStore::contract`].
    /// - [`StoreError::HalfMoved`] when a register was being moved there.
    /// - [`StoreError::WrongKey`] when its identity numbers are sealed with other keys.
    /// - [`StoreError::Damaged`] when it is damaged, as far as that is seen or looked for (`settings.check`).
    /// - [`StoreError::NoDatabase`] when the file is none, [`StoreError::Database`] when it is another program's.
    pub fn open(path: &Path, ring: Option<Nyckelring>, settings: Settings) -> Result<Self, StoreError> {
        Self::open_as(PROGRAM, path, ring, settings)
    }

    /// Opens it as a program that knows other steps.
    pub(crate) fn open_as(
        program: Program,
        path: &Path,
        ring: Option<Nyckelring>,
        settings: Settings,
    ) -> Result<Self, StoreError> {
        oppna::open(program, path, ring.map(Arc::new), settings)
    }

    /// What [`SqliteStore::migrate`] would do. Nothing is changed, and no file is made.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn plan(path: &Path, settings: Settings) -> Result<Migreringsplan, StoreError> {
        if !path.exists() {
            return PROGRAM.plan(&Funnet::default());
        }
        PROGRAM.plan(&migrering::found(&oppna::looking(path, settings)?)?)
    }

    /// Makes the register where there is none and brings it forward as far as programs of the version before can go on,
    /// all steps or none. Whoever writes is waited for as long as `settings` say.
    ///
    /// # Errors
    /// As [`SqliteStore::open`], and [`StoreError::Locked`] when another process wrote for too long.
    pub fn migrate(path: &Path, settings: Settings) -> Result<(), StoreError> {
        Self::migrate_as(PROGRAM, path, settings, false)
    }

    /// Brings it all the way to the newest migration; from then on it lets in no program that uses what is taken away.
    ///
    /// # Errors
    /// As [`SqliteStore::migrate`], and [`StoreError::InUse`] when something is to be taken away and another program has
    /// the file open.
    pub fn contract(path: &Path, settings: Settings) -> Result<(), StoreError> {
        Self::migrate_as(PROGRAM, path, settings, true)
    }

    pub(crate) fn migrate_as(
        program: Program,
        path: &Path,
        settings: Settings,
        contract: bool,
    ) -> Result<(), StoreError> {
        let takes_away = contract && path.exists() && {
            let funnet = migrering::found(&oppna::looking(path, settings)?)?;
            program.takes_away(&funnet)
        };
        // Nobody can tell which program another one is that has the file open.
        let open = if takes_away { oppna::alone } else { oppna::writing };
        migrering::migrate(&mut open(path, settings)?, program, contract, settings.busy)
    }

    fn session(&self, lank: Lank) -> Session {
        Session::new(lank, self.ring.clone(), Arc::clone(&self.commits))
    }

    fn koer(&self) -> Result<Koer, StoreError> {
        let koer = self.koer.lock().unwrap_or_else(PoisonError::into_inner);
        koer.clone().ok_or_else(|| StoreError::Unavailable("the store is closed".to_owned()))
    }

    async fn unit(&self, aktor: Aktor, apart: bool) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let _waiting = (!apart).then(|| {
            self.begun.fetch_add(1, Ordering::Relaxed);
            Raknad::new(&self.skrivko)
        });
        let (lank, bud) = Lank::new();
        let (tur, turn) = oneshot::channel();
        enqueue(&self.koer()?.skriv, Borjan { aktor, apart, bud, tur })?;
        wait(turn).await?;
        Ok(Box::new(self.session(lank)))
    }
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteStore").field("ring", &self.ring).finish_non_exhaustive()
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn read(&self) -> Result<Box<dyn ReadSession>, StoreError> {
        let _waiting = Raknad::new(&self.vantar);
        let (lank, bud) = Lank::new();
        let (tur, turn) = oneshot::channel();
        enqueue(&self.koer()?.las, Lasning { bud, tur })?;
        wait(turn).await?;
        Ok(Box::new(self.session(lank)))
    }

    async fn begin(&self, aktor: Aktor) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.unit(aktor, false).await
    }

    async fn begin_apart(&self, aktor: Aktor) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.unit(aktor, true).await
    }

    fn prepare(&self, skrivning: Skrivning) -> Result<Beredd, StoreError> {
        Beredd::new(skrivning, self.ring.as_deref())
    }

    fn person_key(&self, person: &Identitet) -> Result<Personsok, StoreError> {
        self.ring.as_deref().map(|ring| Personsok::new(person, ring)).ok_or(StoreError::NoKey)
    }

    /// On a connection of its own, without foreign keys: for each row they would go through all lines, to find that none is
    /// left that names it.
    async fn prune_log(&self, huvud: &Logghuvud) -> Result<u64, StoreError> {
        let ((file, settings), huvud) = (self.fil.clone(), huvud.clone());
        let work = move || logg::prune(&oppna::writing(&file, settings)?, &huvud);
        tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(fel::ended()))
    }

    async fn state(&self) -> Result<Tillstand, StoreError> {
        let (lank, bud) = Lank::new();
        let (tur, turn) = oneshot::channel();
        enqueue(&self.koer()?.prob, Lasning { bud, tur })?;
        wait(turn).await?;
        Ok(self.program.state(&lank.read(|plats| migrering::found(plats.conn)).await?))
    }

    fn kind(&self) -> Databasslag {
        Databasslag::Sqlite
    }

    fn load(&self) -> Belastning {
        Belastning {
            platser: self.lasare,
            upptagna: self.upptagna.load(Ordering::Relaxed),
            vantar: self.vantar.load(Ordering::Relaxed),
            skrivko: Some(self.skrivko.load(Ordering::Relaxed)),
            begun: self.begun.load(Ordering::Relaxed),
        }
    }

    fn commits(&self) -> watch::Receiver<()> {
        self.commits.subscribe()
    }

    async fn close(&self) {
        let koer = self.koer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        let mut threads = threads.into_iter();
        let writer = threads.next();
        // Without senders a thread ends when its queue is empty. The writer last: a connection that only reads cannot
        // put away the log when it is the last to close the file.
        if let Some(Koer { skriv, las, prob }) = koer {
            drop((las, prob));
            for reader in threads {
                // Nothing is ever sent: the thread drops its end.
                drop(reader.await);
            }
            drop(skriv);
        }
        if let Some(writer) = writer {
            drop(writer.await);
        }
    }
}

fn enqueue<T>(queue: &SyncSender<T>, item: T) -> Result<(), StoreError> {
    queue.try_send(item).map_err(|fel| {
        StoreError::Unavailable(match fel {
            TrySendError::Full(_) => "too many are waiting".to_owned(),
            TrySendError::Disconnected(_) => "the store is closed".to_owned(),
        })
    })
}

async fn wait(turn: oneshot::Receiver<Result<(), StoreError>>) -> Result<(), StoreError> {
    turn.await.unwrap_or_else(|_| Err(fel::ended()))
}
