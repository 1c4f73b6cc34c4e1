//! `GET /tilldelningar/{ar}`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::protokoll::Tilldelningsresultat;

use super::with_result;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::ar::year;
use crate::rutter::svar::read;

/// Tilldelningen av statliga medel för ett år / The allocation of state money for a year
///
/// Parametrar, äskanden och resultat, med varje steg för varje förbund i siffror och ord.
///
/// Parameters, requests and result, with every step for every förbund in numbers and words.
#[utoipa::path(get, path = "/tilldelningar/{ar}", tag = "tilldelningar", operation_id = "hamtaTilldelning",
    params(("ar" = i32, Path, description = "Kalenderåret / The calendar year", example = 2016)),
    responses((status = 200, body = Tilldelningsresultat, description = "Tilldelningen / The allocation",
        headers(("ETag" = String))), (status = 304, description = "Oförändrad / Unchanged"), fel::Hamta, fel::Ar))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    _: Anropare,
    Vag(ar): Vag<String>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    let found = app.store.read().await?.tilldelningar().get(year(&ar)?).await?.ok_or_else(ApiError::not_found)?;
    Ok(read(&villkor, found.version, with_result(found)))
}
