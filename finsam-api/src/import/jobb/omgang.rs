//! A job round by round.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use finsam_core::part::PartKod;
use finsam_core::protokoll::{Importantal, Importlage};
use finsam_store::rum::Import;
use finsam_store::{Aktor, StoreError, UnitOfWork};
use tokio::sync::oneshot;
use tokio::task::{JoinError, JoinHandle};

use super::takt::Takt;
use super::{Avbrott, Gang, Uppdrag, is_stopped, is_told};
use crate::app::App;
use crate::extract::Anropare;
use crate::import::bedomda::{Skrivet, Uttjanta};
use crate::import::direkt::Avsandare;
use crate::import::granser::OMGANG;
use crate::import::{Bedomda, Importfraga, run_direct};

/// A round whose records have been written, and the counts that it adds.
struct Skriven {
    unit: Box<dyn UnitOfWork>,
    skrivet: Skrivet,
    len: u64,
    antal: Importantal,
}

/// A round that is being prepared and, once it is its turn, written. Dropped, it is given up.
struct Skrivs {
    turn: Option<oneshot::Sender<()>>,
    written: JoinHandle<Result<Skriven, StoreError>>,
}

/// A round that has been written and is being made lasting.
struct Omgang {
    /// The import as it was before.
    before: Import,
    uttjanta: Uttjanta,
    kept: JoinHandle<Result<(), StoreError>>,
}

/// Writes rounds of an import.
#[derive(Clone)]
struct Skrivare {
    app: App,
    anropare: Anropare,
    aktor: Aktor,
    part: PartKod,
    fraga: Importfraga,
}

impl Skrivare {
    /// Prepares a round and writes it when it is its turn.
    async fn write(self, mut round: Bedomda, turn: oneshot::Receiver<()>) -> Result<Skriven, StoreError> {
        let aktor = Aktor { tid: self.app.klocka.now(), ..self.aktor };
        let avsandare = Avsandare { anropare: &self.anropare, part: self.part };
        let (strategi, len) = (self.fraga.strategi, round.len() as u64);
        let mut unit = self.app.store.begin_apart(aktor).await?;
        round.prepare(unit.as_mut(), &avsandare, strategi).await?;
        turn.await.map_err(|_| given_up())?;
        let mut antal = Importantal::default();
        let skrivet = round.write_prepared(unit.as_mut(), &avsandare, strategi, &mut antal, is_told).await?;
        Ok(Skriven { unit, skrivet, len, antal })
    }
}

impl Skrivs {
    fn start(skrivare: &Skrivare, round: Bedomda) -> Self {
        let (turn, waits) = oneshot::channel();
        let written = tokio::spawn(skrivare.clone().write(round, waits));
        Self { turn: Some(turn), written }
    }

    /// Waits until it has been written: it is its turn.
    async fn written(&mut self) -> Result<Skriven, StoreError> {
        if let Some(turn) = self.turn.take() {
            // One that has failed does not listen, and says so below.
            let _ = turn.send(());
        }
        joined((&mut self.written).await)
    }
}

impl Drop for Skrivs {
    fn drop(&mut self) {
        self.written.abort();
    }
}

/// What comes next in an import round by round.
enum Steg {
    /// The next records have been judged; `None` at the end.
    Bedomd(Option<Bedomda>),
    /// The round whose turn it is has been written.
    Skriven(Result<Skriven, StoreError>),
}

