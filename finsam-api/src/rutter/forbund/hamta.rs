//! `GET /forbund/{id}`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::forbund::Forbund;
use finsam_core::id::ForbundId;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::svar::read;

/// Ett förbund / One förbund
///
/// Med version i `ETag`; `If-None-Match` ger 304 när den är oförändrad.
///
/// With its version in `ETag`; `If-None-Match` gives 304 when it is unchanged.
#[utoipa::path(get, path = "/forbund/{id}", tag = "forbund", operation_id = "hamtaForbund",
    params(("id" = ForbundId, Path, description = "Förbundets id / Its identity")),
    responses((status = 200, body = Forbund, description = "Förbundet / The förbund", headers(("ETag" = String))),
        (status = 304, description = "Oförändrat / Unchanged"), fel::Hamta))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    _: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    let id: ForbundId = id.parse().map_err(|_| ApiError::not_found())?;
    let forbund = app.store.read().await?.forbund().get(id).await?.ok_or_else(ApiError::not_found)?;
    Ok(read(&villkor, forbund.version, forbund))
}
