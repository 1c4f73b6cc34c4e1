//! `/insatser/{id}/strukturdeltagande` and `/insatser/{id}/strukturdeltagande/{fran}`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Insats, Strukturdeltagande, Strukturuppgift, validate_strukturdeltagande};
use finsam_core::protokoll::Struktursvar;
use finsam_core::regel::Avvikelse;
use finsam_core::tid::Period;
use finsam_store::UnitOfWork;

use super::antal::{misnamed, place};
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::BAS;
use crate::rutter::svar::{changed, created, read};

/// Alla perioder då en insats har nått någon / All periods in which an insats reached people
///
/// Ordnade efter första dag. / By first day.
#[utoipa::path(get, path = "/insatser/{id}/strukturdeltagande", tag = "insatser",
    operation_id = "listaStrukturdeltagande",
    params(("id" = InsatsId, Path, description = "Insatsens id / Its identity")),
    responses((status = 200, body = Struktursvar, description = "Perioderna / The periods"), fel::Hamta))]
pub(super) async fn lista(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
) -> Svar<Json<Struktursvar>> {
    let id: InsatsId = id.parse().map_err(|_| ApiError::not_found())?;
    let mut session = app.store.read().await?;
    let insats = session.insatser().get(id).await?.ok_or_else(ApiError::not_found)?;
    anropare.reach(&insats)?;
    Ok(Json(Struktursvar { poster: session.strukturdeltagande().list(id).await? }))
}

/// Hur många som nåddes under en period / How many were reached in a period
///
/// Perioden namnges av sin första dag. / The period is named by its first day.
#[utoipa::path(get, path = "/insatser/{id}/strukturdeltagande/{fran}", tag = "insatser",
    operation_id = "hamtaStrukturdeltagande",
    params(("id" = InsatsId, Path, description = "Insatsens id / Its identity"),
        ("fran" = NaiveDate, Path, description = "Första dagen / The first day", example = "2013-01-01")),
    responses((status = 200, body = Strukturdeltagande, description = "Antalet / The number", headers(("ETag" = String))),
        (status = 304, description = "Oförändrat / Unchanged"), fel::Hamta))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag((id, fran)): Vag<(String, String)>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    let (id, fran) = place(&id, &fran)?;
    let mut session = app.store.read().await?;
    let insats = session.insatser().get(id).await?.ok_or_else(ApiError::not_found)?;
    anropare.reach(&insats)?;
    let reached = session.strukturdeltagande().get(id, fran).await?.ok_or_else(ApiError::not_found)?;
    Ok(read(&villkor, reached.version, reached))
}

/// Sätt hur många som nåddes under en period / Set how many were reached in a period
///
/// Bara strukturinriktade insatser har strukturdeltagande. Perioder ligger inom ett kalenderår och överlappar inte
/// varandra. Kräver `If-Match` när perioden finns.
///
/// Only structural insatser have people reached. Periods lie within one calendar year and do not overlap. Needs `If-Match`
/// when the period exists.
#[utoipa::path(put, path = "/insatser/{id}/strukturdeltagande/{fran}", tag = "insatser",
    operation_id = "sattStrukturdeltagande",
    params(("id" = InsatsId, Path, description = "Insatsens id / Its identity"),
        ("fran" = NaiveDate, Path, description = "Första dagen / The first day", example = "2013-01-01"),
        ("If-Match" = Option<String>, Header, description = "Versionen som ersätts / The version to replace"),
        ("If-None-Match" = Option<String>, Header, description = "`*` skapar bara / creates only")),
    request_body = Strukturuppgift,
    responses((status = 200, body = Strukturdeltagande, description = "Ändrat / Changed", headers(("ETag" = String))),
        (status = 201, body = Strukturdeltagande, description = "Registrerat / Registered",
            headers(("Location" = String))),
        fel::Andra))]
pub(super) async fn satt(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag((id, fran)): Vag<(String, String)>,
    villkor: Villkorshuvud,
    Kropp { value: uppgift, .. }: Kropp<Strukturuppgift>,
) -> Svar<Response> {
    let (id, fran) = place(&id, &fran)?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let (insats, standing) = held(unit.as_mut(), &anropare, id, fran).await?;
    let version = villkor.decide(standing.map(|reached| reached.version))?;
    let found = judge(unit.as_mut(), &insats, fran, &uppgift).await?;
    if !found.is_empty() {
        return Err(ApiError::rules(found));
    }
    let reached = unit.strukturdeltagande().put(id, uppgift).await?;
    unit.commit().await?;
    Ok(match version {
        Some(_) => changed(reached.version, reached),
        None => created(format!("{BAS}/insatser/{id}/strukturdeltagande/{fran}"), reached.version, reached),
    })
}

/// Ta bort en period / Remove a period
///
/// Kräver `If-Match`. / Needs `If-Match`.
#[utoipa::path(delete, path = "/insatser/{id}/strukturdeltagande/{fran}", tag = "insatser",
    operation_id = "raderaStrukturdeltagande",
    params(("id" = InsatsId, Path, description = "Insatsens id / Its identity"),
        ("fran" = NaiveDate, Path, description = "Första dagen / The first day", example = "2013-01-01"),
        ("If-Match" = String, Header, description = "Versionen som tas bort / The version to remove")),
    responses((status = 204, description = "Borttagen / Removed"), fel::Radera))]
pub(super) async fn radera(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag((id, fran)): Vag<(String, String)>,
    villkor: Villkorshuvud,
) -> Svar<StatusCode> {
    let (id, fran) = place(&id, &fran)?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let (_, standing) = held(unit.as_mut(), &anropare, id, fran).await?;
    villkor.decide(Some(standing.ok_or_else(ApiError::not_found)?.version))?;
    unit.strukturdeltagande().remove(id, fran).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An insats that the caller reaches and what stands under a day, which nobody else changes until the unit of work has
/// ended: so that two who set periods at the same time do not both find room for theirs.
async fn held(
    unit: &mut dyn UnitOfWork,
    anropare: &Anropare,
    id: InsatsId,
    fran: NaiveDate,
) -> Svar<(Insats, Option<Strukturdeltagande>)> {
    let insats = unit.insatser().get(id).await?.ok_or_else(ApiError::not_found)?;
    anropare.reach(&insats)?;
    unit.strukturdeltagande().hold(&[id]).await?;
    let standing = unit.strukturdeltagande().get(id, fran).await?;
    Ok((insats, standing))
}

/// The rules, beside the other periods; the period is the one that the address names.
async fn judge(
    unit: &mut dyn UnitOfWork,
    insats: &Insats,
    fran: NaiveDate,
    uppgift: &Strukturuppgift,
) -> Svar<Vec<Avvikelse>> {
    let all = unit.strukturdeltagande().list(insats.id).await?;
    let others = all.iter().map(|reached| &reached.uppgift).filter(|reached| reached.fran != fran);
    let periods: Vec<Period> = others.map(Strukturuppgift::period).collect();
    let mut found = validate_strukturdeltagande(uppgift, &insats.uppgift, &periods);
    found.extend(misnamed(uppgift.fran, fran));
    Ok(found)
}
