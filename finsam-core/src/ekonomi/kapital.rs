//! Own capital against the ladder (*trappan*), and the level of administration: both are set by the förbund or by those
//! who follow it up, and neither has a default.

use crate::belopp::Belopp;

/// A step of the ladder: of contributions up to an amount, at most so many per cent as own capital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Trappsteg {
    /// The largest yearly contributions in kronor that the step is for; absent on the last step, which is for all above.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub till: Option<Belopp>,
    /// Per cent of the contributions.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, maximum = 1000, example = 20))]
    pub procent: u16,
}

/// Levels that a förbund has set for its economy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields, default)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Ekonomimal {
    /// The largest share of administration in the costs, in per cent.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, maximum = 100, example = 20))]
    pub administration_procent: Option<u16>,
    /// The ladder, from the lowest step; empty when there is none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub kapitaltrappa: Vec<Trappsteg>,
}

/// How far own capital lies above what the ladder allows at these contributions, all in kronor; zero within it, and
/// where no step is for so large contributions.
///
/// ```
/// use finsam_core::belopp::Belopp;
/// use finsam_core::ekonomi::{Trappsteg, excess};
///
/// let trappa = [
///     Trappsteg { till: Some(Belopp::from_kronor(2_000_000)), procent: 50 },
///     Trappsteg { till: None, procent: 20 },
/// ];
/// let kronor = Belopp::from_kronor;
/// assert_eq!(excess(&trappa, kronor(2_000_000), kronor(1_100_000)), kronor(100_000));
/// assert_eq!(excess(&trappa, kronor(4_000_000), kronor(800_000)), kronor(0));
/// ```
#[must_use]
pub fn excess(trappa: &[Trappsteg], contributions: Belopp, capital: Belopp) -> Belopp {
    let step = trappa.iter().find(|step| step.till.is_none_or(|till| contributions <= till));
    let Some(step) = step else { return Belopp::ZERO };
    let over = capital - contributions.percent_of(step.procent);
    over.max(Belopp::ZERO)
}
