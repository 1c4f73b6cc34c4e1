//! Secondary suppression by exchange.
//!
//! A small number is protected when the register could as well be another one: with somebody's place, time, background or
//! answers exchanged for somebody else's, so that the small number is another and every number that is shown is the same.
//! For each small number such exchanges are looked for, and every number that they change is hidden. So there is no need
//! to know how numbers can be added up: whatever is worked out from what is shown holds for each of those registers, and
//! they differ in the small number.
//!
//! Nobody takes part in two exchanges, so all of them can be made together; a number's [span](Byten::spann) is how much it
//! varies over them. The search goes by content alone, in a fixed order.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::cell::Cell;
use super::register::{Post, Register};

/// What two participations exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vad {
    /// How they were before and after.
    Svar,
    /// When they were, and how before and after.
    Forlopp,
    /// Who takes part.
    Person,
    /// Where.
    Plats,
}

impl Vad {
    const ALL: [Self; 4] = [Self::Svar, Self::Person, Self::Forlopp, Self::Plats];

    /// The first with what is exchanged taken from the second.
    const fn taken(self, first: Post, second: &Post) -> Post {
        match self {
            Self::Svar => Post { svar: second.svar, ..first },
            Self::Forlopp => Post { svar: second.svar, forlopp: second.forlopp, ..first },
            Self::Person => Post { person: second.person, ..first },
            Self::Plats => Post { plats: second.plats, ..first },
        }
    }
}

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

pub(super) type Cellkarta = HashMap<Cell, u32, BuildHasherDefault<Cellhash>>;

/// How many candidates are weighed against each other.
const WEIGHED: usize = 4;

/// How far from somebody others are looked for: near ones one by one, then ever more sparsely.
fn distances() -> impl Iterator<Item = usize> {
    (1..12).chain(std::iter::successors(Some(12_usize), |far| Some(far + far / 3)).take(40))
}

/// The exchanges that protect the small numbers of a register.
#[derive(Debug)]
pub(super) struct Byten<'a> {
    register: &'a Register,
    /// Every number above zero.
    tal: Cellkarta,
    troskel: u32,
    anvand: Vec<bool>,
    /// By how much each number varies that any exchange changes.
    pub(super) spann: Cellkarta,
    work: Vec<(Cell, i32)>,
}

impl<'a> Byten<'a> {
    pub(super) fn new(register: &'a Register, tal: Cellkarta, troskel: u32) -> Self {
        let anvand = vec![false; register.poster.len()];
        Self { register, tal, troskel, anvand, spann: Cellkarta::default(), work: Vec::new() }
    }

    fn is_small(&self, cell: Cell) -> bool {
        self.tal.get(&cell).is_some_and(|n| (1..self.troskel).contains(n))
    }

    /// By how much a small number must vary: as far as from 1 to just below the threshold.
    fn needed(&self) -> u32 {
        self.troskel.saturating_sub(2).max(1)
    }

    /// Protects a small number, in which these count.
    pub(super) fn protect(&mut self, cell: Cell, having: &[u32]) {
        let mut from: Vec<usize> = having.iter().map(|post| *post as usize).collect();
        from.extend(self.near(from[0]).filter(|other| !from.contains(other)).take(8).collect::<Vec<_>>());
        while self.spann.get(&cell).copied().unwrap_or(0) < self.needed() {
            let Some(change) = self.exchange(cell, &from).or_else(|| self.replacement(cell, &from)) else { break };
            self.apply(&change);
        }
        if !self.spann.contains_key(&cell) {
            self.double(from[0]);
        }
    }

    /// Those near somebody, who are like them in most that is asked.
    fn near(&self, post: usize) -> impl Iterator<Item = usize> + use<> {
        let n = self.register.poster.len();
        distances()
            .flat_map(move |far| [post.checked_add(far), post.checked_sub(far)])
            .flatten()
            .filter(move |at| *at < n)
    }

    /// The best exchange that changes a number, between one of these and somebody near.
    fn exchange(&self, cell: Cell, from: &[usize]) -> Option<Andring> {
        let mut best: Option<(i64, Andring)> = None;
        let mut weighed = 0;
        for p in from.iter().copied().filter(|p| !self.anvand[*p]) {
            for vad in Vad::ALL {
                let partners = self.near(p).filter(|q| self.changes(cell, p, *q, vad));
                for q in partners.take(WEIGHED) {
                    self.weigh(&mut best, Andring::exchange(p, q, vad));
                    weighed += 1;
                }
            }
            if weighed >= 2 * WEIGHED {
                break;
            }
        }
        best.map(|(_, change)| change)
    }

