//! Imports as jobs: kept in the register, one at a time in this process, told truthfully after a restart.

mod ater;
mod omgang;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use finsam_core::protokoll::{
    Atomicitet, Import as Importvy, Importframsteg, Importlage, Importstatus, Radresultat, Radutfall,
};
use finsam_store::rum::Import;
use finsam_store::{Aktor, StoreError, UnitOfWork};

use super::direkt::Avsandare;
use super::motor::Strom;
use super::spole;
use super::{Bedomda, Granskare, Importfraga, Kalla, granser, run_direct};
use crate::app::App;
use crate::extract::Anropare;
use crate::las::Format;
use crate::matvarden;

/// What a job has to do, as often as it has to be begun.
#[derive(Debug)]
pub struct Uppdrag {
    /// How.
    pub fraga: Importfraga,
    /// In what format the records are.
    pub format: Format,
    /// Where they are.
    pub kalla: Arc<Kalla>,
    /// Who judges them.
    pub granskare: Arc<Granskare>,
}

/// How a job ended, and why.
type Slut = (Importstatus, Option<String>);

/// Why a job ends before its time.
#[derive(Debug, thiserror::Error)]
enum Avbrott {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Lasning(String),
    #[error("avbruten")]
    Avbruten,
    /// It was never kept.
    #[error("borta")]
    Borta,
}

/// Starts the job of an import. Where it is not known whether the import was `kept`, the job ends when it was not.
pub fn start(app: App, anropare: Anropare, import: Import, uppdrag: Uppdrag, kept: bool) {
    let stop = app.jobb.enter(import.id);
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
        }
        app.jobb.leave(id);
    });
}

