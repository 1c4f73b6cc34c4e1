//! Background figures of kommuner: what the need is measured by, beside whom the insatser reach.
//!
//! They are statistics of others (Statistics Sweden, Arbetsförmedlingen, Försäkringskassan), registered a year at a time,
//! and tell of no person. What is not known is absent.
//!
//! ```
//! use finsam_core::bakgrund::{Bakgrundsrad, Bakgrundsuppgift, validate};
//! use finsam_core::kommunkod;
//!
//! let timra = Bakgrundsrad { befolkning: Some(10_400), ..Bakgrundsrad::of(kommunkod!(2262)) };
//! let uppgift = Bakgrundsuppgift { rader: vec![timra.clone(), timra] };
//! assert_eq!(validate(2014, &uppgift)[0].kod, "REG-28", "a kommun stands once");
//! ```

mod regler;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

use crate::geografi::KommunKod;
use crate::id::BakgrundstalId;

pub use regler::validate;

/// What is known of a kommun in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Bakgrundsrad {
    /// The kommun.
    pub kommun: KommunKod,
    /// Inhabitants aged 16-64 at the end of the year, 0-100 000 000.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, maximum = 100_000_000, example = 10_400))]
    pub befolkning: Option<u32>,
    /// Unemployed people enrolled at Arbetsförmedlingen, in programmes too, on average over the year, 0-100 000 000.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, maximum = 100_000_000, example = 890))]
    pub arbetslosa: Option<u32>,
    /// The labour force that unemployment is a share of, not less than `arbetslosa`, 0-100 000 000.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, maximum = 100_000_000, example = 8_900))]
    pub arbetskraft: Option<u32>,
    /// Ohälsotal: days with sickness and activity compensation a year and person aged 16-64, 0-366, at most two decimals.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<String>, example = "38.4"))]
    pub ohalsotal: Option<Decimal>,
}

impl Bakgrundsrad {
    /// A kommun of which nothing is known yet.
    #[must_use]
    pub const fn of(kommun: KommunKod) -> Self {
        Self { kommun, befolkning: None, arbetslosa: None, arbetskraft: None, ohalsotal: None }
    }
}

/// What is said of a year: the body of PUT.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Bakgrundsuppgift {
    /// The kommuner, each once, at most 1 000.
    pub rader: Vec<Bakgrundsrad>,
}

/// The background figures of a year as the register keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Bakgrundstal {
    /// Their identity.
    pub id: BakgrundstalId,
    /// The calendar year.
    #[cfg_attr(feature = "utoipa", schema(example = 2014))]
    pub ar: i32,
    /// Counts their changes from 1.
    pub version: i64,
    /// What is said of the year.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub uppgift: Bakgrundsuppgift,
}
