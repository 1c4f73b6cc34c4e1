//! Imports.

mod antal;
mod avbryt;
mod hamta;
mod resultat;
mod skapa;

use std::sync::Arc;

use axum::http::{HeaderMap, header};
use finsam_core::id::ImportId;
use finsam_store::ReadSession;
use finsam_store::rum::Import;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::{Anropare, not_encoded};
use crate::fel::{ApiError, Svar};
use crate::import::{Avsandare, Bedomda, Direktsvar, Granskare, Importfraga, Kalla};
use crate::las::Format;
use finsam_core::protokoll::Felkod;

/// The operations on imports.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(skapa::skapa))
        .routes(routes!(antal::importera))
        .routes(routes!(hamta::hamta, avbryt::avbryt))
        .routes(routes!(resultat::lista))
}

/// The part's import; a caller who is narrowed to some insatser sees only those it asked for itself.
///
/// # Errors
/// 404 when there is none.
async fn find(session: &mut dyn ReadSession, anropare: &Anropare, id: &str) -> Svar<Import> {
    let id: ImportId = id.parse().map_err(|_| ApiError::not_found())?;
    let import = session.importer().get(anropare.part()?, id).await?.ok_or_else(ApiError::not_found)?;
    let own = !anropare.is_narrowed() || import.vem == anropare.token().id.to_string();
    if own { Ok(import) } else { Err(ApiError::not_found()) }
}

/// The format that `Content-Type` names.
pub(super) fn format_of(headers: &HeaderMap) -> Svar<Format> {
    let named = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let found = match (Format::from_content_type(named), not_encoded(headers)) {
        (Ok(format), Ok(())) => return Ok(format),
        (Err(found), _) | (Ok(_), Err(found)) => found,
    };
    let sv = "Skicka application/x-ndjson, application/json eller text/csv i UTF-8, utan Content-Encoding.";
    let en = "Send application/x-ndjson, application/json or text/csv in UTF-8, without Content-Encoding.";
    Err(ApiError::new(Felkod::Innehallstyp, sv, en).with(found))
}

/// Judges and carries out a small body in a unit of work that the caller commits.
pub(super) async fn carry_out(
    unit: &mut dyn finsam_store::UnitOfWork,
    anropare: &Anropare,
    fraga: Importfraga,
    bedomda: Bedomda,
) -> Svar<Direktsvar> {
    let avsandare = Avsandare { anropare, part: anropare.part()? };
    Ok(crate::import::run_direct(unit, &avsandare, fraga, bedomda).await?)
}

/// Judges every record of a small body on a thread that may block.
pub(super) async fn judge(granskare: Arc<Granskare>, kalla: Arc<Kalla>, format: Format) -> Svar<Bedomda> {
    let judged = tokio::task::spawn_blocking(move || crate::import::judge_all(&granskare, &kalla, format));
    Ok(judged.await.map_err(ApiError::internal)??)
}
