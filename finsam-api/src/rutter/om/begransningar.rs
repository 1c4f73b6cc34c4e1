//! `GET /begransningar`: the limits, stated.

use axum::Json;
use axum::extract::State;
use finsam_core::protokoll::Begransningar;

use crate::app::App;
use crate::extract::{Fraga, MAX_KROPP, MAX_LIMIT};
use crate::import::granser;
use crate::openapi::OPPEN;
use crate::{antal, flode, kvitto, webhook};

/// Serverns gränser / The limits of the server
///
/// Den som överskrider en gräns får 413 eller 429, aldrig en tyst tidsgräns.
///
/// Whoever exceeds a limit gets 413 or 429, never a silent time-out.
#[utoipa::path(get, path = "/begransningar", tag = OPPEN, operation_id = "hamtaBegransningar",
    responses((status = 200, body = Begransningar, description = "Gränserna / The limits")))]
pub(super) async fn hamta(_: Fraga<()>, State(app): State<App>) -> Json<Begransningar> {
    Json(Begransningar {
        kropp_byte: MAX_KROPP as u64,
        sida_poster: MAX_LIMIT,
        import_direkt_poster: granser::DIREKT_POSTER,
        import_direkt_byte: granser::DIREKT_BYTE,
        import_poster: granser::POSTER,
        import_byte: granser::BYTE,
        import_allt_poster: granser::ALLT_POSTER,
        import_post_byte: granser::POST_BYTE as u64,
        import_antal_poster: antal::RADER as u64,
        import_antal_byte: antal::BYTE,
        import_plan_byte: granser::PLAN_BYTE,
        import_plan_timmar: granser::PLAN_TIMMAR,
        import_avvisade_dagar: granser::AVVISADE_DAGAR,
        import_dagar: granser::IMPORT_DAGAR,
        kvitto_dagar: kvitto::DAGAR,
        andringar_vanta_sekunder: flode::VANTA,
        andringar_vantande: app.installning.andringar.vantande,
        andringar_dagar: app.installning.andringar.dagar,
        webhookar: webhook::ANTAL,
        anrop_per_minut: app.installning.skydd.anrop_per_minut,
        rojandeskydd_troskel: app.installning.rojandeskydd,
    })
}
