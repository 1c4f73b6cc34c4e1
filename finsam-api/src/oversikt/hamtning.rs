//! `GET /oversikt/rapporter/{namn}.{format}`: a report of a page as a file, byte for byte what the API gives.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use finsam_core::atkomst::Operation;
use finsam_core::statistik::{Rapportnamn, Urval};

use super::besok::Sidbesok;
use super::fel::Hinder;
use crate::app::App;
use crate::extract::Vag;
use crate::fel::{ApiError, Svar};
use crate::rutter::rapporter::{Rapportformat, Urvalsfraga, not_asked, render};

pub(super) async fn fil(State(app): State<App>, besok: Sidbesok, fil: Svar<Vag<String>>) -> Response {
    let file = send(&app, &besok, fil).await;
    besok.answer(&app, file)
}

/// The report and the format that a file is named by.
fn named(fil: &str) -> Option<(Rapportnamn, Rapportformat)> {
    let (namn, ending) = fil.rsplit_once('.')?;
    let format = match ending {
        "json" => Rapportformat::Json,
        "csv" => Rapportformat::Csv,
        "xlsx" => Rapportformat::Xlsx,
        "svg" => Rapportformat::Svg,
        _ => return None,
    };
    Some((namn.parse().ok()?, format))
}

async fn send(app: &App, besok: &Sidbesok, fil: Svar<Vag<String>>) -> Result<Response, Hinder> {
    let asked = besok.asked::<Urvalsfraga>();
    let urval = asked.as_ref().map_or_else(|_| Urval::default(), |asked| asked.clone().into());
    let named = fil.and_then(|Vag(fil)| named(&fil).ok_or_else(ApiError::not_found));
    match &named {
        Ok((namn, _)) => besok.must_see(app, *namn, &urval)?,
        Err(_) => besok.must(&[Operation::HamtaRapport])?,
    }
    asked?;
    let (namn, format) = named?;
    let (sprak, insyn) = (besok.sprak, besok.insyn(app));
    let turn = besok.turn(app).await;
    let counted = app.statistik.look_protected(insyn.troskel, move |lage| {
        let _turn = turn;
        insyn.rapport(lage, namn, &urval).map(|rapport| render(&rapport, format, &lage.forteckning.namnbok, sprak))
    });
    let (kind, body) = counted.await?.map_err(not_asked)??;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::VARY, HeaderValue::from_static("accept-language, cookie")),
    ];
    Ok((headers, body).into_response())
}
