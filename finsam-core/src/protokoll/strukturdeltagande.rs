//! People reached by a structural insats, as they are listed.

use crate::insats::Strukturdeltagande;

/// All periods in which an insats reached people.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Struktursvar {
    /// By first day.
    pub poster: Vec<Strukturdeltagande>,
}
