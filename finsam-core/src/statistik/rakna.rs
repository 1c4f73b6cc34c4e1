//! The counting engine: one pass over the columns, in pieces side by side, adding into a small array a period and group.
//!
//! A report says what it counts of a participation as bits, one for each of its numbers; the engine knows of periods and
//! groups.

use std::ops::Range;

use chrono::Datelike;

use super::delning::divided;
use super::grupp::Gruppering;
use super::kolumn::Kolumn;
use super::kolumner::{Kolumner, NO_INDIVID};
use super::period::Rapportperiod;
use super::rapport::Rapportenhet;
use super::sedd::Sedd;

/// The first and last days of the asked periods, in order.
#[derive(Debug, Clone)]
pub(super) struct Dagar {
    first: Vec<i32>,
    last: Vec<i32>,
}

impl Dagar {
    /// Of periods in order that do not overlap. One before or after the calendar of the machine keeps its place in the
    /// order and has no days.
    pub(super) fn of(perioder: &[Rapportperiod]) -> Self {
        let days = |period: &Rapportperiod| match (period.days(), period.ar < 0) {
            (Some((first, last)), _) => (first.num_days_from_ce(), last.num_days_from_ce()),
            (None, true) => (i32::MIN + 1, i32::MIN),
            (None, false) => (i32::MAX, i32::MAX - 1),
        };
        let (first, last) = perioder.iter().map(days).unzip();
        Self { first, last }
    }

    /// The first day of the first period and the last of the last; nothing where no period is asked that has days.
    fn span(&self) -> Option<(i32, i32)> {
        let all = || self.first.iter().zip(&self.last).filter(|(first, last)| first <= last);
        Some((*all().next()?.0, *all().next_back()?.1))
    }

    /// The places of the periods that the days from `start` to `slut` share a day with.
    #[inline]
    pub(super) fn touched(&self, start: i32, slut: i32) -> std::ops::Range<usize> {
        let from = self.last.partition_point(|last| *last < start);
        let to = self.first.partition_point(|first| *first <= slut);
        from..to.max(from)
    }
}

/// Days in a bucket of [`Sokning`], as a power of two: fewer than a month has.
const BUCKET: u32 = 4;

/// Finds the period of a day without a branch that depends on the day.
struct Sokning<'a> {
    dagar: &'a Dagar,
    first: i32,
    /// For each bucket of days the place of the period in which its first day lies, or the next after it.
    places: Vec<usize>,
}

impl<'a> Sokning<'a> {
    fn of(dagar: &'a Dagar, first: i32, last: i32) -> Self {
        let bucket_starts = (first..=last).step_by(1 << BUCKET);
        let places = bucket_starts.map(|day| dagar.last.partition_point(|last| *last < day)).collect();
        Self { dagar, first, places }
    }

    /// The place of the period in which a day of the span lies. A bucket is shorter than a period, so it is the one of the
    /// bucket or the next.
    #[inline]
    fn place(&self, day: i32) -> Option<usize> {
        let of_bucket = self.places[((day - self.first) >> BUCKET) as usize];
        let place = of_bucket + usize::from(self.dagar.last[of_bucket] < day);
        (self.dagar.first[place] <= day).then_some(place)
    }
}

/// Rows that are looked at together: a bit each.
const BLOCK: usize = 64;

/// Which participations a report counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Population {
    /// Those of persons that share a day with the period.
    Deltog,
    /// Those of persons that closed in it.
    Avslutade,
    /// Anonymous ones that began in it.
    Anonyma,
}

/// Some rows of the columns, and which insatser are selected.
struct Rader<'a> {
    kolumner: &'a Kolumner,
    rader: Range<usize>,
    valda: &'a [bool],
}

/// Shows every participation of a population with the place of the period, in the insatser that are selected; once for each
/// period that it is of.
#[inline]
fn each<'a>(of: &Rader<'a>, dagar: &Dagar, population: Population, see: impl FnMut(usize, Sedd<'a>)) {
    match population {
        Population::Deltog => each_taking_part(of, dagar, see),
        Population::Avslutade => each_dated(of, &of.kolumner.slut, dagar, false, see),
        Population::Anonyma => each_dated(of, &of.kolumner.start, dagar, true, see),
    }
}

/// Rows are sifted in blocks, those of the asked periods first and without a branch that depends on the data: in which
/// period a participation closed is as good as chance, and guessing wrong would cost more than all the rest.
#[inline]
fn each_dated<'a>(
    Rader { kolumner, rader, valda }: &Rader<'a>,
    days: &[i32],
    dagar: &Dagar,
    anonymous: bool,
    mut see: impl FnMut(usize, Sedd<'a>),
) {
    let days = &days[rader.clone()];
    let Some((first, last)) = dagar.span() else { return };
    let search = Sokning::of(dagar, first, last);
    for (block, days) in days.chunks(BLOCK).enumerate() {
        let mut within = 0_u64;
        for (i, day) in days.iter().enumerate() {
            within |= u64::from((first <= *day) & (*day <= last)) << i;
        }
        while within != 0 {
            let i = within.trailing_zeros() as usize;
            within &= within - 1;
            let rad = rader.start + block * BLOCK + i;
            let attribut = kolumner.attribut[rad];
            let Some(place) = search.place(days[i]) else { continue };
            let fits = if anonymous { attribut.is_anonymous() } else { attribut.is_counted() };
            if fits && valda[kolumner.insats[rad] as usize] {
                see(
                    place,
                    Sedd { kolumner, rad, nyinskriven: anonymous, sista: dagar.last[place], avslutad: !anonymous },
                );
            }
        }
    }
}

