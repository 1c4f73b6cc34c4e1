//! `PUT /forbund/{id}`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::atkomst::Operation;
use finsam_core::forbund::{self, Forbund, Forbundsuppgift};
use finsam_core::id::ForbundId;
use finsam_store::UnitOfWork;

use super::location;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::svar::{changed, created};

/// Ändra ett förbund / Change a förbund
///
/// Kräver `If-Match` när det finns. Utan villkor skapas det som saknas (bara systemadministratör).
///
/// Needs `If-Match` when it exists. Without a condition what is absent is created (system administrator only).
#[utoipa::path(put, path = "/forbund/{id}", tag = "forbund", operation_id = "andraForbund",
    params(("id" = ForbundId, Path, description = "Förbundets id / Its identity"),
        ("If-Match" = Option<String>, Header, description = "Versionen som ersätts / The version to replace"),
        ("If-None-Match" = Option<String>, Header, description = "`*` skapar bara / creates only")),
    request_body = Forbundsuppgift,
    responses((status = 200, body = Forbund, description = "Ändrat / Changed", headers(("ETag" = String))),
        (status = 201, body = Forbund, description = "Registrerat / Registered", headers(("Location" = String))),
        fel::Andra))]
pub(super) async fn andra(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
    Kropp { value: uppgift, .. }: Kropp<Forbundsuppgift>,
) -> Svar<Response> {
    let id: ForbundId = id.parse().map_err(|_| ApiError::not_found())?;
    anropare.reach_forbund(id)?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let standing = unit.forbund().get(id).await?;
    if standing.is_none() && !anropare.may(Operation::SkapaForbund) {
        return Err(ApiError::not_found());
    }
    let version = villkor.decide(standing.map(|forbund| forbund.version))?;
    let found = forbund::validate(&uppgift);
    if !found.is_empty() {
        return Err(ApiError::rules(found));
    }
    let answer = save(unit.as_mut(), id, version, uppgift).await?;
    unit.commit().await?;
    Ok(answer)
}

async fn save(
    unit: &mut dyn UnitOfWork,
    id: ForbundId,
    version: Option<i64>,
    uppgift: Forbundsuppgift,
) -> Svar<Response> {
    let Some(version) = version else {
        let forbund = unit.forbund().insert(id, uppgift).await?;
        return Ok(created(location(&forbund), forbund.version, forbund));
    };
    let forbund = unit.forbund().update(id, version, uppgift).await?.ok_or_else(ApiError::stale)?;
    Ok(changed(forbund.version, forbund))
}
