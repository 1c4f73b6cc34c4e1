//! Pruning by age: what goes when, and by which decision (gallringsbeslut).
//!
//! An authority destroys a record only by a decision, and personal data may be kept no longer than is needed. A rule says
//! both: after how many years, and by what decision. What has been registered by mistake is no pruning: it is deleted.

use chrono::{Months, NaiveDate};

use crate::part::PartKod;

#[cfg(test)]
mod tests;

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Gallringsslag {
    /// Participations of persons that have ended.
    Deltaganden,
    /// Anonymous participations that have ended, and those that became anonymous.
    Anonyma,
    /// Counts of periods that have ended.
    Antal,
}

impl Gallringsslag {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Deltaganden => "deltaganden",
            Self::Anonyma => "anonyma",
            Self::Antal => "antal",
        }
    }
}

/// How many years a record may be kept, at most.
pub const MAX_AR: u32 = 200;
/// How long the words of a decision may be, in characters.
pub const MAX_TEXT: usize = 200;

/// A rule: what goes, when, and by which decision.
///
/// ```
/// use finsam_core::gallring::{Gallringsregel, Gallringsslag};
///
/// let regel = Gallringsregel {
///     slag: Gallringsslag::Deltaganden,
///     part: Some("kommun:2280".parse()?),
///     ar: 10,
///     beslut: "SN 2031/12".to_owned(),
///     datum: "2031-03-01".parse()?,
///     beslutat_av: "Socialnämnden i Härnösand".to_owned(),
/// };
/// assert!(regel.faults("2031-04-01".parse()?).is_empty());
/// // What ended on 31 March 2021 goes, what ended on 1 April stays.
/// assert_eq!(regel.fore("2031-04-01".parse()?), "2021-04-01".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Gallringsregel {
    /// What it is about.
    pub slag: Gallringsslag,
    /// Whose records; everybody's when absent. Counts belong to no part.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub part: Option<PartKod>,
    /// So many years after the last day, 1-200.
    pub ar: u32,
    /// The number of the decision (diarienummer), 1-200 characters.
    pub beslut: String,
    /// When it was made; not in the future.
    pub datum: NaiveDate,
    /// Who made it, 1-200 characters.
    pub beslutat_av: String,
}

/// What is wrong with a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Gallringsfel {
    /// The years.
    #[error("ar: ange 1-200 år / give 1-200 years")]
    Ar,
    /// The decision.
    #[error(
        "beslut: ange beslutets diarienummer, högst 200 tecken / give the number of the decision, at most 200 characters"
    )]
    Beslut,
    /// The day of the decision.
    #[error("datum: beslutet är från en dag som inte har varit / the decision is of a day that has not been")]
    Datum,
    /// Who made it.
    #[error("beslutatAv: ange vem som beslutade, högst 200 tecken / give who decided, at most 200 characters")]
    BeslutatAv,
    /// A part, of counts.
    #[error("part: antal hör inte till någon part / counts belong to no part")]
    Part,
}

impl Gallringsregel {
    /// Everything that is wrong with it, as of a day.
    #[must_use]
    pub fn faults(&self, idag: NaiveDate) -> Vec<Gallringsfel> {
        let said = |text: &str| !text.trim().is_empty() && text.chars().count() <= MAX_TEXT;
        let faults = [
            (!(1..=MAX_AR).contains(&self.ar), Gallringsfel::Ar),
            (!said(&self.beslut), Gallringsfel::Beslut),
            (self.datum > idag, Gallringsfel::Datum),
            (!said(&self.beslutat_av), Gallringsfel::BeslutatAv),
            (self.slag == Gallringsslag::Antal && self.part.is_some(), Gallringsfel::Part),
        ];
        faults.into_iter().filter(|(wrong, _)| *wrong).map(|(_, fel)| fel).collect()
    }

    /// The first last day that stays: what ended before it goes.
    #[must_use]
    pub fn fore(&self, idag: NaiveDate) -> NaiveDate {
        let months = Months::new(self.ar.saturating_mul(12));
        idag.checked_sub_months(months).unwrap_or(NaiveDate::MIN)
    }

    /// The decision in a line, for the access log and the archive.
    #[must_use]
    pub fn decision(&self) -> String {
        format!("{} {}, {}", self.beslut, self.datum, self.beslutat_av)
    }
}
