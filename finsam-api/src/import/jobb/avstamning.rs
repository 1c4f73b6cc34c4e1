//! Reconciliation of a job that is written round by round: before its first round, what it lacks is removed.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use finsam_core::protokoll::Importlage;
use finsam_store::StoreError;
use finsam_store::rum::Omfattad;

use super::{Avbrott, Gang, Uppdrag, is_stopped};
use crate::import::avstamning::{Avstamma, remove, scopes};
use crate::import::granser;

impl Gang {
    /// Reads all of it once to know its scopes, and removes what stands there and is not in it. Nothing has been written
    /// when that is too much. One that has begun to write has been through this.
    pub(super) async fn reconcile(&mut self, uppdrag: &Uppdrag, stop: &Arc<AtomicBool>) -> Result<(), Avbrott> {
        if !uppdrag.avstamning.is_asked() || self.import.lasta > 0 {
            return Ok(());
        }
        let mut omfang = BTreeSet::new();
        let mut strom = self.strom(uppdrag, stop).await?;
        while let Some(round) = strom.next().await {
            scopes(&round, &mut omfang);
        }
        if !strom.finish().await.map_err(Avbrott::Lasning)? || is_stopped(stop) {
            return Err(Avbrott::Avbruten);
        }
        let granskare = uppdrag.granskare(&self.app, self.avsandare()).await?;
        let avstamma = Avstamma { val: &uppdrag.avstamning, skannat: granskare.skannat(), part: self.import.part };
        let mut session = self.app.store.read().await?;
        let missing = avstamma.missing(session.deltaganden().as_mut(), omfang).await?;
        drop(session);
        if uppdrag.fraga.importlage == Importlage::Validera {
            self.import.antal.raderade_utanfor = missing.len() as u64;
            return Ok(());
        }
        for some in missing.chunks(granser::OMGANG) {
            if is_stopped(stop) {
                return Err(Avbrott::Avbruten);
            }
            self.remove_some(some.to_vec()).await?;
        }
        Ok(())
    }

    /// Removes some, each counted in the transaction that removes it.
    async fn remove_some(&mut self, some: Vec<Omfattad>) -> Result<(), StoreError> {
        let before = self.import.clone();
        let mut unit = self.begin().await?;
        let removed = remove(unit.as_mut(), self.import.part, some, 0).await?;
        self.import.antal.raderade_utanfor += removed.len() as u64;
        let kept = match self.keep_in(unit.as_mut(), &[]).await {
            Ok(()) => unit.commit().await,
            Err(fel) => Err(fel),
        };
        if kept.is_err() {
            self.import = before;
        }
        kept
    }
}
