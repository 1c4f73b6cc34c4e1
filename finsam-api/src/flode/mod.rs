//! The change feed as callers follow it: its markers, reading a stretch of it, waiting for what is new, and pruning.

mod gallring;
mod las;
mod markor;
mod vakt;

use std::sync::Arc;

use finsam_store::{Aktor, Store, StoreError};
use tokio::sync::{OnceCell, Semaphore};

use crate::app::App;
use crate::webhook;

pub use gallring::keep_pruned;
pub use las::{Fraga, Stracka, Utgangen, beginning, newest, open, read, wait};
pub use markor::{Forseglad, IngenMarkor, Sigill};
pub use vakt::{Lage, Vakt};

/// The longest that a caller may wait for what is new, in seconds.
pub const VANTA: u32 = 30;

/// How the change feed is kept and told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installning {
    /// How many may wait for what is new at the same time, in this process.
    pub vantande: u32,
    /// How long events are kept, in days; for ever where nothing is said.
    pub dagar: Option<u32>,
    /// How webhooks are called.
    pub webhook: webhook::Installning,
}

impl Default for Installning {
    fn default() -> Self {
        Self { vantande: 500, dagar: Some(90), webhook: webhook::Installning::default() }
    }
}

/// What those who follow the change feed share.
#[derive(Debug)]
pub struct Flode {
    /// What markers are sealed with, once it has been read.
    sigill: OnceCell<Sigill>,
    /// Who looks for what is new.
    pub vakt: Arc<Vakt>,
    /// So many more may wait.
    vantande: Semaphore,
}

impl Flode {
    /// The change feed of a register.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, installning: &Installning) -> Self {
        let vantande = usize::try_from(installning.vantande).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            sigill: OnceCell::new(),
            vakt: Arc::new(Vakt::new(store)),
            vantande: Semaphore::new(vantande.min(Semaphore::MAX_PERMITS)),
        }
    }

    /// What the markers of this register are sealed with: made once, and the same in every process.
    ///
    /// # Errors
    /// What the store says.
    pub async fn sigill(&self, app: &App) -> Result<&Sigill, StoreError> {
        self.sigill.get_or_try_init(|| secret(app)).await
    }
}

async fn secret(app: &App) -> Result<Sigill, StoreError> {
    let known = app.store.read().await?.handelser().feed().await?.hemlighet;
    if let Some(hemlighet) = known {
        return Ok(Sigill::new(hemlighet));
    }
    let mut unit = app.store.begin(server(app, "hemlighet")).await?;
    let hemlighet = unit.handelser().secret(app.slump.bytes()?).await?;
    unit.commit().await?;
    Ok(Sigill::new(hemlighet))
}

/// The server itself, as it acts when nobody has asked.
pub(crate) fn server(app: &App, handling: &str) -> Aktor {
    Aktor {
        vem: "<server>".to_owned(),
        roll: "systemadministrator".to_owned(),
        handling: handling.to_owned(),
        anrop: app.new_id().to_string(),
        varfor: None,
        varifran: None,
        tid: app.klocka.now(),
    }
}
