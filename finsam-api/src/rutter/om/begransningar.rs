//! `GET /begransningar`: the limits, stated.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::extract::{MAX_KROPP, MAX_LIMIT};
use crate::import::granser;
use crate::kvitto;
use crate::openapi::OPPEN;

/// The limits of this server. Exceeding one gives 413 or 429, never a time-out.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Begransningar {
    /// The largest body of a single resource, in bytes.
    #[schema(example = 1_048_576)]
    pub kropp_byte: u64,
    /// The largest page of a list.
    #[schema(example = 1_000)]
    pub sida_poster: u32,
    /// The most records that an import or a validation answers at once.
    #[schema(example = 1_000)]
    pub import_direkt_poster: u64,
    /// The largest body that an import or a validation answers at once, in bytes.
    #[schema(example = 8_388_608)]
    pub import_direkt_byte: u64,
    /// The most records of one import.
    #[schema(example = 1_000_000)]
    pub import_poster: u64,
    /// The largest body of an import, in bytes.
    #[schema(example = 1_610_612_736)]
    pub import_byte: u64,
    /// The most records of one import with `atomicitet=allt`.
    #[schema(example = 50_000)]
    pub import_allt_poster: u64,
    /// The largest record of an import, in bytes.
    #[schema(example = 262_144)]
    pub import_post_byte: u64,
    /// How long a receipt of an `Idempotency-Key` is good for, in days.
    #[schema(example = 30)]
    pub kvitto_dagar: i64,
    /// Requests a minute and caller; `null` where there is no such limit.
    pub anrop_per_minut: Option<u32>,
    /// Below this a count about people is hidden in statistics; 0 hides nothing.
    #[schema(example = 5)]
    pub rojandeskydd_troskel: u32,
}

/// Serverns gränser / The limits of the server
///
/// Den som överskrider en gräns får 413 eller 429, aldrig en tyst tidsgräns.
///
/// Whoever exceeds a limit gets 413 or 429, never a silent time-out.
#[utoipa::path(get, path = "/begransningar", tag = OPPEN, operation_id = "hamtaBegransningar",
    responses((status = 200, body = Begransningar, description = "Gränserna / The limits")))]
pub(super) async fn hamta(State(app): State<App>) -> Json<Begransningar> {
    Json(Begransningar {
        kropp_byte: MAX_KROPP as u64,
        sida_poster: MAX_LIMIT,
        import_direkt_poster: granser::DIREKT_POSTER,
        import_direkt_byte: granser::DIREKT_BYTE,
        import_poster: granser::POSTER,
        import_byte: granser::BYTE,
        import_allt_poster: granser::ALLT_POSTER,
        import_post_byte: granser::POST_BYTE as u64,
        kvitto_dagar: kvitto::DAGAR,
        anrop_per_minut: None,
        rojandeskydd_troskel: app.installning.rojandeskydd,
    })
}
