//! Secondary suppression by exchange.
//!
//! A small number is protected when the register could as well be another one: with one thing that is told of somebody
//! exchanged for what is told of somebody else, so that the small number is another and every number that is shown is the
//! same. For each small number such exchanges are looked for, and every number that they change is hidden. So there is no
//! need to know how numbers can be added up: whatever is worked out from what is shown holds for each of those registers,
//! and they differ in the small number.
//!
//! Exchanges of different people can be made together, so a small number varies by as much as those of them together
//! change it in which nobody takes part twice. The search goes by content alone, in a fixed order.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::ControlFlow;

use super::cell::Tal;
use super::register::{Post, Register};
use super::tabell::{Andring, Cell, Tabell, is_in};
use super::utbyte::{NARA, Ordningar, Vad};

/// Cells are numbers already: mixing their bits is enough.
#[derive(Debug, Default)]
pub(super) struct Cellhash(u64);

impl Hasher for Cellhash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, n: u64) {
        let mixed = (self.0 ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ mixed >> 29;
    }
}

/// How many near in one order are looked at first, and how many exchanges with them are weighed against each other: for a
/// number of a place of this weight or more. The larger the place, the longer it is worth looking.
const NARMAST: [(i64, usize, usize); 3] = [(400, 400, 200), (40, 48, 8), (0, 6, 3)];
/// How many are looked at in one order so that a number varies by more.
const FLER: usize = 16;

/// What protecting a number may cost without looking further, in numbers of the same place.
const FAIR: i64 = 12;
/// The same of a small place: less than a number of the country.
const LITEN: i64 = 300;

/// By how much what is seen of a change may cost more than the best one before the rest of it is not looked at.
const HOPPLOST: i64 = 1000;

/// By how much a small number varies, and a sign of each of those who take part in it; two may have the same sign.
#[derive(Debug, Clone, Copy, Default)]
struct Spann {
    bredd: u32,
    vilka: u64,
}

/// The exchanges that protect the small numbers of a register.
#[derive(Debug)]
pub(super) struct Byten<'a> {
    register: &'a Register,
    ordningar: Ordningar,
    tabell: Tabell,
    /// By row and bit.
    spann: HashMap<u64, Spann, BuildHasherDefault<Cellhash>>,
    /// By how much small numbers are to vary.
    needed: u32,
}

/// An exchange, and what it costs.
type Vagd = (i64, Andring, [usize; 2]);

impl<'a> Byten<'a> {
    pub(super) fn new(register: &'a Register, tabell: Tabell) -> Self {
        Self { register, ordningar: Ordningar::of(register), tabell, spann: HashMap::default(), needed: 1 }
    }

    /// Protects every small number, first so that each varies, then so that it varies as far as from 1 to just below the
    /// threshold, where that can be.
    pub(super) fn protect(mut self, troskel: u32) -> Tabell {
        for needed in [1, troskel.saturating_sub(2).max(1)] {
            self.needed = needed;
            self.restart();
            for post in 0..self.register.poster.len() {
                self.protect_of(post);
            }
        }
        self.tabell
    }

    /// Forgets which numbers are done where they are to vary more than they do.
    fn restart(&mut self) {
        for (n, spann) in &self.spann {
            if spann.bredd < self.needed {
                let klara = &mut self.tabell.rader[(*n / Tal::BREDD as u64) as usize].klara;
                klara.0 &= !(1 << (n % Tal::BREDD as u64));
            }
        }
    }

    /// Protects the small numbers in which somebody counts, larger places first.
    fn protect_of(&mut self, p: usize) {
        let post = self.register.poster[p];
        let mut places: Vec<u16> = self.register.places(&post).collect();
        places.sort_unstable();
        for plats in places {
            for told in self.register.told(&post) {
                let Some(first) = self.tabell.first(plats, told.period) else { continue };
                let tal = self.register.tal(&post, told);
                for del in self.tabell.asked(plats, told.period, Register::delar(&post)) {
                    let row = first + usize::from(del.0);
                    let left = |this: &Self| {
                        let rad = &this.tabell.rader[row];
                        tal.asked_of(del).0 & rad.sma.0 & !rad.klara.0
                    };
                    let mut here = left(self);
                    while here != 0 {
                        let tal = here.trailing_zeros() as u8;
                        self.protect_cell(Cell { plats, period: told.period, del, tal }, p, row);
                        here &= here - 1;
                        here &= left(self);
                    }
                }
            }
        }
    }

    fn protect_cell(&mut self, cell: Cell, p: usize, row: usize) {
        let more = usize::from(self.needed > 1);
        let from: Vec<usize> = std::iter::once(p).chain(self.ordningar.near(NARA, p, 4).take(more)).collect();
        for _ in 0..self.needed {
            let found = self.exchange(cell, row, &from);
            let varies = self.spann.contains_key(&key(row, cell.tal));
            let found = if varies { found } else { found.or_else(|| self.replacement(cell, row, p)) };
            let Some((_, change, who)) = found else { break };
            self.apply(&change, who);
            if self.tabell.rader[row].klara.0 >> cell.tal & 1 == 1 {
                return;
            }
        }
        if !self.spann.contains_key(&key(row, cell.tal)) {
            let change = Andring { fore: [Some(self.register.poster[p]), None], efter: [None; 2] };
            self.apply(&change, [p; 2]);
        }
        // No more can be done for it.
        self.tabell.rader[row].klara.0 |= 1 << cell.tal;
    }

    /// Whether two may vary a number: they do not already.
    fn are_free(&self, row: usize, tal: u8, who: [usize; 2]) -> bool {
        self.spann.get(&key(row, tal)).is_none_or(|spann| spann.vilka & signs(who) == 0)
    }

