//! `POST /personer/sok`.

use axum::Json;
use axum::extract::State;
use finsam_core::part::PartKod;
use finsam_core::protokoll::{DelatDeltagande, Personfraga, Personsvar};
use finsam_store::Aktor;
use finsam_store::rum::{Atkomstmal, Personsok};

use super::reached;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;

/// Sök en person / Look a person up
///
/// Den egna partens deltaganden, och de som andra parter har registrerat och som personen låter den egna parten se
/// (`samtycke.sekretess`). Ändamål och rättslig grund loggas, också när inget hittas; svaret säger aldrig om någon
/// annan känner personen.
///
/// One's own part's participations, and those that other parts registered and the person lets one's own part see
/// (`samtycke.sekretess`). Purpose and legal ground are logged, also when nothing is found; the answer never tells
/// whether anybody else knows the person.
#[utoipa::path(post, path = "/personer/sok", tag = "personer", operation_id = "sokPerson",
    request_body = Personfraga,
    responses((status = 200, body = Personsvar, description = "Deltagandena / The participations"), fel::Skapa))]
pub(super) async fn sok(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Kropp { value: fraga, .. }: Kropp<Personfraga>,
) -> Svar<Json<Personsvar>> {
    let part = anropare.part()?;
    let person = find(&app, &fraga)?;
    let svar = look_up(&app, &anropare, part, person).await?;
    let shown = svar.poster.iter().map(|post| post.id).chain(svar.delade.iter().map(|post| post.id));
    let lines: Vec<_> = std::iter::once(Atkomstmal::Sokning(shown.clone().count() as u64))
        .chain(shown.map(Atkomstmal::Deltagande))
        .collect();
    let aktor = Aktor { varfor: Some(why(&fraga)), ..anropare.aktor(&app) };
    let mut unit = app.store.begin(aktor).await?;
    unit.atkomst().log(&lines).await?;
    unit.commit().await?;
    Ok(Json(svar))
}

/// Why it was asked, as the access log keeps it.
fn why(fraga: &Personfraga) -> String {
    let arende = fraga.arende.as_ref().map(|arende| format!("; ärende: {arende}")).unwrap_or_default();
    format!("ändamål: {}; rättslig grund: {}{arende}", fraga.andamal, fraga.rattslig_grund)
}

/// What the person is found by.
fn find(app: &App, fraga: &Personfraga) -> Svar<Personsok> {
    let idag = app.klocka.today();
    let mut found = fraga.faults(idag);
    match fraga.person().identify(idag, &app.installning.numrering) {
        Ok(person) if found.is_empty() => return Ok(app.store.person_key(&person)?),
        Ok(_) => {}
        Err(fault) => found.insert(0, *fault),
    }
    Err(ApiError::rules(found))
}

/// What the caller may see of the person.
async fn look_up(app: &App, anropare: &Anropare, part: PartKod, person: Personsok) -> Svar<Personsvar> {
    let mut session = app.store.read().await?;
    let mut poster = session.personer().own(part, person).await?;
    let mut shared = session.personer().shared(part, person).await?;
    let insatser = poster.iter().chain(shared.iter().map(|(_, delad)| delad)).map(|post| post.post.insats_id);
    if let Some(insatser) = reached(&mut *session.insatser(), anropare, insatser).await? {
        poster.retain(|post| insatser.contains(&post.post.insats_id));
        shared.retain(|(_, delad)| insatser.contains(&delad.post.insats_id));
    }
    let delade = shared.into_iter().map(|(part, delad)| DelatDeltagande { id: delad.id, part, post: delad.post });
    Ok(Personsvar { poster, delade: delade.collect() })
}
