//! Every number that may be asked, and what is to become of it.
//!
//! Numbers lie in rows: one for each part of people, of a place and a period where anybody is. A row has a bit for each of
//! its numbers, so that a change of many numbers is weighed in a few steps.

use std::ops::ControlFlow;

use crate::statistik::period::{Periodslag, Rapportperiod};

use super::cell::{Persondel, Plats, Tal};
use super::register::{Periodtal, Post, Register};

/// No rows are kept of a place and a period.
const INGA: u32 = u32::MAX;

/// What is known of the numbers of a row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rad {
    /// From 1 and below the threshold.
    pub(super) sma: Tal,
    /// Above zero.
    pub(super) over_noll: Tal,
    pub(super) dolda: Tal,
    /// Small ones that are protected.
    pub(super) klara: Tal,
}

/// The rows of a register.
#[derive(Debug)]
pub(super) struct Tabell {
    perioder: usize,
    /// By place and period the first of its rows.
    platser: Vec<u32>,
    /// By place and period how many rows it has.
    delar: Vec<u8>,
    pub(super) rader: Vec<Rad>,
}

impl Tabell {
    /// Counts everybody; small is from 1 and below `troskel`.
    pub(super) fn of(register: &Register, troskel: u32) -> Self {
        let perioder = register.perioder.len();
        let delar =
            register.noder.iter().flat_map(|plats| register.perioder.iter().map(|period| rows_of(*plats, *period)));
        let mut this = Self {
            perioder,
            platser: vec![INGA; register.noder.len() * perioder],
            delar: delar.collect(),
            rader: Vec::new(),
        };
        let mut antal: Vec<[u32; Tal::BREDD]> = Vec::new();
        for post in &register.poster {
            for told in register.told(post) {
                let (tal, delar) = (register.tal(post, told), Register::delar(post));
                for plats in register.places(post) {
                    let Some(first) = this.make(plats, told.period) else { continue };
                    antal.resize(this.rader.len(), [0; Tal::BREDD]);
                    for del in this.asked(plats, told.period, delar) {
                        let row = &mut antal[first + usize::from(del.0)];
                        tal.asked_of(del).each().for_each(|place| row[place] += post.antal);
                    }
                }
            }
        }
        for (rad, antal) in this.rader.iter_mut().zip(&antal) {
            let fits = |fits: &dyn Fn(u32) -> bool| {
                Tal((0..).zip(antal).fold(0, |bits, (place, n)| bits | u128::from(fits(*n)) << place))
            };
            rad.over_noll = fits(&|n| n > 0);
            rad.sma = fits(&|n| n > 0 && n < troskel);
            rad.dolda = rad.sma;
        }
        this
    }

    fn place(&self, plats: u16, period: u16) -> usize {
        usize::from(plats) * self.perioder + usize::from(period)
    }

    /// How many rows a place has of a period.
    pub(super) fn rows(&self, plats: u16, period: u16) -> usize {
        usize::from(self.delar[self.place(plats, period)])
    }

    /// The first row of a place and a period.
    #[inline]
    pub(super) fn first(&self, plats: u16, period: u16) -> Option<usize> {
        let first = self.platser[self.place(plats, period)];
        (first != INGA).then_some(first as usize)
    }

    /// The same; the rows are made where there are none. `None` where nothing may be asked.
    pub(super) fn make(&mut self, plats: u16, period: u16) -> Option<usize> {
        let place = self.place(plats, period);
        let n = usize::from(self.delar[place]);
        if self.platser[place] == INGA && n > 0 {
            self.platser[place] = self.rader.len() as u32;
            self.rader.resize(self.rader.len() + n, Rad::default());
        }
        self.first(plats, period)
    }

    /// What is hidden of each part of a place and a period; `None` where nothing is.
    pub(super) fn hidden(&self, plats: u16, period: u16) -> Option<Box<[Tal]>> {
        let (first, n) = (self.first(plats, period)?, usize::from(self.delar[self.place(plats, period)]));
        let rader = &self.rader[first..first + n];
        let any = rader.iter().any(|rad| rad.dolda != Tal::INGA);
        any.then(|| rader.iter().map(|rad| rad.dolda).collect())
    }