#[inline]
fn each_taking_part<'a>(
    Rader { kolumner, rader, valda }: &Rader<'a>,
    dagar: &Dagar,
    mut see: impl FnMut(usize, Sedd<'a>),
) {
    let within = || rader.clone();
    let what = kolumner.insats[within()].iter().zip(&kolumner.attribut[within()]);
    let days = kolumner.start[within()].iter().zip(&kolumner.slut[within()]);
    for (rad, ((start, slut), (insats, attribut))) in within().zip(days.zip(what)) {
        if !attribut.is_counted() || !valda[*insats as usize] {
            continue;
        }
        for place in dagar.touched(*start, *slut) {
            let (first, sista) = (dagar.first[place], dagar.last[place]);
            see(place, Sedd { kolumner, rad, nyinskriven: *start >= first, sista, avslutad: *slut <= sista });
        }
    }
}

/// What a report counts of a participation.
#[derive(Debug, Clone)]
pub(super) struct Klassning {
    pub(super) population: Population,
    /// Its numbers, at most 64.
    pub(super) kolumner: Vec<Kolumn>,
    /// In which of them a participation counts: bit n is the n:th.
    pub(super) mask: fn(&Sedd<'_>) -> u64,
}

/// What has been counted, by period, group and number.
#[derive(Debug, Clone)]
pub(super) struct Tabell {
    groups: usize,
    kolumner: Vec<Kolumn>,
    celler: Vec<u32>,
}

impl Tabell {
    /// The number of a period and a group; `None` where it is not counted here.
    pub(super) fn get(&self, period: usize, grupp: usize, kolumn: Kolumn) -> Option<i64> {
        let place = self.kolumner.iter().position(|one| *one == kolumn)?;
        Some(i64::from(self.celler[(period * self.groups + grupp) * self.kolumner.len() + place]))
    }
}

/// Counts a classification by period and group.
pub(super) fn count(
    kolumner: &Kolumner,
    valda: &[bool],
    perioder: &[Rapportperiod],
    gruppering: &Gruppering,
    enhet: Rapportenhet,
    klassning: &Klassning,
) -> Tabell {
    let (groups, width) = (gruppering.len(), klassning.kolumner.len());
    let persons = gruppering.person.grupper.len();
    let repeated = (enhet == Rapportenhet::Individ).then(|| Aterkommande::of(kolumner));
    let dagar = Dagar::of(perioder);
    let pieces = divided(kolumner.start.len(), |rader| {
        let mut piece = Bit { celler: vec![0; perioder.len() * groups * width], again: Vec::new() };
        each(&Rader { kolumner, rader, valda }, &dagar, klassning.population, |place, sedd| {
            let Some(person) = gruppering.person.place(sedd.attribut().person()) else { return };
            let mask = (klassning.mask)(&sedd);
            let individ = kolumner.individ[sedd.rad];
            for plats in gruppering.plats.places(kolumner.insats[sedd.rad], kolumner.kommun[sedd.rad]) {
                let grupp = place * groups + *plats as usize * persons + person;
                if repeated.as_ref().is_some_and(|repeated| repeated.contains(individ)) {
                    piece.again.push((grupp, individ, mask));
                } else {
                    add(&mut piece.celler[grupp * width..(grupp + 1) * width], mask);
                }
            }
        });
        piece
    });
    let Bit { mut celler, mut again } = Bit::sum(pieces);
    again.sort_unstable_by_key(|(grupp, individ, _)| (*grupp, *individ));
    for same in again.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let mask = same.iter().fold(0, |all, (.., mask)| all | mask);
        add(&mut celler[same[0].0 * width..(same[0].0 + 1) * width], mask);
    }
    Tabell { groups, kolumner: klassning.kolumner.clone(), celler }
}

/// What has been counted of some rows.
#[derive(Default)]
struct Bit {
    celler: Vec<u32>,
    /// Those who may have been counted before: group, person, and in which numbers.
    again: Vec<(usize, u32, u64)>,
}

impl Bit {
    fn sum(pieces: Vec<Self>) -> Self {
        let add = |mut all: Self, piece: Self| {
            all.celler.iter_mut().zip(&piece.celler).for_each(|(sum, n)| *sum += n);
            all.again.extend(piece.again);
            all
        };
        pieces.into_iter().reduce(add).unwrap_or_default()
    }
}

/// Adds one to each cell whose bit is set.
#[inline]
fn add(celler: &mut [u32], mut mask: u64) {
    while mask != 0 {
        celler[mask.trailing_zeros() as usize] += 1;
        mask &= mask - 1;
    }
}

/// Those who have more than one participation.
struct Aterkommande(Vec<u64>);

impl Aterkommande {
    fn of(kolumner: &Kolumner) -> Self {
        let known = || kolumner.individ.iter().filter(|individ| **individ != NO_INDIVID);
        let words = known().max().map_or(0, |largest| *largest as usize / 64 + 1);
        let (mut once, mut more) = (vec![0_u64; words], vec![0_u64; words]);
        for individ in known() {
            let (word, bit) = (*individ as usize / 64, 1 << (individ % 64));
            more[word] |= once[word] & bit;
            once[word] |= bit;
        }
        Self(more)
    }

    fn contains(&self, individ: u32) -> bool {
        individ != NO_INDIVID && self.0[individ as usize / 64] >> (individ % 64) & 1 == 1
    }
}
