//! How many people a structural insats reached, period by period.

use chrono::NaiveDate;

use crate::regel::Avvikelse;
use crate::regel::register::{REG_27, REG_35};
use crate::tid::Period;

use super::antal::judge_period;
use super::{Inriktning, Insatsuppgift};

/// How many people a structural insats reached in one period: the body of PUT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Strukturuppgift {
    /// First day; names the period.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub fran: NaiveDate,
    /// Last day, in the same calendar year.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub till: NaiveDate,
    /// How many people it reached.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 45))]
    pub antal: i32,
}

impl Strukturuppgift {
    /// The period.
    #[must_use]
    pub const fn period(&self) -> Period {
        Period::new(self.fran, Some(self.till))
    }

    /// The period, without any people.
    #[must_use]
    pub const fn emptied(self) -> Self {
        Self { antal: 0, ..self }
    }
}

/// People reached as the register keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Strukturdeltagande {
    /// The insats.
    pub insats_id: crate::id::InsatsId,
    /// Counts its changes from 1.
    pub version: i64,
    /// What is said.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub uppgift: Strukturuppgift,
}

/// Everything that keeps it from being registered.
///
/// `others` are the periods of the same insats that stand already, the one being replaced not among them.
#[must_use]
pub fn validate_strukturdeltagande(
    uppgift: &Strukturuppgift,
    insats: &Insatsuppgift,
    others: &[Period],
) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    judge_period((uppgift.fran, uppgift.till), insats, others, &mut found);
    if insats.inriktning != Inriktning::Struktur {
        found.push(REG_35.at("").value(insats.inriktning.code()).expected("struktur"));
    }
    if uppgift.antal < 0 {
        found.push(REG_27.at("/antal").value(i64::from(uppgift.antal)).expected("0 or more"));
    }
    found
}
