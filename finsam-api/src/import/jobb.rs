//! Imports as jobs: kept in the register, one of a part at a time, gone on with after a restart.

mod allt;
mod ater;
mod avstamning;
mod avvisade;
mod omgang;
mod takt;
mod tur;
mod uppdrag;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use finsam_core::protokoll::{Importlage, Importstatus, Radresultat, Radutfall};
use finsam_store::rum::Import;
use finsam_store::{Aktor, StoreError, UnitOfWork};

use super::avstamning::Avstamningsfel;
use super::direkt::Avsandare;
use super::motor::Strom;
use crate::app::App;
use crate::extract::Anropare;
use crate::flode::server;
use crate::matvarden;

pub use uppdrag::Uppdrag;

/// How a job ended, and why.
type Slut = (Importstatus, Option<String>);

/// Why a job ends before its time.
#[derive(Debug, thiserror::Error)]
enum Avbrott {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Avstamning(Avstamningsfel),
    #[error("{0}")]
    Lasning(String),
    #[error("avbruten")]
    Avbruten,
    /// It was never kept, or has ended without this job.
    #[error("borta")]
    Borta,
}

impl From<Avstamningsfel> for Avbrott {
    fn from(fel: Avstamningsfel) -> Self {
        match fel {
            Avstamningsfel::Store(fel) => Self::Store(fel),
            fel => Self::Avstamning(fel),
        }
    }
}

/// Starts the job of an import. Where it is not known whether the import was `kept`, the job ends when it was not.
pub fn start(app: App, anropare: Anropare, import: Import, uppdrag: Uppdrag, kept: bool) {
    let stop = app.jobb.enter(import.id);
    uppdrag.kalla.keep();
    let kalla = Arc::clone(&uppdrag.kalla);
    let mut gang = Gang { aktor: anropare.aktor(&app), anropare, app: app.clone(), import: import.clone(), kept };
    tokio::spawn(async move {
        let id = import.id;
        if tokio::spawn(async move { gang.run(uppdrag, stop).await }).await.is_err() {
            tracing::error!(import = %id, "an import panicked");
            while let Err(fel) = give_up(&app, &import, "Ett fel avbröt importen", "A fault ended the import").await {
                if let Err(cause) = ater::pause(fel).await {
                    tracing::error!(import = %id, %cause, "the end of an import could not be kept");
                    break;
                }
            }
            kalla.remove();
        }
        app.jobb.leave(id);
    });
}

/// Says of an import that it failed, and what it had written; of one that has ended already nothing.
pub(super) async fn give_up(app: &App, import: &Import, sv: &str, en: &str) -> Result<(), StoreError> {
    let mut unit = app.store.begin(server(app, "start")).await?;
    // A commit of a process that has been killed may still be under way.
    let standing = unit.importer().hold(import.part, import.id).await?;
    let Some(mut import) = standing.filter(|import| !import.status.is_final()) else { return Ok(()) };
    let skrivna = import.skrivna;
    import.status = Importstatus::Misslyckad;
    import.orsak = Some(interrupted(sv, en, skrivna));
    import.andrad = app.klocka.now();
    unit.importer().update(&import).await?;
    unit.commit().await
}

/// What is told of an import that did not come to its end.
fn interrupted(sv: &str, en: &str, skrivna: u64) -> String {
    format!(
        "{sv}. {skrivna} rader var skrivna; skicka importen igen. / \
         {en}. {skrivna} rows were written; send the import again."
    )
}

/// A job on its way.
struct Gang {
    app: App,
    anropare: Anropare,
    aktor: Aktor,
    import: Import,
    /// Whether it is known that the import was kept.
    kept: bool,
}

