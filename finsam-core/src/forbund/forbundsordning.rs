//! The statutes of a förbund, and what the act asks of them.

use chrono::NaiveDate;

use crate::part::{PartKod, Partslag};
use crate::regel::Provning;
use crate::regel::lag::{LAG_8_1, LAG_9_1, LAG_9_2, LAG_13_2, LAG_20_1, LAG_27_2};
use crate::tid::day;

/// How many points 9 § lists.
pub(super) const PUNKTER: u8 = 18;

/// The statutes of a förbund, 9 §.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Forbundsordning {
    /// When the members set it.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub faststalld: Option<NaiveDate>,
    /// The members that have set it; none when that is not known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub faststalld_av: Vec<PartKod>,
    /// Which of the 18 points of 9 § it states, 1-18.
    #[cfg_attr(feature = "serde", serde(default))]
    pub punkter: Vec<u8>,
    /// The term of the board in years, where it is stated.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 1, maximum = 10, example = 4))]
    pub mandattid_ar: Option<u8>,
    /// Whether the term of the board begins on another day than 1 April.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub annan_mandatstart: bool,
    /// Whether kommuner and regioner have one or several auditors in common (point 13).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub gemensamma_revisorer: bool,
    /// The notice for leaving in months, where it is stated.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, maximum = 120, example = 36))]
    pub uppsagningstid_manader: Option<u16>,
    /// The kommun that supervises the archives.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub arkivtillsyn: Option<PartKod>,
}

impl Forbundsordning {
    /// The term of the board in years: four unless it says fewer.
    #[must_use]
    pub fn mandattid(&self) -> u8 {
        self.mandattid_ar.unwrap_or(4).min(4)
    }

    /// The notice for leaving in months: three years unless it says less.
    #[must_use]
    pub fn uppsagningstid(&self) -> u16 {
        self.uppsagningstid_manader.unwrap_or(36).min(36)
    }
}

/// What the act asks of the statutes; `medlemmar` are the members on the day.
pub(super) fn judge(ordning: &Forbundsordning, medlemmar: &[PartKod], provning: &mut Provning) {
    set_by_all(ordning, medlemmar, provning);
    points(ordning, provning);
    if let Some(years) = ordning.mandattid_ar.filter(|years| *years > 4) {
        provning.note(&LAG_13_2, "/forbundsordning/mandattidAr", |found| found.value(i64::from(years)).expected("1-4"));
    }
    if let Some(part) = ordning.arkivtillsyn.filter(|part| !(is_kommun(*part) && medlemmar.contains(part))) {
        provning.note(&LAG_20_1, "/forbundsordning/arkivtillsyn", |found| {
            found.value(part).expected("a kommun that is a member")
        });
    }
    if let Some(months) = ordning.uppsagningstid_manader.filter(|months| *months > 36) {
        provning.note(&LAG_27_2, "/forbundsordning/uppsagningstidManader", |found| {
            found.value(i64::from(months)).expected("at most 36")
        });
    }
}

fn is_kommun(part: PartKod) -> bool {
    part.slag() == Partslag::Kommun
}

/// 8 §: all members set it. A part that has joined since is not asked about.
fn set_by_all(ordning: &Forbundsordning, medlemmar: &[PartKod], provning: &mut Provning) {
    if ordning.faststalld_av.is_empty() {
        return;
    }
    for part in medlemmar.iter().filter(|part| !ordning.faststalld_av.contains(part)) {
        provning.note(&LAG_8_1, "/forbundsordning/faststalldAv", |found| found.value(*part).expected("every member"));
    }
}

/// 9 §: every point but the thirteenth, which is asked only of those with common auditors, from 2008.
fn points(ordning: &Forbundsordning, provning: &mut Provning) {
    if ordning.punkter.is_empty() {
        provning.note(&LAG_9_2, "/forbundsordning/punkter", |found| found.expected("which of the points 1-18"));
        return;
    }
    let common = ordning.gemensamma_revisorer && provning.datum() >= day(2008, 1, 1);
    for punkt in (1..=PUNKTER).filter(|punkt| (*punkt != 13 || common) && !ordning.punkter.contains(punkt)) {
        provning.note(&LAG_9_1, "/forbundsordning/punkter", |found| {
            found.value(i64::from(punkt)).saying(
                format!("Förbundsordningen ska ange punkt {punkt} i 9 §: {}.", POINTS[usize::from(punkt) - 1].0),
                format!("The förbundsordning must state point {punkt} of 9 §: {}.", POINTS[usize::from(punkt) - 1].1),
            )
        });
    }
}

/// What each point is about.
const POINTS: [(&str, &str); PUNKTER as usize] = [
    ("namn, säte, medlemmar och ändamål", "name, seat, members and purpose"),
    ("organisation", "organisation"),
    ("ledamöter, ersättare och mandattid i styrelsen", "ledamöter, ersättare and term of the board"),
    ("uppgifter och beslutanderätt", "tasks and powers"),
    ("medlemmars rätt att väcka ärenden", "whether members may bring matters to the board"),
    ("kvalificerad majoritet", "qualified majority"),
    ("var tillkännagivanden anslås", "where announcements are posted"),
    ("andelar i tillgångar, skulder och kostnader", "shares in assets, debts and costs"),
    ("begränsningar av krediter", "limits on credit"),
    ("medlemmarnas styrning och insyn", "how members steer and look in"),
    ("budgetprocessen", "the budget process"),
    ("revisorernas mandattid", "the term of auditors"),
    ("hur gemensamma revisorer utses", "how common auditors are appointed"),
    ("förfarandet vid utträde", "how a member leaves"),
    ("likvidation och upplösning", "liquidation and dissolution"),
    ("hur tvister löses", "how disputes are settled"),
    ("ekonomiska förmåner", "fees and expenses"),
    ("övriga ekonomiska förhållanden", "other economic relations"),
];
