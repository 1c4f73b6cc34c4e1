//! `POST /deltaganden/hamta`.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use finsam_core::deltagande::{Nyckel, validate_key};
use finsam_core::protokoll::{Hamtfraga, Hamtsvar};
use finsam_core::regel::Avvikelse;
use finsam_store::rum::Atkomstmal;

use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, MAX_LIMIT, too_large};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;

/// Flera deltaganden på en gång / Many participations at once
///
/// Den egna partens, under avsändarens nycklar; högst 1 000. POST i stället för GET, för att nycklarna inte ryms i en
/// adress. Varje post som visas loggas.
///
/// One's own part's, under the sender's keys; at most 1 000. POST stands for a GET because the keys do not fit into an
/// address. Each record shown is logged.
#[utoipa::path(post, path = "/deltaganden/hamta", tag = "deltaganden", operation_id = "hamtaDeltaganden",
    request_body = Hamtfraga,
    responses((status = 200, body = Hamtsvar, description = "De som finns / Those that are there"), fel::Skapa))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Kropp { value: fraga, .. }: Kropp<Hamtfraga>,
) -> Svar<Json<Hamtsvar>> {
    let part = anropare.part()?;
    if fraga.nycklar.len() > MAX_LIMIT as usize {
        return Err(too_large(0).saying(
            format!("Högst {MAX_LIMIT} nycklar per anrop. Dela upp frågan."),
            format!("At most {MAX_LIMIT} keys a request. Split the question."),
        ));
    }
    let found = unsound(&fraga.nycklar, app.klocka.today());
    if !found.is_empty() {
        return Err(ApiError::rules(found));
    }
    let mut svar = Hamtsvar { poster: Vec::new(), saknas: Vec::new() };
    let mut session = app.store.read().await?;
    for nyckel in fraga.nycklar {
        let found = session.deltaganden().get(part, &nyckel).await?;
        let insats = match &found {
            Some(deltagande) => session.insatser().get(deltagande.post.insats_id).await?,
            None => None,
        };
        match found.filter(|_| insats.is_some_and(|insats| anropare.covers_insats(&insats))) {
            Some(deltagande) => svar.poster.push(deltagande),
            None => svar.saknas.push(nyckel),
        }
    }
    drop(session);
    let shown: Vec<Atkomstmal> = svar.poster.iter().map(|post| Atkomstmal::Deltagande(post.id)).collect();
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    unit.atkomst().log(&shown).await?;
    unit.commit().await?;
    Ok(Json(svar))
}

/// What cannot be a key is not looked for: an identity number must not be said back as a key that is missing.
fn unsound(nycklar: &[Nyckel], idag: NaiveDate) -> Vec<Avvikelse> {
    let each = nycklar.iter().enumerate();
    each.flat_map(|(i, nyckel)| {
        validate_key(nyckel, idag).into_iter().map(move |finding| finding.below(&format!("/nycklar/{i}")))
    })
    .collect()
}
