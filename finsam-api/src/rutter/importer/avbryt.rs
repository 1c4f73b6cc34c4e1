//! `DELETE /importer/{id}`.

use axum::extract::State;
use axum::http::StatusCode;
use finsam_core::id::ImportId;
use finsam_core::protokoll::{Felkod, Importstatus};
use finsam_store::rum::Import;

use super::find;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag};
use crate::fel::{ApiError, Svar};
use crate::import::forget_plan;
use crate::openapi::fel;

/// Avbryt en import / Cancel an import
///
/// Den slutar före omgången som skrivs just nu; det som är skrivet står kvar och är räknat. En plan tas bort.
///
/// It stops before the round being written; what has been written stays and is counted. A plan is removed.
#[utoipa::path(delete, path = "/importer/{id}", tag = "importer", operation_id = "avbrytImport",
    params(("id" = ImportId, Path, description = "Importens id / Its identity")),
    responses((status = 202, description = "Avbryts / Being cancelled"), fel::Skapa))]
pub(super) async fn avbryt(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
) -> Svar<StatusCode> {
    let import = find(app.store.read().await?.as_mut(), &anropare, &id).await?;
    cancel(&app, &anropare, import).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Says so in the register first: whichever process has the import can write nothing more of it then.
async fn cancel(app: &App, anropare: &Anropare, import: Import) -> Svar<()> {
    let mut unit = app.store.begin(anropare.aktor(app)).await?;
    let standing = unit.importer().hold(import.part, import.id).await?;
    let mut import = standing.filter(|import| !import.status.is_final()).ok_or_else(ended)?;
    if import.status == Importstatus::Planerad {
        forget_plan(unit.as_mut(), import.id).await?;
    }
    import.status = Importstatus::Avbruten;
    import.andrad = app.klocka.now();
    unit.importer().update(&import).await?;
    unit.commit().await?;
    app.jobb.cancel(import.id);
    Ok(())
}

fn ended() -> ApiError {
    ApiError::new(
        Felkod::Konflikt,
        "Importen är redan slut och kan inte avbrytas.",
        "The import has ended already and cannot be cancelled.",
    )
}