    /// The best exchange that changes a number, between one of these and somebody near.
    fn exchange(&self, cell: Cell, row: usize, from: &[usize]) -> Option<Vagd> {
        let weight = self.register.noder[usize::from(cell.plats)].weight();
        let fits = NARMAST.iter().find(|(least, ..)| weight >= *least);
        let (near, enough) = fits.map_or((1, 1), |(_, near, enough)| (*near, *enough));
        // That it varies matters more than by how much.
        let (ways, looked_at) = if self.needed == 1 { (usize::MAX, usize::MAX) } else { (2, FLER) };
        let fair = (FAIR * weight).max(LITEN);
        let mut best: Option<Vagd> = None;
        for p in from.iter().copied().filter(|p| self.are_free(row, cell.tal, [*p; 2])) {
            let a = self.register.poster[p];
            for vad in Vad::changing(self.register, cell).into_iter().take(ways) {
                for ordning in vad.orders(self.register, cell) {
                    let fits = |q: &usize| self.changes(cell, &a, *q, vad) && self.are_free(row, cell.tal, [*q; 2]);
                    for q in self.ordningar.near(ordning, p, near).take(looked_at).filter(fits).take(enough) {
                        let b = self.register.poster[q];
                        let efter = [Some(vad.taken(&a, &b)), Some(vad.taken(&b, &a))];
                        self.weigh(&mut best, Andring { fore: [Some(a), Some(b)], efter }, [p, q]);
                    }
                }
                if best.as_ref().is_some_and(|(cost, ..)| *cost <= fair) {
                    return best;
                }
            }
        }
        best.filter(|(cost, ..)| self.needed == 1 || *cost <= fair)
    }

    fn changes(&self, cell: Cell, a: &Post, q: usize, vad: Vad) -> bool {
        let b = &self.register.poster[q];
        if !vad.fits(self.register, a, b) {
            return false;
        }
        let count = |post: &Post| i32::from(is_in(self.register, post, cell));
        count(a) + count(b) != count(&vad.taken(a, b)) + count(&vad.taken(b, a))
    }

    /// Where no exchange changes a number, since it is of everyone: somebody takes over what another has.
    fn replacement(&self, cell: Cell, row: usize, p: usize) -> Option<Vagd> {
        let mut best = None;
        let count = |post: &Post| is_in(self.register, post, cell);
        for q in self.ordningar.near(NARA, p, 8).take(16) {
            for (taker, giver) in [(p, q), (q, p)] {
                let (a, b) = (&self.register.poster[taker], &self.register.poster[giver]);
                for vad in Vad::changing(self.register, cell) {
                    let taken = vad.taken(a, b);
                    if vad.fits(self.register, a, b)
                        && count(a) != count(&taken)
                        && self.are_free(row, cell.tal, [taker; 2])
                    {
                        let change = Andring { fore: [Some(*a), None], efter: [Some(taken), None] };
                        self.weigh(&mut best, change, [taker; 2]);
                    }
                }
            }
        }
        best
    }

    /// Keeps the change if it costs less than the best so far.
    fn weigh(&self, best: &mut Option<Vagd>, change: Andring, who: [usize; 2]) {
        let limit = best.as_ref().map_or(i64::MAX, |(standing, ..)| standing + HOPPLOST);
        let mut cost = 0;
        let seen = change.changed(self.register, &self.tabell, |plats, period, del, tal| {
            let rad = self.tabell.first(plats, period).map(|first| self.tabell.rader[first + usize::from(del.0)]);
            let rad = rad.unwrap_or_default();
            let weight = self.register.noder[usize::from(plats)].weight() * del.weight();
            let count = |tal: u128| i64::from(tal.count_ones());
            let shown = tal.0 & !rad.dolda.0;
            // A zero is hidden only when nothing else does; a small number gains.
            cost += weight * (count(shown & rad.over_noll.0) + 8 * count(shown & !rad.over_noll.0));
            cost -= 2 * count(tal.0 & rad.sma.0 & !rad.klara.0);
            if cost > limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if seen.is_continue() && best.as_ref().is_none_or(|(standing, ..)| cost < *standing) {
            *best = Some((cost, change, who));
        }
    }

    /// Hides every number that a change changes.
    fn apply(&mut self, change: &Andring, who: [usize; 2]) {
        let mut changed = Vec::new();
        let _ = change.changed(self.register, &self.tabell, |plats, period, del, tal| {
            changed.push((plats, period, del, tal));
            ControlFlow::Continue(())
        });
        for (plats, period, del, tal) in changed {
            let Some(first) = self.tabell.make(plats, period) else { continue };
            let row = first + usize::from(del.0);
            let rad = &mut self.tabell.rader[row];
            rad.dolda = rad.dolda | tal;
            for place in Tal(tal.0 & rad.sma.0 & !rad.klara.0).each() {
                let spann = self.spann.entry(key(row, place as u8)).or_default();
                if spann.vilka & signs(who) == 0 {
                    spann.vilka |= signs(who);
                    spann.bredd += 1;
                }
                if spann.bredd >= self.needed {
                    rad.klara.0 |= 1 << place;
                }
            }
        }
    }
}

fn key(row: usize, tal: u8) -> u64 {
    (row * Tal::BREDD) as u64 + u64::from(tal)
}

/// The signs of these people.
const fn signs(who: [usize; 2]) -> u64 {
    1 << sign(who[0]) | 1 << sign(who[1])
}

const fn sign(post: usize) -> u32 {
    ((post as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58) as u32
}
