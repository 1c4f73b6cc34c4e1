//! Counts: an insats followed without personal data, period by period.

use chrono::{Datelike, NaiveDate};

use crate::regel::Avvikelse;
use crate::regel::register::{REG_01, REG_02, REG_06, REG_23, REG_27};
use crate::tid::Period;

use super::{Insatsuppgift, Uppfoljningsmetod};

crate::kodlista! {
    /// What is counted.
    #[derive(Default)]
    pub enum Enhet = "enhet", "Vad som räknas", "What is counted" {
        #[default]
        Personer = "personer", "Personer", "People";
        Konsultationer = "konsultationer", "Konsultationer", "Consultations";
        Besok = "besok", "Besök", "Visits";
        Tillfallen = "tillfallen", "Tillfällen", "Occasions";
    }
}

/// A count of women and of men.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct PerKon {
    /// Women.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 7))]
    pub kvinnor: i32,
    /// Men.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 7))]
    pub man: i32,
}

impl PerKon {
    /// Both together.
    #[must_use]
    pub fn total(self) -> i64 {
        i64::from(self.kvinnor) + i64::from(self.man)
    }
}

/// A count by kön, or one number where kön is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(untagged))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub enum PerKonEllerTotalt {
    /// One number for all.
    Totalt(i32),
    /// By kön.
    PerKon(PerKon),
}

impl Default for PerKonEllerTotalt {
    fn default() -> Self {
        Self::Totalt(0)
    }
}

impl PerKonEllerTotalt {
    /// All together.
    #[must_use]
    pub fn total(self) -> i64 {
        match self {
            Self::Totalt(n) => i64::from(n),
            Self::PerKon(per) => per.total(),
        }
    }
}

/// Those who closed in the period, by result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Avslutade {
    /// To work or studies, or ready for a job.
    #[cfg_attr(feature = "serde", serde(default))]
    pub arbete_studier_jobready: PerKon,
    /// To continued rehabilitation.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fortsatt_rehab: PerKon,
    /// To something else; one number where kön is not known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub ovrigt: PerKonEllerTotalt,
}

/// Counts of an insats for one period: the body of PUT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Antalsuppgift {
    /// First day; names the period.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub fran: NaiveDate,
    /// Last day, in the same calendar year.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub till: NaiveDate,
    /// What is counted; people when absent.
    #[cfg_attr(feature = "serde", serde(default))]
    pub enhet: Enhet,
    /// Women taking part; absent when only closings are known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 21))]
    pub kvinnor: Option<i32>,
    /// Men taking part; absent when only closings are known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 18))]
    pub man: Option<i32>,
    /// Those of them who began in the period.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub nya: Option<PerKon>,
    /// Those of them who still take part when it ends.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub pagaende: Option<PerKon>,
    /// Those who closed, by result.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub avslutade: Option<Avslutade>,
}

impl Antalsuppgift {
    /// The period that is counted.
    #[must_use]
    pub const fn period(&self) -> Period {
        Period::new(self.fran, Some(self.till))
    }

    /// The period and the unit, without any number.
    #[must_use]
    pub const fn emptied(self) -> Self {
        Self { kvinnor: None, man: None, nya: None, pagaende: None, avslutade: None, ..self }
    }
}

/// Counts as the register keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Antal {
    /// The insats.
    pub insats_id: crate::id::InsatsId,
    /// Counts its changes from 1.
    pub version: i64,
    /// What is said.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub uppgift: Antalsuppgift,
}

/// How many people took part in a year by the counts of an insats, in the order of their periods. Several periods may
/// count the same people: then it is those of the first with the new ones of the others. `None` where that is not told.
pub fn taking_part<'a>(periods: impl IntoIterator<Item = &'a Antalsuppgift>, ar: i32) -> Option<i64> {
    let is_of = |antal: &&Antalsuppgift| antal.enhet == Enhet::Personer && antal.fran.year() == ar;
    let mut periods = periods.into_iter().filter(is_of);
    let first = periods.next()?;
    let began = i64::from(first.kvinnor?) + i64::from(first.man?);
    periods.try_fold(began, |sum, later| Some(sum + later.nya?.total()))
}

/// Everything that keeps counts from being registered.
///
/// `others` are the periods of the same insats and unit that stand already, the one being replaced not among them.
#[must_use]
pub fn validate_antal(uppgift: &Antalsuppgift, insats: &Insatsuppgift, others: &[Period]) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    judge_period((uppgift.fran, uppgift.till), insats, others, &mut found);
    if insats.uppfoljningsmetod != Uppfoljningsmetod::Antal {
        found.push(REG_06.at("").value(insats.uppfoljningsmetod.code()).expected("antal").saying(
            "Insatsen följs med personuppgifter och tar inte emot antal.",
            "The insats is followed by persons and takes no counts.",
        ));
    }
    for (place, n) in numbers(uppgift) {
        if n < 0 {
            found.push(REG_27.at(place).value(i64::from(n)).expected("0 or more"));
        }
    }
    found
}

/// A period of an insats, told by its first and last day: in order, within one year and the life of the insats, and sharing
/// no day with the others.
pub(super) fn judge_period(
    (fran, till): (NaiveDate, NaiveDate),
    insats: &Insatsuppgift,
    others: &[Period],
    found: &mut Vec<Avvikelse>,
) {
    let period = Period::new(fran, Some(till));
    if !period.is_ordered() {
        found.push(REG_01.at("/till").value(till).expected(format!("no earlier than {fran}")));
    }
    if fran.year() != till.year() {
        found.push(REG_23.at("/till").value(till).expected(format!("a day in {}", fran.year())));
    }
    if let Some(other) = others.iter().find(|other| other.overlaps(period)) {
        let expected = format!("no day in common with the period from {}", other.fran);
        found.push(REG_23.at("/fran").value(fran).expected(expected));
    }
    if !insats.life().overlaps(period) {
        found.push(REG_02.at("/fran").value(fran).expected(format!("a period from {}", insats.startdatum)));
    }
}

/// Every number with its place.
fn numbers(uppgift: &Antalsuppgift) -> impl Iterator<Item = (&'static str, i32)> {
    let mut all = Vec::with_capacity(12);
    all.extend(uppgift.kvinnor.map(|n| ("/kvinnor", n)));
    all.extend(uppgift.man.map(|n| ("/man", n)));
    all.extend(uppgift.nya.into_iter().flat_map(|per| [("/nya/kvinnor", per.kvinnor), ("/nya/man", per.man)]));
    let pagaende = |per: PerKon| [("/pagaende/kvinnor", per.kvinnor), ("/pagaende/man", per.man)];
    all.extend(uppgift.pagaende.into_iter().flat_map(pagaende));
    if let Some(avslutade) = uppgift.avslutade {
        all.push(("/avslutade/arbeteStudierJobready/kvinnor", avslutade.arbete_studier_jobready.kvinnor));
        all.push(("/avslutade/arbeteStudierJobready/man", avslutade.arbete_studier_jobready.man));
        all.push(("/avslutade/fortsattRehab/kvinnor", avslutade.fortsatt_rehab.kvinnor));
        all.push(("/avslutade/fortsattRehab/man", avslutade.fortsatt_rehab.man));
        match avslutade.ovrigt {
            PerKonEllerTotalt::Totalt(n) => all.push(("/avslutade/ovrigt", n)),
            PerKonEllerTotalt::PerKon(per) => {
                all.push(("/avslutade/ovrigt/kvinnor", per.kvinnor));
                all.push(("/avslutade/ovrigt/man", per.man));
            }
        }
    }
    all.into_iter()
}
