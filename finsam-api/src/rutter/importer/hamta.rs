//! `GET /importer/{id}`.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use finsam_core::id::ImportId;
use finsam_core::protokoll::{Import as Importvy, Importstatus};
use finsam_store::rum::Import;

use super::find;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag, Villkorshuvud, etag, not_modified};
use crate::fel::Svar;
use crate::import::view;
use crate::openapi::fel;

/// En import / One import
///
/// Tillstånd, antal, framsteg och plats i kön; bara den egna partens. Fråga med If-None-Match: är ingenting nytt blir
/// svaret 304. En import som besvarades direkt finns här om någon rad avvisades eller fick en varning. Importer finns i 90
/// dagar.
///
/// State, counts, progress and place in the queue; one's own part's only. Ask with If-None-Match: where nothing is new the
/// answer is 304. An import that was answered at once is here if any row was refused or warned of. Imports are kept for
/// 90 days.
#[utoipa::path(get, path = "/importer/{id}", tag = "importer", operation_id = "hamtaImport",
    params(("id" = ImportId, Path, description = "Importens id / Its identity")),
    responses((status = 200, body = Importvy, description = "Importen / The import", headers(("ETag" = String))),
        (status = 304, description = "Oförändrad / Unchanged"), fel::Hamta))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    // Asked for often: what is under way has nobody before it, and so is one question.
    let mut session = app.store.ask().await?;
    let import = find(session.as_mut(), &anropare, &id).await?;
    let fore = if import.status == Importstatus::Koad { session.importer().ahead(import.id).await? } else { 0 };
    let tagg = tagg(&import, fore);
    if villkor.has(tagg) {
        return Ok(not_modified(tagg));
    }
    Ok(([etag(tagg)], Json(view(&import, fore))).into_response())
}

/// What the entity tag says: the version, and in the queue the place too, which changes when others do.
fn tagg(import: &Import, fore: u64) -> i64 {
    let place = i64::try_from(fore).unwrap_or(i64::MAX).min(i64::from(i32::MAX));
    place << 32 | import.version
}
