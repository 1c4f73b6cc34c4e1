//! `PUT /deltaganden/{kallsystem}/{nyckel}`.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use finsam_core::deltagande::{
    Deltagandeuppgift, Godkand, Nyckel, Sammanhang, about, overlap, validate, validate_key, withdrawn,
};
use finsam_core::forbund::Forbund;
use finsam_core::id::DeltagandeId;
use finsam_core::insats::Insats;
use finsam_core::protokoll::{Deltagandekvitto, Radutfall};
use finsam_core::regel::Avvikelse;
use finsam_core::tid::Period;
use finsam_store::rum::{Avsikt, Skrivning, Skrivutfall, Staende};

use super::genvag::save_new;
use super::named;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud, etag};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::BAS;

/// Spara ett deltagande / Save a participation
///
/// Skapar eller ersätter under avsändarens egen nyckel; utan villkor vinner den som skriver sist. Samma innehåll igen
/// ger `oforandrad`.
///
/// Creates or replaces under the sender's own key; without a condition the last write wins. The same content again
/// gives `oforandrad`.
#[utoipa::path(put, path = "/deltaganden/{kallsystem}/{nyckel}", tag = "deltaganden", operation_id = "sparaDeltagande",
    params(("kallsystem" = String, Path, description = "Det sändande systemet / The sending system", example = "treserva"),
        ("nyckel" = String, Path, description = "Dess egen nyckel, aldrig ett identitetsnummer / Its own key", example = "d-1"),
        ("If-Match" = Option<String>, Header, description = "Versionen som ersätts / The version to replace"),
        ("If-None-Match" = Option<String>, Header, description = "`*` skapar bara / creates only")),
    request_body = Deltagandeuppgift,
    responses((status = 200, body = Deltagandekvitto, description = "Ändrat eller oförändrat / Changed or unchanged",
            headers(("ETag" = String))),
        (status = 201, body = Deltagandekvitto, description = "Registrerat / Registered",
            headers(("Location" = String), ("ETag" = String))), fel::Andra))]
pub(super) async fn spara(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag((kallsystem, nyckel)): Vag<(String, String)>,
    villkor: Villkorshuvud,
    Kropp { value: uppgift, .. }: Kropp<Deltagandeuppgift>,
) -> Svar<Response> {
    let part = anropare.part()?;
    let nyckel = Nyckel { kallsystem, nyckel };
    if let Some(kvitto) = save_new(&app, &anropare, &villkor, &nyckel, &uppgift).await? {
        return Ok(answer(kvitto));
    }
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let avsikt = intention(&app, &anropare, &villkor, &nyckel, &uppgift)?;
    let underlag = unit.deltaganden().look_up(part, avsikt).await?;
    let villkor = villkor.condition(standing(&anropare, underlag.staende)?)?;
    let godkand = judge(&app, &anropare, underlag.insats.as_ref(), &nyckel, uppgift)?;
    underlag.insats.iter().for_each(|seen| app.insatsminne.put(seen));
    let (avvikelser, period) = (godkand.varningar.clone(), godkand.post.period());
    let skrivning = Skrivning { nyckel: nyckel.clone(), godkand, nytt_id: DeltagandeId(app.new_id()), villkor };
    let utfall = unit.save_and_commit(part, skrivning).await?;
    kept(utfall, nyckel, period, avvikelser).map(answer)
}

/// The receipt of what was kept; what is wrong with what was not.
fn kept(utfall: Skrivutfall, nyckel: Nyckel, period: Period, avvikelser: Vec<Avvikelse>) -> Svar<Deltagandekvitto> {
    let (id, version, utfall) = match utfall {
        Skrivutfall::Skapad { id, version } => (id, version, Radutfall::Skapad),
        Skrivutfall::Uppdaterad { id, version } => (id, version, Radutfall::Uppdaterad),
        Skrivutfall::Oforandrad { id, version } => (id, version, Radutfall::Oforandrad),
        Skrivutfall::Overlapp(other) => {
            return Err(ApiError::rules(overlap(period, &[other]).into_iter().chain(avvikelser).collect()));
        }
        Skrivutfall::Aterkallat(dag) => {
            return Err(ApiError::rules(std::iter::once(withdrawn(dag)).chain(avvikelser).collect()));
        }
        Skrivutfall::VillkorBrutet(_) => return Err(ApiError::stale()),
    };
    Ok(Deltagandekvitto { id, version, nyckel, utfall, avvikelser })
}

/// What has to be known of the register: what stands under the key only where the caller names a condition or may not
/// touch everything.
fn intention(
    app: &App,
    anropare: &Anropare,
    villkor: &Villkorshuvud,
    nyckel: &Nyckel,
    uppgift: &Deltagandeuppgift,
) -> Svar<Avsikt> {
    Ok(Avsikt {
        nyckel: nyckel.clone(),
        insats: named(anropare, nyckel, uppgift)?,
        identitet: about(uppgift, app.klocka.today()),
        staende: villkor.is_named() || anropare.is_narrowed(),
    })
}

/// The version that stands under the key.
///
/// # Errors
/// 404 when it is in an insats that is not the caller's.
fn standing(anropare: &Anropare, staende: Option<Staende>) -> Svar<Option<i64>> {
    let Some(staende) = staende else { return Ok(None) };
    if anropare.covers_insats(&staende.insats) { Ok(Some(staende.version)) } else { Err(ApiError::not_found()) }
}

/// Every rule, with what the register knows of the insats.
pub(super) fn judge(
    app: &App,
    anropare: &Anropare,
    insats: Option<&(Insats, Forbund)>,
    nyckel: &Nyckel,
    uppgift: Deltagandeuppgift,
) -> Svar<Godkand> {
    let idag = app.klocka.today();
    let insats = insats.filter(|(insats, _)| anropare.covers_insats(insats));
    let sammanhang = Sammanhang {
        part: anropare.part()?,
        idag,
        numrering: &app.installning.numrering,
        insats: insats.map(|(insats, forbund)| (insats, &forbund.uppgift)),
    };
    let mut found = validate_key(nyckel, idag);
    match validate(uppgift, &sammanhang) {
        Ok(godkand) if found.is_empty() => return Ok(godkand),
        Ok(godkand) => found.extend(godkand.varningar),
        Err(more) => found.extend(more),
    }
    Err(ApiError::rules(found))
}

fn answer(kvitto: Deltagandekvitto) -> Response {
    let version = [etag(kvitto.version)];
    if kvitto.utfall == Radutfall::Skapad {
        let pieces = [&kvitto.nyckel.kallsystem, &kvitto.nyckel.nyckel].map(|text| encode(text));
        let plats = format!("{BAS}/deltaganden/{}/{}", pieces[0], pieces[1]);
        return (StatusCode::CREATED, [(header::LOCATION, plats)], version, Json(kvitto)).into_response();
    }
    (version, Json(kvitto)).into_response()
}

/// One segment of a path, percent-encoded.
pub(super) fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
