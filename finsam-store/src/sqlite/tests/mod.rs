//! What is SQLite's own, each test with a file of its own. What every store does stands in `crate::tests`.

mod grupp;
mod kopia;
mod logg;
mod migrering;
mod nyckel;
mod satser;
mod session;
mod tomning;

use std::path::PathBuf;
use std::time::Duration;

use finsam_core::part::PartKod;
use tempfile::TempDir;

use super::{Settings, SqliteStore};
use crate::rum::{Skrivning, Skrivutfall, Strategi};
use crate::tests::{
    ANNA, ANNAN_INSATS, BO, FORBUND, INSATS, aktor, day, forbund, insats, moment, nyckel, part, ring, skrivning,
};
use crate::{Store, StoreError, UnitOfWork};

/// A store in a directory of its own, that goes when the test is over.
struct Prov {
    dir: TempDir,
    store: SqliteStore,
}

impl Prov {
    /// With keys, and with a förbund and two insatser in it.
    async fn new() -> Self {
        Self::new_with(Settings::default()).await
    }

    async fn new_with(settings: Settings) -> Self {
        let prov = Self::with(settings);
        let mut enhet = prov.begin().await;
        enhet.forbund().insert(FORBUND, forbund("Härnösand-Timrå")).await.unwrap();
        enhet.insatser().insert(INSATS, insats("Ungdomscentrum")).await.unwrap();
        enhet.insatser().insert(ANNAN_INSATS, insats("Resurscentrum")).await.unwrap();
        enhet.commit().await.unwrap();
        prov
    }

    fn empty() -> Self {
        Self::with(Settings::default())
    }

    fn with(settings: Settings) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&dir.path().join("finsam.db"), Some(ring()), settings).unwrap();
        Self { dir, store }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("finsam.db")
    }

    /// A connection of the test's own, to look and to meddle.
    fn conn(&self) -> rusqlite::Connection {
        let conn = rusqlite::Connection::open(self.path()).unwrap();
        conn.busy_timeout(Duration::from_secs(5)).unwrap();
        conn
    }

    async fn begin(&self) -> Box<dyn UnitOfWork> {
        self.store.begin(aktor("prov")).await.unwrap()
    }

    /// Writes for Härnösand in a unit of work of its own.
    async fn save(&self, skrivningar: Vec<Skrivning>) -> Vec<Skrivutfall> {
        self.save_as(part("kommun:2280"), Strategi::Upsert, skrivningar).await.unwrap()
    }

    async fn save_as(
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

    fn count(&self, sql: &str) -> i64 {
        self.conn().query_row(sql, (), |row| row.get(0)).unwrap()
    }
}
