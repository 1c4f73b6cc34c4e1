//! Small numbers that no shadow protects: each gets a change of its own, and every number that it changes is hidden.
//!
//! Where two people can exchange something it is that, else somebody takes over what another has, else somebody is not
//! there at all: in a register of a few people nothing less would do.

use std::ops::ControlFlow;

use super::cell::{Tal, VIKTIGT, cost};
use super::ordning::{Ordning, Ordningar};
use super::register::{Post, Register};
use super::tabell::{Andring, Cell, Tabell, is_in};
use super::utbyte::Vad;

/// How many near in one order are looked at one by one, and how many exchanges with them are weighed.
const NARMAST: (usize, usize) = (64, 16);

/// The changes that protect what is left.
#[derive(Debug)]
pub(super) struct Byten<'a> {
    register: &'a Register,
    ordningar: &'a Ordningar,
    tabell: Tabell,
}

/// A change, and what it costs.
type Vagd = (i64, Andring);

impl<'a> Byten<'a> {
    pub(super) const fn new(register: &'a Register, ordningar: &'a Ordningar, tabell: Tabell) -> Self {
        Self { register, ordningar, tabell }
    }

    /// Protects every small number that is not.
    pub(super) fn protect(mut self) -> Tabell {
        for post in 0..self.register.poster.len() {
            self.protect_of(post);
        }
        self.tabell
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
                    loop {
                        let rad = &self.tabell.rader[row];
                        let left = tal.asked_of(del).0 & rad.sma.0 & !rad.klara.0;
                        if left == 0 {
                            break;
                        }
                        let tal = left.trailing_zeros() as u8;
                        self.protect_cell(Cell { plats, period: told.period, del, tal }, p);
                    }
                }
            }
        }
    }

    fn protect_cell(&mut self, cell: Cell, p: usize) {
        let found = self.exchange(cell, p).or_else(|| self.replacement(cell, p));
        let gone = Andring { fore: [Some(self.register.poster[p]), None], efter: [None; 2] };
        self.apply(&found.map_or(gone, |(_, change)| change));
    }

    /// The best exchange that changes a number, between one who counts in it and somebody near.
    fn exchange(&self, cell: Cell, p: usize) -> Option<Vagd> {
        let (near, enough) = NARMAST;
        let a = &self.register.poster[p];
        let mut best: Option<Vagd> = None;
        for vad in Vad::changing(self.register, cell) {
            for ordning in Ordning::of(vad, self.register, cell) {
                let ways = |q: usize| {
                    let b = &self.register.poster[q];
                    let changes = |vad: &Vad| self.changes(cell, (a, b), (&vad.taken(a, b), &vad.taken(b, a)));
                    vad.between(self.register, a, b).into_iter().filter(changes).map(move |vad| (*b, vad)).next()
                };
                for (b, vad) in self.ordningar.near(ordning, p, near).filter_map(ways).take(enough) {
                    let efter = [Some(vad.taken(a, &b)), Some(vad.taken(&b, a))];
                    self.weigh(&mut best, Andring { fore: [Some(*a), Some(b)], efter });
                }
            }
        }
        best
    }

    fn changes(&self, cell: Cell, before: (&Post, &Post), after: (&Post, &Post)) -> bool {
        let count = |post: &Post| i32::from(is_in(self.register, post, cell));
        count(before.0) + count(before.1) != count(after.0) + count(after.1)
    }

    /// Where no exchange changes a number, since it is of everyone: somebody takes over what another has.
    fn replacement(&self, cell: Cell, p: usize) -> Option<Vagd> {
        let mut best = None;
        let count = |post: &Post| is_in(self.register, post, cell);
        for q in self.ordningar.near(Ordning::NARA, p, 8).take(16) {
            for (taker, giver) in [(p, q), (q, p)] {
                let (a, b) = (&self.register.poster[taker], &self.register.poster[giver]);
                for vad in Vad::changing(self.register, cell) {
                    for vad in vad.between(self.register, a, b) {
                        let taken = vad.taken(a, b);
                        if count(a) != count(&taken) {
                            self.weigh(&mut best, Andring { fore: [Some(*a), None], efter: [Some(taken), None] });
                        }
                    }
                }
            }
        }
        best
    }

    /// Keeps the change if it costs less than the best so far.
    fn weigh(&self, best: &mut Option<Vagd>, change: Andring) {
        let limit = best.as_ref().map_or(i64::MAX, |(standing, _)| *standing);
        let mut price = 0;
        let seen = change.changed(self.register, &self.tabell, |plats, period, del, step| {
            let rad = self.tabell.first(plats, period).map(|first| self.tabell.rader[first + usize::from(del.0)]);
            let rad = rad.unwrap_or_default();
            let slag = self.register.perioder[usize::from(period)].slag;
            let plats = self.register.noder[usize::from(plats)];
            let count = |tal: u128| i64::from(tal.count_ones());
            let shown = step.vilka.0 & !rad.dolda.0;
            let asked = i64::from(VIKTIGT - 1) * count(shown & Tal::VIKTIGAST.0);
            price += i64::from(cost(plats, del, slag)) * (count(shown) + asked);
            if price >= limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if seen.is_continue() {
            *best = Some((price, change));
        }
    }

    /// Hides every number that a change changes.
    fn apply(&mut self, change: &Andring) {
        let mut changed = Vec::new();
        let _ = change.changed(self.register, &self.tabell, |plats, period, del, step| {
            changed.push((plats, period, del, step.vilka));
            ControlFlow::Continue(())
        });
        for (plats, period, del, tal) in changed {
            let Some(first) = self.tabell.make(plats, period) else { continue };
            let rad = &mut self.tabell.rader[first + usize::from(del.0)];
            rad.dolda = rad.dolda | tal;
            rad.klara.0 |= tal.0 & rad.sma.0;
        }
    }
}
