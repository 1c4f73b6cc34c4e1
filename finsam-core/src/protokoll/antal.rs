//! Counts as they are listed, and as they are imported.

use chrono::NaiveDate;

use crate::id::InsatsId;
use crate::insats::{Antal, Antalsuppgift, Avslutade, Enhet, Insatsnyckel, PerKon};

/// All counts of an insats.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Antalssvar {
    /// By first day and unit.
    pub poster: Vec<Antal>,
}

/// A row of an import of counts: what PUT of counts takes, and of which insats it is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Antalspost {
    /// The insats; exactly one of `insatsId` and `insatsNyckel`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insats_id: Option<InsatsId>,
    /// The insats by the key that a part's own system has for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insats_nyckel: Option<Insatsnyckel>,
    /// First day; names the period.
    #[serde(deserialize_with = "crate::tid::json::date")]
    pub fran: NaiveDate,
    /// Last day, in the same calendar year.
    #[serde(deserialize_with = "crate::tid::json::date")]
    pub till: NaiveDate,
    /// What is counted; people when absent.
    #[serde(default)]
    pub enhet: Enhet,
    /// Women taking part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 21))]
    pub kvinnor: Option<i32>,
    /// Men taking part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 18))]
    pub man: Option<i32>,
    /// Those of them who began in the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nya: Option<PerKon>,
    /// Those of them who still take part when it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagaende: Option<PerKon>,
    /// Those who closed, by result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avslutade: Option<Avslutade>,
}

impl Antalspost {
    /// What it says, its insats apart.
    #[must_use]
    pub const fn uppgift(&self) -> Antalsuppgift {
        let Self { fran, till, enhet, kvinnor, man, nya, pagaende, avslutade, .. } = *self;
        Antalsuppgift { fran, till, enhet, kvinnor, man, nya, pagaende, avslutade }
    }
}
