//! The list of reports.

use chrono::{DateTime, NaiveDate, Utc};

use super::Tvasprakig;
use super::personer::text_fault;
use crate::ekonomi::validate_year;
use crate::id::FaststallelseId;
use crate::regel::Avvikelse;
use crate::statistik::{Indelning, Rapportnamn, Skillnadsrad, Urval};

/// A report that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Rapportpost {
    /// Its name, as in `/rapporter/{namn}`.
    pub namn: Rapportnamn,
    /// What it is about.
    pub text: Tvasprakig,
    /// What it can be divided by.
    pub indelning: Vec<Indelning>,
}

/// The reports that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Rapportlista {
    /// The reports.
    pub rapporter: Vec<Rapportpost>,
}

crate::kodlista! {
    /// How far a frozen state has come.
    pub enum Faststallelsestatus = "faststallelsestatus", "Ett fastställt tillstånds status", "Status of a frozen state" {
        Pagar = "pagar", "Vad som ska döljas räknas ut; inget svar ges än", "What is to be hidden is being worked out; nothing is answered yet";
        Klar = "klar", "Svarar", "Answers";
    }
}

/// What is said of a year when it is frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Faststallelseuppgift {
    /// The calendar year, 2004-2100.
    #[cfg_attr(feature = "utoipa", schema(minimum = 2004, maximum = 2100, example = 2014))]
    pub ar: i32,
    /// What should be known of it, 1-200 characters without an identity number: why it was revised.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(
        feature = "utoipa",
        schema(min_length = 1, max_length = 200, example = "Rättad efter sen registrering")
    )]
    pub anmarkning: Option<String>,
}

impl Faststallelseuppgift {
    /// Everything that keeps the year from being frozen.
    ///
    /// ```
    /// use finsam_core::protokoll::Faststallelseuppgift;
    ///
    /// let uppgift = Faststallelseuppgift { ar: 1999, anmarkning: Some("om 19900312-2380".into()) };
    /// let found = uppgift.faults("2026-03-02".parse()?);
    /// assert_eq!(found.iter().map(|one| one.pekare.as_str()).collect::<Vec<_>>(), ["/ar", "/anmarkning"]);
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    #[must_use]
    pub fn faults(&self, idag: NaiveDate) -> Vec<Avvikelse> {
        let said = self.anmarkning.as_deref().and_then(|text| text_fault("/anmarkning", text, idag));
        validate_year("/ar", self.ar).into_iter().chain(said).collect()
    }
}

/// A year of statistics as it was frozen. What it says never changes; a revised one is another utgåva of the same year.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Faststallelse {
    /// Its identity.
    pub id: FaststallelseId,
    /// The calendar year.
    #[cfg_attr(feature = "utoipa", schema(example = 2014))]
    pub ar: i32,
    /// Which of the year, from 1; the later revises the earlier.
    #[cfg_attr(feature = "utoipa", schema(minimum = 1, example = 1))]
    pub utgava: i64,
    /// The state of the data, by which it is asked for: a place in the change feed.
    #[cfg_attr(feature = "utoipa", schema(example = 25690))]
    pub dataversion: i64,
    /// By which version of the definitions it was frozen.
    #[cfg_attr(feature = "utoipa", schema(example = "2"))]
    pub regelversion: String,
    /// Counts from 1 and below this are hidden, and others by which they could be worked out; 0 for none.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 5))]
    pub troskel: i64,
    /// Whether it answers yet.
    pub status: Faststallelsestatus,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(example = "2015-03-02T09:00:00Z"))]
    pub faststalld: DateTime<Utc>,
    /// What was said of it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(example = "Rättad efter sen registrering"))]
    pub anmarkning: Option<String>,
    /// SHA-256 of what is kept, in hexadecimal digits; absent until it answers.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(
        feature = "utoipa",
        schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    )]
    pub digest: Option<String>,
}

/// The frozen states.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Faststallelselista {
    /// By year, then by utgåva.
    pub faststallda: Vec<Faststallelse>,
}

/// How a report differs between two states.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Skillnadsrapport {
    /// Which report.
    pub rapport: Rapportnamn,
    /// What was asked for.
    pub urval: Urval,
    /// The dataversion of the earlier state.
    #[cfg_attr(feature = "utoipa", schema(example = 25690))]
    pub fran: i64,
    /// The dataversion of the later state.
    #[cfg_attr(feature = "utoipa", schema(example = 25812))]
    pub till: i64,
    /// By which version of the definitions both are counted.
    #[cfg_attr(feature = "utoipa", schema(example = "2"))]
    pub regelversion: String,
    /// Differences from 1 and below this, in either direction, are hidden; 0 for none.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 5))]
    pub troskel: i64,
    /// Rows in which anything differs, or may differ and is hidden.
    pub rader: Vec<Skillnadsrad>,
}
