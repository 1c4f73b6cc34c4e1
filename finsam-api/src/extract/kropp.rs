//! A JSON body read into a type, with all its format faults.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use finsam_core::regel::format::FMT_14;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use crate::fel::ApiError;
use crate::las;
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

/// The body may not be larger than `most` bytes.
pub(crate) fn too_large(most: usize) -> ApiError {
    ApiError::new(
        Felkod::ForStort,
        format!("Innehållet är större än {most} byte. Dela upp det."),
        format!("The body is larger than {most} bytes. Split it."),
    )
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else { return false };
    let kind = value.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

fn not_json() -> ApiError {
    let sv = "Skicka JSON med Content-Type: application/json.";
    ApiError::new(Felkod::Innehallstyp, sv, "Send JSON with Content-Type: application/json.")
        .with(vec![FMT_14.at("").expected("application/json")])
}

impl<S, T> FromRequest<S> for Kropp<T>
where
    S: Send + Sync,
    T: DeserializeOwned + ToSchema + 'static,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(not_json());
        }
        let bytes = axum::body::to_bytes(request.into_body(), MAX_KROPP).await.map_err(|_| too_large(MAX_KROPP))?;
        let value = las::json::parse(&bytes).map_err(ApiError::unreadable)?;
        Ok(Self { value, bytes })
    }
}
