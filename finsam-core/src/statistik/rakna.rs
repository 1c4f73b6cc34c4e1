//! The counting engine: one pass over the columns, adding into a small array a year, kön and age group.

use chrono::{Datelike, NaiveDate};

use crate::identitet::Kon;
use crate::tid::Aldersgrupp;

use super::attribut::{Attribut, GROUPS, Grupper, group};
use super::kolumner::Kolumner;
use super::urval::Grupp;

/// The first and last days of the asked years, in order.
#[derive(Debug, Clone)]
pub(super) struct Arsdagar {
    first: Vec<i32>,
    last: Vec<i32>,
}

impl Arsdagar {
    /// Of years in order, each once. A year before or after the calendar of the machine keeps its place in the order and
    /// has no days.
    pub(super) fn of(ar: &[i32]) -> Self {
        let day = |ar, month, day| NaiveDate::from_ymd_opt(ar, month, day).map(|day| day.num_days_from_ce());
        let days = |ar: &i32| match (day(*ar, 1, 1).zip(day(*ar, 12, 31)), *ar < 0) {
            (Some(days), _) => days,
            (None, true) => (i32::MIN + 1, i32::MIN),
            (None, false) => (i32::MAX, i32::MAX - 1),
        };
        let (first, last) = ar.iter().map(days).unzip();
        Self { first, last }
    }

    /// The first day of the first year and the last of the last; nothing where no year is asked that has days.
    fn span(&self) -> Option<(i32, i32)> {
        let years = || self.first.iter().zip(&self.last).filter(|(first, last)| first <= last);
        Some((*years().next()?.0, *years().next_back()?.1))
    }

    /// The places of the years that the days from `start` to `slut` share a day with.
    #[inline]
    fn touched(&self, start: i32, slut: i32) -> std::ops::Range<usize> {
        let from = self.last.partition_point(|last| *last < start);
        let to = self.first.partition_point(|first| *first <= slut);
        from..to.max(from)
    }
}

/// A participation that is counted, as the tables see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sedd {
    /// The place of the year among those asked.
    pub(super) ar: usize,
    pub(super) insats: u32,
    pub(super) attribut: Attribut,
    pub(super) grupper: Grupper,
}

/// Days in a bucket of [`Arsokning`], as a power of two: fewer than a year has.
const BUCKET: u32 = 7;

/// Finds the year of a day without a branch that depends on the day.
struct Arsokning<'a> {
    dagar: &'a Arsdagar,
    first: i32,
    /// For each bucket of days the place of the year in which its first day lies, or the next after it.
    places: Vec<usize>,
}

impl<'a> Arsokning<'a> {
    fn of(dagar: &'a Arsdagar, first: i32, last: i32) -> Self {
        let bucket_starts = (first..=last).step_by(1 << BUCKET);
        let places = bucket_starts.map(|day| dagar.last.partition_point(|last| *last < day)).collect();
        Self { dagar, first, places }
    }

    /// The place of the year in which a day of the span lies. A bucket is shorter than a year, so it is the one of the
    /// bucket or the next.
    #[inline]
    fn place(&self, day: i32) -> Option<usize> {
        let of_bucket = self.places[((day - self.first) >> BUCKET) as usize];
        let place = of_bucket + usize::from(self.dagar.last[of_bucket] < day);
        (self.dagar.first[place] <= day).then_some(place)
    }
}

/// Rows that are looked at together.
const BLOCK: usize = 1024;

/// Shows every person's participation that closed in one of the years, in the insatser that are selected.
///
/// Rows are sifted in blocks, those of the asked years first and without a branch that depends on the data: which year a
/// participation closed in is as good as chance, and guessing wrong would cost more than all the rest.
#[inline]
pub(super) fn each_closed(kolumner: &Kolumner, valda: &[bool], ar: &[i32], mut see: impl FnMut(Sedd)) {
    let dagar = Arsdagar::of(ar);
    let Some((first, last)) = dagar.span() else { return };
    let years = Arsokning::of(&dagar, first, last);
    let mut found = [0_usize; BLOCK];
    for (block, slut) in kolumner.slut.chunks(BLOCK).enumerate() {
        let mut n = 0;
        for (i, slut) in slut.iter().enumerate() {
            found[n % BLOCK] = i;
            n += usize::from((first <= *slut) & (*slut <= last));
        }
        for i in &found[..n] {
            let row = block * BLOCK + i;
            let (insats, attribut) = (kolumner.insats[row], kolumner.attribut[row]);
            let Some(ar) = years.place(slut[*i]) else { continue };
            if attribut.is_counted() && valda[insats as usize] {
                see(Sedd { ar, insats, attribut, grupper: kolumner.grupper[row] });
            }
        }
    }
}

/// What befell a participation in a year in which its person took part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deltog {
    pub(super) ar: usize,
    pub(super) attribut: Attribut,
    /// It began in the year.
    pub(super) nyinskriven: bool,
    /// It closed in the year.
    pub(super) avslutad: bool,
}

/// Shows every person's participation once for each of the years that it shares a day with.
#[inline]
pub(super) fn each_taking_part(kolumner: &Kolumner, valda: &[bool], ar: &[i32], mut see: impl FnMut(Deltog)) {
    let dagar = Arsdagar::of(ar);
    let what = kolumner.insats.iter().zip(&kolumner.attribut);
    for ((start, slut), (insats, attribut)) in kolumner.start.iter().zip(&kolumner.slut).zip(what) {
        if !attribut.is_counted() || !valda[*insats as usize] {
            continue;
        }
        for ar in dagar.touched(*start, *slut) {
            see(Deltog {
                ar,
                attribut: *attribut,
                nyinskriven: *start >= dagar.first[ar],
                avslutad: *slut <= dagar.last[ar],
            });
        }
    }
}

/// `N` counters for every year, kön and age group.
#[derive(Debug, Clone)]
pub(super) struct Raknare<const N: usize> {
    celler: Vec<[u32; N]>,
}

impl<const N: usize> Raknare<N> {
    /// All at zero.
    pub(super) fn new(ar: usize) -> Self {
        Self { celler: vec![[0; N]; ar * GROUPS] }
    }

    /// The counters of a year and a participation's kön and age group.
    #[inline]
    pub(super) fn of(&mut self, ar: usize, attribut: Attribut) -> &mut [u32; N] {
        &mut self.celler[ar * GROUPS + attribut.group()]
    }

    /// The counters of a year and a group, summed over what the group does not tell apart.
    pub(super) fn sum(&self, ar: usize, grupp: Grupp) -> [i64; N] {
        let mut sum = [0; N];
        for place in places(grupp) {
            for (sum, n) in sum.iter_mut().zip(self.celler[ar * GROUPS + place]) {
                *sum += i64::from(n);
            }
        }
        sum
    }
}

/// The places of the groups that make up a group. Someone without a known age is in no age group.
pub(super) fn places(grupp: Grupp) -> impl Iterator<Item = usize> {
    let ages = Aldersgrupp::ALL.iter().copied().map(Some).chain([None]);
    let kon = Kon::ALL.iter().filter(move |kon| grupp.kon.is_none_or(|asked| asked == **kon));
    kon.flat_map(move |kon| {
        let asked = ages.clone().filter(move |age| grupp.aldersgrupp.is_none_or(|asked| *age == Some(asked)));
        asked.map(|age| group(*kon, age))
    })
}