/// Says of an import that it failed, and what it had written; of one that has ended already nothing.
async fn give_up(app: &App, import: &Import, sv: &str, en: &str) -> Result<(), StoreError> {
    let mut unit = app.store.begin(system(app)).await?;
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

/// Says of every import that a stopped process left behind that it failed, and what it had written; removes what it
/// left in the spool. Nobody else may be using register and spool.
///
/// # Errors
/// What the store says.
pub async fn recover(app: &App) -> Result<(), StoreError> {
    spole::sweep(&app.installning.spole);
    let unfinished = app.store.read().await?.importer().unfinished().await?;
    for import in unfinished {
        give_up(app, &import, "Servern startades om", "The server was restarted").await?;
    }
    Ok(())
}

fn system(app: &App) -> Aktor {
    Aktor {
        vem: "<server>".to_owned(),
        roll: "systemadministrator".to_owned(),
        handling: "start".to_owned(),
        anrop: app.new_id().to_string(),
        tid: app.klocka.now(),
    }
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
        let app = self.app.clone();
        let turn = app.jobb.turn().await;
        let ended = if turn.is_some() { self.persist(&uppdrag, &stop).await } else { Err(Avbrott::Avbruten) };
        let importlage = uppdrag.fraga.importlage;
        // Nothing waits on disk for an import that has ended.
        drop(uppdrag);
        let (status, orsak) = match ended {
            Ok(outcome) => outcome,
            Err(Avbrott::Borta) => return,
            Err(Avbrott::Avbruten) if app.jobb.is_ended_by_server(self.import.id) => {
                let told = interrupted("Servern stängdes", "The server was stopped", self.import.skrivna);
                (Importstatus::Misslyckad, Some(told))
            }
            Err(Avbrott::Avbruten) => (Importstatus::Avbruten, None),
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
        if let Err(fel) = self.keep_end().await {
            tracing::error!(import = %self.import.id, cause = %fel, "the end of an import could not be kept");
        }
    }

    async fn carry_out(&mut self, uppdrag: &Uppdrag, stop: &Arc<AtomicBool>) -> Result<Slut, Avbrott> {
        if stop.load(Ordering::Relaxed) {
            return Err(Avbrott::Avbruten);
        }
        self.import.status = match uppdrag.fraga.importlage {
            Importlage::Verkstall => Importstatus::Verkstaller,
            Importlage::Plan | Importlage::Validera => Importstatus::Validerar,
        };
        self.keep(&[]).await?;
        match uppdrag.fraga.atomicitet {
            Atomicitet::Allt => self.all_or_nothing(uppdrag, stop).await,
            Atomicitet::Rad => self.row_by_row(uppdrag, stop).await.map(|()| (Importstatus::Klar, None)),
        }
    }

    /// The records that have not been counted yet, judged.
    fn strom(&self, uppdrag: &Uppdrag, stop: &Arc<AtomicBool>) -> Strom {
        let Uppdrag { format, kalla, granskare, .. } = uppdrag;
        Strom::start(Arc::clone(granskare), Arc::clone(kalla), *format, self.import.lasta, Arc::clone(stop))
    }

    /// Everything in one transaction, or nothing.
    async fn all_or_nothing(&mut self, uppdrag: &Uppdrag, stop: &Arc<AtomicBool>) -> Result<Slut, Avbrott> {
        let fraga = uppdrag.fraga;
        // What had been told of before the database went away is told of again.
        (self.import.lasta, self.import.antal) = Default::default();
        let mut strom = self.strom(uppdrag, stop);
        let (mut waiting, mut refusals) = (Bedomda::default(), 0);
        while let Some(round) = strom.next().await {
            refusals += round.refused_found();
            waiting.append(round);
            if refusals > granser::ALLT_AVVIKELSER {
                // So much is wrong that the memory would not hold it: it is told of round by round, and what only the
                // register could refuse is not asked for.
                let rader = std::mem::take(&mut waiting).not_carried_out();
                self.tell(&rader).await?;
            }
        }
        if !strom.finish().await.map_err(Avbrott::Lasning)? || stop.load(Ordering::Relaxed) {
            return Err(Avbrott::Avbruten);
        }
        if refusals > granser::ALLT_AVVIKELSER {
            Ok(self.not_kept(fraga))
        } else {
            self.all(fraga, waiting, stop).await
        }
    }

    async fn all(&mut self, fraga: Importfraga, bedomda: Bedomda, stop: &AtomicBool) -> Result<Slut, Avbrott> {
        let mut unit = self.begin().await?;
        let svar = run_direct(unit.as_mut(), &self.avsandare(), fraga, bedomda).await?;
        if stop.load(Ordering::Relaxed) {
            return Err(Avbrott::Avbruten);
        }
        if !svar.behall {
            drop(unit);
            self.tell(&svar.rader).await?;
            return Ok(self.not_kept(fraga));
        }
        let before = self.import.clone();
        self.count(&svar.rader, true);
        self.import.status = Importstatus::Klar;
        let kept = match self.keep_in(unit.as_mut(), &told(&svar.rader)).await {
            Ok(()) => unit.commit().await,
            Err(fel) => Err(fel),
        };
        if let Err(fel) = kept {
            self.import = before;
            return Err(fel.into());
        }
        Ok((Importstatus::Klar, None))
    }

    /// Counts and keeps rows of which nothing was written.
    async fn tell(&mut self, rader: &[Radresultat]) -> Result<(), StoreError> {
        self.count(rader, false);
        self.keep(&told(rader)).await
    }

    /// How an import ends of which nothing was to be kept, or could be.
    fn not_kept(&self, fraga: Importfraga) -> Slut {
        if fraga.importlage == Importlage::Validera {
            return (Importstatus::Klar, None);
        }
        let avvisade = self.import.antal.avvisade;
        let told = format!(
            "{avvisade} rader avvisades; ingenting skrevs. / {avvisade} rows were refused; nothing was written."
        );
        (Importstatus::Misslyckad, Some(told))
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
        self.app.store.begin(Aktor { tid: self.app.klocka.now(), ..self.aktor.clone() }).await
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

/// The rows that are kept: refused and warned ones.
fn told(rader: &[Radresultat]) -> Vec<Radresultat> {
    rader.iter().filter(|rad| is_told(rad)).cloned().collect()
}

fn is_told(rad: &Radresultat) -> bool {
    !rad.avvikelser.is_empty() || rad.utfall == Radutfall::Avvisad
}

/// An import as its owner reads it.
#[must_use]
pub fn view(import: &Import, rader: Option<Vec<Radresultat>>) -> Importvy {
    let fraga: Importfraga = serde_json::from_str(&import.installning).unwrap_or_default();
    Importvy {
        id: import.id,
        status: import.status,
        importlage: fraga.importlage,
        strategi: fraga.strategi,
        atomicitet: fraga.atomicitet,
        antal: import.antal,
        framsteg: Importframsteg { lasta: import.lasta, skrivna: import.skrivna },
        orsak: import.orsak.clone(),
        rader,
    }
}
