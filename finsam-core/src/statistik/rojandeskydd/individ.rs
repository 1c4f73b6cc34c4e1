//! Protection where each person counts once.
//!
//! A number of persons is hidden where the number of participations is, where it is small itself, and where it differs from
//! the number of participations by so little that it would tell of a few people with several. Women and men sum to all, so
//! where one of the three is hidden neither women nor men are shown.

use std::collections::HashMap;

use crate::statistik::grupp::Grupp;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::rad::{Matt, Rad};
use crate::statistik::rapport as count;
use crate::statistik::rapport::{Rapport, Rapportenhet};
use crate::statistik::urval::{Indelning, Urval};

use super::is_small;

/// A row without its kön.
type Radnamn = (i32, Grupp, String);

fn name(rad: &Rad) -> Radnamn {
    (rad.ar, Grupp { kon: None, ..rad.grupp }, rad.kategori.clone())
}

/// The counts of a row, `underlag` first.
fn counts(rad: &Rad) -> Vec<Option<i64>> {
    let of = |(_, matt): &(_, Matt)| match matt {
        Matt::Antal(cell) => cell.antal,
        Matt::Tal { antal, .. } => *antal,
        _ => None,
    };
    std::iter::once(rad.underlag).chain(rad.matt.0.iter().map(of)).collect()
}

/// Hides in the rows of a report of persons, in which is hidden already what is hidden of participations.
pub(super) fn protect(
    rader: &mut [Rad],
    rapport: &Rapport,
    kolumner: &Kolumner,
    troskel: i64,
    protected: &dyn Fn(&Urval, Rad) -> Rad,
) {
    let mut all_unsafe: HashMap<Radnamn, Vec<bool>> = HashMap::new();
    let mut kon_unsafe: HashMap<Radnamn, Vec<bool>> = HashMap::new();
    for (by_kon, found) in [(false, &mut all_unsafe), (true, &mut kon_unsafe)] {
        let mut urval = Urval { enhet: Rapportenhet::Deltagande, ..rapport.urval.clone() };
        urval.indelning.retain(|one| *one != Indelning::Kon);
        urval.indelning.extend(by_kon.then_some(Indelning::Kon));
        let urval = urval.normalized();
        let participations = count(rapport.rapport, kolumner, &urval);
        let persons = count(rapport.rapport, kolumner, &Urval { enhet: Rapportenhet::Individ, ..urval.clone() });
        for (one, all) in persons.rader.iter().zip(participations.rader) {
            let whole = counts(&all);
            let shown = counts(&protected(&urval, all));
            let numbers = counts(one).into_iter().zip(whole).zip(shown).map(|((one, all), shown)| {
                let more = one.zip(all).map(|(one, all)| all - one);
                is_small(one, troskel) || is_small(more, troskel) || all.is_some() && shown.is_none()
            });
            let found = found.entry(name(one)).or_insert_with(|| vec![false; one.matt.0.len() + 1]);
            found.iter_mut().zip(numbers).for_each(|(found, now)| *found |= now);
        }
    }
    for rad in rader {
        let name = name(rad);
        let mut hidden = all_unsafe.get(&name).cloned().unwrap_or_default();
        if let (Some(_), Some(of_kon)) = (rad.grupp.kon, kon_unsafe.get(&name)) {
            hidden.iter_mut().zip(of_kon).for_each(|(hidden, of_kon)| *hidden |= of_kon);
        }
        hide(rad, &hidden);
    }
}

/// Hides the numbers that are told to be, and what follows from them.
fn hide(rad: &mut Rad, hidden: &[bool]) {
    if hidden.first() == Some(&true) && rad.underlag.take().is_some() {
        rad.underlag_skyddad = true;
    }
    let any = hidden.contains(&true);
    for (n, (_, matt)) in (1..).zip(&mut rad.matt.0) {
        match matt {
            Matt::Antal(cell) if hidden.get(n) == Some(&true) && cell.antal.is_some() => *matt = matt.hidden(),
            Matt::Antal(cell) if any => cell.andel = None,
            Matt::Tal { antal, .. } if hidden.get(n) == Some(&true) && antal.is_some() => *matt = matt.hidden(),
            Matt::Andel { .. } | Matt::Belopp { .. } | Matt::Decimal { .. } if any => *matt = matt.hidden(),
            _ => {}
        }
    }
}