    /// Those of these parts that may be asked of a place and a period.
    #[inline]
    pub(super) fn asked(&self, plats: u16, period: u16, delar: u32) -> impl Iterator<Item = Persondel> + use<> {
        let n = self.delar[self.place(plats, period)];
        let mut left = delar & ((1_u64 << n) - 1) as u32;
        std::iter::from_fn(move || {
            let del = (left != 0).then(|| Persondel(left.trailing_zeros() as u8));
            left &= left.wrapping_sub(1);
            del
        })
    }
}

fn rows_of(plats: Plats, period: Rapportperiod) -> u8 {
    if plats.has_periods(period.slag) { Persondel::asked_of(plats, period.slag) as u8 } else { 0 }
}

/// Two at most who are no longer as they were, and two at most who are instead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Andring {
    pub(super) fore: [Option<Post>; 2],
    pub(super) efter: [Option<Post>; 2],
}

/// One of those of a change in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Led {
    tal: Tal,
    delar: u32,
}

/// What is told of the four of a change in a period.
#[derive(Debug, Clone, Copy)]
struct Periodled {
    period: u16,
    slag: Periodslag,
    led: [Led; 4],
    /// Bit n: the n:th is there.
    finns: u8,
    /// Pairs of one before and one after of whom the same is told.
    lika: [u8; 4],
}

impl Periodled {
    fn of(period: u16, slag: Periodslag) -> Self {
        Self { period, slag, led: [Led::default(); 4], finns: 0, lika: [0; 4] }
    }

    /// Which of those who are in a place are not there before and after in the same way.
    #[inline]
    fn left(&self, here: u8) -> u8 {
        self.lika.iter().fold(here & self.finns, |left, pair| if left & pair == *pair { left & !pair } else { left })
    }

    /// Whether the same is told of each of the two before and after.
    fn is_same(&self) -> bool {
        self.lika[0] | self.lika[1] == self.finns
    }

    fn find_equal(&mut self) {
        for (n, (before, after)) in [(0, 2), (1, 3), (0, 3), (1, 2)].into_iter().enumerate() {
            let pair = 1 << before | 1 << after;
            let same = self.finns & pair == pair && self.led[before] == self.led[after];
            self.lika[n] = if same { pair } else { 0 };
        }
    }
}

/// Which numbers of a row a change changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Andrat {
    pub(super) vilka: Tal,
    /// Those in which each counts of the two before and the two after.
    led: [u128; 4],
}

impl Andrat {
    /// By how much it changes the number of a bit.
    #[inline]
    pub(super) fn by(&self, bit: usize) -> i8 {
        let [a, b, c, d] = self.led.map(|tal| (tal >> bit & 1) as i8);
        c + d - a - b
    }
}

impl Andring {
    fn each(&self) -> [Option<&Post>; 4] {
        [self.fore[0].as_ref(), self.fore[1].as_ref(), self.efter[0].as_ref(), self.efter[1].as_ref()]
    }

