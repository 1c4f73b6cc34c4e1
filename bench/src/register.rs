//! Registers to measure with: copies of one that has a förbund and insatser and nothing else.

use std::path::PathBuf;

use finsam_store::Store;
use finsam_store::postgres::{self, PostgresStore};
use finsam_store::sqlite::{self, SqliteStore};
use tempfile::TempDir;

use crate::Outcome;
use crate::ceiling::postgres::connect;
use crate::fixture::Fixture;

/// Where PostgreSQL is asked for, unless `FINSAM_TEST_POSTGRES` says otherwise.
const SERVER: &str = "postgres://postgres@127.0.0.1:5432";

/// Which database is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slag {
    /// A file.
    Sqlite,
    /// A database in a server of this machine.
    Postgres,
}

impl std::str::FromStr for Slag {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "sqlite" => Ok(Self::Sqlite),
            "postgres" => Ok(Self::Postgres),
            other => Err(format!("{other}: expected sqlite or postgres")),
        }
    }
}

/// What registers are copied from.
#[derive(Debug)]
pub struct Mall {
    slag: Slag,
    folder: TempDir,
    /// What every copy holds.
    pub fixture: Fixture,
}

/// The name of a PostgreSQL database of this process.
fn name(end: &str) -> String {
    format!("finsam_matning_{}_{end}", std::process::id())
}

fn address(database: &str) -> String {
    let server = std::env::var("FINSAM_TEST_POSTGRES").unwrap_or_else(|_| SERVER.to_owned());
    let (scheme, rest) = server.split_once("://").unwrap_or(("postgres", server.as_str()));
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    format!("{scheme}://{host}/{database}")
}

async fn admin(sql: &str) -> Outcome {
    Ok(connect(&address("postgres")).await?.batch_execute(sql).await?)
}

impl Mall {
    /// Makes it.
    ///
    /// # Errors
    /// What the store says; when there is no server.
    pub async fn new(slag: Slag) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let fixture = match slag {
            Slag::Sqlite => {
                let file = folder.path().join("mall.db");
                Fixture::create(&SqliteStore::open(&file, None, sqlite::Settings::default())?).await?
            }
            Slag::Postgres => {
                admin(&format!("CREATE DATABASE {} TEMPLATE template0", name("mall"))).await?;
                let url = address(&name("mall"));
                PostgresStore::migrate(&url, postgres::Settings::default()).await?;
                Fixture::create(&PostgresStore::open(&url, None, postgres::Settings::default()).await?).await?
            }
        };
        Ok(Self { slag, folder, fixture })
    }

    /// The folder for what else a measurement needs; it goes with this.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A fresh register of this name. A PostgreSQL server is told to write out what it has, so that one measurement does
    /// not pay for the one before.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub async fn copy(&self, called: &str) -> Outcome<Register> {
        match self.slag {
            Slag::Sqlite => {
                let file = self.folder.path().join(format!("{called}.db"));
                for end in ["", "-wal", "-shm", ".nyckel"] {
                    let old = self.folder.path().join(format!("{called}.db{end}"));
                    if old.exists() {
                        std::fs::remove_file(old)?;
                    }
                }
                std::fs::copy(self.folder.path().join("mall.db"), &file)?;
                Ok(Register::Sqlite(file))
            }
            Slag::Postgres => {
                admin(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", name(called))).await?;
                let close = format!(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
                    name("mall")
                );
                admin(&close).await?;
                let made = format!("CREATE DATABASE {} TEMPLATE {}", name(called), name("mall"));
                // A connection that is closing may still be there.
                while admin(&made).await.is_err() {
                    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                }
                admin("CHECKPOINT").await?;
                Ok(Register::Postgres(address(&name(called))))
            }
        }
    }

    /// Removes what a PostgreSQL server keeps of it.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub async fn remove(self) -> Outcome {
        if self.slag == Slag::Postgres {
            let server = connect(&address("postgres")).await?;
            let find = "SELECT datname FROM pg_database WHERE starts_with(datname, $1)";
            for row in server.query(find, &[&name("")]).await? {
                let database: String = row.get(0);
                server.batch_execute(&format!("DROP DATABASE {database} WITH (FORCE)")).await?;
            }
        }
        Ok(())
    }
}

/// A register.
#[derive(Debug, Clone)]
pub enum Register {
    /// In a file.
    Sqlite(PathBuf),
    /// At an address.
    Postgres(String),
}

impl Register {
    /// Opens it, without keys.
    ///
    /// # Errors
    /// What the store says.
    pub async fn open(&self) -> Outcome<Box<dyn Store>> {
        Ok(match self {
            Self::Sqlite(file) => Box::new(SqliteStore::open(file, None, sqlite::Settings::default())?),
            Self::Postgres(url) => Box::new(PostgresStore::open(url, None, postgres::Settings::default()).await?),
        })
    }

    /// As `--database` takes it.
    #[must_use]
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(file) => format!("sqlite:{}", file.display()),
            Self::Postgres(url) => url.clone(),
        }
    }
}