impl Gang {
    /// Round by round, each one transaction with the counts that it makes true. While one is being made lasting the next
    /// is written, and the one after that is prepared; but no round is lasting before the one ahead of it is.
    pub(super) async fn row_by_row(&mut self, uppdrag: &Uppdrag, stop: &Arc<AtomicBool>) -> Result<(), Avbrott> {
        let fraga = uppdrag.fraga;
        if fraga.importlage == Importlage::Validera {
            return self.validate(uppdrag, stop).await;
        }
        let mut strom = self.strom(uppdrag, stop).await?;
        let skrivare = self.skrivare(fraga);
        let mut takt = Takt::of(self.app.store.kind(), self.app.store.load());
        let (mut skrivs, mut ahead): (VecDeque<Skrivs>, Option<Omgang>) = (VecDeque::new(), None);
        let (mut more, mut stopped) = (true, false);
        loop {
            let room = more && skrivs.len() < takt.at_once();
            let first = skrivs.front_mut();
            let steg = tokio::select! {
                biased;
                Some(written) = written(first) => Steg::Skriven(written),
                round = strom.round(takt.len()), if room => Steg::Bedomd(round),
                else => break,
            };
            match steg {
                Steg::Skriven(written) => {
                    skrivs.pop_front();
                    takt.heed(self.app.store.load().begun);
                    if let Some(ahead) = ahead.take() {
                        strom.give_back(self.settle(ahead).await?);
                    }
                    ahead = Some(self.keep_round(written?).await?);
                }
                Steg::Bedomd(Some(round)) if !is_stopped(stop) => skrivs.push_back(Skrivs::start(&skrivare, round)),
                // The reader may have come to its end already: what it made is not written all the same.
                Steg::Bedomd(round) => (more, stopped) = (false, round.is_some()),
            }
        }
        if let Some(ahead) = ahead {
            self.settle(ahead).await?;
        }
        if strom.finish().await.map_err(Avbrott::Lasning)? && !stopped { Ok(()) } else { Err(Avbrott::Avbruten) }
    }

    fn skrivare(&self, fraga: Importfraga) -> Skrivare {
        let (app, anropare, aktor) = (self.app.clone(), self.anropare.clone(), self.aktor.clone());
        Skrivare { app, anropare, aktor, part: self.import.part, fraga }
    }

    /// The same where nothing is to be kept but what became of the rows. Overlaps are judged within rounds that are always as
    /// large, as is said of what only validates.
    async fn validate(&mut self, uppdrag: &Uppdrag, stop: &Arc<AtomicBool>) -> Result<(), Avbrott> {
        let mut strom = self.strom(uppdrag, stop).await?;
        let mut stopped = false;
        while let Some(round) = strom.round(OMGANG).await {
            stopped = is_stopped(stop);
            if stopped {
                break;
            }
            let mut unit = self.begin_apart().await?;
            let tried = run_direct(unit.as_mut(), &self.avsandare(), uppdrag.fraga, None, round).await;
            let svar = tried.map_err(Avbrott::from)?;
            drop(unit);
            let before = self.import.clone();
            if let Err(fel) = self.tell(&svar.rader).await {
                // What was counted was not kept.
                self.import = before;
                return Err(fel.into());
            }
        }
        if strom.finish().await.map_err(Avbrott::Lasning)? && !stopped { Ok(()) } else { Err(Avbrott::Avbruten) }
    }

    /// Waits until a round is lasting. If it does not become so, what was counted since is not true.
    async fn settle(&mut self, omgang: Omgang) -> Result<Uttjanta, StoreError> {
        match joined(omgang.kept.await) {
            Ok(()) => Ok(omgang.uttjanta),
            Err(fel) => {
                self.import = omgang.before;
                Err(fel)
            }
        }
    }

    /// Counts a round and begins to make it lasting.
    async fn keep_round(&mut self, skriven: Skriven) -> Result<Omgang, StoreError> {
        let Skriven { mut unit, skrivet: Skrivet { rader, uttjanta }, len, antal } = skriven;
        let before = self.import.clone();
        self.import.antal.add(&antal);
        self.import.lasta += len;
        self.import.skrivna += len - antal.avvisade;
        if let Err(fel) = self.keep_in(unit.as_mut(), &rader).await {
            // What was counted was not kept.
            self.import = before;
            return Err(fel);
        }
        Ok(Omgang { before, uttjanta, kept: tokio::spawn(unit.commit()) })
    }
}

/// What a task came to. A panic goes on here: what it says may quote what was read, and is for nobody.
fn joined<T>(joined: Result<Result<T, StoreError>, JoinError>) -> Result<T, StoreError> {
    joined.unwrap_or_else(|fel| match fel.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => Err(given_up()),
    })
}

fn given_up() -> StoreError {
    StoreError::Unavailable("the round was given up".to_owned())
}

/// Waits until the first has been written; `None` where there is none.
async fn written(first: Option<&mut Skrivs>) -> Option<Result<Skriven, StoreError>> {
    Some(first?.written().await)
}
