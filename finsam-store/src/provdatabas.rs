//! Where a test keeps its register: a file or a database of its own, that goes when the test is over.
//!
//! Only tests have this module: those of this crate, and those that ask for the feature `provdatabas`.
#![expect(clippy::unwrap_used, reason = "what only tests use fails by panicking")]

#[cfg(unix)]
mod kluster;
mod postgres;
mod sokning;

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::postgres::PostgresStore;
use crate::sqlite::{self, SqliteStore};
use crate::{Nyckelring, Store, StoreError};
#[cfg(unix)]
pub use kluster::{Kluster, Mapp};
pub use postgres::{Egen, settings};
pub use sokning::Sokning;

/// Makes two tests of each function, `name::sqlite` and `name::postgres`. A function takes one argument, made of the
/// kind of database by [`Begin`](crate::provdatabas::Begin).
#[macro_export]
macro_rules! on_each_database {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::provdatabas::run($crate::provdatabas::Databas::Sqlite, super::$name).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(databas) = $crate::provdatabas::Databas::postgres() {
                    $crate::provdatabas::run(databas, super::$name).await;
                }
            }
        }
    )+};
}

/// Says in one line that tests are passed over, and why: past the capture of the test harness, since those tests pass.
///
/// # Panics
/// With `CI=true`, where nothing may be passed over.
pub fn skip(why: &str) {
    assert!(std::env::var("CI").as_deref() != Ok("true"), "with CI=true nothing is skipped: {why}");
    let mut stderr = std::io::stderr();
    writeln!(stderr, "{why}").unwrap();
}

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Databas {
    /// A SQLite file.
    Sqlite,
    /// A PostgreSQL database.
    Postgres,
}

impl Databas {
    /// PostgreSQL, where one answers. Where none does this is told once in one line; with `CI=true` it is a failure.
    ///
    /// # Panics
    /// With `CI=true` where none answers.
    #[must_use]
    pub fn postgres() -> Option<Self> {
        postgres::answers().then_some(Self::Postgres)
    }
}

/// What a test on each database begins with.
pub trait Begin {
    /// Made anew for the test.
    fn begin(databas: Databas) -> impl Future<Output = Self> + Send;
}

/// Runs a test on a kind of database.
pub async fn run<A: Begin>(databas: Databas, test: impl AsyncFnOnce(A)) {
    test(A::begin(databas).await).await;
}

impl Begin for Databas {
    async fn begin(databas: Databas) -> Self {
        databas
    }
}

impl Begin for Plats {
    async fn begin(databas: Databas) -> Self {
        Self::new(databas)
    }
}

/// A place for one register, empty and with the newest migration, and a folder beside it; both go with this.
#[derive(Debug)]
pub struct Plats {
    /// `None` where the register is a file in the folder.
    egen: Option<Egen>,
    /// The port of this machine that a PostgreSQL database is opened through, if it is another than its own.
    port: Option<u16>,
    folder: TempDir,
}

impl Plats {
    /// A new place.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn new(databas: Databas) -> Self {
        let egen = (databas == Databas::Postgres).then(|| Egen::new(true));
        Self { egen, port: None, folder: tempfile::tempdir().unwrap() }
    }

    /// A new place, whose register these statements made and which was then brought to the newest migration.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn grown(databas: Databas, made: &str) -> Self {
        let egen = (databas == Databas::Postgres).then(|| Egen::new(false));
        let plats = Self { egen, port: None, folder: tempfile::tempdir().unwrap() };
        match &plats.egen {
            Some(egen) => {
                egen.execute(made).unwrap();
                PostgresStore::migrate(&egen.address(), settings()).await.unwrap();
            }
            None => plats.conn().execute_batch(made).unwrap(),
        }
        plats
    }

    /// The same place, whose PostgreSQL database is opened through another port of this machine.
    #[must_use]
    pub fn through(self, port: u16) -> Self {
        Self { port: Some(port), ..self }
    }

    /// The PostgreSQL database, where it is one.
    #[must_use]
    pub const fn egen(&self) -> Option<&Egen> {
        self.egen.as_ref()
    }

    /// The folder. Nothing but a SQLite file stands in it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("finsam.db")
    }

    /// Where the register is, as `--database` takes it.
    #[must_use]
    pub fn address(&self) -> String {
        match &self.egen {
            Some(egen) => egen.address(),
            None => format!("sqlite:{}", self.file().display()),
        }
    }

    /// Opens the register, whose SQLite file is made the first time.
    ///
    /// # Errors
    /// As the store's own `open`.
    pub async fn open(&self, ring: Option<Nyckelring>) -> Result<Box<dyn Store>, StoreError> {
        Ok(match &self.egen {
            Some(egen) => Box::new(PostgresStore::open(&egen.address_through(self.port), ring, settings()).await?),
            None => Box::new(SqliteStore::open(&self.file(), ring, sqlite::Settings::default())?),
        })
    }

    fn conn(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.file()).unwrap()
    }

    /// The number that a statement gives, beside the store.
    ///
    /// # Panics
    /// When it gives none.
    #[must_use]
    pub fn count(&self, sql: &str) -> i64 {
        match &self.egen {
            Some(egen) => egen.count(sql),
            None => self.conn().query_row(sql, (), |row| row.get(0)).unwrap(),
        }
    }

    /// What a statement beside the store fails with.
    #[must_use]
    pub fn refusal(&self, sql: &str) -> Option<String> {
        match &self.egen {
            Some(egen) => egen.execute(sql).err()?.as_db_error().map(|fel| fel.message().to_owned()),
            None => self.conn().execute(sql, ()).err().map(|fel| fel.to_string()),
        }
    }

    /// Asks the database itself whether it is sound, as far as it can tell.
    ///
    /// # Panics
    /// When it is not.
    pub async fn judge(&self) {
        if self.egen.is_none() {
            let settings =
                sqlite::Settings { check: Some(std::time::Duration::from_secs(60)), ..sqlite::Settings::default() };
            SqliteStore::open(&self.file(), None, settings).unwrap().close().await;
        } else {
            self.open(None).await.unwrap().close().await;
        }
    }

    /// Everything that is kept, with where it stands: the files of the folder, and the values of each table of a
    /// PostgreSQL database, as bytes and as text.
    ///
    /// # Panics
    /// When it cannot be read.
    #[must_use]
    pub fn everything(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = files(self.folder());
        all.extend(self.egen.iter().flat_map(Egen::tables));
        all
    }
}

/// The files of a folder and of those in it.
///
/// # Panics
/// When a folder cannot be read.
#[must_use]
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if let Ok(bytes) = std::fs::read(&path) {
            // One that is gone again holds nothing.
            all.push((path.display().to_string(), bytes));
        }
    }
    all
}
