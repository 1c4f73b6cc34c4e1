//! What every answer tells a browser: what it may do with it.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// A page may fetch and run what comes from here, and be shown in no other page. The reference page sets styles as it goes.
const SIDA: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; \
                    form-action 'self'; frame-ancestors 'none'";
/// What is no page does nothing at all in a browser.
const ANNAT: &str = "default-src 'none'; frame-ancestors 'none'";
/// Two years, as the list of those who are known to speak TLS asks.
const HSTS: &str = "max-age=63072000";

/// Sets them. What is not said to be kept may be personal, and is kept nowhere.
pub(crate) fn secure(headers: &mut HeaderMap, tls: bool) {
    let is_page = headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    let mut set = |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "no-referrer");
    set(CORP, "same-origin");
    if tls {
        set(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    // A page may have said itself that it needs less.
    let policy = HeaderValue::from_static(if is_page { SIDA } else { ANNAT });
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
