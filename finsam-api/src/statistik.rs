//! The columns that statistics are counted over: loaded at start, moved forward by the change feed in commit order.
//!
//! Before anything is counted the columns catch up with every change committed so far. Reports are of the newest state of
//! which it is known what must be hidden (`skyddat`). Every report says which state it counted (`dataversion`, the place
//! in the change feed).

mod bevarat;
mod faststall;
mod frysta;
mod individer;
mod laddning;
mod skyddat;
#[cfg(test)]
mod tests;
mod tillstand;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use finsam_core::arsredovisning::Insatsresultat;
use finsam_core::forbund::Forbund;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::insats::Insats;
use finsam_core::regel::Avvikelse;
use finsam_core::statistik::{Bilaga, Kolumner, Rapport, Rapportnamn, Skyddsmetod, Skyddsplaner, Urval, fraga_med};
use finsam_store::{Store, StoreError};
use tokio::sync::{Mutex, RwLock};
use tokio::time::Instant;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use crate::klocka::Klocka;
use crate::rapportbild::Namnbok;
pub use bevarat::packed as to_kept;
use bevarat::{Bevarare, Bevaring};
pub use faststall::{Bestallning, Utgang, keep, recover, start};
use frysta::Frysta;
use laddning::{Laddade, catch_up};
use skyddat::{Skyddade, Skyddat, Takt};
pub use tillstand::Tillstandsfel;

/// How small numbers are hidden: with the others from which they could be worked out.
const METOD: Skyddsmetod = Skyddsmetod::Sekundar;

/// The columns and the register they follow.
#[derive(Debug)]
pub struct Statistik {
    store: Arc<dyn Store>,
    kolumner: Arc<RwLock<Laddade>>,
    /// The same as in what is loaded, for whoever must not wait for the loading.
    loaded: Arc<AtomicBool>,
    /// The turn to begin the loading for whoever does not wait for it.
    laddning: Arc<Mutex<()>>,
    /// What is hidden of the state that was asked last, where it is worked out when it is asked.
    planer: Arc<Skyddsplaner>,
    satt: Satt,
    frysta: Frysta,
}

/// When it is worked out what is hidden.
#[derive(Debug)]
enum Satt {
    /// When it is asked for.
    Fragat,
    /// The same, but where it is kept in the register; there it is kept then.
    Bevarat(Bevaring),
    /// Beforehand: these are the states that answer.
    Forut(Skyddade),
}

/// What stands beside the participations in the state that is counted, by name too.
#[derive(Debug, Clone, Default)]
pub struct Forteckning {
    /// Förbund, insatser and the rest.
    pub bilaga: Bilaga,
    /// What förbund and insatser are called.
    pub namnbok: Arc<Namnbok>,
}

impl Forteckning {
    /// Of what stands beside the participations, which is in the columns too.
    #[must_use]
    pub fn of(bilaga: Bilaga, kolumner: &Kolumner) -> Self {
        let namnbok = Arc::new(Namnbok::of(kolumner));
        Self { bilaga, namnbok }
    }

    /// A förbund.
    #[must_use]
    pub fn forbund(&self, id: ForbundId) -> Option<&Forbund> {
        self.bilaga.forbund.iter().find(|forbund| forbund.id == id)
    }

    /// An insats.
    #[must_use]
    pub fn insats(&self, id: InsatsId) -> Option<&Insats> {
        self.bilaga.insatser.iter().find(|insats| insats.id == id)
    }

    /// The insatser of a förbund.
    pub fn insatser_of(&self, id: ForbundId) -> impl Iterator<Item = &Insats> {
        self.bilaga.insatser.iter().filter(move |insats| insats.uppgift.forbund_id == id)
    }
}

/// One state of the register, as far as it can be counted.
#[derive(Debug, Clone, Copy)]
pub struct Lage<'a> {
    /// The columns.
    pub kolumner: &'a Kolumner,
    /// Its förbund and insatser.
    pub forteckning: &'a Forteckning,
    planer: &'a Skyddsplaner,
}