    /// Shows the numbers that it changes, place by place, period, part and which, until it is told to stop.
    pub(super) fn changed(
        &self,
        register: &Register,
        tabell: &Tabell,
        mut see: impl FnMut(u16, u16, Persondel, &Andrat) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let perioder = self.periods(register);
        let longer = |slag| perioder.partition_point(|one| one.slag <= slag);
        let (years, halves) = (longer(Periodslag::Ar), longer(Periodslag::Halvar));
        for (plats, here) in self.places(register) {
            let node = register.noder[usize::from(plats)];
            let asked = match node.shortest() {
                Periodslag::Ar => years,
                Periodslag::Halvar => halves,
                Periodslag::Manad => perioder.len(),
            };
            for one in &perioder[..asked] {
                let left = one.left(here);
                if left == 0 {
                    continue;
                }
                let of = |n: usize| if left >> n & 1 == 1 { one.led[n] } else { Led::default() };
                let led = [of(0), of(1), of(2), of(3)];
                let delar = led.iter().fold(0, |all, led| all | led.delar);
                for del in tabell.asked(plats, one.period, delar) {
                    let [a, b, c, d] =
                        led.map(|led| if led.delar & del.bit() == 0 { 0 } else { led.tal.asked_of(del).0 });
                    let changed = (a ^ b ^ c ^ d) | ((a & b) ^ (c & d));
                    if changed != 0 {
                        see(plats, one.period, del, &Andrat { vilka: Tal(changed), led: [a, b, c, d] })?;
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Every place, and which of the four are there.
    fn places(&self, register: &Register) -> Vec<(u16, u8)> {
        let mut all: Vec<(u16, u8)> = Vec::with_capacity(32);
        // Who stays is before where they are after.
        let (each, bits) = if self.stay() { (2, 0b101) } else { (4, 1) };
        for (n, post) in self.each()[..each].iter().enumerate() {
            for plats in post.iter().flat_map(|post| register.places(post)) {
                match all.iter_mut().find(|(other, _)| *other == plats) {
                    Some((_, here)) => *here |= bits << n,
                    None => all.push((plats, bits << n)),
                }
            }
        }
        all
    }

    /// Every period in which what is told may differ, in order, and what is told in it.
    fn periods(&self, register: &Register) -> Vec<Periodled> {
        let each = self.each();
        let always = each.map(|post| {
            post.map_or((Tal::INGA, Tal::INGA, 0), |post| (register.person(post), post.svar, Register::delar(post)))
        });
        let mut left = each.map(|post| post.map_or(&[][..], |post| register.told(post)));
        let stay = self.stay();
        // Where all else is the same, only that differs which is told where somebody closed.
        let forlopp = each.map(|post| post.map(|post| post.forlopp));
        let same =
            |a: usize, b: usize| forlopp[a] == forlopp[b] && always[a].0 == always[b].0 && always[a].2 == always[b].2;
        let by_answers = stay && same(0, 2) && same(1, 3);
        let mut all: Vec<Periodled> = Vec::with_capacity(64);
        while let Some(period) = left.iter().filter_map(|told| Some(told.first()?.period)).min() {
            let now = |told: &&[Periodtal]| told.first().copied().filter(|first| first.period == period);
            if by_answers && left.iter().filter_map(now).all(|first| !first.avslutad) {
                left.iter_mut().filter(|told| now(told).is_some()).for_each(|told| *told = &told[1..]);
                continue;
            }
            let mut one = Periodled::of(period, register.perioder[usize::from(period)].slag);
            for (n, told) in left.iter_mut().enumerate() {
                let Some((first, rest)) = told.split_first().filter(|(first, _)| first.period == period) else {
                    continue;
                };
                let (person, answers, delar) = always[n];
                one.led[n] = Led { tal: first.with(|| person, || answers), delar };
                one.finns |= 1 << n;
                *told = rest;
            }
            one.find_equal();
            if !(stay && one.is_same()) {
                all.push(one);
            }
        }
        all
    }

    /// Whether everybody stays in the same places.
    fn stay(&self) -> bool {
        let place = |post: &Option<Post>| post.map(|post| (post.insats, post.kommun));
        self.fore.iter().map(place).eq(self.efter.iter().map(place))
    }
}

/// Whether somebody counts in a number.
#[inline]
pub(super) fn is_in(register: &Register, post: &Post, cell: Cell) -> bool {
    Register::delar(post) & cell.del.bit() != 0
        && register.places(post).any(|plats| plats == cell.plats)
        && register
            .told(post)
            .binary_search_by_key(&cell.period, |told: &Periodtal| told.period)
            .is_ok_and(|found| register.has(post, &register.told(post)[found], cell.tal))
}

/// A number that may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Cell {
    pub(super) plats: u16,
    pub(super) period: u16,
    pub(super) del: Persondel,
    /// Its bit.
    pub(super) tal: u8,
}
