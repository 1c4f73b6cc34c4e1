//! `DELETE /importer/{id}`.

use axum::extract::State;
use axum::http::StatusCode;
use finsam_core::atkomst::Handling;
use finsam_core::id::ImportId;

use super::find;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use finsam_core::protokoll::Felkod;

/// Avbryt en import / Cancel an import
///
/// Den slutar efter omgången som skrivs just nu; det som är skrivet står kvar och är räknat.
///
/// It stops after the round being written; what has been written stays and is counted.
#[utoipa::path(delete, path = "/importer/{id}", tag = "importer", operation_id = "avbrytImport",
    params(("id" = ImportId, Path, description = "Importens id / Its identity")),
    responses((status = 202, description = "Avbryts / Being cancelled"), fel::Skapa))]
pub(super) async fn avbryt(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
) -> Svar<StatusCode> {
    anropare.require(Handling::AndraDeltaganden)?;
    let import = find(app.store.read().await?.as_mut(), &anropare, &id).await?;
    if import.status.is_final() || !app.jobb.cancel(import.id) {
        return Err(ApiError::new(
            Felkod::Konflikt,
            "Importen är redan slut och kan inte avbrytas.",
            "The import has ended already and cannot be cancelled.",
        ));
    }
    Ok(StatusCode::ACCEPTED)
}
