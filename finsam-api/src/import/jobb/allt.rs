//! A job of which everything is written in one transaction, or nothing.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use finsam_core::protokoll::{Importlage, Importstatus};

use super::{Avbrott, Gang, Slut, Uppdrag, is_stopped, told};
use crate::import::{Bedomda, Direktsvar, Importfraga, granser, run_direct};

impl Gang {
    /// Everything in one transaction, or nothing.
    pub(super) async fn all_or_nothing(&mut self, uppdrag: &Uppdrag, stop: &Arc<AtomicBool>) -> Result<Slut, Avbrott> {
        let fraga = uppdrag.fraga;
        // What had been told of before the database went away, or the server, is told of again.
        (self.import.lasta, self.import.antal) = Default::default();
        let mut strom = self.strom(uppdrag, stop).await?;
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
        if !strom.finish().await.map_err(Avbrott::Lasning)? || is_stopped(stop) {
            return Err(Avbrott::Avbruten);
        }
        if refusals > granser::ALLT_AVVIKELSER {
            Ok(self.not_kept(fraga))
        } else {
            self.all(uppdrag, waiting, stop).await
        }
    }

    async fn all(&mut self, uppdrag: &Uppdrag, bedomda: Bedomda, stop: &AtomicBool) -> Result<Slut, Avbrott> {
        let fraga = uppdrag.fraga;
        let granskare = uppdrag.granskare(&self.app, self.avsandare()).await?;
        let avstamma = uppdrag.avstamma(&granskare, self.import.part);
        let mut unit = self.begin().await?;
        let svar = run_direct(unit.as_mut(), &self.avsandare(), fraga, avstamma, bedomda).await?;
        self.import.antal.raderade_utanfor = svar.antal.raderade_utanfor;
        if is_stopped(stop) {
            return Err(Avbrott::Avbruten);
        }
        if svar.planerad {
            drop(unit);
            return self.keep_plan(&svar).await;
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

    /// Keeps what every row would come to, some rows at a time so that others can write between.
    async fn keep_plan(&mut self, svar: &Direktsvar) -> Result<Slut, Avbrott> {
        for some in svar.rader.chunks(granser::OMGANG) {
            self.count(some, false);
            self.keep(some).await?;
        }
        for some in svar.utanfor.chunks(granser::OMGANG) {
            self.keep(some).await?;
        }
        Ok((Importstatus::Planerad, None))
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
}
