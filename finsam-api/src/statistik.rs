//! The columns that statistics are counted over: loaded at start, moved forward by the change feed in commit order.
//!
//! Before anything is counted the columns catch up with every change committed so far. Reports are of the newest state of
//! which it is known what must be hidden (`skyddat`). Every report says which state it counted (`dataversion`, the place
//! in the change feed).

mod faststall;
mod frysta;
mod individer;
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
use finsam_store::rum::{Akt, Statistikrad};
use finsam_store::{ReadSession, Store, StoreError};
use tokio::sync::RwLock;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use crate::rapportbild::Namnbok;
pub use faststall::{Bestallning, Utgang, keep, recover, start};
use frysta::Frysta;
use individer::Individer;
use skyddat::{Skyddade, Takt};
pub use tillstand::Tillstandsfel;

/// How small numbers are hidden: with the others from which they could be worked out.
const METOD: Skyddsmetod = Skyddsmetod::Sekundar;

/// How many rows are read at a time.
const CHUNK: u32 = 10_000;

/// The columns and the register they follow.
#[derive(Debug)]
pub struct Statistik {
    store: Arc<dyn Store>,
    kolumner: Arc<RwLock<Laddade>>,
    /// The same as in what is loaded, for whoever must not wait for the loading.
    loaded: AtomicBool,
    /// What is hidden of the state that was asked last, where it is worked out when it is asked.
    planer: Arc<Skyddsplaner>,
    /// The states that answer where it is worked out beforehand.
    skyddade: Option<Skyddade>,
    frysta: Frysta,
}

#[derive(Debug, Default)]
struct Laddade {
    kolumner: Kolumner,
    forteckning: Forteckning,
    individer: Individer,
    /// Whether everything has been read once.
    loaded: bool,
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

impl Laddade {
    /// Brings a participation to what it looks like now.
    fn put(&mut self, row: &Statistikrad) {
        let before = self.kolumner.individ(row.nummer);
        if let Some(post) = &row.post {
            self.kolumner.put(row.nummer, row.alder, post);
            // Taken before the former is given back: it is mostly the same.
            let individ = row.person.and_then(|person| self.individer.take(person));
            self.kolumner.put_individ(row.nummer, individ);
            self.kolumner.put_uppfoljningar(row.nummer, &row.uppfoljningar);
        } else {
            self.kolumner.remove(row.nummer);
        }
        if let Some(before) = before {
            self.individer.give_back(before);
        }
    }
}

impl Statistik {
    /// Columns of a register; nothing is read yet. What is hidden is worked out when a report is asked for, for as long as
    /// that takes.
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        let frysta = Frysta::new(Arc::clone(&store));
        let loaded = AtomicBool::new(false);
        Self { store, kolumner: Arc::default(), loaded, planer: Arc::default(), skyddade: None, frysta }
    }

    /// The same for a server, where what is hidden is worked out beside what is asked.
    #[must_use]
    pub fn served(store: Arc<dyn Store>) -> Self {
        Self { skyddade: Some(Skyddade::new(Takt::default())), ..Self::new(store) }
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
        let Some(skyddade) = self.skyddade.as_ref().filter(|_| hides(troskel)) else {
            return Ok(self.look(look).await?);
        };
        self.catch_up().await?;
        let newest = self.kolumner.read().await.kolumner.dataversion();
        let found = skyddade.get(&self.kolumner, newest, troskel).await.ok_or(Tillstandsfel::Forbereds)?;
        let seen = tokio::task::spawn_blocking(move || look(found.lage()));
        seen.await.map_err(Tillstandsfel::broken)
    }

    /// Works out beside what goes on what is hidden of the register, where that was not done or long ago.
    pub async fn prepare(&self, troskel: u32) {
        if let Some(skyddade) = self.skyddade.as_ref().filter(|_| hides(troskel)) {
            let newest = self.kolumner.read().await.kolumner.dataversion();
            skyddade.keep(&self.kolumner, newest, troskel);
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
        let mut session = self.store.read().await?;
        let newest = session.handelser().last().await?;
        {
            let standing = self.kolumner.read().await;
            if standing.loaded && standing.kolumner.dataversion() >= newest {
                return Ok(());
            }
        }
        let mut standing = self.kolumner.write().await;
        // What has been pruned since the columns were last moved cannot be caught up with.
        let gallrad = session.handelser().feed().await?.gallrad_till;
        if standing.loaded && standing.kolumner.dataversion() >= gallrad {
            forward(session.as_mut(), &mut standing, newest).await
        } else {
            *standing = load(session.as_mut(), newest).await?;
            self.loaded.store(true, Ordering::Relaxed);
            Ok(())
        }
    }
}

/// Whether any number is hidden below a threshold.
const fn hides(troskel: u32) -> bool {
    troskel > 1
}

/// Reads everything from one consistent state.
async fn load(session: &mut dyn ReadSession, newest: i64) -> Result<Laddade, StoreError> {
    let mut all = Laddade { loaded: true, ..Laddade::default() };
    dimensions(session, &mut all).await?;
    let mut after = 0;
    loop {
        let rows = session.deltaganden().statistics(after, CHUNK).await?;
        let Some(last) = rows.last() else { break };
        after = last.nummer;
        rows.iter().for_each(|row| all.put(row));
    }
    all.kolumner.set_dataversion(newest);
    Ok(all)
}

/// Reads what has changed since the columns were last moved.
async fn forward(session: &mut dyn ReadSession, all: &mut Laddade, newest: i64) -> Result<(), StoreError> {
    let mut from = all.kolumner.dataversion();
    if from >= newest {
        return Ok(());
    }
    dimensions(session, all).await?;
    while from < newest {
        let till = newest.min(from + i64::from(CHUNK));
        let changed = session.deltaganden().changed(from, till).await?;
        changed.iter().for_each(|row| all.put(row));
        from = till;
    }
    all.individer.forget();
    all.kolumner.set_dataversion(newest);
    Ok(())
}

/// What stands beside the participations is little: all of it is read again.
async fn dimensions(session: &mut dyn ReadSession, all: &mut Laddade) -> Result<(), StoreError> {
    let bilaga = read_beside(session).await?;
    all.kolumner.put_bilaga(&bilaga);
    all.forteckning = Forteckning::of(bilaga, &all.kolumner);
    Ok(())
}

async fn read_beside(session: &mut dyn ReadSession) -> Result<Bilaga, StoreError> {
    let (mut budgetar, mut utfall) = (Vec::new(), Vec::new());
    for akt in session.akter().economy().await? {
        match akt {
            Akt::Budget(one) => budgetar.push(one),
            Akt::Utfall(one) => utfall.push(one),
            Akt::Styrelse(_) | Akt::Revision(_) => {}
        }
    }
    let forbund = session.forbund().all().await?;
    let insatser = session.insatser().all().await?;
    let antal = session.antal().all().await?;
    let strukturdeltagande = session.strukturdeltagande().all().await?;
    let tilldelningar = session.tilldelningar().all().await?;
    let bakgrundstal = session.bakgrundstal().all().await?;
    Ok(Bilaga { forbund, insatser, antal, strukturdeltagande, budgetar, utfall, tilldelningar, bakgrundstal })
}

/// The schemas of reports, for the document.
pub(crate) fn schemas(all: &mut Vec<(String, RefOr<Schema>)>) {
    all.push((Rapport::name().into_owned(), Rapport::schema()));
    Rapport::schemas(all);
}
