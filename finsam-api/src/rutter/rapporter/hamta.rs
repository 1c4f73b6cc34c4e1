//! `GET /rapporter/{namn}`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use finsam_core::regel::Text;
use finsam_core::statistik::{Rapport, Rapportnamn};

use super::format::{Rapportformat, to_csv};
use super::urval::Urvalsfraga;
use crate::app::App;
use crate::dokument::{XLSX, to_xlsx};
use crate::extract::{Anropare, Fraga, Vag};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rapportbild::{Namnbok, SVG, to_document, to_svg};

const NOT_ASKED: Text = Text {
    sv: "Urvalet hör inte till dem som får ställas, eftersom små tal om människor skyddas. Varför står i avvikelser.",
    en: "The selection is not among those that may be asked, since small numbers about people are protected. Why stands in avvikelser.",
};

/// En rapport / One report
///
/// Räknad över registret som det är nu; `dataversion` säger vilket tillstånd. Små tal om människor är skyddade. Som JSON,
/// CSV, arbetsbok (`.xlsx`) eller diagram (SVG) enligt `Accept`; samma tillstånd och urval ger samma byte.
///
/// Counted over the register as it is now; `dataversion` says which state. Small numbers about people are protected. As
/// JSON, CSV, a workbook or a chart (SVG), by `Accept`; the same state and selection give the same bytes.
#[utoipa::path(get, path = "/rapporter/{namn}", tag = "rapporter", operation_id = "hamtaRapport",
    params(("namn" = Rapportnamn, Path, description = "Rapportens namn / Its name"), Urvalsfraga),
    responses((status = 200, description = "Rapporten / The report",
        content((Rapport = "application/json"), (String = "text/csv"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "image/svg+xml"))), fel::Rapport))]
pub(super) async fn hamta(
    State(app): State<App>,
    _: Anropare,
    Vag(namn): Vag<String>,
    Fraga(fraga): Fraga<Urvalsfraga>,
    headers: HeaderMap,
) -> Svar<Response> {
    let namn: Rapportnamn = namn.parse().map_err(|_| ApiError::not_found())?;
    let format = Rapportformat::from_accept(&headers)?;
    let rapport = app.statistik.rapport(namn, &fraga.into(), app.installning.rojandeskydd).await?;
    let rapport = rapport.map_err(|found| ApiError::rules(found).saying(NOT_ASKED.sv, NOT_ASKED.en))?;
    let vary = [(header::VARY, "accept")];
    let (kind, body) = match format {
        Rapportformat::Json => return Ok((vary, Json(rapport)).into_response()),
        Rapportformat::Csv => ("text/csv; charset=utf-8", to_csv(&rapport).map_err(ApiError::internal)?),
        Rapportformat::Xlsx => {
            let document = to_document(&rapport, &Namnbok::read(app.store.as_ref()).await?);
            (XLSX, to_xlsx(&document).map_err(ApiError::internal)?)
        }
        Rapportformat::Svg => (SVG, to_svg(&rapport, &Namnbok::read(app.store.as_ref()).await?).into_bytes()),
    };
    Ok((vary, [(header::CONTENT_TYPE, kind)], body).into_response())
}
