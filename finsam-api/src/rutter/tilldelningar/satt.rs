//! `PUT /tilldelningar/{ar}`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::ekonomi::tilldelning::{Tilldelningsuppgift, validate};
use finsam_core::id::TilldelningId;
use finsam_core::protokoll::Tilldelningsresultat;

use super::with_result;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::BAS;
use crate::rutter::ar::year;
use crate::rutter::svar::{changed, created};

/// Sätt parametrar och äskanden för ett år / Set parameters and requests of a year
///
/// Svaret är fördelningen, exakt till kronan. Kräver `If-Match` när året finns. Nationell roll eller
/// systemadministratör.
///
/// The answer is the allocation, exact to the krona. Needs `If-Match` when the year exists. National role or system
/// administrator.
#[utoipa::path(put, path = "/tilldelningar/{ar}", tag = "tilldelningar", operation_id = "sattTilldelning",
    params(("ar" = i32, Path, description = "Kalenderåret / The calendar year", example = 2016),
        ("If-Match" = Option<String>, Header, description = "Versionen som ersätts / The version to replace"),
        ("If-None-Match" = Option<String>, Header, description = "`*` skapar bara / creates only")),
    request_body = Tilldelningsuppgift,
    responses((status = 200, body = Tilldelningsresultat, description = "Ändrad / Changed",
        headers(("ETag" = String))), (status = 201, body = Tilldelningsresultat,
        description = "Registrerad / Registered", headers(("Location" = String))), fel::Andra))]
pub(super) async fn satt(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(ar): Vag<String>,
    villkor: Villkorshuvud,
    Kropp { value: uppgift, .. }: Kropp<Tilldelningsuppgift>,
) -> Svar<Response> {
    let ar = year(&ar)?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let standing = unit.tilldelningar().get(ar).await?;
    let version = villkor.decide(standing.map(|one| one.version))?;
    let found = validate(&uppgift);
    if !found.is_empty() {
        return Err(ApiError::rules(found));
    }
    let kept = unit.tilldelningar().put(TilldelningId(app.new_id()), ar, version, uppgift).await?;
    let kept = kept.ok_or_else(ApiError::stale)?;
    unit.commit().await?;
    Ok(match version {
        Some(_) => changed(kept.version, with_result(kept)),
        None => created(format!("{BAS}/tilldelningar/{ar}"), kept.version, with_result(kept)),
    })
}
