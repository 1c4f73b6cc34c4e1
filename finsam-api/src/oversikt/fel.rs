//! What stands in the way of a page, as a page.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use finsam_core::regel::Avvikelse;
use finsam_store::StoreError;
use maud::{Markup, html};

use super::besok::Sidbesok;
use super::ram;
use super::vag::INLOGGNING;
use crate::app::App;
use crate::fel::ApiError;
use crate::sprak::Sprak;
use crate::statistik::{Forteckning, Tillstandsfel};

/// What stands in the way of a page.
#[derive(Debug)]
pub(super) enum Hinder {
    /// A key is needed.
    Inloggning,
    /// Anything else.
    Fel(ApiError),
}

impl From<ApiError> for Hinder {
    fn from(fel: ApiError) -> Self {
        Self::Fel(fel)
    }
}

impl From<StoreError> for Hinder {
    fn from(fel: StoreError) -> Self {
        Self::Fel(fel.into())
    }
}

impl From<Tillstandsfel> for Hinder {
    fn from(fel: Tillstandsfel) -> Self {
        Self::Fel(fel.into())
    }
}

/// What is told of something that the state that is shown does not have: that it is not there, or, where it was registered
/// a short while ago, to wait.
pub(super) async fn missing(
    app: &App,
    is_there: impl FnOnce(&Forteckning) -> bool + Send + 'static,
) -> Result<Hinder, StoreError> {
    let now = app.statistik.look(|lage| is_there(lage.forteckning)).await?;
    Ok(if now { Tillstandsfel::Forbereds.into() } else { ApiError::not_found().into() })
}

/// Where there is no page.
pub(super) async fn sida(State(app): State<App>, besok: Sidbesok) -> Response {
    error_page(&app, &besok, ApiError::not_found().into())
}

/// The answer: the way to the form, or a page that says what is wrong.
pub(super) fn error_page(app: &App, besok: &Sidbesok, hinder: Hinder) -> Response {
    let fel = match hinder {
        Hinder::Inloggning => return to_form(besok),
        Hinder::Fel(fel) => fel,
    };
    if let Some(cause) = fel.cause() {
        tracing::error!(cause, "failed");
    }
    let instance = format!("urn:uuid:{}", besok.anrop);
    let problem = fel.problem(besok.sprak, &instance);
    let content = html! {
        h1 { (problem.title) }
        p.ingress { (problem.detail) }
        (findings(fel.avvikelser(), besok.sprak))
        p { a href=(ram::link("/", besok, &[])) { (besok.sprak.pick("Till startsidan", "To the start page")) } }
        @if problem.status >= 500 { p { "instance: " (instance) } }
    };
    let page = ram::page(app, besok, &problem.title, &content);
    let mut answer = fel.into_problem_response(besok.sprak, &instance);
    answer.headers_mut().extend(page.headers().clone());
    *answer.body_mut() = page.into_body();
    answer
}

/// What the rules found, in words.
pub(super) fn findings(avvikelser: &[Avvikelse], sprak: Sprak) -> Markup {
    html! {
        @if !avvikelser.is_empty() {
            ul { @for one in avvikelser {
                li { (sprak.pick(&one.meddelande.sv, &one.meddelande.en)) }
            } }
        }
    }
}

fn to_form(besok: &Sidbesok) -> Response {
    let place = ram::link(INLOGGNING, besok, &[("till", &besok.here())]);
    let place = HeaderValue::from_str(&place).unwrap_or(HeaderValue::from_static(INLOGGNING));
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
}
