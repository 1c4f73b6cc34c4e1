//! `GET /api-info`, as the national REST API profile has it.

use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::openapi::OPPEN;

/// What the API is (DIGG's REST API profile).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApiInfo {
    /// Its name.
    #[schema(example = "Finsam")]
    pub api_name: String,
    /// Its version, semver.
    #[schema(example = "0.1.0")]
    pub api_version: String,
    /// When this version was released.
    #[schema(example = "2026-11-21")]
    pub api_released: String,
    /// Where it is documented.
    #[schema(example = "/docs/")]
    pub api_documentation: String,
    /// Whether it is in use: `active`, `beta`, `deprecated`.
    #[schema(example = "beta")]
    pub api_status: String,
}

/// Vad detta är för API / What API this is
///
/// Namn, version, dokumentation och status enligt Diggs REST API-profil.
///
/// Name, version, documentation and status by the national REST API profile.
#[utoipa::path(get, path = "/api-info", tag = OPPEN, operation_id = "hamtaApiInfo",
    responses((status = 200, body = ApiInfo, description = "Information om API:et / Information about the API")))]
pub(super) async fn hamta() -> Json<ApiInfo> {
    Json(ApiInfo {
        api_name: "Finsam".to_owned(),
        api_version: env!("CARGO_PKG_VERSION").to_owned(),
        api_released: "2026-11-21".to_owned(),
        api_documentation: "/docs/".to_owned(),
        api_status: "beta".to_owned(),
    })
}
