//! Where a test keeps its store: a file or a database of its own, that goes when the test is over.
//!
//! PostgreSQL is asked for at `FINSAM_TEST_POSTGRES` (an address that may make databases) or else on this machine. Where
//! none answers, its half of the tests is passed over and says so in one line; with `CI=true` that is a failure.

use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use finsam_core::part::PartKod;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

use super::{ANNAN_INSATS, FORBUND, INSATS, aktor, forbund, insats, part, ring};
use crate::postgres::migrering::PROGRAM;
use crate::postgres::{self, PostgresStore};
use crate::rum::{Skrivning, Skrivutfall, Strategi};
use crate::sqlite::{self, SqliteStore};
use crate::{Nyckelring, Store, StoreError, UnitOfWork};

/// Makes two tests of a function that takes a [`Databas`].
macro_rules! on_each_database {
    ($name:ident) => {
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name(crate::tests::Databas::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(databas) = crate::tests::Databas::postgres() {
                    super::$name(databas).await;
                }
            }
        }
    };
}
pub(crate) use on_each_database;

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Databas {
    Sqlite,
    Postgres,
}

impl Databas {
    /// PostgreSQL, if one answers.
    pub(crate) fn postgres() -> Option<Self> {
        static ANSWERS: OnceLock<Result<(), String>> = OnceLock::new();
        let answers = ANSWERS.get_or_init(|| {
            let answer = wait(async { connect(&address("postgres")).await.map(drop) });
            if let Err(fel) = &answer {
                // Past the capture of the test harness: it should be seen of tests that pass.
                writeln!(std::io::stderr(), "PostgreSQL: skipped, none answers ({fel})").unwrap();
            }
            answer
        });
        assert!(answers.is_ok() || std::env::var("CI").as_deref() != Ok("true"), "with CI=true PostgreSQL must answer");
        answers.is_ok().then_some(Self::Postgres)
    }
}

/// A store of a test's own.
pub(crate) struct Prov {
    pub(crate) store: Box<dyn Store>,
    plats: Plats,
}

enum Plats {
    Fil(TempDir),
    Databas(Egen),
}

/// A PostgreSQL database that is dropped with this.
pub(crate) struct Egen(String);

impl Egen {
    /// A database with nothing in it, or with the newest migration.
    pub(crate) fn new(migrated: bool) -> Self {
        static NUMMER: AtomicU32 = AtomicU32::new(0);
        let nummer = NUMMER.fetch_add(1, Ordering::Relaxed);
        let namn = format!("finsam_prov_{}_{nummer}", std::process::id());
        let mall = if migrated { template() } else { "template0" };
        admin(&format!("CREATE DATABASE {namn} TEMPLATE {mall}"));
        Self(namn)
    }

    pub(crate) fn address(&self) -> String {
        address(&self.0)
    }

    /// Carries out statements beside the store.
    pub(crate) fn execute(&self, sql: &str) -> Result<(), tokio_postgres::Error> {
        let address = self.address();
        wait(async move { connect(&address).await.unwrap().batch_execute(sql).await })
    }

    fn count(&self, sql: &str) -> i64 {
        let address = self.address();
        let row = wait(async move { connect(&address).await.unwrap().query_one(sql, &[]).await });
        row.unwrap().get(0)
    }
}

impl Drop for Egen {
    fn drop(&mut self) {
        admin(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.0));
    }
}

impl Prov {
    /// With keys, and with a förbund and two insatser in it.
    pub(crate) async fn new(databas: Databas) -> Self {
        let prov = Self::empty(databas).await;
        let mut enhet = prov.begin().await;
        enhet.forbund().insert(FORBUND, forbund("Härnösand-Timrå")).await.unwrap();
        enhet.insatser().insert(INSATS, insats("Ungdomscentrum")).await.unwrap();
        enhet.insatser().insert(ANNAN_INSATS, insats("Resurscentrum")).await.unwrap();
        enhet.commit().await.unwrap();
        prov
    }

    /// With keys, and nothing in it.
    pub(crate) async fn empty(databas: Databas) -> Self {
        let plats = match databas {
            Databas::Sqlite => Plats::Fil(tempfile::tempdir().unwrap()),
            Databas::Postgres => Plats::Databas(Egen::new(true)),
        };
        let store = open(&plats, Some(ring())).await.unwrap();
        Self { store, plats }
    }

    /// Another store of the same register.
    pub(crate) async fn open(&self, ring: Option<Nyckelring>) -> Result<Box<dyn Store>, StoreError> {
        open(&self.plats, ring).await
    }

    pub(crate) async fn begin(&self) -> Box<dyn UnitOfWork> {
        self.store.begin(aktor("prov")).await.unwrap()
    }

    /// Writes for Härnösand in a unit of work of its own.
    pub(crate) async fn save(&self, skrivningar: Vec<Skrivning>) -> Vec<Skrivutfall> {
        self.save_as(part("kommun:2280"), Strategi::Upsert, skrivningar).await.unwrap()
    }

