//! `/deltaganden/{kallsystem}/{nyckel}/uppfoljningar/{manad}`: how it went 3, 6 and 12 months after the end.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use finsam_core::deltagande::{Deltagande, Nyckel, Uppfoljningsmanad, Uppfoljningsuppgift, validate_uppfoljning};
use finsam_store::UnitOfWork;
use finsam_store::rum::{Atkomstmal, Avsikt};

use super::spara::encode;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::BAS;
use crate::rutter::svar::{changed, created, read};

/// En uppföljning / A follow-up
///
/// Läget 3, 6 eller 12 månader efter slutet. `ETag` är deltagandets version. Läsningen loggas.
///
/// The situation 3, 6 or 12 months after the end. `ETag` is the version of the participation. The reading is logged.
#[utoipa::path(get, path = "/deltaganden/{kallsystem}/{nyckel}/uppfoljningar/{manad}", tag = "deltaganden",
    operation_id = "hamtaUppfoljning",
    params(("kallsystem" = String, Path, description = "Det sändande systemet / The sending system", example = "treserva"),
        ("nyckel" = String, Path, description = "Dess egen nyckel / Its own key", example = "d-1"),
        ("manad" = Uppfoljningsmanad, Path, description = "Månader efter slutet / Months after the end")),
    responses((status = 200, body = Uppfoljningsuppgift, description = "Uppföljningen / The follow-up",
            headers(("ETag" = String))),
        (status = 304, description = "Oförändrad / Unchanged"), fel::Hamta))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(plats): Vag<(String, String, String)>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    let (nyckel, manad) = place(plats)?;
    let mut session = app.store.read().await?;
    let found = session.deltaganden().get(anropare.part()?, &nyckel).await?.ok_or_else(ApiError::not_found)?;
    let insats = session.insatser().get(found.post.insats_id).await?.ok_or_else(ApiError::not_found)?;
    drop(session);
    anropare.reach(&insats)?;
    let uppgift = found.uppfoljningar.get(&manad).ok_or_else(ApiError::not_found)?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    unit.atkomst().log(&[Atkomstmal::Deltagande(found.id)]).await?;
    unit.commit().await?;
    Ok(read(&villkor, found.version, uppgift))
}

/// Spara en uppföljning / Save a follow-up
///
/// Skapar eller ersätter; utan villkor vinner den som skriver sist. Deltagandet ska vara en persons och avslutat, och
/// månaderna ska ha gått. En uppföljning ändrar deltagandet: dess version står i `ETag`, och händelsen är `andrad`.
/// Återkallas samtycket tas uppföljningarna bort.
///
/// Creates or replaces; without a condition the last write wins. The participation is to be a person's and closed, and
/// the months are to have passed. A follow-up changes the participation: its version stands in `ETag`, and the event is
/// `andrad`. When consent is withdrawn, follow-ups are removed.
#[utoipa::path(put, path = "/deltaganden/{kallsystem}/{nyckel}/uppfoljningar/{manad}", tag = "deltaganden",
    operation_id = "sparaUppfoljning",
    params(("kallsystem" = String, Path, description = "Det sändande systemet / The sending system", example = "treserva"),
        ("nyckel" = String, Path, description = "Dess egen nyckel / Its own key", example = "d-1"),
        ("manad" = Uppfoljningsmanad, Path, description = "Månader efter slutet / Months after the end"),
        ("If-Match" = Option<String>, Header, description = "Deltagandets version / The version of the participation"),
        ("If-None-Match" = Option<String>, Header, description = "`*` skapar bara / creates only")),
    request_body = Uppfoljningsuppgift,
    responses((status = 200, body = Uppfoljningsuppgift, description = "Ändrad eller oförändrad / Changed or unchanged",
            headers(("ETag" = String))),
        (status = 201, body = Uppfoljningsuppgift, description = "Registrerad / Registered",
            headers(("Location" = String), ("ETag" = String))), fel::Andra))]
