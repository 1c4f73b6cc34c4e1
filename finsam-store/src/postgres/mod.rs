//! The register in a PostgreSQL database, which many processes may use at the same time.
//!
//! A reading session is one snapshot (`REPEATABLE READ READ ONLY`). A unit of work is a transaction in `READ COMMITTED`
//! that takes the locks its rules need: see [`DATABASE.md`](https://github.com/finsam/finsam/blob/main/docs/DATABASE.md).

mod akt;
mod anslut;
mod arsvis;
mod atkomst;
mod deltagande;
mod faststallelse;
mod fel;
pub(crate) mod flytt;
mod forbund;
mod gallring;
mod handelse;
mod import;
mod innehav;
mod insats;
mod kedja;
mod kolumner;
mod kopia;
mod kvitto;
mod las;
mod logg;
pub(crate) mod migrering;
mod nyckel;
mod periodvis;
mod person;
mod session;
mod skyddstillstand;
pub(crate) mod sokbyte;
mod sql;
#[cfg(test)]
mod tests;
mod tls;
mod token;
mod varde;
mod webhook;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use deadpool_postgres::{Object, Pool};
use finsam_core::identitet::Identitet;
use finsam_core::part::PartKod;
use tokio::sync::watch;

use crate::migrering::{Migreringsplan, Program};
use crate::rum::{Beredd, Logghuvud, Personsok, Skrivning};
use crate::{Aktor, Belastning, Databasslag, Nyckelring, ReadSession, Store, StoreError, Tillstand, UnitOfWork};
pub use anslut::Settings;
use anslut::{Anslutning, connect, connect_session, tell};
use migrering::PROGRAM;
use session::Session;

/// A register in a PostgreSQL database.
///
/// ```no_run
/// # async fn example() -> Result<(), finsam_store::StoreError> {
/// use std::path::Path;
///
/// use finsam_store::postgres::{PostgresStore, Settings};
/// use finsam_store::{Nyckelring, Store};
///
/// let ring = Nyckelring::from_file(Path::new("finsam.nyckel"))?;
/// PostgresStore::migrate("postgres://finsam@db.example/finsam", Settings::default()).await?;
/// let store = PostgresStore::open("postgres://finsam@db.example/finsam", Some(ring), Settings::default()).await?;
/// let forbund = store.read().await?.forbund().all().await?;
/// store.close().await;
/// # Ok(())
/// # }
/// ```
pub struct PostgresStore {
    pool: Pool,
    /// Units of work that have been begun, those apart not counted.
    begun: AtomicU64,
    hus: Arc<Hus>,
    /// One connection to ask for the state of the database on, also when all others are in use.
    prob: Pool,
}

/// What all sessions share.
struct Hus {
    ring: Option<Nyckelring>,
    settings: Settings,
    /// One more connection, for what must be committed apart from the session that needs it: so the first import of a
    /// part, however long, is in nobody's way.
    sido: Pool,
    /// The steps that this program knows.
    program: Program,
    /// Changes after each commit.
    commits: watch::Sender<()>,
    /// The segments of the access log that this process writes and that no commit is using.
    kedjor: kedja::Kedjor,
    /// The systems that it has written for.
    kanda: deltagande::ny::Kanda,
    /// The parts whose last large batch was all new.
    nya: deltagande::nya::Nya,
}

/// How long a step of a migration may take.
const MIGRERINGSTID: Duration = Duration::from_secs(24 * 60 * 60);

impl PostgresStore {
    /// Opens the register at a `postgres://` address. It must have been migrated; see [`PostgresStore::migrate`].
    ///
    /// Without keys everything works but keeping an identity number and reading a record that has one.
    ///
    /// # Errors
    /// - [`StoreError::Unavailable`] when the address is none, the server does not answer or does not let in, or its
    ///   certificate does not hold.
    /// - [`StoreError::NotMigrated`] when the database is empty or older than this program.
    /// - [`StoreError::Newer`] when a newer version of the program has migrated it.
    /// - [`StoreError::HalfMoved`] when a register was being moved there.
    /// - [`StoreError::WrongKey`] when its identity numbers are sealed with other keys.
    /// - [`StoreError::Database`] when it is no register of this kind.
    pub async fn open(url: &str, ring: Option<Nyckelring>, settings: Settings) -> Result<Self, StoreError> {
        Self::open_as(PROGRAM, url, ring, settings).await
    }

    /// Opens it as a program that knows other steps.
    pub(crate) async fn open_as(
        program: Program,
        url: &str,
        ring: Option<Nyckelring>,
        settings: Settings,
    ) -> Result<Self, StoreError> {
        let config = anslut::parse(url, &settings, program)?;
        let pool = anslut::pool(config.clone(), &settings)?;
        let one = Settings { connections: 1, ..settings.clone() };
        let sido = anslut::pool(config.clone(), &one)?;
        let prob = anslut::pool(config, &one)?;
        // Those of the first pool are told what sessions are.
        let conn = direct(&prob, &settings).await?;
        migrering::check(&conn, program).await?;
        if let Some(ring) = &ring {
            nyckel::admit(&conn, ring).await?;
        }
        drop(conn);
        let hus = Arc::new(Hus {
            ring,
            settings,
            sido,
            program,
            commits: watch::Sender::new(()),
            kedjor: kedja::Kedjor::default(),
            kanda: deltagande::ny::Kanda::default(),
            nya: deltagande::nya::Nya::default(),
        });
        Ok(Self { pool, begun: AtomicU64::new(0), hus, prob })
    }

