//! Sessions, and the rooms as seen from one.

use std::sync::Arc;

use async_trait::async_trait;
use finsam_core::bakgrund::Bakgrundstal;
use finsam_core::ekonomi::tilldelning::Tilldelning;
use finsam_core::insats::{Antal, Strukturdeltagande};
use tokio::sync::watch;

use super::lank::Lank;
use crate::{Nyckelring, ReadSession, StoreError, UnitOfWork, rum};

/// A session: with a reader it only reads, with the writer it is a unit of work.
pub(super) struct Session {
    lank: Lank,
    ring: Option<Arc<Nyckelring>>,
    commits: Arc<watch::Sender<()>>,
}

/// Any room, as seen from a session.
pub(super) struct Rum<'a> {
    pub(super) lank: &'a Lank,
    pub(super) ring: Option<&'a Arc<Nyckelring>>,
}

impl Session {
    pub(super) const fn new(lank: Lank, ring: Option<Arc<Nyckelring>>, commits: Arc<watch::Sender<()>>) -> Self {
        Self { lank, ring, commits }
    }

    fn rum(&self) -> Box<Rum<'_>> {
        Box::new(Rum { lank: &self.lank, ring: self.ring.as_ref() })
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

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.lank.commit().await?;
        self.commits.send_replace(());
        Ok(())
    }
}
