//! Freezing a year: the state of the register is kept at once, and what is to be hidden of it worked out afterwards.
//!
//! That can take minutes, so it is a job of its own. It needs nothing but what is kept, so it goes on after a restart, and
//! two servers that do it come to the same.

use std::time::Duration;

use finsam_core::id::FaststallelseId;
use finsam_core::protokoll::{Faststallelse, Faststallelsestatus, Faststallelseuppgift};
use finsam_core::statistik::{Fryst, Kolumner, REGELVERSION};
use finsam_store::rum::Nyfaststallelse;
use finsam_store::{Aktor, StoreError, UnitOfWork};
use sha2::{Digest, Sha256};

use super::Statistik;
use super::frysta::{pack, unpack};
use super::tillstand::Tillstandsfel;
use crate::app::App;
use crate::flode::server;

/// How long a job waits for a database that does not answer, or for a key that it has not got.
const VANTAN: Duration = Duration::from_secs(10);

/// A year that is to be frozen.
#[derive(Debug, Clone)]
pub struct Bestallning {
    /// The identity that it gets.
    pub id: FaststallelseId,
    /// Which, and what is said of it.
    pub uppgift: Faststallelseuppgift,
    /// Below this small numbers are hidden.
    pub troskel: u32,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Utgang {
    /// It is kept, and will answer.
    Ny(Faststallelse),
    /// The year was frozen at this state already.
    Redan(Faststallelse),
}

impl Statistik {
    /// The register as it is now, to be kept as the next utgåva of a year.
    ///
    /// # Errors
    /// [`Tillstandsfel`].
    pub async fn freeze(&self, bestallning: Bestallning, aktor: &Aktor) -> Result<Nyfaststallelse, Tillstandsfel> {
        // Packing takes longer than those may wait who move the columns forward.
        let kolumner = self.look(|lage| lage.kolumner.clone()).await?;
        let dataversion = kolumner.dataversion();
        let packed = tokio::task::spawn_blocking(move || pack(&kolumner)).await.map_err(Tillstandsfel::broken)?;
        let Bestallning { id, uppgift, troskel } = bestallning;
        Ok(Nyfaststallelse {
            id,
            ar: uppgift.ar,
            dataversion,
            regelversion: REGELVERSION.to_owned(),
            troskel: i64::from(troskel),
            tid: aktor.tid,
            vem: aktor.vem.clone(),
            anmarkning: uppgift.anmarkning,
            innehall: packed?,
        })
    }

    /// Works out what is to be hidden of a state that was kept, and lets it answer. What is kept of other years than its own
    /// goes.
    ///
    /// # Errors
    /// [`Tillstandsfel`].
    pub async fn finish(&self, one: &Faststallelse, aktor: Aktor) -> Result<(), Tillstandsfel> {
        if one.regelversion != REGELVERSION {
            return Err(Tillstandsfel::Regelversion(one.regelversion.clone()));
        }
        let _turn = self.frysta.tur.acquire().await;
        let content = self.frysta.content(one.id).await?;
        let (ar, troskel) = (one.ar, one.troskel);
        let worked_out = tokio::task::spawn_blocking(move || {
            let kolumner: Kolumner = unpack(&content)?;
            let fryst = Fryst::of(&kolumner, ar, troskel).map_err(|fel| Tillstandsfel::Olaslig(fel.to_string()))?;
            let packed = pack(&fryst)?;
            Ok::<_, Tillstandsfel>((Sha256::digest(&packed).into(), packed))
        });
        let (digest, packed) = worked_out.await.map_err(Tillstandsfel::broken)??;
        let mut unit = self.store.begin(aktor).await?;
        // Another server may have come to it before.
        if unit.faststallelser().finish(one.id, digest, packed).await? {
            unit.commit().await?;
        }
        Ok(())
    }
}

/// Keeps a state, as a step of a unit of work. It answers when [`Statistik::finish`] has come to its end.
///
/// # Errors
/// What the store says.
pub async fn keep(unit: &mut dyn UnitOfWork, ny: Nyfaststallelse) -> Result<Utgang, StoreError> {
    let (ar, dataversion) = (ny.ar, ny.dataversion);
    let is_new = unit.faststallelser().insert(ny).await?;
    let all = unit.faststallelser().all().await?;
    let found = all.into_iter().find(|one| one.ar == ar && one.dataversion == dataversion);
    let found = found.ok_or(StoreError::Conflict("faststallelse"))?;
    Ok(if is_new { Utgang::Ny(found) } else { Utgang::Redan(found) })
}

/// Starts the job of a state that was kept, unless this process is at it already.
pub fn start(app: &App, one: Faststallelse) {
    if !app.statistik.frysta.enter(one.id) {
        return;
    }
    let app = app.clone();
    tokio::spawn(async move {
        loop {
            match app.statistik.finish(&one, server(&app, "faststallelse")).await {
                Ok(()) => break,
                Err(Tillstandsfel::Lager(cause)) if !app.drift.is_ending() => {
                    tracing::warn!(%cause, ar = one.ar, utgava = one.utgava, "the freezing waits for the database");
                    tokio::time::sleep(VANTAN).await;
                }
                Err(cause) => {
                    tracing::error!(%cause, ar = one.ar, utgava = one.utgava, "a year could not be frozen");
                    break;
                }
            }
        }
        app.statistik.frysta.leave(one.id);
    });
}

/// Starts the jobs that an earlier process left.
///
/// # Errors
/// What the store says.
pub async fn recover(app: &App) -> Result<(), StoreError> {
    let all = app.store.read().await?.faststallelser().all().await?;
    all.into_iter().filter(|one| one.status == Faststallelsestatus::Pagar).for_each(|one| start(app, one));
    Ok(())
}
