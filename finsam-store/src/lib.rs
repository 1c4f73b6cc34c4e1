//! Where Finsam keeps its register: the traits of the store and their implementations. All SQL lives here.
//!
//! A [`Store`] gives two kinds of sessions: a [`ReadSession`] sees one consistent state and changes nothing, a
//! [`UnitOfWork`] changes things and is one transaction: dropped, it is rolled back. Both lead to the rooms, one trait
//! each ([`rum`]). Every change writes its event in the change feed and its line in the access log by itself, in the
//! same transaction; who acts and when is given to [`Store::begin`].
#![forbid(unsafe_code)]

mod avkoda;
mod beredd;
mod beslut;
pub mod fel;
pub mod flytt;
mod kedja;
mod koder;
pub mod logg;
mod migrering;
mod nyckel;
pub mod postgres;
#[cfg(any(test, feature = "provdatabas"))]
pub mod provdatabas;
mod rad;
pub mod rum;
pub mod sokbyte;
pub mod sqlite;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::bakgrund::Bakgrundstal;
use finsam_core::ekonomi::tilldelning::Tilldelning;
use finsam_core::identitet::Identitet;
use finsam_core::insats::{Antal, Strukturdeltagande};
use finsam_core::part::PartKod;
use tokio::sync::watch;

pub use fel::StoreError;
pub use finsam_nyckel::{Nyckelfil, Nyckelring};
pub use migrering::{Fas, Migreringsplan, Migreringssteg};

/// Who acts, for the access log: given once for each unit of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aktor {
    /// The identity of the access token, or a name in brackets for the command line: `<demo>`.
    pub vem: String,
    /// The role under which it acts.
    pub roll: String,
    /// The operation: `PUT /deltaganden/{kallsystem}/{nyckel}`, never a path with values in it.
    pub handling: String,
    /// The id of the request, that stands in the server's log too.
    pub anrop: String,
    /// Why, where the caller has to say it.
    pub varfor: Option<String>,
    /// From where: the address of the caller, or nothing for the command line.
    pub varifran: Option<String>,
    /// When; taken from the clock of the caller.
    pub tid: DateTime<Utc>,
}

/// What state the database is in, for readiness and refusal of newer versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tillstand {
    /// The newest migration that the database has.
    pub migration: u32,
    /// The newest migration that this program knows.
    pub kand_migration: u32,
    /// The newest migration that this program cannot do without.
    pub behovd_migration: u32,
    /// The oldest program that the database lets in, by the newest migration that it knows; 0 when it does not say.
    pub kompatibel_fran: u32,
}

impl Tillstand {
    /// Whether this program can use the database and may.
    #[must_use]
    pub const fn is_usable(&self) -> bool {
        self.migration >= self.behovd_migration && !self.is_newer()
    }

