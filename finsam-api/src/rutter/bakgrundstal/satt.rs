//! `PUT /bakgrundstal/{ar}`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::bakgrund::{Bakgrundstal, Bakgrundsuppgift, validate};
use finsam_core::id::BakgrundstalId;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::BAS;
use crate::rutter::ar::year;
use crate::rutter::svar::{changed, created};

/// Sätt bakgrundstalen för ett år / Set the background figures of a year
///
/// Hela årets tal: kommuner som inte är med har inga. Kräver `If-Match` när året finns. Nationell roll eller
/// systemadministratör. `finsam importera --bakgrundstal FIL` skickar dem ur en CSV-fil (docs/CSV.md).
///
/// The figures of the whole year: kommuner that are not in it have none. Needs `If-Match` when the year exists. National
/// role or system administrator. `finsam importera --bakgrundstal FILE` sends them from a CSV file (docs/CSV.md).
#[utoipa::path(put, path = "/bakgrundstal/{ar}", tag = "bakgrundstal", operation_id = "sattBakgrundstal",
    params(("ar" = i32, Path, description = "Kalenderåret / The calendar year", example = 2014),
        ("If-Match" = Option<String>, Header, description = "Versionen som ersätts / The version to replace"),
        ("If-None-Match" = Option<String>, Header, description = "`*` skapar bara / creates only")),
    request_body = Bakgrundsuppgift,
    responses((status = 200, body = Bakgrundstal, description = "Ändrade / Changed", headers(("ETag" = String))),
        (status = 201, body = Bakgrundstal, description = "Registrerade / Registered", headers(("Location" = String))),
        fel::Andra))]
pub(super) async fn satt(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(ar): Vag<String>,
    villkor: Villkorshuvud,
    Kropp { value: uppgift, .. }: Kropp<Bakgrundsuppgift>,
) -> Svar<Response> {
    let ar = year(&ar)?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let standing = unit.bakgrundstal().get(ar).await?;
    let version = villkor.decide(standing.map(|one| one.version))?;
    let found = validate(ar, &uppgift);
    if !found.is_empty() {
        return Err(ApiError::rules(found));
    }
    let kept = unit.bakgrundstal().put(BakgrundstalId(app.new_id()), ar, version, uppgift).await?;
    let kept = kept.ok_or_else(ApiError::stale)?;
    unit.commit().await?;
    Ok(match version {
        Some(_) => changed(kept.version, kept),
        None => created(format!("{BAS}/bakgrundstal/{ar}"), kept.version, kept),
    })
}
