//! `POST /importer`.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use finsam_core::atkomst::Handling;
use finsam_core::id::ImportId;
use finsam_core::protokoll::{Atomicitet, Import as Importvy, Importlage, Importstatus, Radresultat, Radutfall};
use finsam_store::StoreError;
use finsam_store::rum::{Atkomstmal, Import};

use super::{carry_out, format_of, judge};
use crate::app::App;
use crate::extract::{Anropare, Fraga, too_large};
use crate::fel::{ApiError, Svar};
use crate::import::{
    Direktsvar, Granskare, Importfraga, LIMITS, Mottagen, Mottagning, Radval, Skanning, Uppdrag, granser, start, view,
};
use crate::kvitto::{Idempotensnyckel, Kvittens, Skapat, once};
use crate::matvarden;
use crate::openapi::fel;
use crate::rutter::BAS;

/// Importera deltaganden / Import participations
///
/// En post är innehållet i PUT med `kallsystem` och `nyckel` överst. Upp till gränserna i `/begransningar` kommer svaret
/// direkt; större, eller med `Prefer: respond-async`, blir ett jobb (202 och `Location`). CSV: se `docs/CSV.md`.
///
/// A record is the body of PUT with `kallsystem` and `nyckel` on top. Up to the limits of `/begransningar` the answer
/// comes at once; larger ones, or with `Prefer: respond-async`, become a job (202 and `Location`). CSV: see
/// `docs/CSV.md`. An import that validates judges overlaps (REG-11) against the register and within rounds of 2 000
/// records.
#[utoipa::path(post, path = "/importer", tag = "importer", operation_id = "skapaImport",
    params(Importfraga,
        ("Idempotency-Key" = Option<String>, Header, description = "1-255 synliga ASCII-tecken / visible ASCII"),
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
    Fraga(fraga): Fraga<Importfraga>,
    headers: HeaderMap,
    body: Body,
) -> Svar<Skapat> {
    anropare.require(Handling::AndraDeltaganden)?;
    let format = format_of(&headers)?;
    let id = ImportId(app.new_id());
    let most = if fraga.atomicitet == Atomicitet::Allt { granser::ALLT_POSTER } else { granser::POSTER };
    let skanning = Skanning { format, limits: LIMITS, most };
    let mottagning = Mottagning { digest: nyckel.is_given(), ..Mottagning::new(&app, id.0, skanning) };
    let Mottagen { kalla, skannat, kropp } = mottagning.receive(body).await?;
    if skannat.poster > most {
        return Err(too_many(most));
    }
    let direct = kalla.is_small() && skannat.poster <= granser::DIREKT_POSTER && !prefers_job(&headers);
    let granskare = Granskare::new(app.clone(), anropare.clone(), Arc::new(skannat)).await?;
    let kropp = crate::kvitto::with_options(kropp, &fraga);
    let uppdrag = Uppdrag { fraga, format, kalla: Arc::new(kalla), granskare: Arc::new(granskare) };
    once(&app, &anropare, nyckel, kropp, async |kvittens| {
        if direct {
            at_once(&app, &anropare, id, uppdrag, kvittens).await
        } else {
            queue(&app, &anropare, id, uppdrag, kvittens).await
        }
    })
    .await
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

/// Answers at once: everything in one transaction, the receipt too.
async fn at_once(app: &App, anropare: &Anropare, id: ImportId, uppdrag: Uppdrag, kvittens: Kvittens) -> Svar<Skapat> {
    let Uppdrag { fraga, format, kalla, granskare } = uppdrag;
    let bedomda = judge(granskare, kalla, format).await?;
    let mut unit = app.store.begin(anropare.aktor(app)).await?;
    let svar = carry_out(unit.as_mut(), anropare, fraga, bedomda).await?;
    let refused_whole = fraga.importlage == Importlage::Verkstall && svar.antal.avvisade > 0 && nothing_done(&svar);
    let answer = Skapat::new(status_of(&svar, refused_whole), None, None, &direct_view(id, fraga, &svar))?;
    if fraga.importlage == Importlage::Verkstall && (svar.behall || refused_whole) {
        matvarden::import_rows(&svar.antal);
    }
    if refused_whole {
        return Err(ApiError::refused_import(direct_view(id, fraga, &svar)));
    }
    if !svar.behall {
        drop(unit);
        unit = app.store.begin(anropare.aktor(app)).await?;
        unit.atkomst().log(&[Atkomstmal::Validering(svar.antal.mottagna)]).await?;
    }
    kvittens.keep(unit.as_mut(), &answer).await?;
    unit.commit().await?;
    Ok(answer)
}

fn nothing_done(svar: &Direktsvar) -> bool {
    let antal = svar.antal;
    antal.skapade + antal.uppdaterade + antal.oforandrade + antal.raderade == 0
}

fn status_of(svar: &Direktsvar, refused_whole: bool) -> StatusCode {
    match svar.antal.avvisade {
        0 => StatusCode::OK,
        _ if refused_whole => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::MULTI_STATUS,
    }
}

fn direct_view(id: ImportId, fraga: Importfraga, svar: &Direktsvar) -> Importvy {
    let shown = |rad: &&Radresultat| {
        fraga.rader == Radval::Alla || rad.utfall == Radutfall::Avvisad || !rad.avvikelser.is_empty()
    };
    Importvy {
        id,
        status: if svar.behall || fraga.importlage == Importlage::Validera {
            Importstatus::Klar
        } else {
            Importstatus::Misslyckad
        },
        importlage: fraga.importlage,
        strategi: fraga.strategi,
        atomicitet: fraga.atomicitet,
        antal: svar.antal,
        framsteg: finsam_core::protokoll::Importframsteg {
            lasta: svar.antal.mottagna,
            skrivna: if svar.behall { svar.antal.mottagna - svar.antal.avvisade } else { 0 },
        },
        orsak: None,
        rader: Some(svar.rader.iter().filter(shown).cloned().collect()),
    }
}

/// Keeps the import and starts its job: a caller who goes away in between must not leave one that waits for ever.
async fn queue(app: &App, anropare: &Anropare, id: ImportId, uppdrag: Uppdrag, kvittens: Kvittens) -> Svar<Skapat> {
    let (app, anropare) = (app.clone(), anropare.clone());
    let queued = tokio::spawn(async move {
        let import = new_import(&app, &anropare, id, uppdrag.fraga)?;
        let mut unit = app.store.begin(anropare.aktor(&app)).await?;
        unit.importer().insert(&import).await?;
        let plats = format!("{BAS}/importer/{id}");
        let svar = Skapat::new(StatusCode::ACCEPTED, Some(plats), None, &view(&import, None))?;
        kvittens.keep(unit.as_mut(), &svar).await?;
        let kept = unit.commit().await;
        // Without an answer it is not known whether it was kept; then the job, too, must not be missing.
        if matches!(kept, Ok(()) | Err(StoreError::Unavailable(_))) {
            start(app, anropare, import, uppdrag, kept.is_ok());
        }
        kept?;
        Ok(svar)
    });
    queued.await.map_err(ApiError::internal)?
}

fn new_import(app: &App, anropare: &Anropare, id: ImportId, fraga: Importfraga) -> Svar<Import> {
    let tid = app.klocka.now();
    Ok(Import {
        id,
        part: anropare.part()?,
        vem: anropare.token().id.to_string(),
        status: Importstatus::Koad,
        installning: serde_json::to_string(&fraga).map_err(ApiError::internal)?,
        antal: finsam_core::protokoll::Importantal::default(),
        lasta: 0,
        skrivna: 0,
        orsak: None,
        skapad: tid,
        andrad: tid,
    })
}
