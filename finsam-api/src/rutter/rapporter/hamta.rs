//! `GET /rapporter/{namn}`.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use finsam_core::regel::{Avvikelse, Text};
use finsam_core::statistik::{Rapport, Rapportnamn};
use utoipa::IntoParams;

use super::format::{Rapportformat, render};
use super::urval::Urvalsfraga;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Fragor, FromFraga, Vag};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rapportbild::Namnbok;
use crate::sprak::Sprak;

const NOT_ASKED: Text = Text {
    sv: "Urvalet hör inte till dem som får ställas, eftersom små tal om människor skyddas. Varför står i avvikelser.",
    en: "The selection is not among those that may be asked, since small numbers about people are protected. Why stands in avvikelser.",
};

/// Which state is counted.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Versionsfraga {
    /// Ett fastställt tillstånd, ur `/rapporter/faststallda`; registret som det är nu om inget sägs / A frozen state, of
    /// `/rapporter/faststallda`; the register as it is now when nothing is said
    #[param(example = 25690)]
    dataversion: Option<i64>,
}

/// What is counted, and in which state.
#[derive(Debug, Clone)]
pub(super) struct Rapportfraga {
    urval: Urvalsfraga,
    version: Versionsfraga,
}

impl FromFraga for Rapportfraga {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        let urval = Urvalsfraga::from_fraga(fragor);
        let dataversion = fragor.one("dataversion", "a dataversion, as a report states it");
        Self { urval, version: Versionsfraga { dataversion } }
    }
}

/// En rapport / One report
///
/// Räknad över registret som det är nu; `dataversion` i svaret säger vilket tillstånd. Med `dataversion` i frågan räknas ett
/// fastställt tillstånd av ett år, eller det nuvarande om det är dess. Små tal om människor är skyddade. Som JSON,
/// CSV, arbetsbok (`.xlsx`) eller diagram (SVG) enligt `Accept`, de två senare på svenska eller engelska enligt
/// `Accept-Language`; samma tillstånd och urval ger samma byte.
///
/// Counted over the register as it is now; `dataversion` in the answer says which state. With `dataversion` in the query a
/// frozen state of a year is counted, or the present one where it is its own. Small numbers about people are protected. As
/// JSON, CSV, a workbook or a chart (SVG), by `Accept`, the latter two in Swedish or English by `Accept-Language`; the same
/// state and selection give the same bytes.
#[utoipa::path(get, path = "/rapporter/{namn}", tag = "rapporter", operation_id = "hamtaRapport",
    params(("namn" = Rapportnamn, Path, description = "Rapportens namn / Its name"), Urvalsfraga, Versionsfraga),
    responses((status = 200, description = "Rapporten / The report",
        content((Rapport = "application/json"), (String = "text/csv"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "image/svg+xml"))), fel::Rapport))]
pub(super) async fn hamta(
    State(app): State<App>,
    _: Anropare,
    Vag(namn): Vag<String>,
    Fraga(Rapportfraga { urval, version }): Fraga<Rapportfraga>,
    headers: HeaderMap,
) -> Svar<Response> {
    let namn: Rapportnamn = namn.parse().map_err(|_| ApiError::not_found())?;
    let format = Rapportformat::from_accept(&headers)?;
    let sprak = Sprak::from_header(headers.get(header::ACCEPT_LANGUAGE));
    let (asked, troskel) = ((namn, urval.into()), app.installning.rojandeskydd);
    let then = move |rapport, namnbok: &Namnbok| render(&rapport, format, namnbok, sprak);
    let (kind, body) = app.statistik.answer(asked, version.dataversion, troskel, then).await??;
    let vary = [(header::VARY, "accept, accept-language"), (header::CONTENT_TYPE, kind)];
    Ok((vary, language(format, sprak), body).into_response())
}

/// The selection may not be asked.
pub fn not_asked(found: Vec<Avvikelse>) -> ApiError {
    ApiError::rules(found).saying(NOT_ASKED.sv, NOT_ASKED.en)
}

/// The language of what has words in one.
fn language(format: Rapportformat, sprak: Sprak) -> Option<[(HeaderName, HeaderValue); 1]> {
    let has_words = matches!(format, Rapportformat::Xlsx | Rapportformat::Svg);
    has_words.then(|| [(header::CONTENT_LANGUAGE, HeaderValue::from_static(sprak.tag()))])
}
