//! The listener of the metrics: apart from the API, for those who run the server alone.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::time::interval;

use super::lyssnare::{Dorr, Lyssnare};
use crate::app::App;
use crate::matvarden::Matvarden;

/// How often what has been measured is made small.
const STADNING: Duration = Duration::from_secs(5);
/// The form of Prometheus' text.
const FORM: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Starts answering at `/metrics`.
pub(super) fn start(app: &App, matvarden: Matvarden, listener: TcpListener) -> Lyssnare {
    let tidied = matvarden.clone();
    tokio::spawn(async move {
        let mut turns = interval(STADNING);
        loop {
            turns.tick().await;
            tidied.tidy();
        }
    });
    let router = Router::new().route("/metrics", get(metrics)).with_state((matvarden, app.clone()));
    Lyssnare::start(Dorr::open(listener), router, app.drift.tider())
}

async fn metrics(State((matvarden, app)): State<(Matvarden, App)>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, FORM)], matvarden.render(&app))
}