    /// What [`PostgresStore::migrate`] would do. Nothing is changed.
    ///
    /// # Errors
    /// As [`PostgresStore::open`], but for a database that has not been migrated.
    pub async fn plan(url: &str, settings: Settings) -> Result<Migreringsplan, StoreError> {
        let pool = anslut::pool(anslut::parse(url, &settings, PROGRAM)?, &settings)?;
        PROGRAM.plan(&migrering::found(&direct(&pool, &settings).await?).await?)
    }

    /// Brings the database at a `postgres://` address forward, step by step, as far as programs of the version before
    /// can go on. Their sessions may be under way; each step waits for locks as long as `settings` say.
    ///
    /// # Errors
    /// As [`PostgresStore::open`], and [`StoreError::Locked`] when a lock was not to be had in time: the steps before
    /// stay, and of this one nothing is done.
    pub async fn migrate(url: &str, settings: Settings) -> Result<(), StoreError> {
        Self::migrate_as(PROGRAM, url, settings, false).await
    }

    /// Brings it all the way to the newest migration; from then on it lets in no program that uses what is taken away.
    ///
    /// # Errors
    /// As [`PostgresStore::migrate`], and [`StoreError::OlderPrograms`] when such programs are connected.
    pub async fn contract(url: &str, settings: Settings) -> Result<(), StoreError> {
        Self::migrate_as(PROGRAM, url, settings, true).await
    }

    pub(crate) async fn migrate_as(
        program: Program,
        url: &str,
        settings: Settings,
        contract: bool,
    ) -> Result<(), StoreError> {
        // Going through a large table may take long; it is waiting that has an end.
        let settings = Settings { statement: MIGRERINGSTID, ..settings };
        let pool = anslut::pool(anslut::parse(url, &settings, program)?, &settings)?;
        let conn = direct(&pool, &settings).await?;
        // Failing, the connection is closed with the pool, and its transaction with that.
        migrering::migrate(&conn, program, contract, settings.lock).await
    }

    /// A session on a connection that holds: one that was lost while it was idle is passed over.
    async fn session(&self, aktor: Option<Aktor>) -> Result<Session, StoreError> {
        for _ in 0..=self.hus.settings.connections {
            let conn = connect_session(&self.pool, &self.hus.settings).await?;
            let begun = Session::begin(conn, Arc::clone(&self.hus), aktor.clone()).await;
            match begun {
                Err((_, true)) => {}
                other => return other.map_err(|(fel, _)| fel),
            }
        }
        Err(fel::ended())
    }
}

/// A connection outside transactions, told its limits.
async fn direct(pool: &Pool, settings: &Settings) -> Result<Anslutning, StoreError> {
    let conn = connect(pool, settings).await?;
    if !settings.prepared {
        tell(&conn, settings, false).await?;
    }
    Ok(conn)
}

impl Hus {
    /// A connection for what must be committed apart.
    async fn beside(&self) -> Result<Anslutning, StoreError> {
        direct(&self.sido, &self.settings).await
    }
}

impl std::fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresStore")
            .field("ring", &self.hus.ring)
            .field("settings", &self.hus.settings)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn read(&self) -> Result<Box<dyn ReadSession>, StoreError> {
        Ok(Box::new(self.session(None).await?))
    }

    /// Without a transaction of its own there is nothing to open and nothing to end.
    async fn ask(&self) -> Result<Box<dyn ReadSession>, StoreError> {
        let conn = connect_session(&self.pool, &self.hus.settings).await?;
        Ok(Box::new(Session::without_transaction(conn, Arc::clone(&self.hus))))
    }

    async fn begin(&self, aktor: Aktor) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.begin_apart(aktor).await
    }

    async fn begin_apart(&self, aktor: Aktor) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(self.session(Some(aktor)).await?))
    }

    /// It takes a statement that is kept on the connection.
    fn expects_new(&self, part: PartKod, kallsystem: &str) -> bool {
        self.hus.settings.prepared && self.hus.kanda.expect_new(part, kallsystem)
    }

    fn prepare(&self, skrivning: Skrivning) -> Result<Beredd, StoreError> {
        Beredd::new(skrivning, self.hus.ring.as_ref())
    }

    fn person_key(&self, person: &Identitet) -> Result<Personsok, StoreError> {
        self.hus.ring.as_ref().map(|ring| Personsok::new(person, ring)).ok_or(StoreError::NoKey)
    }

    async fn prune_log(&self, huvud: &Logghuvud) -> Result<u64, StoreError> {
        let conn = self.hus.beside().await?;
        let pruned = kedja::prune(&conn, huvud).await;
        nyckel::ended(conn, pruned)
    }

    async fn state(&self) -> Result<Tillstand, StoreError> {
        let conn = direct(&self.prob, &self.hus.settings).await?;
        let funnet = match migrering::found(&conn).await {
            // It was lost while it was idle, which may be told before it is closed.
            Err(StoreError::Unavailable(_)) => {
                drop(Object::take(conn.client));
                migrering::found(&direct(&self.prob, &self.hus.settings).await?).await?
            }
            answer => answer?,
        };
        Ok(self.hus.program.state(&funnet))
    }

    fn kind(&self) -> Databasslag {
        Databasslag::Postgres
    }

    fn load(&self) -> Belastning {
        let status = self.pool.status();
        Belastning {
            platser: status.max_size,
            upptagna: status.size.saturating_sub(status.available),
            vantar: status.waiting,
            skrivko: None,
            begun: self.begun.load(Ordering::Relaxed),
        }
    }

    fn commits(&self) -> watch::Receiver<()> {
        self.hus.commits.subscribe()
    }

    async fn close(&self) {
        self.pool.close();
        self.hus.sido.close();
        self.prob.close();
        // Sessions under way give their connections back when they end.
        while self.pool.status().size > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}
