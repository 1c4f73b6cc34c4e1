//! What counts tell of how many took part.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::identitet::Kon;
use crate::insats::{Antalsuppgift, Enhet};
use crate::statistik::definition::KON;
use crate::statistik::grupp::Gruppering;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::{Periodslag, Rapportperiod};
use crate::statistik::urval::Urval;

/// How many people, women and men, took part in insatser followed by counts, by year and index of the insats.
///
/// They are those of the first period of the year and the new ones of each later period; a period that does not say how
/// many are new counts with all. Counts of anything but people, and those that tell of closings alone, say nothing here.
pub(in crate::statistik) fn people(kolumner: &Kolumner) -> BTreeMap<(i32, u32), [i64; 2]> {
    let mut all: BTreeMap<(i32, u32), [i64; 2]> = BTreeMap::new();
    for (insats, uppgift) in kolumner.dimensioner.antal().filter(|(_, uppgift)| uppgift.enhet == Enhet::Personer) {
        let first = !all.contains_key(&(uppgift.fran.year(), insats));
        let sum = all.entry((uppgift.fran.year(), insats)).or_default();
        sum.iter_mut().zip(of_period(uppgift, first)).for_each(|(sum, n)| *sum += n);
    }
    all
}

fn of_period(uppgift: &Antalsuppgift, first: bool) -> [i64; 2] {
    match uppgift.nya {
        Some(nya) if !first => [nya.kvinnor, nya.man],
        _ => [uppgift.kvinnor.unwrap_or(0), uppgift.man.unwrap_or(0)],
    }
    .map(i64::from)
}

/// The same by period and group, group by group within each period; `None` where it cannot be told, since counts know
/// years, insatser and kön and nothing else.
pub(in crate::statistik) fn by_group(
    kolumner: &Kolumner,
    urval: &Urval,
    perioder: &[Rapportperiod],
    gruppering: &Gruppering,
    valda: &[bool],
) -> Vec<Option<i64>> {
    let groups: Vec<_> = gruppering.groups().collect();
    let mut told = vec![Some(0); perioder.len() * groups.len()];
    let per_ar = urval.period == Periodslag::Ar;
    for ((ar, insats), by_kon) in people(kolumner) {
        if !valda[insats as usize] || by_kon == [0; 2] {
            continue;
        }
        for (place, _) in perioder.iter().enumerate().filter(|(_, period)| period.ar == ar) {
            let told = &mut told[place * groups.len()..(place + 1) * groups.len()];
            for kon in KON {
                add(told, gruppering, insats, kon, by_kon[kon as usize], per_ar);
            }
        }
    }
    told
}

fn add(told: &mut [Option<i64>], gruppering: &Gruppering, insats: u32, kon: Kon, n: i64, per_ar: bool) {
    let Some(places) = gruppering.plats.places_of_counts(insats) else {
        told.fill(None);
        return;
    };
    let width = gruppering.person.grupper.len();
    for plats in places {
        let of_place = told[*plats as usize * width..].iter_mut().zip(&gruppering.person.grupper);
        for (told, grupp) in of_place {
            match (per_ar && grupp.knows_only_kon(), grupp.kon.is_none_or(|asked| asked == kon)) {
                (true, true) => *told = told.map(|sum| sum + n),
                (true, false) => {}
                (false, _) => *told = None,
            }
        }
    }
}
