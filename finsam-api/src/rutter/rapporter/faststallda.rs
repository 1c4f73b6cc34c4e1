//! `GET` and `POST /rapporter/faststallda`, `GET /rapporter/faststallda/{id}`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use finsam_core::id::FaststallelseId;
use finsam_core::protokoll::{Faststallelse, Faststallelselista, Faststallelsestatus, Faststallelseuppgift, Felkod};

use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag};
use crate::fel::{ApiError, Svar};
use crate::kvitto::{Idempotensnyckel, Skapat, hash_of, once};
use crate::openapi::fel;
use crate::rutter::BAS;
use crate::statistik::{Bestallning, Utgang, keep, start};

/// Fastställda tillstånd / Frozen states
///
/// Efter år och utgåva. Ett tillstånd frågas med sin `dataversion`: `GET /rapporter/{namn}?ar=…&dataversion=…`.
///
/// By year and utgåva. A state is asked by its `dataversion`: `GET /rapporter/{namn}?ar=…&dataversion=…`.
#[utoipa::path(get, path = "/rapporter/faststallda", tag = "rapporter", operation_id = "listaFaststallda",
    responses((status = 200, body = Faststallelselista, description = "Tillstånden / The states")))]
pub(super) async fn lista(_: Fraga<()>, State(app): State<App>, _: Anropare) -> Svar<Json<Faststallelselista>> {
    let faststallda = app.store.read().await?.faststallelser().all().await?;
    Ok(Json(Faststallelselista { faststallda }))
}

/// Ett fastställt tillstånd / A frozen state
///
/// Hur långt det har kommit, och vad som sades om det. / How far it has come, and what was said of it.
#[utoipa::path(get, path = "/rapporter/faststallda/{id}", tag = "rapporter", operation_id = "hamtaFaststalld",
    params(("id" = FaststallelseId, Path, description = "Tillståndets identitet / Its identity")),
    responses((status = 200, body = Faststallelse, description = "Tillståndet / The state"), fel::Hamta))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    _: Anropare,
    Vag(id): Vag<String>,
) -> Svar<Json<Faststallelse>> {
    let id: FaststallelseId = id.parse().map_err(|_| ApiError::not_found())?;
    let all = app.store.read().await?.faststallelser().all().await?;
    all.into_iter().find(|one| one.id == id).map(Json).ok_or_else(ApiError::not_found)
}

/// Fastställ ett år / Freeze a year
///
/// Registret som det är nu sparas, förseglat, som årets nästa utgåva; tidigare utgåvor finns kvar och kan frågas. Vad som
/// ska döljas räknas ut efteråt, vilket kan ta minuter: fråga på `Location` tills `status` är `klar`. Är året redan
/// fastställt i samma tillstånd svaras 409. Nationell roll eller systemadministratör.
///
/// The register as it is now is kept, sealed, as the next utgåva of the year; earlier ones stay and can be asked. What is to
/// be hidden is worked out afterwards, which can take minutes: ask at `Location` until `status` is `klar`. If the year is
/// frozen at the same state already the answer is 409. National role or system administrator.
#[utoipa::path(post, path = "/rapporter/faststallda", tag = "rapporter", operation_id = "faststallStatistik",
    params(("Idempotency-Key" = Option<String>, Header, description = "1-255 synliga ASCII-tecken / visible ASCII")),
    request_body = Faststallelseuppgift,
    responses((status = 202, body = Faststallelse, description = "Sparat, och räknas / Kept, and being worked out",
        headers(("Location" = String))), fel::Skapa))]
pub(super) async fn faststall(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    nyckel: Idempotensnyckel,
    Kropp { value: uppgift, bytes }: Kropp<Faststallelseuppgift>,
) -> Svar<Skapat> {
    let aktor = anropare.aktor(&app);
    let found = uppgift.faults(aktor.tid.date_naive());
    if !found.is_empty() {
        return Err(ApiError::rules(found));
    }
    once(&app, &anropare, nyckel, hash_of(&bytes), async |kvittens| {
        let (id, troskel) = (FaststallelseId(app.new_id()), app.installning.rojandeskydd);
        // Before the unit of work: nobody waits for it.
        let ny = app.statistik.freeze(Bestallning { id, uppgift, troskel }, &aktor).await?;
        let mut unit = app.store.begin(aktor).await?;
        let one = kept(keep(unit.as_mut(), ny).await?)?;
        let plats = format!("{BAS}/rapporter/faststallda/{}", one.id);
        let svar = Skapat::new(StatusCode::ACCEPTED, Some(plats), None, &one)?;
        kvittens.keep(unit.as_mut(), &svar).await?;
        unit.commit().await?;
        start(&app, one);
        Ok(svar)
    })
    .await
}

/// The state that is kept and does not answer yet: a new one, or one whose job may have come to nothing.
fn kept(utgang: Utgang) -> Svar<Faststallelse> {
    match utgang {
        Utgang::Ny(one) => Ok(one),
        Utgang::Redan(one) if one.status == Faststallelsestatus::Pagar => Ok(one),
        Utgang::Redan(one) => Err(ApiError::new(
            Felkod::Konflikt,
            format!(
                "Inget har ändrats sedan utgåva {} av {} (dataversion {}). Fråga den.",
                one.utgava, one.ar, one.dataversion
            ),
            format!(
                "Nothing has changed since utgåva {} of {} (dataversion {}). Ask that.",
                one.utgava, one.ar, one.dataversion
            ),
        )),
    }
}
