//! Waiting for one's turn: of a part's imports one runs at a time, whichever process has it, in the order in which they
//! came; of a process's a few.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use finsam_core::protokoll::{Importlage, Importstatus};
use finsam_store::StoreError;

use super::ater::pause;
use super::{Avbrott, Gang, Uppdrag, is_stopped};
use crate::import::pagaende::Plats;

/// How often it is asked whether one that another process has is done.
const TAKT: Duration = Duration::from_secs(1);

impl Gang {
    /// Waits until it is this import's turn, and says in the register that it has begun.
    pub(super) async fn turn(&mut self, uppdrag: &Uppdrag, stop: &AtomicBool) -> Result<Plats, Avbrott> {
        let jobb = std::sync::Arc::clone(&self.app.jobb);
        loop {
            // Asked for before anything is read, so that nothing that happens meanwhile is missed.
            let happened = jobb.something_happened();
            tokio::pin!(happened);
            happened.as_mut().enable();
            let place = jobb.turn(uppdrag.is_large()).await.filter(|_| !is_stopped(stop));
            let place = place.ok_or(Avbrott::Avbruten)?;
            match self.try_begin(uppdrag).await {
                Ok(true) => return Ok(place),
                Ok(false) => {}
                Err(fel) => pause(fel).await?,
            }
            drop(place);
            if self.standing().await?.status.is_final() {
                return Err(Avbrott::Borta);
            }
            if !is_stopped(stop) {
                tokio::select! {
                    () = happened => {}
                    () = tokio::time::sleep(TAKT) => {}
                }
            }
        }
    }

    /// Begins, or goes on, unless another import of the part is under way or stands before this one.
    async fn try_begin(&mut self, uppdrag: &Uppdrag) -> Result<bool, StoreError> {
        self.import.status = match uppdrag.fraga.importlage {
            Importlage::Verkstall => Importstatus::Verkstaller,
            Importlage::Plan | Importlage::Validera => Importstatus::Validerar,
        };
        self.import.andrad = self.app.klocka.now();
        let mut unit = self.begin().await?;
        let begun = unit.importer().begin(&self.import).await?;
        unit.commit().await?;
        Ok(begun)
    }
}
