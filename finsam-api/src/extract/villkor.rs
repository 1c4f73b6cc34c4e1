//! Conditional requests: `ETag`, `If-Match`, `If-None-Match` (RFC 9110).

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use finsam_store::rum::Villkor;

use crate::fel::{ApiError, Svar};

/// The conditions that a request names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Villkorshuvud {
    match_: Option<String>,
    none_match: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Villkorshuvud {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let text = |name: HeaderName| {
            let values = parts.headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
            let joined = values.collect::<Vec<_>>().join(",");
            (!joined.is_empty()).then_some(joined)
        };
        Ok(Self { match_: text(header::IF_MATCH), none_match: text(header::IF_NONE_MATCH) })
    }
}

impl Villkorshuvud {
    /// Whether a read may be answered with 304: the caller has this version.
    #[must_use]
    pub fn has(&self, version: i64) -> bool {
        self.none_match.as_deref().is_some_and(|tags| tags.trim() == "*" || versions(tags).any(|v| v == version))
    }

    /// What a write demands of what stands there.
    ///
    /// # Errors
    /// 412 for a tag that never was a version of ours.
    pub fn condition(&self) -> Svar<Villkor> {
        match (self.match_.as_deref().map(str::trim), self.none_match.as_deref().map(str::trim)) {
            (None, None) => Ok(Villkor::Inget),
            (None, Some("*")) => Ok(Villkor::Saknas),
            (Some(tags), None) => versions(tags).next().map(Villkor::Version).ok_or_else(ApiError::stale),
            _ => Err(ApiError::stale()),
        }
    }

    /// What a write of a resource with a version demands, given the version that stands there; the version to replace.
    ///
    /// # Errors
    /// 428 when something stands there and no version is named, 412 when the condition does not hold.
    pub fn decide(&self, standing: Option<i64>) -> Svar<Option<i64>> {
        match (self.condition()?, standing) {
            (Villkor::Inget | Villkor::Saknas, None) => Ok(None),
            (Villkor::Inget, Some(_)) => Err(ApiError::condition_required()),
            (Villkor::Version(wanted), Some(version)) if wanted == version => Ok(Some(version)),
            _ => Err(ApiError::stale()),
        }
    }
}

/// The versions that a list of entity tags names; weak tags match nothing.
fn versions(tags: &str) -> impl Iterator<Item = i64> {
    tags.split(',').filter_map(|tag| tag.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok())
}

/// The entity tag of a version.
#[must_use]
pub fn etag(version: i64) -> (HeaderName, HeaderValue) {
    let value = HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"0\""));
    (header::ETAG, value)
}

/// 304 with the entity tag.
#[must_use]
pub fn not_modified(version: i64) -> Response {
    (StatusCode::NOT_MODIFIED, HeaderMap::from_iter([etag(version)])).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use finsam_core::protokoll::Felkod;

    fn huvud(match_: Option<&str>, none_match: Option<&str>) -> Villkorshuvud {
        Villkorshuvud { match_: match_.map(Into::into), none_match: none_match.map(Into::into) }
    }

    #[test]
    fn writes_name_their_version() {
        let kod = |result: Svar<Option<i64>>| result.unwrap_err().kod();
        assert_eq!(kod(huvud(None, None).decide(Some(1))), Felkod::VillkorKravs);
        assert_eq!(huvud(None, None).decide(None).unwrap(), None);
        assert_eq!(huvud(Some("\"3\""), None).decide(Some(3)).unwrap(), Some(3));
        assert_eq!(kod(huvud(Some("\"2\""), None).decide(Some(3))), Felkod::VillkorBrutet);
        assert_eq!(kod(huvud(Some("\"2\""), None).decide(None)), Felkod::VillkorBrutet);
        assert_eq!(kod(huvud(None, Some("*")).decide(Some(1))), Felkod::VillkorBrutet);
        assert_eq!(kod(huvud(Some("W/\"3\""), None).decide(Some(3))), Felkod::VillkorBrutet);
    }

    #[test]
    fn reads_know_what_the_caller_has() {
        assert!(huvud(None, Some("\"1\", \"2\"")).has(2));
        assert!(!huvud(None, Some("\"1\"")).has(2));
        assert!(huvud(None, Some("*")).has(2));
    }
}