    /// Whether the database lets only newer programs in than this one.
    #[must_use]
    pub const fn is_newer(&self) -> bool {
        let silent = self.kompatibel_fran == 0;
        self.kompatibel_fran > self.kand_migration || (silent && self.migration > self.kand_migration)
    }
}

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Databasslag {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

impl Databasslag {
    /// Its name, for probes and metrics.
    #[must_use]
    pub const fn namn(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// How busy the register is with this process, for metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Belastning {
    /// How many sessions can be under way: connections of PostgreSQL, readers of SQLite.
    pub platser: usize,
    /// How many of those are in use.
    pub upptagna: usize,
    /// How many wait for one.
    pub vantar: usize,
    /// How many units of work wait for the one writer, those apart (rounds of imports) not counted; `None` where there are
    /// many.
    pub skrivko: Option<usize>,
    /// How many units of work have been begun, or waited for, since it was opened; those apart not counted.
    pub begun: u64,
}

/// A register.
#[async_trait]
pub trait Store: rum::Nyckelhallare + Send + Sync + std::fmt::Debug {
    /// A session that only reads, from one consistent state: that of its first question.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer.
    async fn read(&self) -> Result<Box<dyn ReadSession>, StoreError>;

    /// A session for a single question. Where there are several, each may be answered from a later state.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer.
    async fn ask(&self) -> Result<Box<dyn ReadSession>, StoreError> {
        self.read().await
    }

    /// A unit of work: one transaction. Dropped without [`UnitOfWork::commit`] it leaves nothing behind.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer.
    async fn begin(&self, aktor: Aktor) -> Result<Box<dyn UnitOfWork>, StoreError>;

    /// A unit of work that shares its transaction with none before it: for one who, having it, waits until the one before
    /// it is lasting. In SQLite [`Store::begin`] may give one that is made lasting together with it, and would wait for ever.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer.
    async fn begin_apart(&self, aktor: Aktor) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.begin(aktor).await
    }

    /// Whether what a part's system sends next may be thought to be new, and saved by [`UnitOfWork::save_new_and_commit`]:
    /// where that saves a round trip, and what it sent lately was.
    fn expects_new(&self, part: PartKod, kallsystem: &str) -> bool {
        let _ = (part, kallsystem);
        false
    }

    /// Makes a record ready to be written, on the caller's own thread: it is turned into JSON and its identity number is
    /// sealed, so that nothing but writing is left to do in a unit of work. Without a key it becomes a record that
    /// cannot be written ([`rum::Beredd::lacks_key`]).
    ///
    /// # Errors
    /// [`StoreError::Database`] when the record has no JSON form.
    fn prepare(&self, skrivning: rum::Skrivning) -> Result<rum::Beredd, StoreError>;

    /// What a person is found by.
    ///
    /// # Errors
    /// [`StoreError::NoKey`] without a key: then there are no persons.
    fn person_key(&self, person: &Identitet) -> Result<rum::Personsok, StoreError>;

    /// Prunes a segment of the access log to what [`rum::LoggRead::prunable`] gave, which with its signature stays in its
    /// place; how many lines went. The one thing that removes lines.
    ///
    /// # Errors
    /// [`StoreError::Database`] for those who may not, [`StoreError::Unavailable`] when the database does not answer.
    async fn prune_log(&self, huvud: &rum::Logghuvud) -> Result<u64, StoreError>;

    /// What state the database is in. Sessions under way, however many, do not hold up the answer.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer.
    async fn state(&self) -> Result<Tillstand, StoreError>;

    /// What kind of database it is.
    fn kind(&self) -> Databasslag;

    /// How busy it is.
    fn load(&self) -> Belastning;

    /// Changes after each commit of this store; those of other programs it says nothing of.
    fn commits(&self) -> watch::Receiver<()>;

    /// Lets everything under way end and closes the database.
    async fn close(&self);
}

/// A session that only reads.
pub trait ReadSession: Send {
    /// Samordningsförbund.
    fn forbund(&mut self) -> Box<dyn rum::ForbundRead + '_>;
    /// Insatser.
    fn insatser(&mut self) -> Box<dyn rum::InsatsRead + '_>;
    /// Counts.
    fn antal(&mut self) -> Box<dyn rum::PeriodvisRead<Antal> + '_>;
    /// People reached by structural insatser.
    fn strukturdeltagande(&mut self) -> Box<dyn rum::PeriodvisRead<Strukturdeltagande> + '_>;
    /// Boards, audits, budgets and outcomes of förbund.
    fn akter(&mut self) -> Box<dyn rum::AktRead + '_>;
    /// Allocations of the state's money.
    fn tilldelningar(&mut self) -> Box<dyn rum::ArsvisRead<Tilldelning> + '_>;
    /// Frozen states of the statistics.
    fn faststallelser(&mut self) -> Box<dyn rum::FaststallelseRead + '_>;
    /// States of the statistics of which it is known what is hidden.
    fn skyddstillstand(&mut self) -> Box<dyn rum::SkyddstillstandRead + '_>;
    /// Background figures of kommuner.
    fn bakgrundstal(&mut self) -> Box<dyn rum::ArsvisRead<Bakgrundstal> + '_>;
    /// Participations.
    fn deltaganden(&mut self) -> Box<dyn rum::DeltagandeRead + '_>;
    /// Persons.
    fn personer(&mut self) -> Box<dyn rum::PersonRead + '_>;
    /// The change feed.
    fn handelser(&mut self) -> Box<dyn rum::HandelseRead + '_>;
    /// The access log.
    fn logg(&mut self) -> Box<dyn rum::LoggRead + '_>;
    /// Access tokens.
    fn tokens(&mut self) -> Box<dyn rum::TokenRead + '_>;
    /// Imports.
    fn importer(&mut self) -> Box<dyn rum::ImportRead + '_>;
    /// Receipts of idempotent requests.
    fn kvitton(&mut self) -> Box<dyn rum::KvittoRead + '_>;
    /// Webhooks.
    fn webhookar(&mut self) -> Box<dyn rum::WebhookRead + '_>;
    /// Pruning by age.
    fn gallring(&mut self) -> Box<dyn rum::GallringRead + '_>;
}

/// A transaction.
#[async_trait]
pub trait UnitOfWork: Send {
    /// Samordningsförbund.
    fn forbund(&mut self) -> Box<dyn rum::ForbundWrite + '_>;
    /// Insatser.
    fn insatser(&mut self) -> Box<dyn rum::InsatsWrite + '_>;
    /// Counts.
    fn antal(&mut self) -> Box<dyn rum::PeriodvisWrite<Antal> + '_>;
    /// People reached by structural insatser.
    fn strukturdeltagande(&mut self) -> Box<dyn rum::PeriodvisWrite<Strukturdeltagande> + '_>;
    /// Boards, audits, budgets and outcomes of förbund.
    fn akter(&mut self) -> Box<dyn rum::AktWrite + '_>;
    /// Allocations of the state's money.
    fn tilldelningar(&mut self) -> Box<dyn rum::ArsvisWrite<Tilldelning> + '_>;
    /// Frozen states of the statistics.
    fn faststallelser(&mut self) -> Box<dyn rum::FaststallelseWrite + '_>;
    /// States of the statistics of which it is known what is hidden.
    fn skyddstillstand(&mut self) -> Box<dyn rum::SkyddstillstandWrite + '_>;
    /// Background figures of kommuner.
    fn bakgrundstal(&mut self) -> Box<dyn rum::ArsvisWrite<Bakgrundstal> + '_>;
    /// Participations.
    fn deltaganden(&mut self) -> Box<dyn rum::DeltagandeWrite + '_>;
    /// Persons.
    fn personer(&mut self) -> Box<dyn rum::PersonWrite + '_>;
    /// The access log, for reads; changes write their own lines.
    fn atkomst(&mut self) -> Box<dyn rum::AtkomstWrite + '_>;
    /// Access tokens.
    fn tokens(&mut self) -> Box<dyn rum::TokenWrite + '_>;
    /// Imports.
    fn importer(&mut self) -> Box<dyn rum::ImportWrite + '_>;
    /// Receipts of idempotent requests.
    fn kvitton(&mut self) -> Box<dyn rum::KvittoWrite + '_>;
    /// The change feed; changes write their own events.
    fn handelser(&mut self) -> Box<dyn rum::HandelseWrite + '_>;
    /// Webhooks.
    fn webhookar(&mut self) -> Box<dyn rum::WebhookWrite + '_>;
    /// Pruning by age.
    fn gallring(&mut self) -> Box<dyn rum::GallringWrite + '_>;
    /// Which keys servers hold.
    fn innehav(&mut self) -> Box<dyn rum::InnehavWrite + '_>;

    /// Saves one participation as the last step, and makes everything done here lasting if it was kept; otherwise nothing
    /// is. Databases that are asked over a network are asked less often by it.
    ///
    /// # Errors
    /// As [`rum::DeltagandeWrite::save`] and [`UnitOfWork::commit`].
    async fn save_and_commit(
        mut self: Box<Self>,
        part: PartKod,
        skrivning: rum::Skrivning,
    ) -> Result<rum::Skrivutfall, StoreError> {
        let outcomes = self.deltaganden().save(part, rum::Strategi::Upsert, vec![skrivning]).await?;
        let outcome = outcomes.into_iter().next().ok_or(StoreError::Conflict("deltagande"))?;
        if outcome.is_kept() {
            self.commit().await?;
        }
        Ok(outcome)
    }

    /// Saves one participation that is thought to be new as the only step, without looking anything up first, and makes it
    /// lasting. `None`, with nothing kept, when something stands under its key, its person takes part in the insats
    /// already, or the insats or its förbund is another than what was `sedd`: then it is to be looked up in a new unit of
    /// work.
    ///
    /// # Errors
    /// As [`UnitOfWork::save_and_commit`].
    async fn save_new_and_commit(
        self: Box<Self>,
        part: PartKod,
        skrivning: rum::Skrivning,
        sedd: rum::Sedd,
    ) -> Result<Option<rum::Skrivutfall>, StoreError> {
        let _ = (part, skrivning, sedd);
        Ok(None)
    }

    /// Makes everything done here lasting. When it returns, a crash cannot take it back.
    ///
    /// # Errors
    /// [`StoreError`] when nothing was kept.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
