//! `GET /api-info`, as the national REST API profile has it.

use axum::Json;
use finsam_core::protokoll::ApiInfo;

use crate::extract::Fraga;
use crate::openapi::OPPEN;

/// Vad detta är för API / What API this is
///
/// Namn, version, dokumentation och status enligt Diggs REST API-profil.
///
/// Name, version, documentation and status by the national REST API profile.
#[utoipa::path(get, path = "/api-info", tag = OPPEN, operation_id = "hamtaApiInfo",
    responses((status = 200, body = ApiInfo, description = "Information om API:et / Information about the API")))]
pub(super) async fn hamta(_: Fraga<()>) -> Json<ApiInfo> {
    Json(ApiInfo {
        api_name: "Finsam".to_owned(),
        api_version: env!("CARGO_PKG_VERSION").to_owned(),
        api_released: "2026-11-21".to_owned(),
        api_documentation: "/docs/".to_owned(),
        api_status: "beta".to_owned(),
    })
}
