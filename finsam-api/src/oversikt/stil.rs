//! The styles of the pages: those of tables are the ones that documents have.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::dokument::TABLE_CSS;

const CSS: &str = include_str!("stil.css");

/// `GET /oversikt/stil.css`.
pub(super) async fn hamta() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=86400")];
    (headers, [TABLE_CSS, CSS].concat()).into_response()
}
