//! Age, time in public support, education and kind of insats: tables 2, 6, 7, 8 and 10.

use finsam_core::deltagande::{TidIOffentligForsorjning, Utbildningsniva};
use finsam_core::forsorjning::Forsorjningsform as Form;
use finsam_core::identitet::Kon;
use finsam_core::insats::Insatstyp;
use finsam_core::tid::Aldersgrupp;
use rand::{Rng, RngExt};

use super::losning::{Grans, NO_CAP, any, choose, deal, two_years};
use super::marginaler::{Marginaler, Plats};
use super::utkast::{Grupp, Utkast, count, rows};
use crate::pahittat::PahittatFel;

/// Values with their counts in the two years, and at most how many of each stand in the three groups.
type Tvaarsantal<V> = Vec<(V, i64, i64, [i64; 3])>;

/// Counts of the values of a list in one year, from the shares printed; the one in `exakt` is known by count.
fn year(total: i64, shares: &[i64], exakt: Option<(usize, i64)>) -> Result<Vec<i64>, PahittatFel> {
    let mut granser: Vec<Grans> = shares.iter().map(|&share| Grans::andel(share, total)).collect();
    if let Some((place, n)) = exakt {
        granser[place] = Grans::exakt(n);
    }
    choose(total, &granser)
}

/// How many of `rows` stand in each group.
fn sizes(utkast: &[Utkast], rows: &[usize]) -> [i64; 3] {
    Grupp::ALL.map(|grupp| count(&rows.iter().copied().filter(|&row| utkast[row].grupp == grupp).collect::<Vec<_>>()))
}

/// Deals the values to `rows` so that both years have their counts.
fn deal_years<V: Copy + std::fmt::Debug>(
    rng: &mut impl Rng,
    utkast: &[Utkast],
    rows: &[usize],
    values: &[(V, i64, i64, [i64; 3])],
    rank: impl Fn(&Utkast, V, u32) -> Option<u32>,
) -> Result<Vec<(usize, V)>, PahittatFel> {
    let first: Vec<i64> = values.iter().map(|value| value.1).collect();
    let second: Vec<i64> = values.iter().map(|value| value.2).collect();
    let caps: Vec<[i64; 3]> = values.iter().map(|value| value.3).collect();
    let groups = two_years(&first, &second, sizes(utkast, rows)[1], &caps)?;
    let mut dealt = Vec::with_capacity(rows.len());
    for (grupp, counts) in Grupp::ALL.into_iter().zip(groups) {
        let its: Vec<usize> = rows.iter().copied().filter(|&row| utkast[row].grupp == grupp).collect();
        let counted: Vec<(V, i64)> = values.iter().map(|value| value.0).zip(counts).collect();
        dealt.extend(deal(rng, &its, &counted, |row, value, chance| rank(&utkast[row], value, chance))?);
    }
    Ok(dealt)
}

/// Counts of both years for the values of one table.
fn both_years<V: Copy>(
    totals: [i64; 3],
    values: &[V],
    exakt: Option<(usize, [i64; 2])>,
    share: impl Fn(V, i32) -> Result<i64, PahittatFel>,
) -> Result<Tvaarsantal<V>, PahittatFel> {
    let of = |ar, total, exakt| {
        let shares: Result<Vec<i64>, PahittatFel> = values.iter().map(|&value| share(value, ar)).collect();
        year(total, &shares?, exakt)
    };
    let first = of(2013, totals[0] + totals[1], exakt.map(|(place, n)| (place, n[0])))?;
    let second = of(2014, totals[1] + totals[2], exakt.map(|(place, n)| (place, n[1])))?;
    Ok(values.iter().zip(first.into_iter().zip(second)).map(|(&value, (a, b))| (value, a, b, NO_CAP)).collect())
}

/// Age groups (table 6, with the count of the young of table 2) and ages that the forms of support allow.
pub(super) fn ages(rng: &mut impl Rng, m: &Marginaler, utkast: &mut [Utkast]) -> Result<(), PahittatFel> {
    let all = rows(utkast, |_| true);
    let groups = [Aldersgrupp::A16Till29, Aldersgrupp::Fran60, Aldersgrupp::A45Till59, Aldersgrupp::A30Till44];
    let young = |ar| m.antal(Plats::new("2", ar, "deltagare"), "unga_16_29");
    let exakt = Some((0, [young(2013)?, young(2014)?]));
    let share = |grupp: Aldersgrupp, ar| m.andel(Plats::new("6", ar, "deltagare"), grupp.code());
    let values = both_years(sizes(utkast, &all), &groups, exakt, share)?;
    let fits = |utkast: &Utkast, grupp: Aldersgrupp, chance: u32| {
        let has = |form| utkast.has_before(form) || utkast.has_after(form);
        let is_young = grupp == Aldersgrupp::A16Till29;
        match (has(Form::Aktivitetsersattning), has(Form::Sjukersattning)) {
            (true, _) => is_young.then_some(0),
            (_, true) => (!is_young).then_some(chance),
            _ => Some(chance + 1),
        }
    };
    for (row, grupp) in deal_years(rng, utkast, &all, &values, fits)? {
        utkast[row].aldersgrupp = grupp;
        utkast[row].alder = age(rng, &utkast[row]);
    }
    Ok(())
}

