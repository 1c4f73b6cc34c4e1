//! A JSON body read into a type, with all its format faults.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use finsam_core::regel::Avvikelse;
use finsam_core::regel::format::FMT_14;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use super::bitar::Bitar;
use crate::fel::{ApiError, Svar};
use crate::las::{self, Format};
use finsam_core::protokoll::Felkod;

/// The largest body of a single resource, in bytes.
pub const MAX_KROPP: usize = 1024 * 1024;

/// A JSON body read into `T`, and the bytes it was read from.
#[derive(Debug, Clone)]
pub struct Kropp<T> {
    /// What it says.
    pub value: T,
    /// The bytes as sent, for receipts.
    pub bytes: Bytes,
}

/// Refuses what is packed: a body is taken as it stands.
///
/// # Errors
/// `FMT-14` when a `Content-Encoding` other than `identity` is named.
pub(crate) fn not_encoded(headers: &HeaderMap) -> Result<(), Vec<Avvikelse>> {
    let plain = |value: &HeaderValue| {
        value.to_str().is_ok_and(|text| text.split(',').all(|name| name.trim().eq_ignore_ascii_case("identity")))
    };
    if headers.get_all(header::CONTENT_ENCODING).iter().all(plain) {
        return Ok(());
    }
    Err(vec![FMT_14.at("").expected("no Content-Encoding")])
}

fn check_json(headers: &HeaderMap) -> Svar<()> {
    let named = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let found = match Format::from_content_type(named) {
        Ok(Format::Json) => not_encoded(headers),
        Err(found) if named.trim_start().get(..16).is_some_and(|t| t.eq_ignore_ascii_case("application/json")) => {
            Err(found)
        }
        Ok(_) | Err(_) => Err(vec![FMT_14.at("").expected("application/json")]),
    };
    found.map_err(|found| not_json().with(found))
}

fn not_json() -> ApiError {
    let sv = "Skicka JSON i UTF-8 med Content-Type: application/json, utan Content-Encoding.";
    let en = "Send JSON in UTF-8 with Content-Type: application/json, without Content-Encoding.";
    ApiError::new(Felkod::Innehallstyp, sv, en)
}

impl<S, T> FromRequest<S> for Kropp<T>
where
    S: Send + Sync,
    T: DeserializeOwned + ToSchema + 'static,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, ApiError> {
        check_json(request.headers())?;
        let bytes = Bitar::new(request.into_body(), MAX_KROPP as u64)?.collect().await?;
        let value = las::json::parse(&bytes).map_err(ApiError::unreadable)?;
        Ok(Self { value, bytes })
    }
}
