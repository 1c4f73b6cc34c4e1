//! Where the process keeps its register: a file, or a PostgreSQL database of its own.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::NoTls;

/// Makes two tests of a function that takes a [`Databas`].
macro_rules! on_each_database {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name(crate::databas::Databas::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(databas) = crate::databas::Databas::postgres().await {
                    super::$name(databas).await;
                }
            }
        }
    )+};
}
pub(crate) use on_each_database;

/// A register.
pub enum Databas {
    /// A file in the folder of the process.
    Sqlite,
    /// A database that is dropped with this.
    Postgres(Egen),
}

/// A PostgreSQL database.
pub struct Egen(String);

impl Databas {
    /// A new PostgreSQL database, if a server answers.
    pub async fn postgres() -> Option<Self> {
        static NUMMER: AtomicU32 = AtomicU32::new(0);
        let namn = format!("finsam_drift_{}_{}", std::process::id(), NUMMER.fetch_add(1, Ordering::Relaxed));
        match execute("postgres", &format!("CREATE DATABASE {namn} TEMPLATE template0")).await {
            Ok(()) => Some(Self::Postgres(Egen(namn))),
            Err(fel) => {
                assert!(std::env::var("CI").as_deref() != Ok("true"), "with CI=true PostgreSQL must answer: {fel}");
                // Past the capture of the test harness: it should be seen of tests that pass.
                let mut told = std::io::stderr().lock();
                writeln!(told, "PostgreSQL: skipped, none answers ({fel})").unwrap();
                None
            }
        }
    }

    pub fn address(&self, folder: &Path) -> String {
        match self {
            Self::Sqlite => format!("sqlite:{}", folder.join("finsam.db").display()),
            Self::Postgres(egen) => address(&egen.0),
        }
    }

    /// Carries out statements beside the process, in PostgreSQL.
    pub async fn execute(&self, sql: &str) {
        let Self::Postgres(egen) = self else { panic!("not of a file") };
        execute(&egen.0, sql).await.unwrap();
    }
}

impl Drop for Egen {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.0);
        std::thread::scope(|scope| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            scope.spawn(move || runtime.block_on(execute("postgres", &sql)).unwrap());
        });
    }
}

/// The address of a database on the server of the tests.
pub fn address(databas: &str) -> String {
    let server = std::env::var("FINSAM_TEST_POSTGRES");
    let server = server.unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432".to_owned());
    let (scheme, rest) = server.split_once("://").unwrap();
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    format!("{scheme}://{host}/{databas}")
}

async fn execute(databas: &str, sql: &str) -> Result<(), String> {
    let (client, connection) =
        tokio_postgres::connect(&address(databas), NoTls).await.map_err(|fel| fel.to_string())?;
    tokio::spawn(connection);
    client.batch_execute(sql).await.map_err(|fel| fel.to_string())
}