impl Gang {
    async fn run(&mut self, uppdrag: Uppdrag, stop: Arc<AtomicBool>) {
        let ended = self.persist(&uppdrag, &stop).await;
        let (importlage, kalla) = (uppdrag.fraga.importlage, Arc::clone(&uppdrag.kalla));
        drop(uppdrag);
        let ended_by_server = self.app.jobb.is_ended_by_server(self.import.id);
        let (status, orsak) = match ended {
            Ok(outcome) => outcome,
            Err(Avbrott::Borta) => return kalla.remove(),
            // It waits on disk for the next start.
            Err(Avbrott::Avbruten) if ended_by_server && !kalla.is_small() => return,
            Err(Avbrott::Avbruten) if ended_by_server => {
                let told = interrupted("Servern stängdes", "The server was stopped", self.import.skrivna);
                (Importstatus::Misslyckad, Some(told))
            }
            Err(Avbrott::Avbruten) => (Importstatus::Avbruten, None),
            Err(Avbrott::Avstamning(fel)) => {
                let (sv, en) = fel.words();
                (Importstatus::Misslyckad, Some(format!("{sv} / {en}")))
            }
            Err(fel) => {
                tracing::error!(import = %self.import.id, cause = %fel, "an import failed");
                let skrivna = self.import.skrivna;
                let told =
                    format!("{skrivna} rader skrevs innan felet. / {skrivna} rows were written before the fault.");
                (Importstatus::Misslyckad, Some(told))
            }
        };
        self.import.status = status;
        self.import.orsak = orsak;
        if importlage == Importlage::Verkstall {
            matvarden::import_rows(&self.import.antal);
        }
        match self.keep_end().await {
            Ok(()) => kalla.remove(),
            // The next start goes on with it.
            Err(fel) => tracing::error!(import = %self.import.id, cause = %fel, "the end of an import was not kept"),
        }
    }

    async fn carry_out(&mut self, uppdrag: &Uppdrag, stop: &Arc<AtomicBool>) -> Result<Slut, Avbrott> {
        let _turn = self.turn(uppdrag, stop).await?;
        let ended = if uppdrag.is_large() {
            self.all_or_nothing(uppdrag, stop).await?
        } else {
            self.reconcile(uppdrag, stop).await?;
            self.row_by_row(uppdrag, stop).await?;
            (Importstatus::Klar, None)
        };
        if ended.0 == Importstatus::Planerad {
            self.keep_records(uppdrag, |_| true).await?;
        } else {
            self.keep_refused(uppdrag).await?;
        }
        Ok(ended)
    }

    /// The records that have not been counted yet, judged.
    async fn strom(&self, uppdrag: &Uppdrag, stop: &Arc<AtomicBool>) -> Result<Strom, Avbrott> {
        let granskare = uppdrag.granskare(&self.app, self.avsandare()).await?;
        let skip = self.import.lasta;
        Ok(Strom::start(granskare, Arc::clone(&uppdrag.kalla), uppdrag.format, skip, Arc::clone(stop)))
    }

    fn count(&mut self, rader: &[Radresultat], written: bool) {
        rader.iter().for_each(|rad| self.import.antal.count(rad));
        self.import.lasta += rader.len() as u64;
        if written {
            let refused = rader.iter().filter(|rad| rad.utfall == Radutfall::Avvisad).count();
            self.import.skrivna += (rader.len() - refused) as u64;
        }
    }

    fn avsandare(&self) -> Avsandare<'_> {
        Avsandare { anropare: &self.anropare, part: self.import.part }
    }

    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.app.store.begin(self.actor()).await
    }

    /// For a round, which others do not count as somebody who comes to write.
    async fn begin_apart(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.app.store.begin_apart(self.actor()).await
    }

    fn actor(&self) -> Aktor {
        Aktor { tid: self.app.klocka.now(), ..self.aktor.clone() }
    }

    /// Counts and keeps rows of which nothing was written.
    async fn tell(&mut self, rader: &[Radresultat]) -> Result<(), StoreError> {
        self.count(rader, false);
        self.keep(&told(rader)).await
    }

    /// Keeps where the import stands in a transaction of its own.
    async fn keep(&mut self, rader: &[Radresultat]) -> Result<(), StoreError> {
        let mut unit = self.begin().await?;
        self.keep_in(unit.as_mut(), rader).await?;
        unit.commit().await
    }

    async fn keep_in(&mut self, unit: &mut dyn UnitOfWork, rader: &[Radresultat]) -> Result<(), StoreError> {
        self.import.andrad = self.app.klocka.now();
        if !rader.is_empty() {
            unit.importer().add_rows(self.import.id, rader).await?;
        }
        unit.importer().update(&self.import).await
    }
}

/// Whether a job is to stop.
fn is_stopped(stop: &AtomicBool) -> bool {
    stop.load(Ordering::Relaxed)
}

/// The rows that are kept: refused and warned ones.
pub(crate) fn told(rader: &[Radresultat]) -> Vec<Radresultat> {
    rader.iter().filter(|rad| is_told(rad)).cloned().collect()
}

pub(super) fn is_told(rad: &Radresultat) -> bool {
    !rad.avvikelser.is_empty() || rad.utfall == Radutfall::Avvisad
}
