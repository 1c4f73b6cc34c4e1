//! The layers around every request: its id, its span, its errors in words, its trace.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONNECTION;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument;

use super::App;
use super::tid::{Vakt, out_of_time};
use crate::extract::{Anropsid, Operationer, operation};
use crate::fel::ApiError;
use crate::matvarden;
use crate::skydd::{layer, secure};
use crate::sprak::Sprak;
use finsam_core::protokoll::Felkod;

static TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// Puts the layers around the routes.
pub(super) fn around(routes: Router<App>, app: App, operationer: Operationer) -> Router<App> {
    let ursprung = app.installning.skydd.ursprung.clone();
    let routes = routes
        .fallback(|| async { ApiError::not_found() })
        .method_not_allowed_fallback(method_not_allowed)
        .layer(CatchPanicLayer::custom(|_| ApiError::internal("a handler panicked").into_response()))
        .layer(Extension(Arc::new(operationer)))
        .layer(from_fn_with_state(app, request));
    if ursprung.is_empty() { routes } else { routes.layer(layer(&ursprung)) }
}

async fn method_not_allowed() -> ApiError {
    ApiError::new(
        Felkod::Metod,
        "Metoden används inte på den här adressen. Allow säger vilka som gör det.",
        "The method is not used at this address. Allow says which are.",
    )
}

/// Gives the request an id and a span, and puts an error into the caller's words. The span and the log name the
/// route, never the path: keys and queries of callers are theirs.
async fn request(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let _under_way = app.drift.enter();
    let id = app.new_id().to_string();
    let sprak = Sprak::from_header(request.headers().get(axum::http::header::ACCEPT_LANGUAGE));
    let traceparent = request.headers().get(&TRACEPARENT).filter(|value| is_traceparent(value)).cloned();
    let handling = operation(request.method(), request.extensions().get::<MatchedPath>());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    request.extensions_mut().insert(Anropsid(id.clone()));
    let trace = traceparent.as_ref().and_then(|value| value.to_str().ok()).unwrap_or("-");
    let span = tracing::info_span!("anrop", %id, handling, trace);
    let started = tokio::time::Instant::now();
    let (vakt, request) = Vakt::over(request, app.drift.tider());
    let mut response = tokio::select! {
        biased;
        response = next.run(request).instrument(span.clone()) => response,
        () = vakt.out() => out_of_time().into_response(),
    };
    let error = response.extensions_mut().remove::<ApiError>();
    matvarden::request(&method, route.as_ref(), response.status(), started.elapsed());
    span.in_scope(|| {
        let (status, ms) = (response.status().as_u16(), started.elapsed().as_millis());
        match error.as_ref().and_then(ApiError::cause) {
            Some(cause) => tracing::error!(status, ms, cause, "failed"),
            None => tracing::info!(status, ms, "answered"),
        }
    });
    if let Some(error) = error {
        let allow = response.headers().get(axum::http::header::ALLOW).cloned();
        response = error.into_problem_response(sprak, &format!("urn:uuid:{id}"));
        if let Some(allow) = allow {
            response.headers_mut().insert(axum::http::header::ALLOW, allow);
        }
        if method == Method::HEAD {
            *response.body_mut() = axum::body::Body::empty();
        }
    }
    if !vakt.is_whole() {
        // What is left of the body is not read: whoever sends it is told to begin anew, rather than find out.
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    if let Some(value) = traceparent {
        response.headers_mut().insert(TRACEPARENT.clone(), value);
    }
    secure(response.headers_mut(), app.installning.skydd.tls);
    response
}

/// A trace context of version 00 (W3C Trace Context): anything else is not passed on.
fn is_traceparent(value: &HeaderValue) -> bool {
    let bytes = value.as_bytes();
    bytes.len() == 55
        && bytes.iter().enumerate().all(|(i, byte)| match i {
            2 | 35 | 52 => *byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(byte),
        })
}
