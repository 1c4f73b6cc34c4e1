//! The newest protected state as it is kept in the register, so that whoever starts need not work it out anew.
//!
//! It has what a report needs and nothing that says who anybody is, and is sealed. It follows from the register: one that is
//! not kept, or cannot be read, is worked out again, and nobody who asks is told of it.

use std::sync::Arc;
use std::time::Duration;

use finsam_core::statistik::{Bilaga, Kolumner, SKYDDSVERSION, Skyddsplaner};
use finsam_store::rum::Skyddstillstand;
use finsam_store::{Aktor, Store, StoreError};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::frysta::{pack, unpack};
use super::skyddat::Skyddat;
use super::tillstand::Tillstandsfel;
use super::{Forteckning, Lage};
use crate::klocka::{Idkalla, Klocka};

/// What took longer than this to work out is kept.
const LANG: Duration = Duration::from_secs(1);

/// How long a server waits before it keeps another.
const MELLANRUM: Duration = Duration::from_secs(600);

/// What is kept.
#[derive(Serialize)]
struct Innehall<'a> {
    kolumner: &'a Kolumner,
    bilaga: &'a Bilaga,
    planer: &'a Skyddsplaner,
}

/// The same, read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Last {
    kolumner: Kolumner,
    bilaga: Bilaga,
    planer: Skyddsplaner,
}

/// A state with what is hidden of it as it is kept in the register (`skyddstillstand`), in clear: JSON, packed.
///
/// # Errors
/// [`Tillstandsfel::Olaslig`] where it has no JSON form.
pub fn packed(lage: Lage<'_>) -> Result<Vec<u8>, Tillstandsfel> {
    let Lage { kolumner, forteckning, planer } = lage;
    pack(&Innehall { kolumner, bilaga: &forteckning.bilaga, planer })
}

/// A state that was kept; none where it is not what it was kept as.
fn unpacked(kept: &Skyddstillstand, troskel: u32) -> Result<Option<Skyddat>, Tillstandsfel> {
    let Last { kolumner, bilaga, planer } = unpack(&kept.innehall)?;
    let is_whole = kolumner.dataversion() == kept.dataversion && planer.is_whole(kept.dataversion, i64::from(troskel));
    let forteckning = Forteckning::of(bilaga, &kolumner);
    Ok(is_whole.then(|| Skyddat::of_kept(kolumner, forteckning, planer, troskel)))
}

/// Where states are kept.
#[derive(Debug, Clone)]
pub(super) struct Bevaring {
    store: Arc<dyn Store>,
    klocka: Arc<dyn Klocka>,
    /// What took longer than this to work out is kept.
    pub(super) lang: Duration,
}

impl Bevaring {
    pub(super) fn new(store: Arc<dyn Store>, klocka: Arc<dyn Klocka>) -> Self {
        Self { store, klocka, lang: LANG }
    }

    #[cfg(test)]
    pub(super) fn with_lang(self, lang: Duration) -> Self {
        Self { lang, ..self }
    }

    /// The state that is kept of a threshold, if it is of this version of the data or a later one; none where there is none
    /// that can be read.
    pub(super) async fn read(&self, troskel: u32, fran: i64) -> Option<Skyddat> {
        match self.try_read(troskel, fran).await {
            Ok(found) => return found,
            Err(Tillstandsfel::Lager(StoreError::NoKey)) => {}
            Err(Tillstandsfel::Lager(cause)) => tracing::warn!(%cause, "what is kept of what is hidden was not read"),
            // What serde says may quote what is kept.
            Err(_) => tracing::warn!("what is kept of what is hidden does not open or cannot be read: it is not used"),
        }
        None
    }

    async fn try_read(&self, troskel: u32, fran: i64) -> Result<Option<Skyddat>, Tillstandsfel> {
        let mut session = self.store.read().await?;
        let kept = session.skyddstillstand().get(i64::from(troskel), SKYDDSVERSION, fran).await?;
        let newest = session.handelser().last().await?;
        drop(session);
        // One of a later version than the register is of what the register was before a copy was restored.
        let Some(kept) = kept.filter(|kept| kept.dataversion <= newest) else { return Ok(None) };
        let read = tokio::task::spawn_blocking(move || unpacked(&kept, troskel));
        read.await.map_err(Tillstandsfel::broken)?
    }

