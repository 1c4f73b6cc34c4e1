//! Made-up money of the real förbund: what the state gave and what was used come out as table 17 prints them.

use chrono::{Days, NaiveDate};
use finsam_core::belopp::{Belopp, fordela};
use finsam_core::ekonomi::tilldelning::{Ansokan, Parametrar, Tilldelningsuppgift};
use finsam_core::ekonomi::{Bud, Budgetuppgift, Kostnad, Kostnadsslag, Penningenhet, Rakning, Utfallsuppgift, level};
use finsam_core::forbund::Forbund;
use finsam_core::id::ForbundId;
use finsam_core::part::{PartKod, Partslag};

use super::{Marginaler, PahittatFel};

/// The years that have a budget too.
const BUDGETAR: [i32; 2] = [2013, 2014];
/// What money goes to, in hundredths; administration as most förbund have it.
const KOSTNADER: [(Kostnadsslag, u64); 6] = [
    (Kostnadsslag::Individ, 68),
    (Kostnadsslag::Struktur, 13),
    (Kostnadsslag::Verksamhetsnara, 4),
    (Kostnadsslag::Personal, 10),
    (Kostnadsslag::Lokaler, 3),
    (Kostnadsslag::Ovrigt, 2),
];

/// A budget, and when it was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pahittadbudget {
    /// Of which förbund.
    pub forbund: ForbundId,
    /// The year.
    pub ar: i32,
    /// The budget.
    pub uppgift: Budgetuppgift,
    /// The day on which it was set.
    pub faststalld: NaiveDate,
}

/// The money of all förbund.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pengar {
    /// The allocation of each year.
    pub tilldelningar: Vec<(i32, Tilldelningsuppgift)>,
    /// Budgets.
    pub budgetar: Vec<Pahittadbudget>,
    /// Outcomes, by förbund and year.
    pub utfall: Vec<(ForbundId, i32, Utfallsuppgift)>,
}

/// Makes the money up: what the state gave is divided by how many places a förbund covers, and the other members give as
/// much together (5 §). All of it is used.
///
/// # Errors
/// [`PahittatFel::Data`] when the margins hold no table 17.
pub fn pengar(m: &Marginaler, forbund: &[Forbund]) -> Result<Pengar, PahittatFel> {
    let mut pengar = Pengar::default();
    for (ar, tkr) in m.tkr("tilldelat")? {
        let there = those_of(forbund, ar);
        pengar.tilldelningar.push((ar, allocation(&there, tkr)));
        if BUDGETAR.contains(&ar) {
            pengar.budgetar.extend(shared(&there, tkr).filter_map(|(one, tkr)| budget(one, ar, tkr)));
        }
    }
    for (ar, tkr) in m.tkr("utfall")? {
        let arsredovisning = NaiveDate::from_ymd_opt(ar + 1, 3, 15);
        pengar.utfall.extend(shared(&those_of(forbund, ar), tkr).map(|(one, tkr)| {
            let rakning = year(one, tkr);
            let enhet = Penningenhet::Tkr;
            (one.id, ar, Utfallsuppgift { enhet, arsredovisning, rakning, ..Utfallsuppgift::default() })
        }));
    }
    Ok(pengar)
}

/// The förbund that are there for the whole of a year.
fn those_of(forbund: &[Forbund], ar: i32) -> Vec<&Forbund> {
    let first = NaiveDate::from_yo_opt(ar, 1).unwrap_or_default();
    forbund.iter().filter(|one| one.uppgift.life().contains(first)).collect()
}

fn weights(forbund: &[&Forbund]) -> Vec<u64> {
    forbund.iter().map(|one| 1 + one.uppgift.omrade.len() as u64).collect()
}

/// What the state gives, divided among förbund.
fn shared<'a>(forbund: &[&'a Forbund], tkr: i64) -> impl Iterator<Item = (&'a Forbund, i64)> {
    forbund.iter().copied().zip(fordela(tkr, &weights(forbund)))
}

fn allocation(forbund: &[&Forbund], tkr: i64) -> Tilldelningsuppgift {
    let medel = Belopp::from_kronor(tkr).times(1000);
    let ansokan = |(one, weight): (&&Forbund, u64)| {
        let weight = u32::try_from(weight).unwrap_or(u32::MAX);
        Ansokan {
            nyckel: one.id.to_string(),
            forsorjningsmatt: weight * 700,
            befolkning: weight * 9_000,
            foregaende: None,
            askande: medel,
            overskott: Belopp::ZERO,
        }
    };
    let ansokningar = forbund.iter().zip(weights(forbund)).map(ansokan).collect();
    Tilldelningsuppgift { parametrar: Parametrar::of(medel), ansokningar }
}

/// Set by the last day of November (23 §), the members having been heard.
fn budget(forbund: &Forbund, ar: i32, tkr: i64) -> Option<Pahittadbudget> {
    let faststalld = NaiveDate::from_ymd_opt(ar - 1, 11, 25)?;
    let samradd = faststalld.checked_sub_days(Days::new(30));
    let uppgift =
        Budgetuppgift { enhet: Penningenhet::Tkr, samradd, rakning: year(forbund, tkr), ..Budgetuppgift::default() };
    Some(Pahittadbudget { forbund: forbund.id, ar, uppgift, faststalld })
}

/// A year in which the state gives so much, in tkr.
fn year(forbund: &Forbund, stat: i64) -> Rakning {
    let of = |slag: Partslag| {
        let parts = forbund.uppgift.medlemmar.iter().map(|medlem| medlem.part).filter(move |part| part.slag() == slag);
        parts.map(|part: PartKod| (part, stat, 1)).collect()
    };
    let bud = Bud { stat, regioner: of(Partslag::Region), kommuner: of(Partslag::Kommun) };
    let bidrag = level(&bud).bidrag;
    let income: Belopp = bidrag.iter().map(|one| one.belopp).sum();
    let parts = fordela(income.kronor().unwrap_or_default(), &KOSTNADER.map(|(_, weight)| weight));
    let costs = KOSTNADER.iter().zip(parts);
    let kostnader =
        costs.map(|((slag, _), tkr)| Kostnad { slag: *slag, benamning: None, belopp: Belopp::from_kronor(tkr) });
    Rakning { bidrag, kostnader: kostnader.collect(), ..Rakning::default() }
}
