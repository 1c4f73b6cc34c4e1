//! A job round by round.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use finsam_core::protokoll::{Importantal, Importlage};
use finsam_store::rum::Import;
use finsam_store::{StoreError, UnitOfWork};
use tokio::task::JoinHandle;

use super::takt::Takt;
use super::{Avbrott, Gang, Uppdrag, is_stopped, is_told};
use crate::import::bedomda::{Skrivet, Uttjanta};
use crate::import::{Bedomda, Importfraga, run_direct};

/// A round whose records have been written, and the counts that it makes true.
struct Skriven {
    unit: Box<dyn UnitOfWork>,
    skrivet: Skrivet,
    len: u64,
    antal: Importantal,
}

/// A round that has been written and is being made lasting.
struct Omgang {
    /// The import as it was before.
    before: Import,
    uttjanta: Uttjanta,
    kept: JoinHandle<Result<(), StoreError>>,
}

impl Gang {
    /// Round by round, each one transaction with the counts that it makes true. While one is being made lasting the next
    /// is begun, but no round is before the one ahead of it is.
    pub(super) async fn row_by_row(&mut self, uppdrag: &Uppdrag, stop: &Arc<AtomicBool>) -> Result<(), Avbrott> {
        let fraga = uppdrag.fraga;
        let mut strom = self.strom(uppdrag, stop).await?;
        let mut ahead: Option<Omgang> = None;
        let (mut stopped, mut takt) =
            (false, Takt::of(fraga.importlage, self.app.store.kind(), self.app.store.load().begun));
        while let Some(round) = strom.round(takt.len()).await {
            // The reader may have come to its end already: what it made is not written all the same.
            stopped = is_stopped(stop);
            if stopped {
                break;
            }
            let written = self.write_round(fraga, round).await;
            takt.heed(self.app.store.load().begun);
            if let Some(ahead) = ahead.take() {
                strom.give_back(self.settle(ahead).await?);
            }
            if let Some(skriven) = written? {
                ahead = Some(self.keep_round(skriven).await?);
            }
        }
        if let Some(ahead) = ahead {
            self.settle(ahead).await?;
        }
        if strom.finish().await.map_err(Avbrott::Lasning)? && !stopped { Ok(()) } else { Err(Avbrott::Avbruten) }
    }

    /// Waits until a round is lasting. If it does not become so, what was counted since is not true.
    async fn settle(&mut self, omgang: Omgang) -> Result<Uttjanta, StoreError> {
        let kept = omgang.kept.await.unwrap_or_else(|fel| Err(StoreError::Unavailable(fel.to_string())));
        match kept {
            Ok(()) => Ok(omgang.uttjanta),
            Err(fel) => {
                self.import = omgang.before;
                Err(fel)
            }
        }
    }

    /// Writes the records of a round; `None` where nothing is to be kept.
    async fn write_round(&mut self, fraga: Importfraga, round: Bedomda) -> Result<Option<Skriven>, Avbrott> {
        let mut unit = self.begin_apart().await?;
        if fraga.importlage == Importlage::Validera {
            let tried = run_direct(unit.as_mut(), &self.avsandare(), fraga, None, round).await;
            let svar = tried.map_err(Avbrott::from)?;
            drop(unit);
            let before = self.import.clone();
            let told = self.tell(&svar.rader).await;
            if told.is_err() {
                // What was counted was not kept.
                self.import = before;
            }
            return Ok(told.map(|()| None)?);
        }
        let (len, mut antal) = (round.len() as u64, self.import.antal);
        let skrivet = round.write(unit.as_mut(), &self.avsandare(), fraga.strategi, &mut antal, is_told).await?;
        Ok(Some(Skriven { unit, skrivet, len, antal }))
    }

    /// Counts a round and begins to make it lasting.
    async fn keep_round(&mut self, skriven: Skriven) -> Result<Omgang, StoreError> {
        let Skriven { mut unit, skrivet: Skrivet { rader, uttjanta }, len, antal } = skriven;
        let before = self.import.clone();
        let refused = antal.avvisade - before.antal.avvisade;
        self.import.antal = antal;
        self.import.lasta += len;
        self.import.skrivna += len - refused;
        if let Err(fel) = self.keep_in(unit.as_mut(), &rader).await {
            // What was counted was not kept.
            self.import = before;
            return Err(fel);
        }
        Ok(Omgang { before, uttjanta, kept: tokio::spawn(unit.commit()) })
    }
}
