//! Secondary suppression by shadows.
//!
//! A small number is protected when the register could as well be another one, in which the small number is another and
//! every number that is shown is the same. Such a register is a shadow. So there is no need to know how numbers can be
//! added up: whatever is worked out from what is shown holds for the register and for each of its shadows, and they differ
//! in the small number.
//!
//! A shadow begins as the register. Step by step two people exchange something in it, as long as the small numbers that
//! become others are worth more than the numbers that have to be hidden for it. Steps mend each other: what one made
//! another, a later one may make the same again. In the end all that differs is hidden. Several shadows are made, and what
//! one of them has hidden is free in the next. The search goes by content alone, and by chance that is the same each time.

use std::ops::ControlFlow;

use super::cell::{Persondel, Tal, VIKTIGT, cost};
use super::ordning::{Ordning, Ordningar};
use super::register::{Post, Register};
use super::tabell::{Andrat, Andring, Cell, Rad, Tabell, is_in};
use super::utbyte::Vad;

/// What small numbers are worth in each part of the making of each shadow that is to protect those that none protects yet:
/// what is cheap is done first.
const SKUGGOR: [&[i32]; 8] = [&[2, 3], &[3, 4], &[4, 8], &[8, 16], &[16, 32], &[32, 64], &[64, 128], &[256, 512]];
/// The same of the last ones, which are to make those vary more that vary little.
const SIST: [&[i32]; 3] = [&[1, 2], &[2, 4], &[4, 8]];

/// How often an exchange is tried in each part: so often for each person, in a register of many people less often for each
/// after the first, and in no register more often than so for each small number.
const FORSOK: usize = 16;
const MANGA: usize = 25_000;
const SENARE: usize = 1;
const HOGST: usize = 4096;

/// How much less it is worth that a small number varies by more than it needs to in this shadow.
const MER: i32 = 4;
/// By how much a number may differ in a shadow.
const LANGST: i8 = 100;
/// By how much what is seen of a step may cost more than nothing before the rest of it is not looked at, for each unit that
/// small numbers are worth.
const HOPPLOST: i32 = 1000;

/// Between which bounds a number lies in the register and its shadows, as differences from the register.
#[derive(Debug, Clone, Copy, Default)]
struct Spann {
    lagst: i8,
    hogst: i8,
}

impl Spann {
    fn has(self, netto: i8) -> bool {
        (self.lagst..=self.hogst).contains(&netto)
    }

    const fn bredd(self) -> i32 {
        self.hogst as i32 - self.lagst as i32
    }
}

/// What a number of a row costs to hide, and what it is worth to protect a small one.
#[derive(Debug, Clone, Copy, Default)]
struct Pris {
    cost: i32,
    gain: i32,
}

/// The shadows of a register.
#[derive(Debug)]
pub(super) struct Skuggor<'a> {
    register: &'a Register,
    ordningar: &'a Ordningar,
    tabell: Tabell,
    /// By row.
    pris: Vec<Pris>,
    /// By row and bit.
    spann: Vec<Spann>,
    /// By how much small numbers are to vary.
    needed: i32,
}

impl<'a> Skuggor<'a> {
    pub(super) fn new(register: &'a Register, ordningar: &'a Ordningar, tabell: Tabell, troskel: u32) -> Self {
        let mut pris = vec![Pris::default(); tabell.rader.len()];
        for (node, plats) in (0..).zip(&register.noder) {
            for (period, what) in (0..).zip(&register.perioder) {
                let rows = tabell.first(node, period).map_or(0..0, |first| first..first + tabell.rows(node, period));
                for (del, row) in (0..).map(Persondel).zip(rows) {
                    let weight = what.slag.weight();
                    let gain = plats.gain() * (2 + del.weight()) * (1 + weight) / 2;
                    pris[row] = Pris { cost: cost(*plats, del, what.slag), gain };
                }
            }
        }
        let needed = i32::try_from(troskel).unwrap_or(i32::MAX).saturating_sub(2).max(1);
        let spann = vec![Spann::default(); tabell.rader.len() * Tal::BREDD];
        Self { register, ordningar, tabell, pris, spann, needed }
    }