    pub(crate) async fn save_as(
        &self,
        part: PartKod,
        strategi: Strategi,
        skrivningar: Vec<Skrivning>,
    ) -> Result<Vec<Skrivutfall>, StoreError> {
        let mut enhet = self.begin().await;
        let outcomes = enhet.deltaganden().save(part, strategi, skrivningar).await?;
        enhet.commit().await?;
        Ok(outcomes)
    }

    /// Where PostgreSQL has it.
    pub(crate) fn address(&self) -> String {
        match &self.plats {
            Plats::Fil(dir) => file(dir.path()).display().to_string(),
            Plats::Databas(egen) => egen.address(),
        }
    }

    /// The number that a statement gives, beside the store.
    pub(crate) fn count(&self, sql: &str) -> i64 {
        match &self.plats {
            Plats::Fil(dir) => {
                let conn = rusqlite::Connection::open(file(dir.path())).unwrap();
                conn.query_row(sql, (), |row| row.get(0)).unwrap()
            }
            Plats::Databas(egen) => egen.count(sql),
        }
    }

    /// What a statement beside the store fails with.
    pub(crate) fn refusal(&self, sql: &str) -> Option<String> {
        match &self.plats {
            Plats::Fil(dir) => {
                let conn = rusqlite::Connection::open(file(dir.path())).unwrap();
                conn.execute(sql, ()).err().map(|fel| fel.to_string())
            }
            Plats::Databas(egen) => {
                let fel = egen.execute(sql).err()?;
                fel.as_db_error().map(|fel| fel.message().to_owned())
            }
        }
    }
}

async fn open(plats: &Plats, ring: Option<Nyckelring>) -> Result<Box<dyn Store>, StoreError> {
    Ok(match plats {
        Plats::Fil(dir) => Box::new(SqliteStore::open(&file(dir.path()), ring, sqlite::Settings::default())?),
        Plats::Databas(egen) => Box::new(PostgresStore::open(&egen.address(), ring, settings()).await?),
    })
}

/// Few connections: all tests at once must not use up those of the server.
pub(crate) fn settings() -> postgres::Settings {
    postgres::Settings { connections: 9, ..postgres::Settings::default() }
}

fn file(dir: &Path) -> std::path::PathBuf {
    dir.join("finsam.db")
}

fn address(databas: &str) -> String {
    let server = std::env::var("FINSAM_TEST_POSTGRES");
    let server = server.unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432".to_owned());
    let (scheme, rest) = server.split_once("://").unwrap();
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    format!("{scheme}://{host}/{databas}")
}

/// Waits without the runtime of the test, which need not be one that can wait.
fn wait<T: Send>(work: impl Future<Output = T> + Send) -> T {
    std::thread::scope(|scope| {
        let thread =
            scope.spawn(|| tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work));
        thread.join().unwrap()
    })
}

async fn connect(address: &str) -> Result<Client, String> {
    let (client, connection) = tokio_postgres::connect(address, NoTls).await.map_err(|fel| fel.to_string())?;
    tokio::spawn(connection);
    Ok(client)
}

fn admin(sql: &str) {
    wait(async { connect(&address("postgres")).await.unwrap().batch_execute(sql).await.unwrap() });
}

/// A migrated database to copy: made once for each text of the migrations, and left for the next run.
fn template() -> &'static str {
    static NAMN: OnceLock<String> = OnceLock::new();
    NAMN.get_or_init(|| {
        let texts: String = PROGRAM.0.iter().map(|steg| steg.text).collect();
        let sum = Sha256::digest(texts.as_bytes());
        let namn = format!("finsam_mall_{:02x}{:02x}{:02x}{:02x}", sum[0], sum[1], sum[2], sum[3]);
        wait(make(namn.clone()));
        namn
    })
}

async fn make(namn: String) {
    let admin = connect(&address("postgres")).await.unwrap();
    // One at a time: other test programs may want it too. The lock goes with the connection.
    admin.batch_execute("SELECT pg_advisory_lock(4003, 1)").await.unwrap();
    let stands = admin.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&namn]).await.unwrap();
    if !stands.is_empty() {
        return;
    }
    let ny = format!("{namn}_ny");
    admin.batch_execute(&format!("DROP DATABASE IF EXISTS {ny}")).await.unwrap();
    admin.batch_execute(&format!("CREATE DATABASE {ny} TEMPLATE template0")).await.unwrap();
    PostgresStore::migrate(&address(&ny), settings()).await.unwrap();
    // A connection that is closing may still be there.
    let close = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{ny}'");
    admin.batch_execute(&close).await.unwrap();
    while admin.batch_execute(&format!("ALTER DATABASE {ny} RENAME TO {namn}")).await.is_err() {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}
