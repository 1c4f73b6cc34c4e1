//! Reading the register into columns: everything at first, and then what has changed.

use std::sync::atomic::{AtomicBool, Ordering};

use finsam_core::statistik::{Bilaga, Kolumner};
use finsam_store::rum::{Akt, Statistikrad};
use finsam_store::{ReadSession, Store, StoreError};
use tokio::sync::RwLock;

use super::Forteckning;
use super::individer::Individer;

/// How many rows are read at a time.
const CHUNK: u32 = 10_000;

/// What has been read of the register.
#[derive(Debug, Default)]
pub(super) struct Laddade {
    pub(super) kolumner: Kolumner,
    pub(super) forteckning: Forteckning,
    pub(super) individer: Individer,
    /// Whether everything has been read once.
    loaded: bool,
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

/// Moves columns forward to the newest change; they stay at the last whole step.
pub(super) async fn catch_up(
    store: &dyn Store,
    kolumner: &RwLock<Laddade>,
    loaded: &AtomicBool,
) -> Result<(), StoreError> {
    let mut session = store.read().await?;
    let newest = session.handelser().last().await?;
    {
        let standing = kolumner.read().await;
        if standing.loaded && standing.kolumner.dataversion() >= newest {
            return Ok(());
        }
    }
    let mut standing = kolumner.write().await;
    // What has been pruned since the columns were last moved cannot be caught up with.
    let gallrad = session.handelser().feed().await?.gallrad_till;
    if standing.loaded && standing.kolumner.dataversion() >= gallrad {
        forward(session.as_mut(), &mut standing, newest).await
    } else {
        *standing = load(session.as_mut(), newest).await?;
        loaded.store(true, Ordering::Relaxed);
        Ok(())
    }
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
    all.kolumner.arrange();
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
    all.kolumner.arrange();
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