    /// Hides what differs in the shadows; small numbers that differ in one are protected.
    pub(super) fn protect(mut self, seed: u64) -> Tabell {
        let mut chance = Slump(seed);
        let most = self.needed;
        let all = SKUGGOR.iter().map(|delar| (*delar, 1)).chain(SIST.iter().map(|delar| (*delar, most)));
        for (delar, needed) in all {
            let netto = self.make(delar, needed, &mut chance).netto;
            self.hide(&netto);
        }
        self.tabell
    }

    /// Another shadow, for the small numbers that vary by less than they need.
    fn make(&self, delar: &[i32], needed: i32, chance: &mut Slump) -> Skugga<'_, 'a> {
        let netto = vec![0; self.spann.len()];
        let (poster, small) = (self.register.poster.clone(), self.small(needed));
        let mut skugga = Skugga { alla: self, poster, netto, small, andrade: Vec::new(), needed, worth: 0 };
        delar.iter().for_each(|worth| skugga.search(*worth, chance));
        skugga
    }

    /// Small numbers that vary by less than so, once for each person in them.
    fn small(&self, needed: i32) -> Vec<(Cell, u32, u32)> {
        let mut small = Vec::new();
        for (p, post) in (0..).zip(&self.register.poster) {
            for plats in self.register.places(post) {
                for told in self.register.told(post) {
                    let Some(first) = self.tabell.first(plats, told.period) else { continue };
                    let tal = self.register.tal(post, told);
                    for del in self.tabell.asked(plats, told.period, Register::delar(post)) {
                        let row = first + usize::from(del.0);
                        for bit in Tal(tal.asked_of(del).0 & self.tabell.rader[row].sma.0).each() {
                            if self.spann[row * Tal::BREDD + bit].bredd() < needed {
                                small.push((Cell { plats, period: told.period, del, tal: bit as u8 }, row as u32, p));
                            }
                        }
                    }
                }
            }
        }
        small
    }

    /// Hides what differs.
    fn hide(&mut self, netto: &[i8]) {
        for (n, netto) in netto.iter().enumerate().filter(|(_, netto)| **netto != 0) {
            let (rad, bit) = (&mut self.tabell.rader[n / Tal::BREDD], 1 << (n % Tal::BREDD));
            rad.dolda.0 |= bit;
            rad.klara.0 |= rad.sma.0 & bit;
            let spann = &mut self.spann[n];
            *spann = Spann { lagst: spann.lagst.min(*netto), hogst: spann.hogst.max(*netto) };
        }
    }
}

/// A shadow in the making.
struct Skugga<'s, 'a> {
    alla: &'s Skuggor<'a>,
    poster: Vec<Post>,
    /// By row and bit by how much it differs from the register, where it is shown or small.
    netto: Vec<i8>,
    /// Small numbers that are to become others.
    small: Vec<(Cell, u32, u32)>,
    /// Who has exchanged anything.
    andrade: Vec<u32>,
    /// By how much small numbers are to vary, and what that is worth.
    needed: i32,
    worth: i32,
}

/// Two who exchange something.
type Utbyte = (usize, usize, Vad);

impl Skugga<'_, '_> {
    /// Tries exchanges, and makes those that are worth it.
    fn search(&mut self, worth: i32, chance: &mut Slump) {
        self.worth = worth;
        let (netto, alla) = (&self.netto, self.alla);
        self.small.retain(|(cell, row, _)| {
            let n = *row as usize * Tal::BREDD + usize::from(cell.tal);
            alla.spann[n].has(netto[n])
        });
        let mut steps = Vec::with_capacity(256);
        let n = self.poster.len();
        let tries = FORSOK * n.min(MANGA) + SENARE * n.saturating_sub(MANGA);
        for _ in 0..tries.min(HOGST * self.small.len()) {
            let tried = if chance.below(3) == 0 { self.mending(chance) } else { self.changing(chance) };
            let Some((p, q, vad)) = tried else { continue };
            let (a, b) = (self.poster[p], self.poster[q]);
            // Counts are of several who cannot be told apart.
            if a.antal > 1 || b.antal > 1 {
                continue;
            }
            let (c, d) = (vad.taken(&a, &b), vad.taken(&b, &a));
            let change = Andring { fore: [Some(a), Some(b)], efter: [Some(c), Some(d)] };
            if self.is_worth_it(&change, &mut steps) {
                for (row, step) in &steps {
                    let told = told(self.alla.tabell.rader[*row], step);
                    told.each().for_each(|bit| self.netto[row * Tal::BREDD + bit] += step.by(bit));
                }
                (self.poster[p], self.poster[q]) = (c, d);
                self.andrade.extend([p as u32, q as u32]);
            }
        }
    }