impl<'a> Lage<'a> {
    /// A state that stands elsewhere than in a register.
    #[must_use]
    pub const fn of(kolumner: &'a Kolumner, forteckning: &'a Forteckning, planer: &'a Skyddsplaner) -> Self {
        Self { kolumner, forteckning, planer }
    }

    /// Counts a report, small numbers hidden below `troskel`; or says why the selection may not be asked.
    ///
    /// # Errors
    /// Every rule that the selection breaks.
    pub fn rapport(&self, namn: Rapportnamn, urval: &Urval, troskel: u32) -> Result<Rapport, Vec<Avvikelse>> {
        fraga_med(namn, self.kolumner, urval, (METOD, i64::from(troskel)), self.planer)
    }

    /// What insatser came to in a year, small numbers hidden below `troskel`.
    #[must_use]
    pub fn insatsresultat(&self, insatser: &[Insats], ar: i32, troskel: u32) -> Insatsresultat {
        Insatsresultat::count(self.kolumner, insatser, ar, (METOD, i64::from(troskel)), self.planer)
    }
}

impl Statistik {
    /// Columns of a register; nothing is read yet. What is hidden is worked out when a report is asked for, for as long as
    /// that takes.
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        let frysta = Frysta::new(Arc::clone(&store));
        let (kolumner, loaded, laddning, planer) = (Arc::default(), Arc::default(), Arc::default(), Arc::default());
        Self { store, kolumner, loaded, laddning, planer, satt: Satt::Fragat, frysta }
    }

    /// The same for a command, where what is hidden of the newest state may be kept in the register.
    #[must_use]
    pub fn recalled(store: Arc<dyn Store>, klocka: Arc<dyn Klocka>) -> Self {
        Self { satt: Satt::Bevarat(Bevaring::new(Arc::clone(&store), klocka)), ..Self::new(store) }
    }

    /// The same for a server, where what is hidden is worked out beside what is asked.
    #[must_use]
    pub fn served(store: Arc<dyn Store>, klocka: Arc<dyn Klocka>) -> Self {
        let bevarare = Bevarare::new(Bevaring::new(Arc::clone(&store), klocka));
        Self { satt: Satt::Forut(Skyddade::new(Takt::default(), Some(bevarare))), ..Self::new(store) }
    }

    /// Whether everything has been read once, so that a report need not wait for it.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.loaded.load(Ordering::Relaxed)
    }

    /// Looks at the newest state of which it is known what is hidden below `troskel`: the register as it is now, but for
    /// what was changed a short while ago. Where nothing is hidden it is the register as it is now.
    ///
    /// # Errors
    /// [`Tillstandsfel::Forbereds`] where there is none yet, and what the store says.
    pub async fn look_protected<T: Send + 'static>(
        &self,
        troskel: u32,
        look: impl FnOnce(Lage<'_>) -> T + Send + 'static,
    ) -> Result<T, Tillstandsfel> {
        let found = match &self.satt {
            Satt::Forut(skyddade) if hides(troskel) => self.protected(skyddade, troskel).await?,
            Satt::Bevarat(bevaring) if hides(troskel) => match self.kept(bevaring, troskel).await? {
                Some(found) => found,
                None => return Ok(self.look_and_keep(bevaring, troskel, look).await?),
            },
            _ => return Ok(self.look(look).await?),
        };
        let seen = tokio::task::spawn_blocking(move || look(found.lage()));
        seen.await.map_err(Tillstandsfel::broken)
    }

    /// The state that a server answers of. Until everything has been read once it is the one that is kept in the register.
    async fn protected(&self, skyddade: &Skyddade, troskel: u32) -> Result<Arc<Skyddat>, Tillstandsfel> {
        skyddade.recall(troskel).await;
        if !self.is_loaded()
            && let Some(kept) = skyddade.standing(troskel)
        {
            self.load_beside();
            return Ok(kept);
        }
        self.catch_up().await?;
        let newest = self.kolumner.read().await.kolumner.dataversion();
        skyddade.get(&self.kolumner, newest, troskel).await.ok_or(Tillstandsfel::Forbereds)
    }

    /// The register as it is now, where it is kept with what is hidden of it.
    async fn kept(&self, bevaring: &Bevaring, troskel: u32) -> Result<Option<Arc<Skyddat>>, StoreError> {
        let newest = self.store.read().await?.handelser().last().await?;
        Ok(bevaring.read(troskel, newest).await.map(Arc::new))
    }

    /// Looks at the register as it is now, and keeps what was worked out for it. Where it cannot be kept that is nothing to
    /// whoever asks.
    async fn look_and_keep<T: Send + 'static>(
        &self,
        bevaring: &Bevaring,
        troskel: u32,
        look: impl FnOnce(Lage<'_>) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        let lang = bevaring.lang;
        let (seen, state) = self
            .look(move |lage| {
                let begun = Instant::now();
                let seen = look(lage);
                // Counting takes no time to speak of.
                let is_kept = begun.elapsed() > lang && lage.planer.complete(lage.kolumner, i64::from(troskel));
                let packed = is_kept.then(|| bevarat::packed(lage).ok()).flatten();
                (seen, packed.map(|packed| (lage.kolumner.dataversion(), packed)))
            })
            .await?;
        if let Some((dataversion, packed)) = state {
            drop(bevaring.put(troskel, dataversion, packed).await);
        }
        Ok(seen)
    }

    /// Takes up the state that an earlier process kept, for a server: it answers until the next is worked out.
    pub async fn recall(&self, troskel: u32) {
        if let Satt::Forut(skyddade) = &self.satt
            && hides(troskel)
        {
            skyddade.recall(troskel).await;
        }
    }

    /// Works out beside what goes on what is hidden of the register, where that was not done or long ago.
    pub async fn prepare(&self, troskel: u32) {
        if let Satt::Forut(skyddade) = &self.satt
            && hides(troskel)
        {
            skyddade.recall(troskel).await;
            let newest = self.kolumner.read().await.kolumner.dataversion();
            skyddade.keep(&self.kolumner, newest, troskel);
        }
    }

    /// Keeps in the register what is hidden of it, before the server ends.
    pub async fn keep_last(&self) {
        if let Satt::Forut(skyddade) = &self.satt {
            skyddade.keep_last().await;
        }
    }

    /// Looks at the register as it is now: everything that is asked of it is of one state.
    ///
    /// # Errors
    /// What the store says.
    pub async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(Lage<'_>) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        self.catch_up().await?;
        let laddade = Arc::clone(&self.kolumner).read_owned().await;
        let planer = Arc::clone(&self.planer);
        let seen = tokio::task::spawn_blocking(move || {
            let Laddade { kolumner, forteckning, .. } = &*laddade;
            look(Lage { kolumner, forteckning, planer: &planer })
        });
        seen.await.map_err(|fel| StoreError::Unavailable(fel.to_string()))
    }

    /// Moves the columns forward to the newest change.
    ///
    /// # Errors
    /// What the store says; the columns stay at the last whole step.
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        catch_up(self.store.as_ref(), &self.kolumner, &self.loaded).await
    }

    /// Begins to read everything beside what goes on, where nobody does.
    fn load_beside(&self) {
        let Ok(turn) = Arc::clone(&self.laddning).try_lock_owned() else { return };
        let (store, kolumner, loaded) = (Arc::clone(&self.store), Arc::clone(&self.kolumner), Arc::clone(&self.loaded));
        tokio::spawn(async move {
            let _turn = turn;
            if let Err(cause) = catch_up(store.as_ref(), &kolumner, &loaded).await {
                tracing::warn!(%cause, "the statistics were not loaded");
            }
        });
    }
}
/// Whether any number is hidden below a threshold.
const fn hides(troskel: u32) -> bool {
    troskel > 1
}

/// The schemas of reports, for the document.
pub(crate) fn schemas(all: &mut Vec<(String, RefOr<Schema>)>) {
    all.push((Rapport::name().into_owned(), Rapport::schema()));
    Rapport::schemas(all);
}
