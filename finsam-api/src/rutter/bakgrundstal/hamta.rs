//! `GET /bakgrundstal/{ar}`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::bakgrund::Bakgrundstal;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::ar::year;
use crate::rutter::svar::read;

/// Bakgrundstalen för ett år / The background figures of a year
///
/// Befolkning 16–64 år, arbetslösa, arbetskraft och ohälsotal per kommun, så som de är registrerade. Rapporten
/// `behov-och-rackvidd` räknar med dem.
///
/// Population aged 16–64, unemployed, labour force and ohälsotal by kommun, as they are registered. The report
/// `behov-och-rackvidd` counts with them.
#[utoipa::path(get, path = "/bakgrundstal/{ar}", tag = "bakgrundstal", operation_id = "hamtaBakgrundstal",
    params(("ar" = i32, Path, description = "Kalenderåret / The calendar year", example = 2014)),
    responses((status = 200, body = Bakgrundstal, description = "Bakgrundstalen / The background figures",
        headers(("ETag" = String))), (status = 304, description = "Oförändrade / Unchanged"), fel::Hamta, fel::Ar))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    _: Anropare,
    Vag(ar): Vag<String>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    let found = app.store.read().await?.bakgrundstal().get(year(&ar)?).await?.ok_or_else(ApiError::not_found)?;
    Ok(read(&villkor, found.version, found))
}
