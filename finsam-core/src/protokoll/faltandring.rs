//! What a plan would change, field by field.

use crate::regel::{Pekare, Varde};

/// What a plan changes in one field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Faltandring {
    /// Where: a JSON pointer into the record as the register keeps it. `/identitet` is who it is about.
    #[cfg_attr(feature = "utoipa", schema(value_type = String, example = "/slutdatum"))]
    pub pekare: Pekare,
    /// What stands there; absent when nothing does.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub fore: Option<Varde>,
    /// What would stand there; absent when nothing would.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub efter: Option<Varde>,
    /// Whether it changes without being shown: an identity number never is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub dold: bool,
}
