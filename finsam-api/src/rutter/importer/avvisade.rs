//! `GET /importer/{id}/avvisade`.

use std::collections::BTreeSet;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use finsam_core::id::ImportId;
use finsam_core::protokoll::{Felkod, Importstatus};
use finsam_store::rum::{Atkomstmal, Importinnehall};
use futures_util::stream::{self, Stream};

use super::find;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag};
use crate::fel::{ApiError, Svar};
use crate::import::Installning;
use crate::import::avvisade::{around, refused};
use crate::las::Format;
use crate::openapi::fel;

/// How many records are read at a time.
const SIDA: u32 = 500;

/// Avvisade poster / Refused records
///
/// I det format och den form de kom, med CSV-rubriken överst: rätta dem och skicka dem igen. De sparas förseglade i sju
/// dagar från importens slut. Varför de avvisades står i `resultat`. En post som var större än gränsen finns inte med.
///
/// In the format and the form in which they came, the CSV header on top: mend them and send them again. They are kept
/// sealed for seven days from the end of the import. Why they were refused stands in `resultat`. A record that was larger
/// than the limit is not among them.
#[utoipa::path(get, path = "/importer/{id}/avvisade", tag = "importer", operation_id = "hamtaAvvisade",
    params(("id" = ImportId, Path, description = "Importens id / Its identity")),
    responses((status = 200, description = "Posterna / The records", content((String = "application/x-ndjson"),
            (Vec<serde_json::Value> = "application/json"), (String = "text/csv"))),
        (status = 204, description = "Ingen avvisades / None was refused"),
        (status = 409, body = finsam_core::protokoll::Problem, content_type = "application/problem+json",
            description = "Importen pågår (KONFLIKT) / The import is under way"),
        (status = 410, body = finsam_core::protokoll::Problem, content_type = "application/problem+json",
            description = "Posterna finns inte kvar (UTGANGEN) / The records are not kept any more"), fel::Hamta))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
) -> Svar<Response> {
    let import = find(app.store.read().await?.as_mut(), &anropare, &id).await?;
    if matches!(import.status, Importstatus::Koad | Importstatus::Validerar | Importstatus::Verkstaller) {
        return Err(under_way());
    }
    if import.antal.avvisade == 0 {
        return Ok(axum::http::StatusCode::NO_CONTENT.into_response());
    }
    let first = app.store.read().await?.importer().posts(import.id, None, 1).await?;
    let format = Installning::read(&import.installning).format.filter(|_| !first.is_empty()).ok_or_else(gone)?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    unit.atkomst().log(&[Atkomstmal::Validering(import.antal.avvisade)]).await?;
    unit.commit().await?;
    let refused = refused(app.store.as_ref(), import.id).await?;
    let content_type = [(header::CONTENT_TYPE, format.content_type()), (header::CACHE_CONTROL, "no-store")];
    Ok((content_type, Body::from_stream(records(app, import.id, format, refused))).into_response())
}

fn under_way() -> ApiError {
    ApiError::new(
        Felkod::Konflikt,
        "Importen pågår. Hämta de avvisade posterna när den är slut.",
        "The import is under way. Get the refused records when it has ended.",
    )
}

fn gone() -> ApiError {
    ApiError::new(
        Felkod::Utgangen,
        "De avvisade posterna finns inte kvar. Varför de avvisades står i resultat.",
        "The refused records are not kept any more. Why they were refused stands in resultat.",
    )
}

/// The body, page by page; no session is held while its receiver takes its time.
fn records(
    app: App,
    id: ImportId,
    format: Format,
    refused: BTreeSet<u64>,
) -> impl Stream<Item = Result<Bytes, finsam_store::StoreError>> {
    let start = Some((None::<u64>, false));
    stream::try_unfold((app, refused, start), move |(app, refused, place)| async move {
        let Some((after, begun)) = place else { return Ok(None) };
        let page = app.store.read().await?.importer().posts(id, after, SIDA).await?;
        let last = page.last().map(|one| one.rad);
        let (bytes, begun) = page_of(format, &page, &refused, begun);
        Ok(Some((bytes, (app, refused, last.map(|last| (Some(last), begun))))))
    })
}

/// A page as it is sent; an empty one is the end.
fn page_of(format: Format, page: &[Importinnehall], refused: &BTreeSet<u64>, mut begun: bool) -> (Bytes, bool) {
    let (before, between, after) = around(format);
    let mut bytes = Vec::new();
    for one in page.iter().filter(|one| one.rad == 0 || refused.contains(&one.rad)) {
        bytes.extend_from_slice(if begun { between } else { before });
        bytes.extend_from_slice(&one.post);
        begun = true;
    }
    if page.is_empty() {
        bytes.extend_from_slice(after);
    }
    (bytes.into(), begun)
}
