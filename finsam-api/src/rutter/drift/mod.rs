//! Probes for whoever runs the server: outside the API's base path, without a token.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

use crate::app::App;

/// Whether the server is ready to serve.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Beredskap {
    /// Whether it is.
    redo: bool,
    /// Whether the database answers.
    databas: bool,
    /// The newest migration of the database.
    migration: Option<u32>,
    /// The newest migration that the program knows.
    kand_migration: Option<u32>,
}

/// The probes.
pub fn routes() -> Router<App> {
    Router::new().route("/livez", get(|| async { "levande\n" })).route("/readyz", get(readyz))
}

async fn readyz(State(app): State<App>) -> (StatusCode, Json<Beredskap>) {
    let state = app.store.state().await.ok();
    let redo = state.is_some_and(|state| state.is_usable());
    let status = if redo { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = Beredskap {
        redo,
        databas: state.is_some(),
        migration: state.map(|state| state.migration),
        kand_migration: state.map(|state| state.kand_migration),
    };
    (status, Json(body))
}
