//! The OpenAPI document, from the code of the API.

/// Where it stands.
pub(crate) const FILE: &str = "openapi/finsam.v1.json";

/// The document as it should stand there.
pub(crate) fn text() -> String {
    finsam_api::openapi::to_text(&finsam_api::openapi::document())
}
