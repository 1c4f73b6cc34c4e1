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
    match_: Option<Taggar>,
    none_match: Option<Taggar>,
}

/// The entity tags that a header names, in one line or several.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Taggar {
    /// `*`: whatever stands there.
    Alla,
    /// These; one that never was ours is left out.
    Nagra(Vec<Tagg>),
}

/// An entity tag of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tagg {
    version: i64,
    /// `W/`: compared only by those who read.
    weak: bool,
}

impl Taggar {
    /// The tags of a header; `None` when there is no such header. One that is empty or will not read names no tag.
    fn from_headers(headers: &HeaderMap, name: HeaderName) -> Option<Self> {
        let lines: Vec<&str> = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or_default()).collect();
        if lines.is_empty() {
            return None;
        }
        let text = lines.join(",");
        let any = text.split(',').any(|tag| tag.trim() == "*");
        Some(if text.trim() == "*" {
            Self::Alla
        } else if any {
            // A list of tags has no star in it (RFC 9110, 13.1.1): it names nothing.
            Self::Nagra(Vec::new())
        } else {
            Self::Nagra(text.split(',').filter_map(Tagg::parse).collect())
        })
    }

    fn strong(&self, version: i64) -> bool {
        match self {
            Self::Alla => true,
            Self::Nagra(tags) => tags.iter().any(|tag| tag.version == version && !tag.weak),
        }
    }

    fn weak(&self, version: i64) -> bool {
        match self {
            Self::Alla => true,
            Self::Nagra(tags) => tags.iter().any(|tag| tag.version == version),
        }
    }
}

impl Tagg {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (text, weak) = text.strip_prefix("W/").map_or((text, false), |text| (text, true));
        let digits = text.strip_prefix('"')?.strip_suffix('"')?;
        // One version has one tag: "+3" and "03" are not "3".
        let version = digits.parse().ok().filter(|version: &i64| version.to_string() == digits)?;
        Some(Self { version, weak })
    }
}

impl<S: Sync> FromRequestParts<S> for Villkorshuvud {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let tags = |name| Taggar::from_headers(&parts.headers, name);
        Ok(Self { match_: tags(header::IF_MATCH), none_match: tags(header::IF_NONE_MATCH) })
    }
}

impl Villkorshuvud {
    /// Whether a read may be answered with 304: the caller has this version.
    #[must_use]
    pub fn has(&self, version: i64) -> bool {
        self.none_match.as_ref().is_some_and(|tags| tags.weak(version))
    }

    /// What a write demands of what stands there, to be judged once more where it is written.
    ///
    /// # Errors
    /// 412 when it does not hold for the version that stands there now.
    pub fn condition(&self, standing: Option<i64>) -> Svar<Villkor> {
        match (&self.match_, &self.none_match, standing) {
            (None, None, _) => Ok(Villkor::Inget),
            (None, Some(Taggar::Alla), None) => Ok(Villkor::Saknas),
            (Some(tags), None, Some(version)) if tags.strong(version) => Ok(Villkor::Version(version)),
            _ => Err(ApiError::stale()),
        }
    }

    /// What a write demands of a thing that has no version but that of what it is a part of: the thing is `known` or not, what
    /// it is a part of stands at this version.
    ///
    /// # Errors
    /// 412 when it does not hold.
    pub fn of_part(&self, known: bool, version: i64) -> Svar<()> {
        let standing = (known || self.match_.is_some()).then_some(version);
        self.condition(standing).map(drop)
    }

    /// What a write of a resource with a version demands, given the version that stands there; the version to replace.
    ///
    /// # Errors
    /// 428 when something stands there and no version is named, 412 when the condition does not hold.
    pub fn decide(&self, standing: Option<i64>) -> Svar<Option<i64>> {
        match (self.condition(standing)?, standing) {
            (Villkor::Inget, Some(_)) => Err(ApiError::condition_required()),
            _ => Ok(standing),
        }
    }

    /// Whether any condition is named.
    #[must_use]
    pub const fn is_named(&self) -> bool {
        self.match_.is_some() || self.none_match.is_some()
    }
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

    fn huvud(lines: &[(HeaderName, &'static str)]) -> Villkorshuvud {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(name, HeaderValue::from_static(value));
        }
        let tags = |name| Taggar::from_headers(&headers, name);
        Villkorshuvud { match_: tags(header::IF_MATCH), none_match: tags(header::IF_NONE_MATCH) }
    }

    fn decided(lines: &[(HeaderName, &'static str)], standing: Option<i64>) -> Result<Option<i64>, Felkod> {
        huvud(lines).decide(standing).map_err(|error| error.kod())
    }

    #[test]
    fn writes_name_their_version() {
        let (match_, none_match) = (header::IF_MATCH, header::IF_NONE_MATCH);
        let of = |tags: &'static str| [(match_.clone(), tags)];
        assert_eq!(decided(&[], Some(1)), Err(Felkod::VillkorKravs));
        assert_eq!(decided(&[], None), Ok(None));
        assert_eq!(decided(&[(none_match.clone(), "*")], None), Ok(None));
        assert_eq!(decided(&[(none_match.clone(), "*")], Some(1)), Err(Felkod::VillkorBrutet));
        assert_eq!(decided(&of("\"3\""), Some(3)), Ok(Some(3)));
        assert_eq!(decided(&of("*"), Some(3)), Ok(Some(3)));
        assert_eq!(decided(&of("\"1\" , \"3\""), Some(3)), Ok(Some(3)));
        assert_eq!(decided(&[(match_.clone(), "\"1\""), (match_.clone(), "\"3\"")], Some(3)), Ok(Some(3)));
        for tags in ["", " ", "3", "\"2\"", "W/\"3\"", "\"03\"", "\"+3\"", "\"3", "\"99999999999999999999\""] {
            assert_eq!(decided(&of(tags), Some(3)), Err(Felkod::VillkorBrutet), "{tags}");
        }
        for tags in ["*", "\"1\"", ""] {
            assert_eq!(decided(&of(tags), None), Err(Felkod::VillkorBrutet), "{tags}");
        }
        assert_eq!(decided(&[(match_, "\"3\""), (none_match, "*")], Some(3)), Err(Felkod::VillkorBrutet));
    }

    #[test]
    fn reads_know_what_the_caller_has() {
        let has = |tags| huvud(&[(header::IF_NONE_MATCH, tags)]).has(2);
        assert!(has("\"1\", \"2\"") && has("*") && has("W/\"2\""));
        assert!(!has("\"1\"") && !has("") && !huvud(&[]).has(2));
    }
}
