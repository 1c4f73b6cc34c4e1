//! The auditors of a förbund, their reports, and what the members made of them.

mod efterlevnad;
mod regler;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::id::ForbundId;
use crate::part::PartKod;
use crate::tid::Period;

pub use efterlevnad::judge;
pub use regler::validate;

/// An auditor, and on whose behalf.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Revisor {
    /// The auditor's name, or that of a firm.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub namn: Option<String>,
    /// The member that appointed.
    pub utsedd_av: PartKod,
    /// The members on whose behalf the auditor examines.
    pub raknar_for: Vec<PartKod>,
    /// First day; for the first auditor of a förbund, that of the appointment.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub fran: NaiveDate,
    /// Last day.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub till: Option<NaiveDate>,
}

impl Revisor {
    /// From its first to its last day.
    #[must_use]
    pub const fn period(&self) -> Period {
        Period::new(self.fran, self.till)
    }
}

crate::kodlista! {
    /// What a member decided on discharge of the board.
    pub enum Ansvarsfrihet = "ansvarsfrihet", "Beslut om ansvarsfrihet", "Decision on discharge" {
        Beviljad = "beviljad", "Beviljad", "Granted";
        Vagrad = "vagrad", "Vägrad", "Refused";
    }
}

/// What one member decided on discharge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Ansvarsprovning {
    /// The member.
    pub part: PartKod,
    /// What it decided.
    pub beslut: Ansvarsfrihet,
    /// When.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub datum: NaiveDate,
}

/// The report of the auditors on one year.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Revisionsberattelse {
    /// The year audited.
    #[cfg_attr(feature = "utoipa", schema(minimum = 2004, maximum = 2100, example = 2014))]
    pub ar: i32,
    /// When it was given.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub datum: NaiveDate,
    /// Whether it was given to the board.
    pub till_styrelsen: bool,
    /// The parties that it was given to.
    pub till_parter: Vec<PartKod>,
    /// What the members decided on discharge, each by itself.
    #[cfg_attr(feature = "serde", serde(default))]
    pub ansvarsfrihet: Vec<Ansvarsprovning>,
}

/// What is said of the audit of a förbund: the body of PUT. What is left out is not judged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields, default)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Revisionsuppgift {
    /// Auditors, past and present.
    pub revisorer: Vec<Revisor>,
    /// Their reports, one a year.
    pub berattelser: Vec<Revisionsberattelse>,
}

/// The audit of a förbund as the register keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Revision {
    /// The förbund.
    pub forbund_id: ForbundId,
    /// Counts its changes from 1.
    pub version: i64,
    /// What is said of it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub uppgift: Revisionsuppgift,
}
