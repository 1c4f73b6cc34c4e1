//! Many participations at once.

use crate::deltagande::{Deltagande, Nyckel};

/// Which participations are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Hamtfraga {
    /// What their sender calls them; at most 1 000.
    pub nycklar: Vec<Nyckel>,
}

/// The participations asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Hamtsvar {
    /// Those that are there, in the order of the question.
    pub poster: Vec<Deltagande>,
    /// The keys that name nothing, or nothing that the caller may see.
    pub saknas: Vec<Nyckel>,
}
