//! Results of rows, page by page.

use super::Radresultat;

/// Results of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Radsvar {
    /// Refused and warned rows, in order.
    pub poster: Vec<Radresultat>,
    /// The row to go on after, when more may follow.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub markor: Option<String>,
}
