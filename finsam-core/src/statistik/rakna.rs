//! The counting engine: one pass over the columns, in pieces side by side, adding into a small array a period and group.
//!
//! A report says what it counts of a participation as bits, one for each of its numbers; the engine knows of periods and
//! groups.

use std::fmt;
use std::ops::Range;

use super::celler::{Celler, Raknade};
use super::delning::divided;
use super::grupp::Gruppering;
use super::kolumn::Kolumn;
use super::kolumner::{Kolumner, NO_INDIVID};
use super::period::Rapportperiod;
use super::population::{Dagar, Fraga, Population, Stracka};
use super::rapport::Rapportenhet;
use super::sedd::Sedd;
use super::zoner::ZON;

/// What a report counts of a participation.
#[derive(Debug, Clone)]
pub(super) struct Klassning {
    pub(super) population: Population,
    /// Its numbers, at most 64.
    pub(super) kolumner: Vec<Kolumn>,
    pub(super) mask: &'static dyn Mask,
}

/// In which numbers a participation counts: bit n is the n:th.
pub(super) trait Mask: Sync {
    /// Of one.
    fn of(&self, sedd: &Sedd<'_>) -> u64;

    /// Of some rows in a period.
    fn all(&self, kolumner: &Kolumner, rader: &Range<usize>, dagar: Dagar, masks: &mut [u64; ZON]);
}

impl<F: Fn(&Sedd<'_>) -> u64 + Sync> Mask for F {
    fn of(&self, sedd: &Sedd<'_>) -> u64 {
        self(sedd)
    }

    fn all(&self, kolumner: &Kolumner, rader: &Range<usize>, dagar: Dagar, masks: &mut [u64; ZON]) {
        let Dagar { forsta, sista, .. } = dagar;
        for (mask, rad) in masks.iter_mut().zip(rader.clone()) {
            *mask = self(&Sedd { kolumner, rad, forsta, sista });
        }
    }
}

impl fmt::Debug for dyn Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mask")
    }
}

/// What has been counted, by period, group and number.
#[derive(Debug, Clone)]
pub(super) struct Tabell {
    groups: usize,
    /// Where the number of each [`Kolumn`] stands.
    platser: [Option<u8>; 256],
    celler: Raknade,
    /// By period, of all groups and of none, where it was counted.
    utan_efter: Option<Vec<i64>>,
}

impl Tabell {
    /// By period, how many closed without a known situation after, in all groups and in none; `None` where it was not
    /// counted.
    pub(super) fn utan_efter(&self) -> Option<&[i64]> {
        self.utan_efter.as_deref()
    }

    /// The number of a period and a group; `None` where it is not counted here.
    pub(super) fn get(&self, period: usize, grupp: usize, kolumn: Kolumn) -> Option<i64> {
        let place = self.platser[usize::from(kolumn.0)]?;
        Some(i64::from(self.celler.get(period * self.groups + grupp, place.into())))
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
    let groups = gruppering.len();
    let fraga = Fraga::of(klassning.population, perioder);
    let strackor = fraga.strackor(kolumner);
    let repeated = (enhet == Rapportenhet::Individ).then(|| Aterkommande::of(kolumner, &strackor));
    // Of persons it would have to be known who came before, and where kommuner are selected who lives there.
    let known = repeated.is_none() && !gruppering.plats.selects_kommuner();
    let utan_efter = klassning.kolumner.iter().position(|one| *one == Kolumn::UTAN_EFTER).filter(|_| known);
    let rakning = Rakning { kolumner, valda, gruppering, klassning, repeated, utan_efter };
    let empty = || Bit::of(perioder.len(), groups, klassning.kolumner.len());
    let pieces = divided(strackor.len(), |part| rakning.count(&fraga, &strackor[part], empty()));
    let whole = pieces.into_iter().reduce(Bit::and).unwrap_or_else(empty);
    let Bit { mut celler, mut again, utan_efter: all } = whole;
    again.sort_unstable_by_key(|(grupp, individ, _)| (*grupp, *individ));
    let once = again.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    celler.add(once.map(|same| (same[0].0, same.iter().fold(0, |all, (.., mask)| all | mask))));
    let mut platser = [None; 256];
    (0..).zip(&klassning.kolumner).for_each(|(place, kolumn)| platser[usize::from(kolumn.0)] = Some(place));
    Tabell { groups, platser, celler: celler.done(), utan_efter: utan_efter.map(|_| all) }
}

/// What is counted, of whom.
struct Rakning<'a> {
    kolumner: &'a Kolumner,
    valda: &'a [bool],
    gruppering: &'a Gruppering,
    klassning: &'a Klassning,
    /// Those who may come again, where persons are counted.
    repeated: Option<Aterkommande>,
    /// Which number is of those whose situation after is not known, where they are to be counted in all.
    utan_efter: Option<usize>,
}

/// A row that is in no group.
const NOWHERE: u32 = u32::MAX;

