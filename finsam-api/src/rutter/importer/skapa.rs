//! `POST /importer`.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use finsam_core::atkomst::Handling;
use finsam_core::id::ImportId;
use finsam_core::protokoll::Import as Importvy;
use finsam_core::regel::format::FMT_13;
use tokio::sync::OnceCell;

use super::direkt::{Direkt, at_once};
use super::format_and_packing_of;
use super::ko::queue;
use crate::app::App;
use crate::extract::{Anropare, Fraga, too_large};
use crate::fel::{ApiError, Svar};
use crate::import::{
    Avsandare, Avstamningsval, Granskare, Importfraga, Mottagen, Mottagning, Skanning, Uppdrag, all_have_keys, granser,
};
use crate::kvitto::{Idempotensnyckel, Skapat, once, with_options};
use crate::openapi::fel;

/// Importera deltaganden / Import participations
///
/// En post är innehållet i PUT med `kallsystem` och `nyckel` överst. Upp till gränserna i `/begransningar` kommer svaret
/// direkt; större, eller med `Prefer: respond-async`, blir ett jobb (202 och `Location`). CSV: se `docs/CSV.md`. Med
/// `strategi=skapa` avvisas en nyckel som finns, med `uppdatera` en som saknas. Med `radera` läses bara `kallsystem` och
/// `nyckel`; en post som redan är raderad är oförändrad, en nyckel som aldrig har funnits avvisas. Jobb överlever att
/// servern startas om. En parts jobb körs ett i taget, i den ordning de kom; svar som kommer direkt väntar inte i kön. Med
/// `importlage=plan` skrivs ingenting: varje rad får sitt utfall och sina ändringar fält för fält, planen sparas förseglad i
/// 24 timmar och verkställs med `POST …/verkstall`. En plan har högst så många poster som `atomicitet=allt` och 64 MiB.
/// Med `avstamning=omfang` är importen hela sanningen om varje (källsystem, insats, startår) som den har en godtagen post
/// i, och om dem i `omfang`: det som står där men saknas i importen raderas, innan dess poster skrivs. Avvisade rader räknas
/// som närvarande. Högst en procent får raderas om inte `maxRaderade` säger fler; annars 422 (AVSTAMNING) och ingenting
/// skrivs.
///
/// A record is the body of PUT with `kallsystem` and `nyckel` on top. Up to the limits of `/begransningar` the answer
/// comes at once; larger ones, or with `Prefer: respond-async`, become a job (202 and `Location`). CSV: see
/// `docs/CSV.md`. With `strategi=skapa` a key that exists is refused, with `uppdatera` one that does not. With `radera`
/// nothing but `kallsystem` and `nyckel` is read; a record that has been deleted already is unchanged, a key that never
/// existed is refused. Jobs outlive a restart of the server. A part's jobs run one at a time, in the order in which they
/// came; what is answered at once does not wait in the queue. With `importlage=plan` nothing is written: each row gets its
/// outcome and its changes field by field, the plan is kept sealed for 24 hours and carried out by `POST …/verkstall`. A
/// plan has at most as many records as `atomicitet=allt`, and 64 MiB. With `avstamning=omfang` the import is the whole
/// truth of each (system, insats, year of start) that it has a sound record in, and of those in `omfang`: what stands there
/// and is not in the import is deleted, before its records are written. Refused rows count as present. At most one per cent
/// may go unless `maxRaderade` says more; otherwise 422 (AVSTAMNING) and nothing is written. An import that validates judges overlaps (REG-11) against
/// the register and within rounds of 2 000 records.
#[utoipa::path(post, path = "/importer", tag = "importer", operation_id = "skapaImport",
    params(Importfraga, Avstamningsval,
        ("Idempotency-Key" = Option<String>, Header, description = "1-255 synliga ASCII-tecken / visible ASCII"),
        ("Content-Encoding" = Option<String>, Header, description = "`gzip`; gränserna gäller det uppackade / the limits hold unpacked"),
        ("Prefer" = Option<String>, Header, description = "`respond-async` ger ett jobb / makes a job")),
    request_body(description = "Posterna / The records", content((String = "application/x-ndjson"),
        (Vec<finsam_core::protokoll::Importpost> = "application/json"), (String = "text/csv"))),
    responses((status = 200, body = Importvy, description = "Alla rader är införda / All rows applied or unchanged"),
        (status = 202, body = Importvy, description = "Ett jobb / A job", headers(("Location" = String))),
        (status = 207, body = Importvy, description = "Några rader avvisades / Some rows were refused"), fel::Skapa))]
