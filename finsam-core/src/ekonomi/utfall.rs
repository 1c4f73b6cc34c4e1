//! What a year came to.

use chrono::NaiveDate;

use crate::id::ForbundId;

use super::{Balans, Ekonomimal, Penningenhet, Rakning};

/// What is said of the outcome of a year: the body of PUT. Every amount stands in `enhet`, and is kept as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Utfallsuppgift {
    /// The unit of every amount here.
    pub enhet: Penningenhet,
    /// When the annual report was drawn up (24 §).
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub arsredovisning: Option<NaiveDate>,
    /// The balance sheet of the year before, from which capital rolls forward.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub foregaende: Option<Balans>,
    /// The year.
    pub rakning: Rakning,
    /// The levels that the förbund has set for itself.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub mal: Option<Ekonomimal>,
}

/// The outcome of a year as the register keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Utfall {
    /// The förbund.
    pub forbund_id: ForbundId,
    /// The calendar year.
    #[cfg_attr(feature = "utoipa", schema(example = 2015))]
    pub ar: i32,
    /// Counts its changes from 1.
    pub version: i64,
    /// What is said of it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub uppgift: Utfallsuppgift,
}
