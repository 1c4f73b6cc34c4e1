//! What stands in the path of a request.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use finsam_core::regel::format::FMT_08;
use serde::de::DeserializeOwned;

use crate::fel::ApiError;

/// The values in a path, percent-decoded, read into `T`: a text, or a tuple of texts.
#[derive(Debug, Clone)]
pub struct Vag<T>(pub T);

impl<S, T> FromRequestParts<S> for Vag<T>
where
    S: Send + Sync,
    T: DeserializeOwned + Send,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            // A text fails only where its bytes are no text.
            Err(PathRejection::FailedToDeserializePathParams(_)) => {
                Err(ApiError::format(vec![FMT_08.at("").expected("an address in UTF-8, percent-encoded")]))
            }
            Err(rejection) => Err(ApiError::internal(rejection)),
        }
    }
}
