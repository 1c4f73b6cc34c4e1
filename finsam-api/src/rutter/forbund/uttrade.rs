//! `POST /forbund/{id}/uttrade`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::forbund::Forbund;
use finsam_core::forbund::livscykel::{Uttrade, leave};
use finsam_core::id::ForbundId;

use super::akter::begin;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::svar::changed;

/// Registrera en medlems utträde / Register that a member leaves
///
/// Utan `sistaDag` räknas den från uppsägningen: tre år, eller kortare tid enligt förbundsordningen. En kortare
/// uppsägning än lagens hindras inte; den syns i `regelkontroll`. `If-Match` får anges.
///
/// Without `sistaDag` it is counted from the notice: three years, or less by the förbundsordning. A shorter notice than
/// the act asks is not refused; it is found by `regelkontroll`. `If-Match` may be given.
#[utoipa::path(post, path = "/forbund/{id}/uttrade", tag = "forbund", operation_id = "registreraUttrade",
    params(("id" = ForbundId, Path, description = "Förbundets id / Its identity"),
        ("If-Match" = Option<String>, Header, description = "Versionen som ändras / The version to change")),
    request_body = Uttrade,
    responses((status = 200, body = Forbund, description = "Förbundet / The förbund", headers(("ETag" = String))),
        fel::Villkorad))]
pub(super) async fn skapa(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
    Kropp { value: uttrade, .. }: Kropp<Uttrade>,
) -> Svar<Response> {
    let (mut unit, forbund) = begin(&app, &anropare, &id).await?;
    villkor.condition(Some(forbund.version))?;
    let uppgift = leave(&forbund.uppgift, &uttrade).map_err(ApiError::rules)?;
    let forbund = unit.forbund().update(forbund.id, forbund.version, uppgift).await?.ok_or_else(ApiError::stale)?;
    unit.commit().await?;
    Ok(changed(forbund.version, forbund))
}
