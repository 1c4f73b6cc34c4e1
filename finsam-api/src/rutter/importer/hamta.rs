//! `GET /importer/{id}`.

use axum::Json;
use axum::extract::State;
use finsam_core::atkomst::Handling;
use finsam_core::id::ImportId;
use finsam_core::protokoll::Import as Importvy;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag};
use crate::fel::{ApiError, Svar};
use crate::import::view;
use crate::openapi::fel;

/// En import / One import
///
/// Tillstånd, antal och framsteg; bara den egna partens. / State, counts and progress; one's own part's only.
#[utoipa::path(get, path = "/importer/{id}", tag = "importer", operation_id = "hamtaImport",
    params(("id" = ImportId, Path, description = "Importens id / Its identity")),
    responses((status = 200, body = Importvy, description = "Importen / The import"), fel::Hamta))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
) -> Svar<Json<Importvy>> {
    anropare.require(Handling::LasaDeltaganden)?;
    let id: ImportId = id.parse().map_err(|_| ApiError::not_found())?;
    let import = app.store.read().await?.importer().get(anropare.part()?, id).await?;
    Ok(Json(view(&import.ok_or_else(ApiError::not_found)?, None)))
}
