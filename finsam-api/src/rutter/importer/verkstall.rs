//! `POST /importer/{id}/verkstall`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::id::ImportId;
use finsam_core::protokoll::{Felkod, Import as Importvy, Importstatus};

use super::find;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::import::{carry_out_plan, view};
use crate::matvarden;
use crate::openapi::fel;
use crate::rutter::svar::changed;

/// Verkställ en plan / Carry out a plan
///
/// Precis det som planerades, i en transaktion: varje rad i den version och med det utfall som planen anger. Har något
/// ändrats sedan dess blir svaret 409 och ingenting skrivs. If-Match anger planens ETag. Planen finns i 24 timmar. Kom
/// inget svar: läs importen; är den `klar` är planen verkställd.
///
/// Exactly what was planned, in one transaction: each row at the version and with the outcome that the plan names. If
/// anything has changed since, the answer is 409 and nothing is written. If-Match names the ETag of the plan. A plan is
/// kept for 24 hours. If no answer came: read the import; when it is `klar` the plan has been carried out.
#[utoipa::path(post, path = "/importer/{id}/verkstall", tag = "importer", operation_id = "verkstallImport",
    params(("id" = ImportId, Path, description = "Importens id / Its identity"),
        ("If-Match" = String, Header, description = "Planens ETag / The ETag of the plan")),
    responses((status = 200, body = Importvy, description = "Verkställd / Carried out", headers(("ETag" = String))),
        fel::Andra))]
pub(super) async fn verkstall(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    let import = find(app.store.read().await?.as_mut(), &anropare, &id).await?;
    villkor.decide(Some(import.version))?;
    if import.status != Importstatus::Planerad {
        return Err(no_plan());
    }
    let (task, caller) = (app.clone(), anropare.clone());
    // A caller who goes away in between does not end it half way, and cannot: it is one transaction.
    let done = tokio::spawn(async move { carry_out_plan(&task, &caller, &import).await });
    let done = done.await.map_err(ApiError::internal)??;
    matvarden::import_rows(&done.antal);
    Ok(changed(done.version, view(&done, 0)))
}

fn no_plan() -> ApiError {
    ApiError::new(
        Felkod::Konflikt,
        "Importen är inte en plan som väntar på att verkställas.",
        "The import is not a plan that waits to be carried out.",
    )
}
