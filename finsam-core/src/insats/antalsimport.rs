//! Many counts at once: what would become of each, judged beside what stands and beside each other.
//!
//! Pure, so that a plan, a validation and the import itself cannot come to different things.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::{Antal, Antalsuppgift, Enhet, Insats, validate_antal};
use crate::id::InsatsId;
use crate::regel::Avvikelse;
use crate::regel::register::REG_22;
use crate::tid::Period;

/// The counts of an insats in one calendar year: what reconciliation takes an import to be the whole truth of.
pub type Antalsomfang = (InsatsId, i32);

/// What names counts: their insats, their unit and their first day.
type Namn = (InsatsId, Enhet, NaiveDate);

/// A row of an import: counts of an insats, or why it cannot be read or has no insats.
pub type Antalsrad<'a> = Result<(&'a Insats, Antalsuppgift), Vec<Avvikelse>>;

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Antalsutfall {
    /// Its counts are new.
    Skapas,
    /// They change what stands.
    Uppdateras(Antal),
    /// They stand there already, at this version.
    Oforandrade(i64),
    /// It is refused.
    Avvisas(Vec<Avvikelse>),
}

/// What becomes of an import of counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Antalsplan {
    /// What becomes of each row, in their order.
    pub rader: Vec<Antalsutfall>,
    /// What reconciliation removes, in the order in which it stands.
    pub bort: Vec<Antal>,
    /// How many counts stand in the scopes that are reconciled.
    pub i_omfang: usize,
}

impl Antalsplan {
    /// Whether a row is refused.
    #[must_use]
    pub fn refuses(&self) -> bool {
        self.rader.iter().any(|rad| matches!(rad, Antalsutfall::Avvisas(_)))
    }

    /// How many removals are let through unless the sender says how many there may be: one in a hundred of what stands.
    #[must_use]
    pub const fn brake(&self) -> usize {
        self.i_omfang / 100
    }
}

/// What becomes of rows, given all counts that stand in their insatser. With `omfang` the import is the whole truth of
/// these scopes and of those that its rows are in: what stands there and is not named is removed first.
///
/// Rows are judged in the order of their first days, whatever order they came in. That is enough to let periods be
/// divided anew: a period can only be in the way of one that begins later if it is there to stay. The same counts named
/// twice are refused in all copies (REG-22).
#[must_use]
pub fn plan_antal(rader: &[Antalsrad<'_>], standing: &[Antal], omfang: Option<&BTreeSet<Antalsomfang>>) -> Antalsplan {
    let named = named(rader);
    let known: BTreeMap<Namn, &Antal> =
        standing.iter().map(|antal| (name(antal.insats_id, &antal.uppgift), antal)).collect();
    let scopes = omfang.map(|omfang| {
        let own = named.keys().map(|(insats, _, fran)| (*insats, fran.year()));
        omfang.iter().copied().chain(own).collect::<BTreeSet<_>>()
    });
    let within = |antal: &&Antal| scopes.as_ref().is_some_and(|scopes| scopes.contains(&scope(antal)));
    let i_omfang = standing.iter().filter(within).count();
    let goes = |antal: &&Antal| within(antal) && !named.contains_key(&name(antal.insats_id, &antal.uppgift));
    let bort: Vec<Antal> = standing.iter().filter(goes).copied().collect();
    let stays = standing.iter().filter(|antal| !goes(antal));
    let mut perioder = Perioder::of(stays);
    let mut utfall: Vec<Antalsutfall> = rader.iter().map(|_| Antalsutfall::Avvisas(Vec::new())).collect();
    for (namn, rows) in &named {
        for row in rows {
            let Some(Ok((insats, uppgift))) = rader.get(*row) else { continue };
            if let Some(place) = utfall.get_mut(*row) {
                *place = judge(insats, uppgift, known.get(namn).copied(), rows, &mut perioder);
            }
        }
    }
    for (place, rad) in utfall.iter_mut().zip(rader) {
        if let Err(found) = rad {
            *place = Antalsutfall::Avvisas(found.clone());
        }
    }
    Antalsplan { rader: utfall, bort, i_omfang }
}

fn name(insats: InsatsId, uppgift: &Antalsuppgift) -> Namn {
    (insats, uppgift.enhet, uppgift.fran)
}

fn scope(antal: &Antal) -> Antalsomfang {
    (antal.insats_id, antal.uppgift.fran.year())
}

/// The rows that name each counts, in the order of insats, unit and first day.
fn named(rader: &[Antalsrad<'_>]) -> BTreeMap<Namn, Vec<usize>> {
    let mut named: BTreeMap<Namn, Vec<usize>> = BTreeMap::new();
    for (row, rad) in rader.iter().enumerate() {
        if let Ok((insats, uppgift)) = rad {
            named.entry(name(insats.id, uppgift)).or_default().push(row);
        }
    }
    named
}

fn judge(
    insats: &Insats,
    uppgift: &Antalsuppgift,
    known: Option<&Antal>,
    rows: &[usize],
    perioder: &mut Perioder,
) -> Antalsutfall {
    let mut found = Vec::new();
    if rows.len() > 1 {
        found.push(REG_22.at("/fran").value(uppgift.fran).expected("each insats, enhet and fran once"));
    }
    found.extend(validate_antal(uppgift, &insats.uppgift, &perioder.beside(insats.id, uppgift)));
    if !found.is_empty() {
        return Antalsutfall::Avvisas(found);
    }
    perioder.put(insats.id, uppgift);
    match known {
        None => Antalsutfall::Skapas,
        Some(known) if known.uppgift == *uppgift => Antalsutfall::Oforandrade(known.version),
        Some(known) => Antalsutfall::Uppdateras(*known),
    }
}

/// The periods that stand, by insats and unit: first days with their last ones. None of them overlap.
#[derive(Debug, Default)]
struct Perioder(BTreeMap<(InsatsId, Enhet), BTreeMap<NaiveDate, NaiveDate>>);

impl Perioder {
    fn of<'a>(standing: impl Iterator<Item = &'a Antal>) -> Self {
        let mut perioder = Self::default();
        standing.for_each(|antal| perioder.put(antal.insats_id, &antal.uppgift));
        perioder
    }

    fn put(&mut self, insats: InsatsId, uppgift: &Antalsuppgift) {
        self.0.entry((insats, uppgift.enhet)).or_default().insert(uppgift.fran, uppgift.till);
    }

    /// The periods on both sides of one, that itself replaces what stands by its name: since none overlap, no other can
    /// be in its way.
    fn beside(&self, insats: InsatsId, uppgift: &Antalsuppgift) -> Vec<Period> {
        let Some(own) = self.0.get(&(insats, uppgift.enhet)) else { return Vec::new() };
        let before = own.range(..uppgift.fran).next_back();
        let after = own.range(uppgift.fran..).find(|(fran, _)| **fran != uppgift.fran);
        before.into_iter().chain(after).map(|(fran, till)| Period::new(*fran, Some(*till))).collect()
    }
}
