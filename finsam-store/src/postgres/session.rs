//! Sessions, and the rooms as seen from one.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use async_trait::async_trait;
use finsam_core::bakgrund::Bakgrundstal;
use finsam_core::ekonomi::tilldelning::Tilldelning;
use finsam_core::insats::{Antal, Strukturdeltagande};
use finsam_core::part::PartKod;

use super::Hus;
use super::anslut::{Anslutning, tell};
use super::deltagande::nya::{Bunt, Forberedd};
use super::deltagande::uppslag::Uppslag;
use super::deltagande::{enda, ny};
use super::fel::ended;
use super::logg::Logg;
use super::sql::{Redo, TRANSAKTION_ATER, opening};
use crate::beredd::Beredd;
use crate::rad::days;
use crate::{Aktor, Nyckelring, ReadSession, StoreError, UnitOfWork, rum};

/// A session: without an actor it only reads, with one it is a unit of work.
pub(super) struct Session {
    pub(super) conn: Anslutning,
    pub(super) logg: Logg,
    pub(super) hus: Arc<Hus>,
    aktor: Option<Aktor>,
    /// Whether a transaction is open on the connection.
    open: bool,
    /// Whether a step is under way, or has failed so that the session cannot be relied upon any more. A step that
    /// nobody waits for to the end leaves it so.
    amid: bool,
    /// Whether no step has been taken.
    pub(super) untouched: bool,
    /// What the last step looked up.
    pub(super) uppslag: Option<Uppslag>,
    /// The batch that the last step prepared: saving it is all that may follow.
    pub(super) forberedd: Option<Forberedd>,
}

/// Any room, as seen from a session.
pub(super) struct Rum<'a> {
    pub(super) session: &'a mut Session,
}

impl Session {
    /// Opens a transaction. With the failure comes whether it was the connection that had been lost.
    pub(super) async fn begin(
        conn: Anslutning,
        hus: Arc<Hus>,
        aktor: Option<Aktor>,
    ) -> Result<Self, (StoreError, bool)> {
        let logg = Logg::default();
        let (uppslag, forberedd) = (None, None);
        let mut session = Self { conn, logg, hus, aktor, open: true, amid: true, untouched: true, uppslag, forberedd };
        match session.start().await {
            Ok(()) => {
                session.amid = false;
                Ok(session)
            }
            Err(fel) => Err((fel, session.conn.client.is_closed())),
        }
    }

    /// For questions that need no common state.
    pub(super) fn without_transaction(conn: Anslutning, hus: Arc<Hus>) -> Self {
        let logg = Logg::default();
        let (uppslag, forberedd) = (None, None);
        Self { conn, logg, hus, aktor: None, open: false, amid: false, untouched: false, uppslag, forberedd }
    }

    /// The day of the unit of work, as it is kept.
    pub(super) fn today(&self) -> Result<i32, StoreError> {
        Ok(days(self.aktor()?.tid.date_naive()))
    }

    /// The transaction is opened with the first statement, in one round trip; a reader's snapshot is of that moment.
    async fn start(&self) -> Result<(), StoreError> {
        self.conn.open(opening(self.aktor.is_some(), self.conn.prepared));
        if self.conn.prepared { Ok(()) } else { tell(&self.conn, &self.hus.settings, true).await }
    }

    /// Gives up what has been done and opens a new transaction: for a step that was the first and lost a race.
    pub(super) async fn begin_again(&self) -> Result<(), StoreError> {
        TRANSAKTION_ATER.control(&self.conn).await?;
        self.start().await
    }

    /// Begins a step.
    pub(super) fn enter(&mut self) -> Result<&mut Self, StoreError> {
        if self.amid || self.forberedd.is_some() {
            return Err(ended());
        }
        self.amid = true;
        // A step may change what was looked up before it.
        self.uppslag = None;
        Ok(self)
    }

