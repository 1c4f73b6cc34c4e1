//! Made-up counts of insatser that are followed without personal data: as many people in each year as are printed.

use chrono::Datelike;
use finsam_core::belopp::fordela;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Antalsuppgift, Enhet, PerKon};
use rand::{Rng, RngExt};

use super::insatser::Pahittadinsats;
use super::marginaler::Marginaler;
use super::slag::Slag;
use super::tider::day_of;
use crate::pahittat::PahittatFel;

/// The years that are made up.
const AR: [i32; 2] = [2013, 2014];

/// Makes them up: a period for each year of each insats that is followed by counts.
///
/// Those who go on into 2014 are counted in both years; the new ones of 2014 are the others.
pub(super) fn volym(
    rng: &mut impl Rng,
    m: &Marginaler,
    insatser: &[Pahittadinsats],
) -> Result<Vec<(InsatsId, Antalsuppgift)>, PahittatFel> {
    let counted: Vec<&Pahittadinsats> = insatser.iter().filter(|one| one.is_counted()).collect();
    let mut by_year = Vec::new();
    for ar in AR {
        let weights: Vec<u64> = counted
            .iter()
            .map(|one| if one.uppgift.life().touches_year(ar) { rng.random_range(1..=9) } else { 0 })
            .collect();
        if weights.iter().all(|weight| *weight == 0) {
            return Err(PahittatFel::Olosligt(format!("no insats is followed by counts in {ar}")));
        }
        by_year.push(fordela(Slag::of_year(m, ar)?.volym, &weights));
    }
    let mut all = Vec::new();
    for (place, one) in counted.into_iter().enumerate() {
        let [first, second] = [0, 1].map(|year| by_kon(rng, by_year[year][place]));
        // Nobody goes on in an insats that has ended, or did so before it began.
        let both = AR.iter().all(|&ar| one.uppgift.life().touches_year(ar));
        let carried = if both { some(rng, least(first, second)) } else { PerKon::default() };
        let began = if one.uppgift.startdatum.year() < AR[0] { some(rng, first) } else { first };
        let open = if one.uppgift.slutdatum.is_none() { some(rng, second) } else { PerKon::default() };
        let numbers = [(first, began, carried), (second, less(second, carried), open)];
        let periods = AR.into_iter().zip(numbers).filter(|(ar, _)| one.uppgift.life().touches_year(*ar));
        all.extend(periods.map(|(ar, numbers)| (one.id, of_year(one, ar, numbers))));
    }
    Ok(all)
}

/// The counts of a year: those who took part, the new ones of them, and those who go on when it ends.
fn of_year(insats: &Pahittadinsats, ar: i32, (part, nya, pagaende): (PerKon, PerKon, PerKon)) -> Antalsuppgift {
    let (first, last) = (day_of(ar, 0), day_of(ar, 364));
    let life = insats.uppgift.life();
    Antalsuppgift {
        fran: life.fran.max(first),
        till: life.till.map_or(last, |till| till.min(last)),
        enhet: Enhet::Personer,
        kvinnor: Some(part.kvinnor),
        man: Some(part.man),
        nya: Some(nya),
        pagaende: Some(pagaende),
        avslutade: None,
    }
}

/// So many, of whom a little more or less than half are women.
fn by_kon(rng: &mut impl Rng, antal: i64) -> PerKon {
    let antal = i32::try_from(antal).unwrap_or(i32::MAX);
    let kvinnor = part_of(antal, rng.random_range(42..=62));
    PerKon { kvinnor, man: antal - kvinnor }
}

/// About half of those.
fn some(rng: &mut impl Rng, of: PerKon) -> PerKon {
    let share = rng.random_range(35..=65);
    PerKon { kvinnor: part_of(of.kvinnor, share), man: part_of(of.man, share) }
}

fn part_of(antal: i32, per_cent: i32) -> i32 {
    antal.saturating_mul(per_cent) / 100
}

fn least(a: PerKon, b: PerKon) -> PerKon {
    PerKon { kvinnor: a.kvinnor.min(b.kvinnor), man: a.man.min(b.man) }
}

fn less(a: PerKon, b: PerKon) -> PerKon {
    PerKon { kvinnor: a.kvinnor - b.kvinnor, man: a.man - b.man }
}
