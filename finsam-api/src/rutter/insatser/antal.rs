//! `/insatser/{id}/antal/{fran}`: counts of an insats by period.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Antal, Antalsuppgift, Enhet, Insats, validate_antal};
use finsam_core::protokoll::Antalssvar;
use finsam_core::regel::Avvikelse;
use finsam_core::regel::register::REG_26;
use finsam_core::tid::{Period, parse_datum};
use finsam_store::UnitOfWork;
use utoipa::IntoParams;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Fragor, FromFraga, Kropp, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::BAS;
use crate::rutter::svar::{changed, created, read};

/// Which unit is asked for.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Enhetsfraga {
    /// Vad som räknas, personer om inget sägs / What is counted, people when nothing is said
    #[param(required = false)]
    enhet: Option<Enhet>,
}

impl FromFraga for Enhetsfraga {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        Self { enhet: fragor.one("enhet", "a code of the list enhet") }
    }
}

/// Alla antal för en insats / All counts of an insats
///
/// Ordnade efter första dag och enhet. / By first day and unit.
#[utoipa::path(get, path = "/insatser/{id}/antal", tag = "insatser", operation_id = "listaAntal",
    params(("id" = InsatsId, Path, description = "Insatsens id / Its identity")),
    responses((status = 200, body = Antalssvar, description = "Antalen / The counts"), fel::Hamta))]
pub(super) async fn lista(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
) -> Svar<Json<Antalssvar>> {
    let id: InsatsId = id.parse().map_err(|_| ApiError::not_found())?;
    let mut session = app.store.read().await?;
    let insats = session.insatser().get(id).await?.ok_or_else(ApiError::not_found)?;
    anropare.reach(&insats)?;
    Ok(Json(Antalssvar { poster: session.antal().list(id).await? }))
}

/// Antal för en period / The counts of one period
///
/// Perioden namnges av sin första dag. / The period is named by its first day.
#[utoipa::path(get, path = "/insatser/{id}/antal/{fran}", tag = "insatser", operation_id = "hamtaAntal",
    params(("id" = InsatsId, Path, description = "Insatsens id / Its identity"),
        ("fran" = NaiveDate, Path, description = "Första dagen / The first day", example = "2013-01-01"), Enhetsfraga),
    responses((status = 200, body = Antal, description = "Antalen / The counts", headers(("ETag" = String))),
        (status = 304, description = "Oförändrade / Unchanged"), fel::Hamta))]
pub(super) async fn hamta(
    State(app): State<App>,
    anropare: Anropare,
    Vag((id, fran)): Vag<(String, String)>,
    Fraga(fraga): Fraga<Enhetsfraga>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    let (id, fran) = place(&id, &fran)?;
    let mut session = app.store.read().await?;
    let insats = session.insatser().get(id).await?.ok_or_else(ApiError::not_found)?;
    anropare.reach(&insats)?;
    let antal = session.antal().get(id, (fran, fraga.enhet.unwrap_or_default())).await?;
    let antal = antal.ok_or_else(ApiError::not_found)?;
    Ok(read(&villkor, antal.version, antal))
}

/// Sätt antal för en period / Set the counts of a period
///
/// Perioder ligger inom ett kalenderår och överlappar inte varandra. Kräver `If-Match` när perioden finns.
///
/// Periods lie within one calendar year and do not overlap. Needs `If-Match` when the period exists.
#[utoipa::path(put, path = "/insatser/{id}/antal/{fran}", tag = "insatser", operation_id = "sattAntal",
    params(("id" = InsatsId, Path, description = "Insatsens id / Its identity"),
        ("fran" = NaiveDate, Path, description = "Första dagen / The first day", example = "2013-01-01"),
        ("If-Match" = Option<String>, Header, description = "Versionen som ersätts / The version to replace"),
        ("If-None-Match" = Option<String>, Header, description = "`*` skapar bara / creates only")),
    request_body = Antalsuppgift,
    responses((status = 200, body = Antal, description = "Ändrade / Changed", headers(("ETag" = String))),
        (status = 201, body = Antal, description = "Registrerade / Registered", headers(("Location" = String))),
        fel::Andra))]
pub(super) async fn satt(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag((id, fran)): Vag<(String, String)>,
    villkor: Villkorshuvud,
    Kropp { value: uppgift, .. }: Kropp<Antalsuppgift>,
) -> Svar<Response> {
    let (id, fran) = place(&id, &fran)?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let insats = unit.insatser().get(id).await?.ok_or_else(ApiError::not_found)?;
    anropare.reach(&insats)?;
    // So that two who set periods at the same time do not both find room for theirs.
    unit.antal().hold(&[id]).await?;
    let standing = unit.antal().get(id, (fran, uppgift.enhet)).await?;
    let version = villkor.decide(standing.map(|antal| antal.version))?;
    let found = judge(unit.as_mut(), &insats, fran, &uppgift).await?;
    if !found.is_empty() {
        return Err(ApiError::rules(found));
    }
    let antal = unit.antal().put(id, uppgift).await?;
    unit.commit().await?;
    Ok(match version {
        Some(_) => changed(antal.version, antal),
        None => created(format!("{BAS}/insatser/{id}/antal/{fran}"), antal.version, antal),
    })
}

/// The rules, beside the other periods of the same unit; the period is the one that the address names.
async fn judge(
    unit: &mut dyn UnitOfWork,
    insats: &Insats,
    fran: NaiveDate,
    uppgift: &Antalsuppgift,
) -> Svar<Vec<Avvikelse>> {
    let all = unit.antal().list(insats.id).await?;
    let others = all.iter().map(|antal| &antal.uppgift).filter(|a| a.enhet == uppgift.enhet && a.fran != fran);
    let periods: Vec<Period> = others.map(Antalsuppgift::period).collect();
    let mut found = validate_antal(uppgift, &insats.uppgift, &periods);
    found.extend(misnamed(uppgift.fran, fran));
    Ok(found)
}

/// A period that is not the one that the address names.
pub(super) fn misnamed(first: NaiveDate, named: NaiveDate) -> Option<Avvikelse> {
    (first != named).then(|| REG_26.at("/fran").value(first).expected(format!("{named}, as in the address")))
}

/// The insats and the first day that an address names.
pub(super) fn place(id: &str, fran: &str) -> Svar<(InsatsId, NaiveDate)> {
    let id = id.parse().map_err(|_| ApiError::not_found())?;
    Ok((id, parse_datum(fran).ok_or_else(ApiError::not_found)?))
}