    fn changes(&self, cell: Cell, p: usize, q: usize, vad: Vad) -> bool {
        let (a, b) = (self.register.poster[p], self.register.poster[q]);
        if self.anvand[q] || !self.can_exchange(&a, &b, vad) {
            return false;
        }
        let count = |post: &Post| i32::from(self.register.is_in(post, cell));
        count(&a) + count(&b) != count(&vad.taken(a, &b)) + count(&vad.taken(b, &a))
    }

    /// Whether the register would still be one that could be: answers are told of the closed and of nobody else.
    fn can_exchange(&self, a: &Post, b: &Post, vad: Vad) -> bool {
        a.slag == b.slag && (vad != Vad::Svar || self.register.has_answers(a) == self.register.has_answers(b))
    }

    /// Where no exchange changes a number, since it is of everyone: somebody takes over what another has.
    fn replacement(&self, cell: Cell, from: &[usize]) -> Option<Andring> {
        let mut best = None;
        let count = |post: &Post| self.register.is_in(post, cell);
        for p in from.iter().copied().filter(|p| !self.anvand[*p]) {
            for q in self.near(p).filter(|q| !self.anvand[*q]).take(16) {
                for (taker, giver) in [(p, q), (q, p)] {
                    let (a, b) = (self.register.poster[taker], self.register.poster[giver]);
                    for vad in Vad::ALL {
                        if self.can_exchange(&a, &b, vad) && count(&a) != count(&vad.taken(a, &b)) {
                            self.weigh(&mut best, Andring { borta: vec![taker], nya: vec![(taker, giver, vad)] });
                        }
                    }
                }
            }
        }
        best.map(|(_, change): (i64, Andring)| change)
    }

    /// Where nothing else is left: as many more like somebody as are needed.
    fn double(&mut self, post: usize) {
        let mut cells = Vec::new();
        self.register.cells(&self.register.poster[post], |cell| cells.push(cell));
        let needed = self.needed();
        cells.into_iter().for_each(|cell| *self.spann.entry(cell).or_default() += needed);
    }

    /// Keeps the change if it costs less than the best so far.
    fn weigh(&self, best: &mut Option<(i64, Andring)>, change: Andring) {
        let mut work = Vec::new();
        self.differences(&change, &mut work);
        let cost = work.iter().map(|(cell, _)| self.cost(*cell)).sum();
        if best.as_ref().is_none_or(|(standing, _)| cost < *standing) {
            *best = Some((cost, change));
        }
    }

    /// What it costs to hide a number. One that is small is hidden anyway, and gains by varying.
    fn cost(&self, cell: Cell) -> i64 {
        if self.is_small(cell) {
            return -i64::from(self.spann.get(&cell).copied().unwrap_or(0) < self.needed());
        }
        if self.spann.contains_key(&cell) {
            return 0;
        }
        let plats = self.register.noder[usize::from(cell.plats())];
        // A zero is hidden only when nothing else does.
        let zero = if self.tal.contains_key(&cell) { 1 } else { 8 };
        plats.weight() * cell.del().weight() * zero
    }

    /// Every number that a change changes, and by how much.
    fn differences(&self, change: &Andring, work: &mut Vec<(Cell, i32)>) {
        work.clear();
        let poster = &self.register.poster;
        for gone in &change.borta {
            self.register.cells(&poster[*gone], |cell| work.push((cell, -1)));
        }
        for (taker, giver, vad) in &change.nya {
            self.register.cells(&vad.taken(poster[*taker], &poster[*giver]), |cell| work.push((cell, 1)));
        }
        work.sort_unstable();
        work.dedup_by(|next, sum| {
            let same = next.0 == sum.0;
            if same {
                sum.1 += next.1;
            }
            same
        });
        work.retain(|(_, by)| *by != 0);
    }

    fn apply(&mut self, change: &Andring) {
        let mut work = std::mem::take(&mut self.work);
        self.differences(change, &mut work);
        for (cell, by) in &work {
            *self.spann.entry(*cell).or_default() += by.unsigned_abs();
        }
        self.work = work;
        change.borta.iter().for_each(|post| self.anvand[*post] = true);
        change.nya.iter().for_each(|(taker, giver, _)| {
            self.anvand[*taker] = true;
            self.anvand[*giver] = true;
        });
    }
}

/// A change of the register: those that are no longer as they were, and those that took something from another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Andring {
    borta: Vec<usize>,
    nya: Vec<(usize, usize, Vad)>,
}

impl Andring {
    fn exchange(p: usize, q: usize, vad: Vad) -> Self {
        Self { borta: vec![p, q], nya: vec![(p, q, vad), (q, p, vad)] }
    }
}
