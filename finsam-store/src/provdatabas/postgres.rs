//! PostgreSQL for tests: the server they ask, and databases copied from a migrated template.
//!
//! The server is the one at `FINSAM_TEST_POSTGRES` (an address that may make databases) or else the one of this machine.

use std::sync::OnceLock;

use sha2::{Digest, Sha256};
use tokio_postgres::types::{FromSql, Type};
use tokio_postgres::{Client, NoTls};

use super::skip;
use crate::postgres::migrering::PROGRAM;
use crate::postgres::{self, PostgresStore};

/// Whether a server answers.
pub(super) fn answers() -> bool {
    static ANSWERS: OnceLock<bool> = OnceLock::new();
    *ANSWERS.get_or_init(|| {
        let answer = wait(connect(&address("postgres"))).map(drop);
        answer.map_err(|fel| skip(&format!("PostgreSQL: skipped, none answers ({fel})"))).is_ok()
    })
}

/// A PostgreSQL database that is dropped with this.
#[derive(Debug)]
pub struct Egen(String);

impl Egen {
    /// A database with nothing in it, or with the newest migration.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn new(migrated: bool) -> Self {
        let mall = if migrated { template() } else { "template0" };
        // A number that the server gives once.
        let nummer = wait(async {
            let admin = connect(&address("postgres")).await.unwrap();
            let nummer: String = admin.query_one("SELECT pg_current_xact_id()::text", &[]).await.unwrap().get(0);
            admin.batch_execute(&format!("CREATE DATABASE finsam_prov_{nummer} TEMPLATE {mall}")).await.unwrap();
            nummer
        });
        Self(format!("finsam_prov_{nummer}"))
    }

    /// Its `postgres://` address.
    #[must_use]
    pub fn address(&self) -> String {
        address(&self.0)
    }

    /// Where its server listens: `host:port`.
    #[must_use]
    pub fn server(&self) -> String {
        let address = self.address();
        let (_, rest) = address.rsplit_once('@').unwrap();
        rest.split('/').next().unwrap().to_owned()
    }

    pub(super) fn address_through(&self, port: Option<u16>) -> String {
        let other = |port| self.address().replace(&format!("@{}/", self.server()), &format!("@127.0.0.1:{port}/"));
        port.map_or_else(|| self.address(), other)
    }

    /// Carries out statements beside the store.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub fn execute(&self, sql: &str) -> Result<(), tokio_postgres::Error> {
        let address = self.address();
        wait(async move { connect(&address).await.unwrap().batch_execute(sql).await })
    }

    pub(super) fn count(&self, sql: &str) -> i64 {
        let address = self.address();
        let row = wait(async move { connect(&address).await.unwrap().query_one(sql, &[]).await });
        row.unwrap().get(0)
    }

    /// Every table with what is in it: each value as the bytes that it is sent in, and each row as text.
    pub(super) fn tables(&self) -> Vec<(String, Vec<u8>)> {
        const NAMES: &str = "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables \
                             WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
        let address = self.address();
        wait(async move {
            let client = connect(&address).await.unwrap();
            let mut tables = Vec::new();
            for name in client.query(NAMES, &[]).await.unwrap().iter().map(|row| row.get::<_, String>(0)) {
                let rows = client.query(&format!("SELECT t.*, t::text FROM {name} t"), &[]).await.unwrap();
                let values = rows.iter().flat_map(|row| (0..row.len()).map(|i| row.get::<_, Option<Bytes>>(i)));
                tables.push((name, values.flatten().map(|value| value.0).collect::<Vec<_>>().join(&b'\n')));
            }
            tables
        })
    }
}

impl Drop for Egen {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.0);
        let dropped =
            wait(
                async move { connect(&address("postgres")).await?.batch_execute(&sql).await.map_err(|fel| told(&fel)) },
            );
        // A test that fails already has something else to tell.
        assert!(std::thread::panicking() || dropped.is_ok(), "{dropped:?}");
    }
}

/// A value of any type, as it is sent.
struct Bytes(Vec<u8>);

impl FromSql<'_> for Bytes {
    fn from_sql(_: &Type, raw: &[u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(raw.to_vec()))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Few connections: all tests at once must not use up those of the server.
#[must_use]
pub fn settings() -> postgres::Settings {
    postgres::Settings { connections: 9, ..postgres::Settings::default() }
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
    let (client, connection) = tokio_postgres::connect(address, NoTls).await.map_err(|fel| told(&fel))?;
    tokio::spawn(connection);
    Ok(client)
}

fn told(fel: &tokio_postgres::Error) -> String {
    let cause = std::error::Error::source(fel).map(ToString::to_string).unwrap_or_default();
    format!("{fel}: {cause}")
}

/// A migrated database to copy: made once for each text of the migrations, and left for the next run.
fn template() -> &'static str {
    static NAMN: OnceLock<String> = OnceLock::new();
    NAMN.get_or_init(|| {
        let sum = PROGRAM.0.iter().fold(Sha256::new(), |sum, migrering| sum.chain_update(migrering.checksum()));
        let hex: String = sum.finalize()[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        let namn = format!("finsam_mall_{hex}");
        wait(make(&namn));
        namn
    })
}

async fn make(namn: &str) {
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
