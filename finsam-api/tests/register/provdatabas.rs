//! A register of a test's own: a file, or a PostgreSQL database at `FINSAM_TEST_POSTGRES` or on this machine.

use std::io::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use finsam_store::postgres::{self, PostgresStore};
use finsam_store::sqlite::{self, SqliteStore};
use finsam_store::{Nyckelring, Store, StoreError};
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Databas {
    Sqlite,
    Postgres,
}

impl Databas {
    /// PostgreSQL, where one answers. Where none does this is told once; with `CI=true` it is a failure.
    pub fn postgres() -> Option<Self> {
        static ANSWERS: OnceLock<bool> = OnceLock::new();
        let answers = ANSWERS.get_or_init(|| match wait(async { connect(&address("postgres")).await.map(drop) }) {
            Ok(()) => true,
            Err(fel) => {
                assert!(std::env::var("CI").as_deref() != Ok("true"), "with CI=true PostgreSQL must answer");
                let mut stderr = std::io::stderr();
                writeln!(stderr, "PostgreSQL: skipped, none answers ({fel})").unwrap();
                false
            }
        });
        answers.then_some(Self::Postgres)
    }
}

/// A PostgreSQL database that is dropped with this.
pub struct Egen(String);

impl Egen {
    /// A database with nothing in it, or with the newest migration.
    pub fn new(migrated: bool) -> Self {
        static NUMMER: AtomicU32 = AtomicU32::new(0);
        let namn = format!("finsam_kommando_{}_{}", std::process::id(), NUMMER.fetch_add(1, Ordering::Relaxed));
        let create = format!("CREATE DATABASE {namn} TEMPLATE template0");
        wait(async { connect(&address("postgres")).await.unwrap().batch_execute(&create).await.unwrap() });
        if migrated {
            let address = address(&namn);
            wait(async { PostgresStore::migrate(&address, postgres::Settings::default()).await.unwrap() });
        }
        Self(namn)
    }

    pub fn address(&self) -> String {
        address(&self.0)
    }

    pub fn execute(&self, sql: &str) -> Result<(), tokio_postgres::Error> {
        let address = self.address();
        wait(async move { connect(&address).await.unwrap().batch_execute(sql).await })
    }
}

impl Drop for Egen {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.0);
        wait(async { connect(&address("postgres")).await.unwrap().batch_execute(&drop).await.unwrap() });
    }
}

/// A place for one register.
pub struct Plats {
    egen: Option<Egen>,
    folder: TempDir,
}

impl Plats {
    pub fn new(databas: Databas) -> Self {
        let egen = (databas == Databas::Postgres).then(|| Egen::new(true));
        Self { egen, folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("finsam.db")
    }

    pub fn address(&self) -> String {
        self.egen.as_ref().map_or_else(|| format!("sqlite:{}", self.file().display()), Egen::address)
    }

    pub async fn open(&self, ring: Option<Nyckelring>) -> Result<Box<dyn Store>, StoreError> {
        Ok(match &self.egen {
            Some(egen) => Box::new(PostgresStore::open(&egen.address(), ring, postgres::Settings::default()).await?),
            None => Box::new(SqliteStore::open(&self.file(), ring, sqlite::Settings::default())?),
        })
    }

    /// What a statement beside the store fails with.
    pub fn refusal(&self, sql: &str) -> Option<String> {
        match &self.egen {
            Some(egen) => egen.execute(sql).err().map(|fel| fel.to_string()),
            None => rusqlite::Connection::open(self.file()).unwrap().execute(sql, ()).err().map(|fel| fel.to_string()),
        }
    }
}

fn address(databas: &str) -> String {
    let server = std::env::var("FINSAM_TEST_POSTGRES");
    let server = server.unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432".to_owned());
    let (scheme, rest) = server.split_once("://").unwrap();
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    format!("{scheme}://{host}/{databas}")
}

async fn connect(address: &str) -> Result<Client, String> {
    let (client, connection) = tokio_postgres::connect(address, NoTls).await.map_err(|fel| fel.to_string())?;
    tokio::spawn(connection);
    Ok(client)
}

fn wait<T: Send>(work: impl Future<Output = T> + Send) -> T {
    std::thread::scope(|scope| {
        let thread =
            scope.spawn(|| tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work));
        thread.join().unwrap()
    })
}