    /// Something that would make a small number another.
    fn changing(&self, chance: &mut Slump) -> Option<Utbyte> {
        let (cell, row, p) = *chance.of(&self.small)?;
        let n = row as usize * Tal::BREDD + usize::from(cell.tal);
        if !self.alla.spann[n].has(self.netto[n]) {
            return None;
        }
        let register = self.alla.register;
        // Those that hide less come first, and are the likelier.
        let ways = Vad::changing(register, cell);
        let first = chance.below(4).min(ways.len() - 1);
        let vad = *chance.of(&ways[..=first])?;
        let ordning = *chance.of(&Ordning::of(vad, register, cell))?;
        let p = p as usize;
        let q = self.alla.ordningar.beside(ordning, p, chance.distance(10))?;
        let (a, b) = (&self.poster[p], &self.poster[q]);
        let vad = *chance.of(&vad.between(register, a, b))?;
        let count = |post: &Post| i32::from(is_in(register, post, cell));
        (count(a) + count(b) != count(&vad.taken(a, b)) + count(&vad.taken(b, a))).then_some((p, q, vad))
    }

    /// Anything that somebody could exchange who has exchanged something before.
    fn mending(&self, chance: &mut Slump) -> Option<Utbyte> {
        let p = *chance.of(&self.andrade)? as usize;
        let ordning = Ordning::nth(chance.below(Ordning::ANTAL));
        let q = self.alla.ordningar.beside(ordning, p, chance.distance(8))?;
        let (a, b) = (&self.poster[p], &self.poster[q]);
        let vad = *chance.of(&Vad::differing(a, b))?;
        Some((p, q, *chance.of(&vad.between(self.alla.register, a, b))?))
    }

    /// Whether a change costs nothing but what it is worth. What it changes is kept.
    fn is_worth_it(&self, change: &Andring, steps: &mut Vec<(usize, Andrat)>) -> bool {
        steps.clear();
        let tabell = &self.alla.tabell;
        let limit = self.worth.saturating_mul(HOPPLOST);
        let mut price: i32 = 0;
        let seen = change.changed(self.alla.register, tabell, |plats, period, del, step| {
            // Nobody is counted there.
            let Some(first) = tabell.first(plats, period) else { return ControlFlow::Break(()) };
            let row = first + usize::from(del.0);
            price = price.saturating_add(self.price(row, step));
            steps.push((row, *step));
            if price > limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        seen.is_continue() && price <= 0 && !steps.is_empty()
    }

    /// What a change costs in a row.
    #[inline]
    fn price(&self, row: usize, step: &Andrat) -> i32 {
        let (rad, pris) = (&self.alla.tabell.rader[row], &self.alla.pris[row]);
        let mut price: i32 = 0;
        for bit in told(*rad, step).each() {
            let n = row * Tal::BREDD + bit;
            let (before, after) = (self.netto[n], self.netto[n] + step.by(bit));
            if !(-LANGST..=LANGST).contains(&after) {
                return i32::MAX;
            }
            if rad.sma.0 >> bit & 1 == 1 {
                let spann = self.alla.spann[n];
                let more = match spann.bredd() {
                    bredd if bredd < self.needed => self.worth.saturating_mul(pris.gain),
                    bredd if bredd < self.alla.needed => pris.gain / MER,
                    _ => 0,
                };
                price = price.saturating_add(more * (i32::from(spann.has(after)) - i32::from(spann.has(before))));
            } else {
                let cost = if Tal::VIKTIGAST.0 >> bit & 1 == 1 { VIKTIGT * pris.cost } else { pris.cost };
                price = price.saturating_add(cost * (i32::from(after != 0) - i32::from(before != 0)));
            }
        }
        price
    }
}

/// The numbers of a row that have to be followed: what is hidden already may be anything, unless it is small.
#[inline]
const fn told(rad: Rad, step: &Andrat) -> Tal {
    Tal(step.vilka.0 & !(rad.dolda.0 & !rad.sma.0))
}

/// Chance that is the same each time: xorshift.
#[derive(Debug)]
struct Slump(u64);

impl Slump {
    /// From 0 and below `n`, which is above zero.
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    fn of<'v, T>(&mut self, all: &'v [T]) -> Option<&'v T> {
        if all.is_empty() { None } else { all.get(self.below(all.len())) }
    }

