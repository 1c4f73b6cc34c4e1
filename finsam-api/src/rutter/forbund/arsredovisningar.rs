//! `GET /forbund/{id}/arsredovisningar/{ar}`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use finsam_core::arsredovisning::Arsredovisning;
use finsam_core::atkomst::Operation;
use finsam_core::id::ForbundId;
use finsam_core::protokoll::Felkod;

use crate::app::App;
use crate::arsredovisning::to_document;
use crate::dokument::{XLSX, to_html, to_xlsx};
use crate::extract::{Anropare, Fraga, Vag, accepted};
use crate::fel::{ApiError, Svar};
use crate::forbundsbild::Forbundsbild;
use crate::klocka::swedish_day;
use crate::openapi::fel;
use crate::rutter::ar::year;

/// The formats that an annual report is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Xlsx,
    Html,
}

/// Årsredovisningen för ett år / The annual report of a year
///
/// Upprättad av det som är registrerat: resultaträkning, balansräkning, bidrag mot 5 och 5 a §§, insatser med mål och
/// resultat och det som en revisor kan fråga om. Som JSON, arbetsbok (`.xlsx`) eller en sida att skriva ut (HTML) enligt
/// `Accept`. Antal om människor är skyddade; den vars roll inte läser statistik får dem inte alls.
///
/// Drawn up from what is registered: income statement, balance sheet, contributions beside 5 and 5 a §§, insatser with
/// goals and results, and what an auditor may ask about. As JSON, a workbook or a page to print, by `Accept`. Counts about
/// people are protected; a role that does not read statistics does not get them.
#[utoipa::path(get, path = "/forbund/{id}/arsredovisningar/{ar}", tag = "forbund",
    operation_id = "hamtaArsredovisning",
    params(("id" = ForbundId, Path, description = "Förbundets id / Its identity"),
        ("ar" = i32, Path, description = "Kalenderåret / The calendar year", example = 2016),
    ),
    responses((status = 200, description = "Årsredovisningen / The annual report",
        content((Arsredovisning = "application/json"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "text/html"))), fel::Dokument))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag((id, ar)): Vag<(String, String)>,
    headers: HeaderMap,
) -> Svar<Response> {
    let id: ForbundId = id.parse().map_err(|_| ApiError::not_found())?;
    let ar = year(&ar)?;
    let offers = [(Format::Json, "application/json"), (Format::Xlsx, XLSX), (Format::Html, "text/html")];
    let format = accepted(&headers, &offers).ok_or_else(unacceptable)?;
    let report = draw_up(&app, &anropare, id, ar).await?;
    answer(&report, format)
}

async fn draw_up(app: &App, anropare: &Anropare, id: ForbundId, ar: i32) -> Svar<Arsredovisning> {
    let read = Forbundsbild::read(app.store.read().await?.as_mut(), id).await?;
    let bild = read.ok_or_else(ApiError::not_found)?;
    let resultat = if anropare.may(Operation::HamtaRapport) {
        Some(bild.results(&app.statistik, ar, app.installning.rojandeskydd).await?)
    } else {
        None
    };
    let idag = swedish_day(app.klocka.now());
    bild.draw_up(ar, resultat.as_ref(), idag).ok_or_else(not_registered)
}

fn answer(report: &Arsredovisning, format: Format) -> Svar<Response> {
    let vary = (header::VARY, HeaderValue::from_static("accept"));
    Ok(match format {
        Format::Json => ([vary], Json(report)).into_response(),
        Format::Html => {
            let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            ([vary, kind, alone()], to_html(&to_document(report))).into_response()
        }
        Format::Xlsx => {
            let kind = (header::CONTENT_TYPE, HeaderValue::from_static(XLSX));
            let name = format!("attachment; filename=\"arsredovisning-{}.xlsx\"", report.ar);
            let name = HeaderValue::from_str(&name).map_err(ApiError::internal)?;
            let file = to_xlsx(&to_document(report)).map_err(ApiError::internal)?;
            ([vary, kind, (header::CONTENT_DISPOSITION, name)], file).into_response()
        }
    })
}

/// The page loads nothing and runs nothing, whatever stands in it.
fn alone() -> (HeaderName, HeaderValue) {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                  frame-ancestors 'none'";
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy))
}

fn not_registered() -> ApiError {
    ApiError::new(
        Felkod::Saknas,
        "Varken budget eller utfall är registrerat för året. Registrera minst ett av dem först.",
        "Neither budget nor outcome is registered for the year. Register at least one of them first.",
    )
}

fn unacceptable() -> ApiError {
    ApiError::new(
        Felkod::InteAcceptabelt,
        "Årsredovisningen ges som application/json, .xlsx eller text/html. Ändra Accept.",
        "The annual report is given as application/json, .xlsx or text/html. Change Accept.",
    )
}
