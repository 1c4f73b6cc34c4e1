//! Imports.

mod antal;
mod avbryt;
mod avvisade;
mod bestallning;
mod direkt;
mod hamta;
mod ko;
mod resultat;
mod skapa;
mod verkstall;

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
use crate::import::{
    Avsandare, Avstamma, Avstamningsval, Bedomda, Direktsvar, Granskare, Importfraga, Installning, Kalla, Packning,
};
use crate::las::Format;
use crate::rutter::BAS;
use finsam_core::protokoll::{Felkod, Importantal, Importstatus};

/// The operations on imports.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(skapa::skapa))
        .routes(routes!(antal::importera))
        .routes(routes!(hamta::hamta, avbryt::avbryt))
        .routes(routes!(resultat::lista))
        .routes(routes!(avvisade::hamta))
        .routes(routes!(verkstall::verkstall))
}

/// The part's import; a caller who is narrowed to some insatser sees only those it asked for itself.
///
/// # Errors
/// 404 when there is none.
async fn find(session: &mut dyn ReadSession, anropare: &Anropare, id: &str) -> Svar<Import> {
    let id: ImportId = id.parse().map_err(|_| ApiError::not_found())?;
    let import = session.importer().get(anropare.part()?, id).await?.ok_or_else(ApiError::not_found)?;
    let own = !anropare.is_narrowed() || import.vem == anropare.vem();
    if own { Ok(import) } else { Err(ApiError::not_found()) }
}

/// Where an import is.
fn place(id: ImportId) -> String {
    format!("{BAS}/importer/{id}")
}

/// An import as it comes to be.
fn new_import(
    app: &App,
    anropare: &Anropare,
    id: ImportId,
    (fraga, avstamning): (Importfraga, Avstamningsval),
    format: Format,
    status: Importstatus,
) -> Svar<Import> {
    let tid = app.klocka.now();
    let (anrop, synfalt) = (Some(anropare.anrop().clone()), anropare.vouched().cloned());
    let installning = Installning { fraga, avstamning, format: Some(format), anrop, synfalt };
    Ok(Import {
        id,
        part: anropare.part()?,
        vem: anropare.vem().to_owned(),
        status,
        installning: installning.to_text().map_err(ApiError::internal)?,
        antal: Importantal::default(),
        lasta: 0,
        skrivna: 0,
        orsak: None,
        skapad: tid,
        andrad: tid,
        version: 1,
        agare: None,
        lan_till: None,
        nyckel: None,
    })
}

/// The format that `Content-Type` names, of a body that is not packed.
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

/// The format that `Content-Type` names, and how the body is packed.
fn format_and_packing_of(headers: &HeaderMap) -> Svar<(Format, Packning)> {
    let packning = Packning::of(headers).map_err(|found| {
        let sv = "Skicka innehållet packat med gzip (Content-Encoding: gzip) eller opackat.";
        let en = "Send the body packed with gzip (Content-Encoding: gzip) or not packed.";
        ApiError::new(Felkod::Innehallstyp, sv, en).with(found)
    })?;
    let mut plain = headers.clone();
    plain.remove(header::CONTENT_ENCODING);
    Ok((format_of(&plain)?, packning))
}

/// Judges and carries out a small body in a unit of work that the caller commits.
pub(super) async fn carry_out(
    unit: &mut dyn finsam_store::UnitOfWork,
    anropare: &Anropare,
    fraga: Importfraga,
    avstamma: Option<Avstamma<'_>>,
    bedomda: Bedomda,
) -> Svar<Direktsvar> {
    let avsandare = Avsandare { anropare, part: anropare.part()? };
    Ok(crate::import::run_direct(unit, &avsandare, fraga, avstamma, bedomda).await?)
}

/// Judges every record of a small body on a thread that may block.
pub(super) async fn judge(granskare: Arc<Granskare>, kalla: Arc<Kalla>, format: Format) -> Svar<Bedomda> {
    let judged = tokio::task::spawn_blocking(move || crate::import::judge_all(&granskare, &kalla, format));
    Ok(judged.await.map_err(ApiError::internal)??)
}