    /// Ends a step: after failures that a sound database gives, and that come before anything is written, the session
    /// goes on.
    pub(super) fn leave<T>(&mut self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        self.untouched = false;
        self.amid = !matches!(
            answer,
            Ok(_) | Err(StoreError::Conflict(_) | StoreError::NoKey | StoreError::WrongKey | StoreError::Decode { .. })
        );
        answer
    }

    /// Commits, with the last change that is told of if it has not been sent.
    pub(super) async fn finish(&mut self, last: Option<&Redo<'_>>) -> Result<(), StoreError> {
        self.logg.commit(&self.conn, &self.hus, self.aktor.as_ref(), last).await?;
        self.ended();
        Ok(())
    }

    /// Writes the lines of a batch before the commit.
    pub(super) async fn write_ahead(&mut self, bunt: &Arc<Bunt>) -> Result<(), StoreError> {
        let aktor = self.aktor.as_ref().ok_or_else(ended)?;
        self.logg.write_ahead(&self.conn, aktor, bunt).await
    }

    /// Everything has been committed.
    pub(super) fn ended(&mut self) {
        self.open = false;
        self.hus.commits.send_replace(());
    }

    /// Who acts in the unit of work.
    pub(super) fn aktor(&self) -> Result<&Aktor, StoreError> {
        self.aktor.as_ref().ok_or_else(ended)
    }

    /// The keys, if there are any.
    pub(super) fn ring(&self) -> Option<&Nyckelring> {
        self.hus.ring.as_ref()
    }

    fn rum(&mut self) -> Box<Rum<'_>> {
        Box::new(Rum { session: self })
    }
}

/// Dropped, a session is rolled back: the request is sent here, and whoever has the connection next comes after it.
impl Drop for Session {
    fn drop(&mut self) {
        if self.open && self.conn.is_opened() && !self.conn.client.is_closed() {
            let rollback = pin!(self.conn.client.batch_execute(TRANSAKTION_ATER.text));
            // Polled once it is sent; nobody needs its answer.
            drop(rollback.poll(&mut Context::from_waker(Waker::noop())));
        }
    }
}

impl ReadSession for Session {
    fn forbund(&mut self) -> Box<dyn rum::ForbundRead + '_> {
        self.rum()
    }

    fn insatser(&mut self) -> Box<dyn rum::InsatsRead + '_> {
        self.rum()
    }

    fn antal(&mut self) -> Box<dyn rum::PeriodvisRead<Antal> + '_> {
        self.rum()
    }

    fn strukturdeltagande(&mut self) -> Box<dyn rum::PeriodvisRead<Strukturdeltagande> + '_> {
        self.rum()
    }

    fn akter(&mut self) -> Box<dyn rum::AktRead + '_> {
        self.rum()
    }

    fn tilldelningar(&mut self) -> Box<dyn rum::ArsvisRead<Tilldelning> + '_> {
        self.rum()
    }

    fn faststallelser(&mut self) -> Box<dyn rum::FaststallelseRead + '_> {
        self.rum()
    }

    fn skyddstillstand(&mut self) -> Box<dyn rum::SkyddstillstandRead + '_> {
        self.rum()
    }

    fn bakgrundstal(&mut self) -> Box<dyn rum::ArsvisRead<Bakgrundstal> + '_> {
        self.rum()
    }

    fn deltaganden(&mut self) -> Box<dyn rum::DeltagandeRead + '_> {
        self.rum()
    }

    fn personer(&mut self) -> Box<dyn rum::PersonRead + '_> {
        self.rum()
    }

    fn handelser(&mut self) -> Box<dyn rum::HandelseRead + '_> {
        self.rum()
    }

    fn logg(&mut self) -> Box<dyn rum::LoggRead + '_> {
        self.rum()
    }

    fn tokens(&mut self) -> Box<dyn rum::TokenRead + '_> {
        self.rum()
    }

    fn importer(&mut self) -> Box<dyn rum::ImportRead + '_> {
        self.rum()
    }

    fn kvitton(&mut self) -> Box<dyn rum::KvittoRead + '_> {
        self.rum()
    }

    fn webhookar(&mut self) -> Box<dyn rum::WebhookRead + '_> {
        self.rum()
    }

    fn gallring(&mut self) -> Box<dyn rum::GallringRead + '_> {
        self.rum()
    }
}