pub(super) async fn spara(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(plats): Vag<(String, String, String)>,
    villkor: Villkorshuvud,
    Kropp { value: mut uppgift, .. }: Kropp<Uppfoljningsuppgift>,
) -> Svar<Response> {
    let (nyckel, manad) = place(plats)?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let standing = held(unit.as_mut(), &anropare, &nyckel).await?;
    let known = standing.uppfoljningar.contains_key(&manad);
    villkor.of_part(known, standing.version)?;
    let found = validate_uppfoljning(manad, &uppgift, &standing.post, app.klocka.today());
    if !found.is_empty() {
        return Err(ApiError::rules(found));
    }
    uppgift.lage.normalize();
    let mut uppfoljningar = standing.uppfoljningar;
    uppfoljningar.insert(manad, uppgift.clone());
    let kept = unit.deltaganden().put_follow_ups(anropare.part()?, &nyckel, uppfoljningar).await?;
    let version = kept.ok_or_else(ApiError::not_found)?.version;
    unit.commit().await?;
    Ok(if known { changed(version, uppgift) } else { created(address(&nyckel, manad), version, uppgift) })
}

/// Ta bort en uppföljning / Remove a follow-up
///
/// Kräver `If-Match` med deltagandets version. / Needs `If-Match` with the version of the participation.
#[utoipa::path(delete, path = "/deltaganden/{kallsystem}/{nyckel}/uppfoljningar/{manad}", tag = "deltaganden",
    operation_id = "raderaUppfoljning",
    params(("kallsystem" = String, Path, description = "Det sändande systemet / The sending system", example = "treserva"),
        ("nyckel" = String, Path, description = "Dess egen nyckel / Its own key", example = "d-1"),
        ("manad" = Uppfoljningsmanad, Path, description = "Månader efter slutet / Months after the end"),
        ("If-Match" = String, Header, description = "Deltagandets version / The version of the participation")),
    responses((status = 204, description = "Borttagen / Removed"), fel::Radera))]
pub(super) async fn radera(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(plats): Vag<(String, String, String)>,
    villkor: Villkorshuvud,
) -> Svar<StatusCode> {
    let (nyckel, manad) = place(plats)?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let standing = held(unit.as_mut(), &anropare, &nyckel).await?;
    let mut uppfoljningar = standing.uppfoljningar;
    uppfoljningar.remove(&manad).ok_or_else(ApiError::not_found)?;
    villkor.decide(Some(standing.version))?;
    unit.deltaganden().put_follow_ups(anropare.part()?, &nyckel, uppfoljningar).await?;
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The participation under a key of the caller's part, which nobody else changes until the unit of work has ended.
///
/// # Errors
/// 404 when there is none, or it is in an insats that is not the caller's.
async fn held(unit: &mut dyn UnitOfWork, anropare: &Anropare, nyckel: &Nyckel) -> Svar<Deltagande> {
    let part = anropare.part()?;
    let avsikt = Avsikt { nyckel: nyckel.clone(), insats: None, identitet: None, staende: true };
    let underlag = unit.deltaganden().look_up(part, avsikt).await?;
    anropare.reach(&underlag.staende.ok_or_else(ApiError::not_found)?.insats)?;
    unit.deltaganden().get(part, nyckel).await?.ok_or_else(ApiError::not_found)
}

fn place((kallsystem, nyckel, manad): (String, String, String)) -> Svar<(Nyckel, Uppfoljningsmanad)> {
    let manad = manad.parse().map_err(|_| ApiError::not_found())?;
    Ok((Nyckel { kallsystem, nyckel }, manad))
}

fn address(nyckel: &Nyckel, manad: Uppfoljningsmanad) -> String {
    format!("{BAS}/deltaganden/{}/{}/uppfoljningar/{manad}", encode(&nyckel.kallsystem), encode(&nyckel.nyckel))
}
