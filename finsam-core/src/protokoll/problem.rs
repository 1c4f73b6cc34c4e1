//! Problems: every error of the API has this shape.

use crate::regel::Avvikelse;

use super::Import;

/// An error, RFC 9457 (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Problem {
    /// What kind of problem, a URI reference.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    #[cfg_attr(feature = "utoipa", schema(example = "/docs/fel#REGLER"))]
    pub typ: String,
    /// Its name in the language asked for.
    #[cfg_attr(feature = "utoipa", schema(example = "Regler bröts"))]
    pub title: String,
    /// The HTTP status.
    #[cfg_attr(feature = "utoipa", schema(example = 422))]
    pub status: u16,
    /// What is wrong this time and what to do.
    pub detail: String,
    /// The id of this occurrence; the server's log has it too.
    #[cfg_attr(feature = "utoipa", schema(example = "urn:uuid:0190a5c0-7c00-7000-8000-000000000001"))]
    pub instance: String,
    /// A stable code.
    #[cfg_attr(feature = "utoipa", schema(example = "REGLER"))]
    pub kod: String,
    /// What the rules found, all of it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub avvikelser: Vec<Avvikelse>,
    /// What became of an import of which nothing was carried out.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub import: Option<Box<Import>>,
}