#[async_trait]
impl UnitOfWork for Session {
    fn forbund(&mut self) -> Box<dyn rum::ForbundWrite + '_> {
        self.rum()
    }

    fn insatser(&mut self) -> Box<dyn rum::InsatsWrite + '_> {
        self.rum()
    }

    fn antal(&mut self) -> Box<dyn rum::PeriodvisWrite<Antal> + '_> {
        self.rum()
    }

    fn strukturdeltagande(&mut self) -> Box<dyn rum::PeriodvisWrite<Strukturdeltagande> + '_> {
        self.rum()
    }

    fn akter(&mut self) -> Box<dyn rum::AktWrite + '_> {
        self.rum()
    }

    fn tilldelningar(&mut self) -> Box<dyn rum::ArsvisWrite<Tilldelning> + '_> {
        self.rum()
    }

    fn faststallelser(&mut self) -> Box<dyn rum::FaststallelseWrite + '_> {
        self.rum()
    }

    fn skyddstillstand(&mut self) -> Box<dyn rum::SkyddstillstandWrite + '_> {
        self.rum()
    }

    fn bakgrundstal(&mut self) -> Box<dyn rum::ArsvisWrite<Bakgrundstal> + '_> {
        self.rum()
    }

    fn deltaganden(&mut self) -> Box<dyn rum::DeltagandeWrite + '_> {
        self.rum()
    }

    fn personer(&mut self) -> Box<dyn rum::PersonWrite + '_> {
        self.rum()
    }

    fn atkomst(&mut self) -> Box<dyn rum::AtkomstWrite + '_> {
        self.rum()
    }

    fn tokens(&mut self) -> Box<dyn rum::TokenWrite + '_> {
        self.rum()
    }

    fn importer(&mut self) -> Box<dyn rum::ImportWrite + '_> {
        self.rum()
    }

    fn kvitton(&mut self) -> Box<dyn rum::KvittoWrite + '_> {
        self.rum()
    }

    fn handelser(&mut self) -> Box<dyn rum::HandelseWrite + '_> {
        self.rum()
    }

    fn webhookar(&mut self) -> Box<dyn rum::WebhookWrite + '_> {
        self.rum()
    }

    fn gallring(&mut self) -> Box<dyn rum::GallringWrite + '_> {
        self.rum()
    }

    fn innehav(&mut self) -> Box<dyn rum::InnehavWrite + '_> {
        self.rum()
    }

    async fn save_and_commit(
        mut self: Box<Self>,
        part: PartKod,
        skrivning: rum::Skrivning,
    ) -> Result<rum::Skrivutfall, StoreError> {
        let beredd = Beredd::new(skrivning, self.ring())?;
        if beredd.lacks_key() {
            return Err(StoreError::NoKey);
        }
        let uppslag = self.uppslag.take();
        self.enter()?;
        enda::save(&mut self, uppslag, part, &beredd).await
    }

    async fn save_new_and_commit(
        mut self: Box<Self>,
        part: PartKod,
        skrivning: rum::Skrivning,
        sedd: rum::Sedd,
    ) -> Result<Option<rum::Skrivutfall>, StoreError> {
        let id = skrivning.nytt_id;
        let beredd = Beredd::new(skrivning, self.ring())?;
        if beredd.lacks_key() {
            return Err(StoreError::NoKey);
        }
        self.enter()?;
        let new = ny::save(&mut self, part, &beredd, sedd).await?;
        Ok(new.then_some(rum::Skrivutfall::Skapad { id, version: 1 }))
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        self.enter()?.finish(None).await
    }
}
