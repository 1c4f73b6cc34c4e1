//! The application: what handlers share, and the layers around every request.

mod drift;
mod lager;
mod tid;

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use finsam_core::identitet::Numrering;
use finsam_store::{Nyckelring, Store};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::anvandning::Anvandning;
use crate::extract::Operationer;
use crate::flode::Flode;
use crate::import::Jobb;
use crate::insatsminne::Insatsminne;
use crate::klocka::{Idkalla, Klocka, Slump, Systemslump};
use crate::kontrollpunkt::Vakt;
use crate::skydd::{Skydd, Takt};
use crate::statistik::Statistik;
use crate::tokenminne::Tokenminne;
use crate::{flode, openapi, oversikt, rutter};
pub use drift::{Drift, Tider};
pub use tid::Forsening;

/// How a server is set up.
#[derive(Debug, Clone)]
pub struct Installning {
    /// Which identity numbers it takes.
    pub numrering: Numrering,
    /// Below this a count about people is hidden; 0 hides nothing.
    pub rojandeskydd: u32,
    /// Where bodies of large imports wait, sealed.
    pub spole: PathBuf,
    /// How the change feed is kept and told of.
    pub andringar: flode::Installning,
    /// Who is let in, how often, and from which pages.
    pub skydd: Skydd,
    /// The overview pages.
    pub oversikt: oversikt::Installning,
}

/// What handlers share. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    /// The register.
    pub store: Arc<dyn Store>,
    /// Time.
    pub klocka: Arc<dyn Klocka>,
    /// Identities.
    pub ids: Arc<Idkalla>,
    /// Chance.
    pub slump: Arc<dyn Slump>,
    /// How the server is set up.
    pub installning: Arc<Installning>,
    /// The columns that statistics are counted over.
    pub statistik: Arc<Statistik>,
    /// Imports under way.
    pub jobb: Arc<Jobb>,
    /// Idempotency keys whose request is under way.
    pub kvitton: Arc<crate::kvitto::Pagaende>,
    /// The turn to take checksums: one reads everything at a time, so that others still get to read.
    pub avstamning: Arc<Semaphore>,
    /// The turn to count something for a page that is open: whoever has no key waits for others who have none, and leaves
    /// the rest of the machine to those who have one.
    pub oppen_tur: Arc<Semaphore>,
    /// Those who follow the change feed.
    pub flode: Arc<Flode>,
    /// How the server is doing.
    pub drift: Arc<Drift>,
    /// How often callers ask.
    pub takt: Arc<Takt>,
    /// When keys were last used.
    pub anvandning: Arc<Anvandning>,
    /// Whoever writes checkpoints of the access log, if anybody does.
    pub vakt: Option<Arc<Vakt>>,
    /// Keys that were found lately.
    pub tokenminne: Arc<Tokenminne>,
    /// Insatser that participations were judged by lately.
    pub insatsminne: Arc<Insatsminne>,
    /// Visits to the overview pages.
    pub besoksbok: Arc<oversikt::Besoksbok>,
}

impl App {
    /// An application over a register. `nyckelring` seals what waits on disk.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        klocka: Arc<dyn Klocka>,
        installning: Installning,
        nyckelring: Option<Nyckelring>,
    ) -> Self {
        Self {
            statistik: Arc::new(Statistik::served(Arc::clone(&store), Arc::clone(&klocka))),
            besoksbok: Arc::new(oversikt::Besoksbok::new(nyckelring.clone())),
            jobb: Arc::new(Jobb::new(nyckelring)),
            flode: Arc::new(Flode::new(Arc::clone(&store), &installning.andringar)),
            takt: Arc::new(Takt::new(installning.skydd.anrop_per_minut)),
            tokenminne: Arc::new(Tokenminne::new(installning.skydd.token_minne)),
            store,
            klocka,
            ids: Arc::default(),
            slump: Arc::new(Systemslump),
            installning: Arc::new(installning),
            kvitton: Arc::default(),
            avstamning: Arc::new(Semaphore::new(1)),
            oppen_tur: Arc::new(Semaphore::new(1)),
            drift: Arc::default(),
            anvandning: Arc::default(),
            vakt: None,
            insatsminne: Arc::default(),
        }
    }

    /// The same with other time limits.
    #[must_use]
    pub fn with_tider(self, tider: Tider) -> Self {
        Self { drift: Arc::new(Drift::new(tider)), ..self }
    }

    /// The same with checkpoints of its access log.
    #[must_use]
    pub fn with_vakt(self, vakt: Option<Vakt>) -> Self {
        Self { vakt: vakt.map(Arc::new), ..self }
    }

    /// A new identity.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        self.ids.next(self.klocka.now())
    }

    /// What makes the markers of one answer look different from those of every other.
    #[must_use]
    pub fn salt(&self) -> u64 {
        self.new_id().as_u64_pair().1
    }
}

impl FromRef<App> for Arc<dyn Store> {
    fn from_ref(app: &App) -> Self {
        Self::clone(&app.store)
    }
}

/// The whole router: the API with its document, the reference page, the probes and the overview pages, inside the common
/// layers.
pub fn router(app: App) -> Router {
    let (api, document) = openapi::split(rutter::api());
    let text: Arc<str> = openapi::to_text(&document).into();
    let operationer = Operationer::of(&document);
    let beside = rutter::om::document(text).merge(rutter::om::reference(document)).merge(rutter::drift::routes());
    let routes = api.merge(beside).merge(oversikt::routes());
    lager::around(routes, app.clone(), operationer).with_state(app)
}
