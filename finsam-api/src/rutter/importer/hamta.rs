//! `GET /importer/{id}`.

use axum::Json;
use axum::extract::State;
use finsam_core::atkomst::Handling;
use finsam_core::id::ImportId;
use finsam_core::protokoll::Import as Importvy;

use super::find;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag};
use crate::fel::Svar;
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
    let import = find(app.store.read().await?.as_mut(), &anropare, &id).await?;
    Ok(Json(view(&import, None)))
}
