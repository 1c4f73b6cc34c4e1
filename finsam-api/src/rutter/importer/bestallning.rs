//! What an import is asked for, and its body received accordingly.

use std::sync::Arc;

use axum::body::Body;
use axum::http::HeaderMap;
use finsam_core::id::ImportId;
use finsam_core::regel::format::FMT_13;
use tokio::sync::OnceCell;

use super::direkt::Direkt;
use super::format_and_packing_of;
use crate::app::App;
use crate::extract::{Anropare, too_large};
use crate::fel::{ApiError, Svar};
use crate::import::{
    Avsandare, Avstamningsval, Granskare, Importfraga, Kalla, Mottagen, Mottagning, Packning, Skannat, Skanning,
    Uppdrag, all_have_keys, granser,
};
use crate::kvitto::with_options;
use crate::las::Format;

/// An import that is asked for.
pub(super) struct Bestallning {
    fraga: Importfraga,
    avstamning: Avstamningsval,
    format: Format,
    packning: Packning,
    /// Whether a job is wished for.
    jobb: bool,
}

impl Bestallning {
    pub(super) fn new(fraga: Importfraga, avstamning: Avstamningsval, headers: &HeaderMap) -> Svar<Self> {
        let (format, packning) = format_and_packing_of(headers)?;
        Ok(Self { fraga, avstamning, format, packning, jobb: prefers_job(headers) })
    }

    /// Receives the body to its end and scans it.
    pub(super) async fn receive(
        &self,
        app: &App,
        anropare: &Anropare,
        (id, digest): (ImportId, bool),
        body: Body,
    ) -> Svar<Mottagen> {
        let (limits, most, keys) = (self.fraga.limits(), self.fraga.most(), self.avstamning.is_asked());
        let skanning = Skanning { format: self.format, limits, most, keys };
        let (most_bytes, packning) = (self.fraga.most_bytes(), self.packning);
        let mottagning = Mottagning { most: most_bytes, digest, packning, ..Mottagning::new(app, id.0, skanning) };
        let mottagen = mottagning.receive(body).await?;
        if mottagen.skannat.poster > most {
            return Err(too_many(most));
        }
        if self.avstamning.is_asked() {
            all_have_keys(&mottagen.skannat)?;
            self.may_reconcile(app, anropare).await?;
        }
        Ok(mottagen)
    }

    /// The insatser of named scopes must be the caller's to write on.
    async fn may_reconcile(&self, app: &App, anropare: &Anropare) -> Svar<()> {
        let mut session = app.store.read().await?;
        for omfang in &self.avstamning.omfang {
            let insats = session.insatser().get(omfang.insats).await?;
            if !insats.is_some_and(|insats| anropare.covers_insats(&insats)) {
                let found = FMT_13.at("?omfang").value("omfang").expected("an insats of your own");
                return Err(ApiError::format(vec![found]));
            }
        }
        Ok(())
    }

    /// Whether it is answered at once.
    pub(super) fn is_direct(&self, mottagen: &Mottagen) -> bool {
        mottagen.kalla.is_small() && mottagen.skannat.poster <= granser::DIREKT_POSTER && !self.jobb
    }

    /// What a receipt knows the request by.
    pub(super) fn receipt_of(&self, kropp: [u8; 32]) -> [u8; 32] {
        let kropp = with_options(kropp, &self.fraga);
        if self.avstamning.is_asked() { with_options(kropp, &self.avstamning) } else { kropp }
    }

    /// Who judges its records.
    pub(super) async fn granskare(&self, app: &App, anropare: &Anropare, skannat: Skannat) -> Svar<Arc<Granskare>> {
        let avsandare = Avsandare { anropare, part: anropare.part()? };
        Ok(Arc::new(Granskare::new(app.clone(), avsandare, self.fraga.strategi, Arc::new(skannat)).await?))
    }

    /// As one that is answered at once.
    pub(super) fn direkt<'a>(self, app: &'a App, anropare: &'a Anropare, id: ImportId, kalla: Kalla) -> Direkt<'a> {
        let Self { fraga, avstamning, format, .. } = self;
        Direkt { app, anropare, id, fraga, avstamning, format, kalla: Arc::new(kalla) }
    }

    /// As a job.
    pub(super) fn uppdrag(self, kalla: Kalla, granskare: Arc<Granskare>) -> Uppdrag {
        let Self { fraga, avstamning, format, .. } = self;
        Uppdrag { fraga, avstamning, format, kalla: Arc::new(kalla), granskare: OnceCell::new_with(Some(granskare)) }
    }
}

/// Whether `Prefer` (RFC 7240) asks for a job.
fn prefers_job(headers: &HeaderMap) -> bool {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split([',', ';'])).any(|wish| wish.trim().eq_ignore_ascii_case("respond-async"))
}

fn too_many(most: u64) -> ApiError {
    too_large(granser::BYTE).saying(
        format!("Importen har fler än {most} poster. Dela upp den."),
        format!("The import has more than {most} records. Split it."),
    )
}