    /// How far away, before or after: the nearer the likelier, up to two to the power of `most`.
    fn distance(&mut self, most: usize) -> isize {
        let far = 1 << self.below(most);
        let far = 1 + self.below(far) as isize;
        if self.below(2) == 0 { far } else { -far }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::insats::Samverkansform;
    use crate::statistik::rojandeskydd::bygge::register;
    use crate::statistik::tests::summor::whole;
    use crate::statistik::tests::varld::put_all;

    const TROSKEL: u32 = 5;

    /// How many of these count in each number: by row and bit.
    fn counted(register: &Register, tabell: &Tabell, poster: &[Post]) -> Vec<i64> {
        let mut all = vec![0; tabell.rader.len() * Tal::BREDD];
        for post in poster {
            for (plats, told) in
                register.places(post).flat_map(|plats| register.told(post).iter().map(move |told| (plats, told)))
            {
                let Some(first) = tabell.first(plats, told.period) else { continue };
                for del in tabell.asked(plats, told.period, Register::delar(post)) {
                    let row = first + usize::from(del.0);
                    let tal = register.tal(post, told).asked_of(del);
                    tal.each().for_each(|bit| all[row * Tal::BREDD + bit] += i64::from(post.antal));
                }
            }
        }
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn what_is_shown_is_the_same_in_every_shadow(people in vec(whole(), 0..80)) {
            let register = register(&put_all(&people), Samverkansform::Finsam);
            let ordningar = Ordningar::of(&register);
            let mut skuggor = Skuggor::new(&register, &ordningar, Tabell::of(&register, TROSKEL), TROSKEL);
            let really = counted(&register, &skuggor.tabell, &register.poster);
            let mut chance = Slump(7);
            let mut shadows = Vec::new();
            for delar in SKUGGOR {
                let skugga = skuggor.make(delar, 1, &mut chance);
                let (netto, poster) = (skugga.netto, skugga.poster);
                let there = counted(&register, &skuggor.tabell, &poster);
                for (n, netto) in netto.iter().enumerate() {
                    let (rad, bit) = (&skuggor.tabell.rader[n / Tal::BREDD], 1 << (n % Tal::BREDD));
                    if rad.dolda.0 & bit == 0 || rad.sma.0 & bit != 0 {
                        prop_assert_eq!(there[n] - really[n], i64::from(*netto), "what the search counts is what there is");
                    }
                }
                skuggor.hide(&netto);
                shadows.push(there);
            }
            for (n, really) in really.iter().enumerate() {
                let (rad, bit) = (&skuggor.tabell.rader[n / Tal::BREDD], n % Tal::BREDD);
                let is = |tal: Tal| tal.0 >> bit & 1 == 1;
                let varies = shadows.iter().any(|there| there[n] != *really);
                prop_assert_eq!(is(rad.sma), (1..i64::from(TROSKEL)).contains(really));
                prop_assert!(is(rad.dolda) || !varies, "all that is shown is the same in all of them");
                prop_assert_eq!(is(rad.klara), is(rad.sma) && varies, "a small number is protected when it is not");
                prop_assert!(shadows.iter().all(|there| there[n] >= 0));
            }
        }
    }
}
