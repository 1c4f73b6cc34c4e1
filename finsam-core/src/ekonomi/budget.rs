//! The budget of a förbund for a year, with a plan for two more.

use chrono::NaiveDate;

use crate::id::ForbundId;

use super::{Balans, Bidrag, Ekonomimal, Penningenhet, Rakning};

/// What is said of a budget: the body of PUT. Every amount stands in `enhet`, and is kept as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Budgetuppgift {
    /// The unit of every amount here.
    pub enhet: Penningenhet,
    /// When the board had consulted the members (23 §).
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub samradd: Option<NaiveDate>,
    /// The most that each member had offered to contribute to the year; the level is set by the one offering least.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub bud: Vec<Bidrag>,
    /// The forecast balance sheet of the year before, from which capital rolls forward.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub foregaende: Option<Balans>,
    /// The year.
    pub rakning: Rakning,
    /// The years after it, in order; at most two.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub flerarsplan: Vec<Rakning>,
    /// The levels that the förbund has set for itself.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub mal: Option<Ekonomimal>,
}

impl Budgetuppgift {
    /// The year and those after it, each with its place in the body.
    pub fn years(&self) -> impl Iterator<Item = (String, &Rakning)> {
        let after = self.flerarsplan.iter().enumerate().map(|(i, year)| (format!("/flerarsplan/{i}"), year));
        std::iter::once(("/rakning".to_owned(), &self.rakning)).chain(after)
    }
}

/// That a budget was set: by the board, or for a new förbund by its members. The body of POST.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Faststallande {
    /// The day.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    #[cfg_attr(feature = "utoipa", schema(example = "2015-11-27"))]
    pub datum: NaiveDate,
}

crate::kodlista! {
    /// How far a budget has come.
    pub enum Budgetstatus = "budgetstatus", "Budgetens läge", "State of a budget" {
        Utkast = "utkast", "Utkast", "Draft";
        Samradd = "samradd", "Samrådd med medlemmarna", "Consulted with the members";
        Faststalld = "faststalld", "Fastställd", "Set";
    }
}

/// A budget as the register keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Budget {
    /// The förbund.
    pub forbund_id: ForbundId,
    /// The calendar year.
    #[cfg_attr(feature = "utoipa", schema(example = 2016))]
    pub ar: i32,
    /// Counts its changes from 1.
    pub version: i64,
    /// How far it has come.
    pub status: Budgetstatus,
    /// When it was first set, if it has been; a change after that makes it a draft again and leaves the day.
    #[cfg_attr(feature = "serde", serde(default))]
    pub forst_faststalld: Option<NaiveDate>,
    /// When it was set as it stands.
    #[cfg_attr(feature = "serde", serde(default))]
    pub faststalld: Option<NaiveDate>,
    /// What is said of it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub uppgift: Budgetuppgift,
}

impl Budget {
    /// A budget with its state, from the days on which it was set.
    #[must_use]
    pub fn new(
        forbund_id: ForbundId,
        ar: i32,
        version: i64,
        forst_faststalld: Option<NaiveDate>,
        faststalld: Option<NaiveDate>,
        uppgift: Budgetuppgift,
    ) -> Self {
        let status = match (faststalld, uppgift.samradd) {
            (Some(_), _) => Budgetstatus::Faststalld,
            (None, Some(_)) => Budgetstatus::Samradd,
            (None, None) => Budgetstatus::Utkast,
        };
        Self { forbund_id, ar, version, status, forst_faststalld, faststalld, uppgift }
    }
}
