//! Probes for whoever runs the server: outside the API's base path, without a token.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

use crate::app::App;

/// When to ask again, in seconds.
const IGEN: &str = "5";

/// Whether the server is ready to serve, and why not.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct Beredskap {
    /// Whether it is: the database answers and is migrated, and the server is not ending.
    redo: bool,
    /// What kind of database it has.
    databas: &'static str,
    /// Whether the database answers.
    databas_svarar: bool,
    /// The newest migration of the database; `null` when it does not answer.
    migration: Option<u32>,
    /// The newest migration that the program knows; `null` when the database does not answer.
    kand_migration: Option<u32>,
    /// Whether the statistics have been loaded; until then a report waits for it.
    statistik_laddad: bool,
    /// Whether the server is ending.
    avslutar: bool,
}

/// The probes.
pub fn routes() -> Router<App> {
    Router::new().route("/livez", get(|| async { "levande\n" })).route("/readyz", get(readyz))
}

async fn readyz(State(app): State<App>) -> Response {
    let state = app.drift.state(app.store.as_ref()).await;
    let avslutar = app.drift.is_ending();
    let usable = state.is_some_and(|state| state.is_usable());
    let body = Beredskap {
        redo: usable && !avslutar,
        databas: app.store.kind().namn(),
        databas_svarar: state.is_some(),
        migration: state.map(|state| state.migration),
        kand_migration: state.map(|state| state.kand_migration),
        statistik_laddad: app.statistik.is_loaded(),
        avslutar,
    };
    if body.redo {
        return Json(body).into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, IGEN)], Json(body)).into_response()
}
