//! An import that is answered at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::StatusCode;
use finsam_core::id::ImportId;
use finsam_core::protokoll::{Import as Importvy, Importlage, Importstatus, Radresultat, Radutfall};
use finsam_store::UnitOfWork;
use finsam_store::rum::{Atkomstmal, Import, Importinnehall};

use super::{carry_out, judge, new_import, place};
use crate::app::App;
use crate::extract::Anropare;
use crate::fel::{ApiError, Svar};
use crate::import::{
    Avstamma, Avstamningsval, Bedomda, Direktsvar, Granskare, Importfraga, Kalla, Radval, Skannat, is_kept, records,
    told, view,
};
use crate::kvitto::{Kvittens, Skapat};
use crate::las::Format;
use crate::matvarden;

/// An import that is answered at once.
pub(super) struct Direkt<'a> {
    pub(super) app: &'a App,
    pub(super) anropare: &'a Anropare,
    pub(super) id: ImportId,
    pub(super) fraga: Importfraga,
    pub(super) avstamning: Avstamningsval,
    pub(super) format: Format,
    pub(super) kalla: Arc<Kalla>,
}

impl Direkt<'_> {
    /// Everything in one transaction, the receipt too.
    async fn answer(&self, bedomda: Bedomda, skannat: &Skannat, kvittens: Kvittens) -> Svar<Skapat> {
        let (app, anropare, fraga) = (self.app, self.anropare, self.fraga);
        let mut unit = app.store.begin(anropare.aktor(app)).await?;
        let svar = self.carried_out(unit.as_mut(), bedomda, skannat).await?;
        let carries_out = fraga.importlage == Importlage::Verkstall;
        let validates = fraga.importlage == Importlage::Validera;
        let refused_whole = !validates && svar.antal.avvisade > 0 && nothing_done(&svar);
        if carries_out && (svar.behall || refused_whole) {
            matvarden::import_rows(&svar.antal);
        }
        if !svar.behall || refused_whole {
            drop(unit);
            unit = app.store.begin(anropare.aktor(app)).await?;
        }
        if !carries_out {
            unit.atkomst().log(&[Atkomstmal::Validering(svar.antal.mottagna)]).await?;
        }
        let import = self.keep(unit.as_mut(), &svar).await?;
        let visad = self.shown(&import, &svar);
        if refused_whole {
            unit.commit().await?;
            return Err(ApiError::refused_import(visad));
        }
        let plats = svar.planerad.then(|| place(self.id));
        let answer = Skapat::new(status_of(&svar), plats, Some(import.version), &visad)?;
        kvittens.keep(unit.as_mut(), &answer).await?;
        unit.commit().await?;
        Ok(answer)
    }

    async fn carried_out(&self, unit: &mut dyn UnitOfWork, bedomda: Bedomda, skannat: &Skannat) -> Svar<Direktsvar> {
        let avstamma = Avstamma { val: &self.avstamning, skannat, part: self.anropare.part()? };
        let avstamma = self.avstamning.is_asked().then_some(avstamma);
        carry_out(unit, self.anropare, self.fraga, avstamma, bedomda).await
    }

    /// Keeps the import where there is something to tell of it later: refused and warned rows, and the refused records.
    async fn keep(&self, unit: &mut dyn UnitOfWork, svar: &Direktsvar) -> Svar<Import> {
        let done = svar.behall || self.fraga.importlage == Importlage::Validera;
        let status = match svar.planerad {
            true => Importstatus::Planerad,
            false if done => Importstatus::Klar,
            false => Importstatus::Misslyckad,
        };
        let skrivna = if svar.behall { svar.antal.mottagna - svar.antal.avvisade } else { 0 };
        let new =
            new_import(self.app, self.anropare, self.id, (self.fraga, self.avstamning.clone()), self.format, status)?;
        let import = Import { antal: svar.antal, lasta: svar.antal.mottagna, skrivna, ..new };
        let rader = if svar.planerad { whole(svar) } else { told(&svar.rader) };
        if svar.planerad || !rader.is_empty() {
            unit.importer().insert(&import).await?;
            unit.importer().add_rows(import.id, &rader).await?;
            let poster = self.records(&rader, svar.planerad).await?;
            if !poster.is_empty() {
                unit.importer().add_posts(import.id, &poster).await?;
            }
        }
        Ok(import)
    }

    /// The refused records, and those of a plan. Without a key nothing can be kept, and nothing planned.
    async fn records(&self, rader: &[Radresultat], planerad: bool) -> Svar<Vec<Importinnehall>> {
        if self.app.jobb.ring().is_none() && !planerad {
            return Ok(Vec::new());
        }
        let kept = rader.iter().filter(|rad| planerad && rad.utfall != Radutfall::Avvisad || is_kept(rad));
        let rader: BTreeSet<u64> = kept.map(|rad| rad.rad).collect();
        let app = self.app.clone();
        let (kalla, format, limits) = (Arc::clone(&self.kalla), self.format, self.fraga.limits());
        let gathered = tokio::task::spawn_blocking(move || records(&app, &kalla, (format, &limits), &rader));
        Ok(gathered.await.map_err(ApiError::internal)??)
    }

    /// The import as its sender reads it, with the rows that it wants to see.
    fn shown(&self, import: &Import, svar: &Direktsvar) -> Importvy {
        let all = svar.planerad || self.fraga.rader == Radval::Alla;
        let rader = if all { whole(svar) } else { told(&svar.rader) };
        Importvy { rader: Some(rader), ..view(import, 0) }
    }
}

/// Judges a small body and answers.
pub(super) async fn at_once(direkt: Direkt<'_>, granskare: Arc<Granskare>, kvittens: Kvittens) -> Svar<Skapat> {
    let bedomda = judge(Arc::clone(&granskare), Arc::clone(&direkt.kalla), direkt.format).await?;
    direkt.answer(bedomda, granskare.skannat(), kvittens).await
}

/// Every row, and after them what reconciliation removes.
fn whole(svar: &Direktsvar) -> Vec<Radresultat> {
    [svar.rader.as_slice(), &svar.utanfor].concat()
}

fn nothing_done(svar: &Direktsvar) -> bool {
    let antal = svar.antal;
    antal.skapade + antal.uppdaterade + antal.oforandrade + antal.raderade + antal.raderade_utanfor == 0
}

fn status_of(svar: &Direktsvar) -> StatusCode {
    if svar.rader.iter().any(|rad| rad.utfall == Radutfall::Avvisad) {
        StatusCode::MULTI_STATUS
    } else {
        StatusCode::OK
    }
}