impl Rakning<'_> {
    /// Counts some rows: a zone and a period at a time, and of them one thing at a time.
    fn count(&self, fraga: &Fraga, strackor: &[Stracka], mut bit: Bit) -> Bit {
        let (mut is_of, mut masks, mut grupper) = ([false; ZON], [0; ZON], [NOWHERE; ZON]);
        let some = self.valda.iter().any(|chosen| !chosen);
        for stracka in strackor {
            let rader = &stracka.rader;
            for dagar in fraga.dagar(stracka) {
                fraga.sift(self.kolumner, rader, *dagar, &mut is_of);
                if some {
                    let insatser = self.kolumner.insats[rader.clone()].iter();
                    is_of.iter_mut().zip(insatser).for_each(|(is_of, insats)| *is_of &= self.valda[*insats as usize]);
                }
                self.klassning.mask.all(self.kolumner, rader, *dagar, &mut masks);
                if let Some(number) = self.utan_efter {
                    let all = is_of.iter().zip(&masks).take(rader.len());
                    let n: u64 = all.map(|(is_of, mask)| u64::from(*is_of) & mask >> number).sum();
                    bit.utan_efter[dagar.period] += n as i64;
                }
                match (self.gruppering.plats.single(), &self.repeated) {
                    (Some(single), None) => self.group(rader, (dagar.period, single), &is_of, &mut grupper),
                    (_, repeated) => {
                        self.add(rader, (dagar.period, repeated.as_ref()), (&is_of, &masks), &mut bit);
                        continue;
                    }
                }
                let counted = grupper.iter().zip(&masks).take(rader.len()).filter(|(grupp, _)| **grupp != NOWHERE);
                bit.celler.add(counted.map(|(grupp, mask)| (*grupp as usize, *mask)));
            }
        }
        bit
    }

    /// The groups of rows, each of which is in one place or none.
    fn group(
        &self,
        rader: &Range<usize>,
        (period, single): (usize, &[Option<u32>]),
        is_of: &[bool; ZON],
        grupper: &mut [u32; ZON],
    ) {
        let Gruppering { plats, person } = self.gruppering;
        let (first, persons) = ((period * self.gruppering.len()) as u32, person.grupper.len() as u32);
        let alike = person.alike;
        let lies = self.kolumner.insats[rader.clone()].iter().zip(&self.kolumner.kommun[rader.clone()]);
        let rows = self.kolumner.attribut[rader.clone()].iter().zip(lies);
        for ((grupp, is_of), (attribut, (insats, kommun))) in grupper.iter_mut().zip(is_of).zip(rows) {
            *grupp = NOWHERE;
            if *is_of {
                let place = single[plats.key(*insats, *kommun)];
                let of_person = if alike { Some(0) } else { person.place(attribut.person()) };
                if let (Some(place), Some(of_person)) = (place, of_person) {
                    *grupp = first + place * persons + of_person as u32;
                }
            }
        }
    }

    /// Adds rows in every place where they count; those whose person may come again, later.
    fn add(
        &self,
        rader: &Range<usize>,
        (period, repeated): (usize, Option<&Aterkommande>),
        (is_of, masks): (&[bool; ZON], &[u64; ZON]),
        bit: &mut Bit,
    ) {
        let Gruppering { plats, person } = self.gruppering;
        for ((rad, is_of), mask) in rader.clone().zip(is_of).zip(masks) {
            if !is_of {
                continue;
            }
            let (insats, kommun) = (self.kolumner.insats[rad], self.kolumner.kommun[rad]);
            let Some(of_person) = person.place(self.kolumner.attribut[rad].person()) else { continue };
            let first = period * self.gruppering.len() + of_person;
            let places = plats.places(insats, kommun).iter();
            let grupper = places.map(|place| first + *place as usize * person.grupper.len());
            let individ = self.kolumner.individ[rad];
            if repeated.is_some_and(|repeated| repeated.contains(individ)) {
                bit.again.extend(grupper.map(|grupp| (grupp, individ, *mask)));
            } else {
                bit.celler.add(grupper.map(|grupp| (grupp, *mask)));
            }
        }
    }
}

/// What has been counted of some rows.
struct Bit {
    celler: Celler,
    /// Those who may have been counted before: group, person, and in which numbers.
    again: Vec<(usize, u32, u64)>,
    /// By period.
    utan_efter: Vec<i64>,
}

impl Bit {
    fn of(perioder: usize, groups: usize, numbers: usize) -> Self {
        Self { celler: Celler::new(perioder * groups, numbers), again: Vec::new(), utan_efter: vec![0; perioder] }
    }

    fn and(mut self, other: Self) -> Self {
        self.celler.extend(other.celler);
        self.again.extend(other.again);
        self.utan_efter.iter_mut().zip(other.utan_efter).for_each(|(sum, n)| *sum += n);
        self
    }
}

/// Those who have more than one participation among some rows.
struct Aterkommande(Vec<u64>);

impl Aterkommande {
    fn of(kolumner: &Kolumner, strackor: &[Stracka]) -> Self {
        let of = |one: &Stracka| kolumner.individ[one.rader.clone()].iter().filter(|one| **one != NO_INDIVID);
        let known = || strackor.iter().flat_map(of);
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
