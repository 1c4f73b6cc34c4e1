//! A store of a test's own.

use finsam_core::part::PartKod;

use super::{ANNAN_INSATS, Databas, FORBUND, INSATS, aktor, forbund, insats, part, ring};
use crate::migrering::Migrering;
use crate::provdatabas::Plats;
use crate::rum::{Skrivning, Skrivutfall, Strategi};
use crate::{Nyckelring, Store, StoreError, UnitOfWork};

const SQLITE_0001: &str = include_str!("../../migrations/sqlite/0001_grund.sql");
const POSTGRES_0001: &str = include_str!("../../migrations/postgres/0001_grund.sql");

/// A store of a test's own.
pub(crate) struct Prov {
    pub(crate) store: Box<dyn Store>,
    pub(super) plats: Plats,
}

/// What makes a register as the first migration alone left it.
pub(crate) fn first_version(databas: Databas) -> String {
    let (text, table) = match databas {
        Databas::Sqlite => (SQLITE_0001, include_str!("../../sql/migrering/tabell.sqlite.sql")),
        Databas::Postgres => (POSTGRES_0001, include_str!("../../sql/migrering/tabell.postgres.sql")),
    };
    let sum = Migrering { namn: "0001_grund", text }.checksum();
    format!("{table};{text};INSERT INTO migrering VALUES (1, '0001_grund', '{sum}');")
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
        let plats = Plats::new(databas);
        let store = plats.open(Some(ring())).await.unwrap();
        Self { store, plats }
    }

    /// A register that was made with the first migration alone and had this in it before it was brought to the newest.
    pub(crate) async fn grown(databas: Databas, filled: &str) -> Self {
        let made = format!("{}{filled}", first_version(databas));
        let plats = Plats::grown(databas, &made).await;
        let store = plats.open(Some(ring())).await.unwrap();
        Self { store, plats }
    }

    /// Another store of the same register.
    pub(crate) async fn open(&self, ring: Option<Nyckelring>) -> Result<Box<dyn Store>, StoreError> {
        self.plats.open(ring).await
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

    /// Asks the database itself whether it is sound.
    pub(crate) async fn judge(&self) {
        self.plats.judge().await;
    }

    /// Where it is.
    pub(crate) fn address(&self) -> String {
        self.plats.address()
    }

    /// The number that a statement gives, beside the store.
    pub(crate) fn count(&self, sql: &str) -> i64 {
        self.plats.count(sql)
    }

    /// What a statement beside the store fails with.
    pub(crate) fn refusal(&self, sql: &str) -> Option<String> {
        self.plats.refusal(sql)
    }
}
