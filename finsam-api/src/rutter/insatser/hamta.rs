//! `GET /insatser/{id}`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::id::InsatsId;
use finsam_core::insats::Insats;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::svar::read;

/// En insats / One insats
///
/// Med version i `ETag`; `If-None-Match` ger 304 när den är oförändrad.
///
/// With its version in `ETag`; `If-None-Match` gives 304 when it is unchanged.
#[utoipa::path(get, path = "/insatser/{id}", tag = "insatser", operation_id = "hamtaInsats",
    params(("id" = InsatsId, Path, description = "Insatsens id / Its identity")),
    responses((status = 200, body = Insats, description = "Insatsen / The insats", headers(("ETag" = String))),
        (status = 304, description = "Oförändrad / Unchanged"), fel::Hamta))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    _: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    let id: InsatsId = id.parse().map_err(|_| ApiError::not_found())?;
    let insats = app.store.read().await?.insatser().get(id).await?.ok_or_else(ApiError::not_found)?;
    Ok(read(&villkor, insats.version, insats))
}
