//! Which pages of other servers browsers let call this one (CORS): none that is not named.

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::CorsLayer;

/// What a page may send beside what every page may.
const SANDS: [HeaderName; 8] = [
    header::AUTHORIZATION,
    header::CONTENT_TYPE,
    header::CONTENT_ENCODING,
    header::IF_MATCH,
    header::IF_NONE_MATCH,
    HeaderName::from_static("idempotency-key"),
    HeaderName::from_static("prefer"),
    HeaderName::from_static("traceparent"),
];
/// What a page may read of an answer beside what every page may.
const LASES: [HeaderName; 5] = [
    header::ETAG,
    header::LOCATION,
    header::RETRY_AFTER,
    header::WWW_AUTHENTICATE,
    HeaderName::from_static("traceparent"),
];

/// What is no origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "ett ursprung utan väg, som https://webb.example.org / an origin without a path, as in https://webb.example.org"
)]
pub struct OkantUrsprung;

/// An origin as browsers write it: scheme, host and, where it is not the usual one, port.
///
/// # Errors
/// When it is none.
pub fn origin(text: &str) -> Result<HeaderValue, OkantUrsprung> {
    let url = reqwest::Url::parse(text).map_err(|_| OkantUrsprung)?;
    let is_web = matches!(url.scheme(), "http" | "https");
    if !is_web || url.origin().ascii_serialization() != text {
        return Err(OkantUrsprung);
    }
    HeaderValue::from_str(text).map_err(|_| OkantUrsprung)
}

/// Answers what browsers ask before they let a page of these origins call. Keys are sent by the page itself, never by the
/// browser on its own.
pub(crate) fn layer(ursprung: &[HeaderValue]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(ursprung.to_vec())
        .allow_methods([Method::GET, Method::PUT, Method::POST, Method::DELETE])
        .allow_headers(SANDS)
        .expose_headers(LASES)
        .max_age(std::time::Duration::from_secs(600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_a_browser_sends() {
        for text in ["https://webb.example.org", "http://127.0.0.1:3000", "https://webb.example.org:8443"] {
            assert_eq!(origin(text).unwrap(), text);
        }
        let all = ["*", "null", "webb.example.org", "https://webb.example.org/", "https://Webb.example.org", "ftp://a"];
        for text in all.into_iter().chain(["https://webb.example.org:443", "https://a@webb.example.org", ""]) {
            assert_eq!(origin(text), Err(OkantUrsprung), "{text}");
        }
    }
}