/// An age in the group that the forms before and after allow, most of the young between 19 and 24.
fn age(rng: &mut impl Rng, utkast: &Utkast) -> i32 {
    let years = |form| if utkast.has_after(form) { utkast.years() } else { 0 };
    let has = |form| utkast.has_before(form) || utkast.has_after(form);
    let grown = [Form::Aktivitetsersattning, Form::AKassa, Form::Studiestod, Form::Sjukpenning].into_iter().any(has);
    let (youngest, oldest) = match utkast.aldersgrupp {
        Aldersgrupp::Under16 | Aldersgrupp::A16Till29 => {
            (if grown { 19 } else { 16 }, 29 - years(Form::Aktivitetsersattning))
        }
        Aldersgrupp::A30Till44 => (30, 44),
        Aldersgrupp::A45Till59 => (45, 59),
        Aldersgrupp::Fran60 => (60, 64 - years(Form::Sjukersattning)),
    };
    if utkast.aldersgrupp == Aldersgrupp::A16Till29 && rng.random_ratio(6, 10) {
        return rng.random_range(19..=24);
    }
    rng.random_range(youngest..=oldest)
}

/// Time in public support (table 8); "not applicable" only to those without public support before.
pub(super) fn times(rng: &mut impl Rng, m: &Marginaler, utkast: &mut [Utkast]) -> Result<(), PahittatFel> {
    use TidIOffentligForsorjning as T;
    let all = rows(utkast, |_| true);
    let order = [T::EjTillampligt, T::MerAn9Ar, T::UppTill9Ar, T::UppTill6Ar, T::UppTill3Ar, T::UppTill1Ar];
    let share = |tid: T, ar| m.andel(Plats::new("8", ar, "deltagare"), tid.code());
    let mut values = both_years(sizes(utkast, &all), &order, None, share)?;
    let none: Vec<usize> = rows(utkast, |u| u.has_before(Form::IngenOffentlig));
    values[0].3 = sizes(utkast, &none);
    let fits = |utkast: &Utkast, tid: T, chance: u32| {
        let none = utkast.has_before(Form::IngenOffentlig);
        match tid {
            T::EjTillampligt => none.then_some(0),
            T::UppTill9Ar | T::MerAn9Ar if utkast.alder < 23 => Some(chance + 100),
            _ => Some(chance + u32::from(none) * 50),
        }
    };
    for (row, tid) in deal_years(rng, utkast, &all, &values, fits)? {
        utkast[row].tid = tid;
    }
    Ok(())
}

/// Education: table 7, printed for 2013 and used for both years.
pub(super) fn educations(rng: &mut impl Rng, m: &Marginaler, utkast: &mut [Utkast]) -> Result<(), PahittatFel> {
    use Utbildningsniva as U;
    let all = rows(utkast, |_| true);
    let order = [U::Eftergymnasial, U::Gymnasium, U::UppgiftSaknas, U::Grundskola];
    let share = |niva: U, _| m.andel(Plats::new("7", 2013, "deltagare"), niva.code());
    let values = both_years(sizes(utkast, &all), &order, None, share)?;
    let fits = |utkast: &Utkast, niva: U, chance: u32| match niva {
        U::Eftergymnasial => (utkast.alder >= 21).then_some(chance),
        U::Gymnasium => (utkast.alder >= 18).then_some(chance),
        U::Grundskola | U::UppgiftSaknas => Some(chance),
    };
    for (row, niva) in deal_years(rng, utkast, &all, &values, fits)? {
        utkast[row].utbildning = niva;
    }
    Ok(())
}

/// The kinds of individinriktade insatser.
pub(super) const TYPER: [Insatstyp; 5] = [
    Insatstyp::RehabiliteringArbeteUtbildning,
    Insatstyp::Forberedande,
    Insatstyp::Kartlaggning,
    Insatstyp::Forebyggande,
    Insatstyp::Annan,
];

/// The kind of insats, by kön: table 10.
pub(super) fn kinds(rng: &mut impl Rng, m: &Marginaler, utkast: &mut [Utkast]) -> Result<(), PahittatFel> {
    for kon in [Kon::Kvinna, Kon::Man] {
        let its = rows(utkast, |u| u.kon == kon);
        let share = |typ: Insatstyp, ar| m.andel_kon(Plats::new("10", ar, "deltagare"), kon, typ.code());
        let values = both_years(sizes(utkast, &its), &TYPER, None, share)?;
        for (row, typ) in
            deal_years(rng, utkast, &its, &values, |utkast, typ, chance| any(0, (utkast.kon, typ), chance))?
        {
            utkast[row].typ = typ;
        }
    }
    Ok(())
}
