//! Answers about one thing that has a version.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::extract::{Villkorshuvud, etag, not_modified};

/// 200 with the thing and its version, or 304 when the caller has that version.
pub(super) fn read(villkor: &Villkorshuvud, version: i64, thing: impl Serialize) -> Response {
    if villkor.has(version) { not_modified(version) } else { changed(version, thing) }
}

/// 200 with the thing and its version.
pub(super) fn changed(version: i64, thing: impl Serialize) -> Response {
    ([etag(version)], Json(thing)).into_response()
}

/// 201 with the thing, its version and where it is.
pub(super) fn created(plats: String, version: i64, thing: impl Serialize) -> Response {
    (StatusCode::CREATED, [(header::LOCATION, plats)], [etag(version)], Json(thing)).into_response()
}
