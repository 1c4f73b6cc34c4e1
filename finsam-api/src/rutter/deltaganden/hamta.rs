//! `GET /deltaganden/{kallsystem}/{nyckel}`.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use finsam_core::deltagande::{Deltagande, Nyckel};
use finsam_store::rum::Atkomstmal;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag, Villkorshuvud, etag, not_modified};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;

/// Ett deltagande / One participation
///
/// Den egna partens, under avsändarens nyckel. Läsningen loggas.
///
/// One's own part's, under the sender's key. The reading is logged.
#[utoipa::path(get, path = "/deltaganden/{kallsystem}/{nyckel}", tag = "deltaganden", operation_id = "hamtaDeltagande",
    params(("kallsystem" = String, Path, description = "Det sändande systemet / The sending system", example = "treserva"),
        ("nyckel" = String, Path, description = "Dess egen nyckel / Its own key", example = "d-1")),
    responses((status = 200, body = Deltagande, description = "Deltagandet / The participation",
            headers(("ETag" = String))),
        (status = 304, description = "Oförändrat / Unchanged"), fel::Hamta))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag((kallsystem, nyckel)): Vag<(String, String)>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    let part = anropare.part()?;
    let nyckel = Nyckel { kallsystem, nyckel };
    let mut session = app.store.read().await?;
    let deltagande = session.deltaganden().get(part, &nyckel).await?.ok_or_else(ApiError::not_found)?;
    let insats = session.insatser().get(deltagande.post.insats_id).await?.ok_or_else(ApiError::not_found)?;
    drop(session);
    anropare.reach(&insats)?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    unit.atkomst().log(&[Atkomstmal::Deltagande(deltagande.id)]).await?;
    unit.commit().await?;
    if villkor.has(deltagande.version) {
        return Ok(not_modified(deltagande.version));
    }
    Ok(([etag(deltagande.version)], Json(deltagande)).into_response())
}