pub(super) async fn skapa(
    State(app): State<App>,
    anropare: Anropare,
    nyckel: Idempotensnyckel,
    Fraga((fraga, avstamning)): Fraga<(Importfraga, Avstamningsval)>,
    headers: HeaderMap,
    body: Body,
) -> Svar<Skapat> {
    anropare.require(Handling::AndraDeltaganden)?;
    let (format, packning) = format_and_packing_of(&headers)?;
    let (id, most) = (ImportId(app.new_id()), fraga.most());
    let skanning = Skanning { format, limits: fraga.limits(), most, keys: avstamning.is_asked() };
    let mottagning = Mottagning {
        most: fraga.most_bytes(),
        digest: nyckel.is_given(),
        packning,
        ..Mottagning::new(&app, id.0, skanning)
    };
    let Mottagen { kalla, skannat, kropp } = mottagning.receive(body).await?;
    if skannat.poster > most {
        return Err(too_many(most));
    }
    if avstamning.is_asked() {
        all_have_keys(&skannat)?;
        may_reconcile(&app, &anropare, &avstamning).await?;
    }
    let direct = kalla.is_small() && skannat.poster <= granser::DIREKT_POSTER && !prefers_job(&headers);
    let avsandare = Avsandare { anropare: &anropare, part: anropare.part()? };
    let granskare = Granskare::new(app.clone(), avsandare, fraga.strategi, Arc::new(skannat)).await?;
    let (granskare, kalla) = (Arc::new(granskare), Arc::new(kalla));
    let kropp = receipt_of(kropp, &fraga, &avstamning);
    once(&app, &anropare, nyckel, kropp, async |kvittens| {
        if direct {
            let direkt = Direkt { app: &app, anropare: &anropare, id, fraga, avstamning, format, kalla };
            at_once(direkt, granskare, kvittens).await
        } else {
            let uppdrag = Uppdrag { fraga, avstamning, format, kalla, granskare: OnceCell::new_with(Some(granskare)) };
            queue(&app, &anropare, id, uppdrag, kvittens).await
        }
    })
    .await
}

/// What a receipt knows the request by.
fn receipt_of(kropp: [u8; 32], fraga: &Importfraga, avstamning: &Avstamningsval) -> [u8; 32] {
    let kropp = with_options(kropp, fraga);
    if avstamning.is_asked() { with_options(kropp, avstamning) } else { kropp }
}

/// The insatser of named scopes must be the caller's to write on.
async fn may_reconcile(app: &App, anropare: &Anropare, avstamning: &Avstamningsval) -> Svar<()> {
    let mut session = app.store.read().await?;
    for omfang in &avstamning.omfang {
        let insats = session.insatser().get(omfang.insats).await?;
        if !insats.is_some_and(|insats| anropare.covers_insats(&insats)) {
            let found = FMT_13.at("?omfang").value("omfang").expected("an insats of your own");
            return Err(ApiError::format(vec![found]));
        }
    }
    Ok(())
}

/// Whether `Prefer` (RFC 7240) asks for a job.
fn prefers_job(headers: &HeaderMap) -> bool {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split([',', ';'])).any(|wish| wish.trim().eq_ignore_ascii_case("respond-async"))
}

fn too_many(most: u64) -> ApiError {
    too_large(granser::BYTE).saying(
        format!("Importen har fler än {most} poster. Dela upp den."),
        format!("The import has more than {most} records. Split it."),
    )
}
