//! Counts as they are listed.

use crate::insats::Antal;

/// All counts of an insats.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Antalssvar {
    /// By first day and unit.
    pub poster: Vec<Antal>,
}
