//! `POST /forbund/{id}/budgetar/{ar}/faststallande`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::ekonomi::{Budget, Faststallande};
use finsam_core::id::ForbundId;
use finsam_store::rum::Aktnamn;

use super::akter::begin;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::ar::year;
use crate::rutter::svar::changed;

/// Registrera att en budget fastställts / Register that a budget was set
///
/// Budgeten fastställs som den står; ändras den sedan blir den åter ett utkast. Samma dag en gång till ändrar inget.
/// `If-Match` får anges, så att det är den lästa versionen som fastställs.
///
/// The budget is set as it stands; a change after that makes it a draft again. The same day once more changes nothing.
/// `If-Match` may be given, so that the version that was read is the one that is set.
#[utoipa::path(post, path = "/forbund/{id}/budgetar/{ar}/faststallande", tag = "forbund",
    operation_id = "faststallBudget",
    params(("id" = ForbundId, Path, description = "Förbundets id / Its identity"),
        ("ar" = i32, Path, description = "Kalenderåret / The calendar year", example = 2016),
        ("If-Match" = Option<String>, Header, description = "Versionen som fastställs / The version that is set")),
    request_body = Faststallande,
    responses((status = 200, body = Budget, description = "Fastställd / Set", headers(("ETag" = String))), fel::Villkorad))]
pub(super) async fn skapa(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag((id, ar)): Vag<(String, String)>,
    villkor: Villkorshuvud,
    Kropp { value: faststallande, .. }: Kropp<Faststallande>,
) -> Svar<Response> {
    let (mut unit, forbund) = begin(&app, &anropare, &id).await?;
    let ar = year(&ar)?;
    let budget = unit.akter().get(forbund.id, Aktnamn::Budget(ar)).await?.ok_or_else(ApiError::not_found)?;
    villkor.condition(Some(budget.version()))?;
    let set = unit.akter().set(forbund.id, ar, budget.version(), faststallande.datum).await?;
    let budget = set.ok_or_else(ApiError::stale)?;
    unit.commit().await?;
    Ok(changed(budget.version(), budget))
}