    /// Keeps a state, where none that is later is kept.
    pub(super) async fn put(&self, troskel: u32, dataversion: i64, innehall: Vec<u8>) -> Result<(), StoreError> {
        let aktor = self.aktor();
        let tid = aktor.tid;
        let ny = Skyddstillstand {
            troskel: i64::from(troskel),
            dataversion,
            regelversion: SKYDDSVERSION.to_owned(),
            innehall,
        };
        let mut unit = self.store.begin(aktor).await?;
        // The register may have been restored to what it was before.
        if unit.handelser().last().await? < dataversion {
            return Ok(());
        }
        unit.skyddstillstand().put(ny, tid).await?;
        unit.commit().await
    }

    /// Who keeps it; no line of a log comes of it.
    fn aktor(&self) -> Aktor {
        let tid = self.klocka.now();
        Aktor {
            vem: "<server>".to_owned(),
            roll: "systemadministrator".to_owned(),
            handling: "skyddstillstand".to_owned(),
            anrop: Idkalla::default().next(tid).to_string(),
            varfor: None,
            varifran: None,
            tid,
        }
    }
}

/// What a server knows of what is kept.
#[derive(Debug, Default)]
struct Senast {
    /// The threshold and the version that stand in the register, as far as it knows.
    star: Option<(u32, i64)>,
    /// When it last kept one, or tried.
    nar: Option<Instant>,
}

/// Keeps the states that a server works out, now and then.
#[derive(Debug)]
pub(super) struct Bevarare {
    bevaring: Bevaring,
    mellanrum: Duration,
    /// The turn to keep one.
    senast: Mutex<Senast>,
}

impl Bevarare {
    pub(super) fn new(bevaring: Bevaring) -> Self {
        Self { bevaring, mellanrum: MELLANRUM, senast: Mutex::default() }
    }

    #[cfg(test)]
    pub(super) fn with_mellanrum(self, mellanrum: Duration) -> Self {
        Self { mellanrum, ..self }
    }

    /// The state that an earlier process kept.
    pub(super) async fn recall(&self, troskel: u32) -> Option<Skyddat> {
        let found = self.bevaring.read(troskel, 0).await?;
        self.senast.lock().await.star = Some((troskel, found.dataversion()));
        Some(found)
    }

    /// Keeps a state unless one was kept a short while ago.
    pub(super) async fn keep(&self, one: &Arc<Skyddat>) {
        let Ok(mut senast) = self.senast.try_lock() else { return };
        if senast.nar.is_none_or(|nar| nar.elapsed() >= self.mellanrum) {
            self.write(&mut senast, one).await;
        }
    }

    /// Keeps the last state of a server that ends.
    pub(super) async fn keep_last(&self, one: &Arc<Skyddat>) {
        let mut senast = self.senast.lock().await;
        self.write(&mut senast, one).await;
    }

    async fn write(&self, senast: &mut Senast, one: &Arc<Skyddat>) {
        let own = (one.troskel(), one.dataversion());
        let star = senast.star.filter(|(troskel, _)| *troskel == own.0);
        // One that is kept does not stay as it was because the next took less time.
        let is_wanted = star.is_some() || one.took().is_some_and(|took| took > self.bevaring.lang);
        if !is_wanted || star.is_some_and(|star| star >= own) {
            return;
        }
        senast.nar = Some(Instant::now());
        let state = Arc::clone(one);
        let Ok(Ok(packed)) = tokio::task::spawn_blocking(move || packed(state.lage())).await else {
            return tracing::warn!("what is hidden of the register could not be written down");
        };
        match self.bevaring.put(own.0, own.1, packed).await {
            Ok(()) => senast.star = Some(own),
            Err(StoreError::NoKey) => {}
            Err(cause) => tracing::warn!(%cause, "what is hidden of the register was worked out and not kept"),
        }
    }
}
