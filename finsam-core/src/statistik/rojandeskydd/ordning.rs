//! Orders in which those who could exchange something are found near each other.

use crate::statistik::period::Periodslag;

use super::cell::{Plats, Tal};
use super::register::{Post, Register};
use super::tabell::Cell;
use super::utbyte::Vad;

/// One of the orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ordning(usize);

impl Ordning {
    /// How many there are.
    pub(super) const ANTAL: usize = ORDNINGAR.len();

    /// One of them.
    pub(super) const fn nth(n: usize) -> Self {
        Self(n)
    }

    /// The order of those who are alike in most that is asked.
    pub(super) const NARA: Self = Self(FORBUND);

    /// In which orders those are looked for who could exchange something to change a number.
    pub(super) fn of(vad: Vad, register: &Register, cell: Cell) -> Vec<Self> {
        let kolumn = Tal::kolumn(cell.tal);
        let by_time = kolumn.is_of_time();
        // To differ in support, in occupation or in time.
        let b = match kolumn {
            _ if !kolumn.is_of_closed() || by_time => 2,
            _ if kolumn.is_of_support() => 0,
            _ => 1,
        };
        let all = match (vad, register.noder[usize::from(cell.plats)]) {
            (Vad::Svar(_) | Vad::Aktivitet, plats) => alike(register, cell, plats),
            (Vad::Forlopp, Plats::Riket | Plats::Lan(_)) if by_time => vec![LIKA_TID, MANAD + b],
            (Vad::Forlopp, _) if by_time => vec![LIKA_TID_I_FORBUND, LIKA_TID, MANAD + b],
            (Vad::Forlopp | Vad::Alltihop, _) => vec![MANAD + b, FORBUND + b],
            (Vad::Insats, Plats::Lan(_)) | (Vad::Kommun, _) => vec![RIKET + b, FORBUND + b],
            (Vad::Insats, Plats::Forbund(_)) => vec![LAN + b, RIKET + b],
            (Vad::Insats, _) => vec![FORBUND + b, LAN + b],
            (_, Plats::Insats(_) | Plats::Kommun(_)) => vec![FORBUND + b, LAN + b, RIKET + b],
            (Vad::Alder, _) => vec![ALDER + b, RIKET + b],
            (Vad::Kon, _) => vec![KON + b, RIKET + b],
            (Vad::Niva | Vad::Tid, _) => vec![PERSON + b, RIKET + b],
        };
        all.into_iter().map(Self).collect()
    }
}

/// The orders for how it was before and after: people are alike in all that they are but for one thing, and closed at the
/// same time.
fn alike(register: &Register, cell: Cell, plats: Plats) -> Vec<usize> {
    let large = matches!(plats, Plats::Riket | Plats::Lan(_));
    let mut all = match plats {
        Plats::Riket => Vec::new(),
        Plats::Lan(_) => vec![LIKA],
        Plats::Forbund(_) => vec![LIKA_I_LAN, LIKA],
        _ => vec![LIKA_I_FORBUND, LIKA],
    };
    if cell.del.is_alder() {
        all.push(if large { ANDRA_ALDRAR } else { ANDRA_ALDRAR_I_FORBUND });
    }
    if cell.del.is_kon() {
        all.push(if large { ANDRA_KON } else { ANDRA_KON_I_FORBUND });
    }
    if cell.del.is_niva() || cell.del.is_tid() {
        all.push(ANDRA_PERSONER);
    }
    match (plats, register.perioder[usize::from(cell.period)].slag) {
        (Plats::Riket, Periodslag::Manad) => all.push(ANDRA_MANADER),
        (Plats::Riket, _) | (_, Periodslag::Halvar) => all.push(ANDRA_AR),
        _ => {}
    }
    all
}

/// What people are put in order by.
#[derive(Debug, Clone, Copy)]
enum Led {
    Forbund,
    Lan,
    Insats,
    Typ,
    Kommun,
    Ar,
    Halvar,
    /// From which year to which, and from which half-year to which.
    Aren,
    Halvaren,
    /// When they closed.
    SlutAr,
    SlutHalvar,
    SlutManad,
    Kon,
    Alder,
    Person,
    /// Groups of support before and after.
    Grupper,
    Stod,
    Arbete,
    Uppfoljning,
}

/// In each order those who are near each other are alike: in what costs most to differ in first, in what they are to differ
/// in last. Of the first seven kinds there are three each, to differ in support, in occupation, or in time.
const ORDNINGAR: [&[Led]; 33] = {
    use Led::*;
    [
        &[Forbund, Ar, Typ, Kon, Alder, Arbete, Stod, Insats, Kommun],
        &[Forbund, Ar, Typ, Kon, Alder, Stod, Arbete, Insats, Kommun],
        &[Forbund, Typ, Kon, Alder, Arbete, Ar, Insats, Kommun],
        &[Lan, Halvar, Kon, Alder, Arbete, Stod, Typ, Forbund],
        &[Lan, Halvar, Kon, Alder, Stod, Arbete, Typ, Forbund],
        &[Lan, Kon, Alder, Arbete, Halvar, Typ, Forbund],
        &[Ar, Kon, Alder, Arbete, Person, Stod, Lan, Forbund],
        &[Ar, Kon, Alder, Grupper, Person, Stod, Arbete, Lan, Forbund],
        &[Kon, Alder, Person, Arbete, Ar, Lan, Forbund],
        &[Ar, Kon, Arbete, Uppfoljning, Lan, Forbund, Grupper, Stod, Alder],
        &[Ar, Kon, Stod, Uppfoljning, Lan, Forbund, Arbete, Alder],
        &[Kon, Arbete, Stod, Lan, Forbund, Ar, Alder],
        &[Ar, Alder, Arbete, Uppfoljning, Lan, Forbund, Grupper, Stod, Kon],
        &[Ar, Alder, Stod, Uppfoljning, Lan, Forbund, Arbete, Kon],
        &[Alder, Arbete, Stod, Lan, Forbund, Ar, Kon],
        &[Ar, Arbete, Uppfoljning, Lan, Grupper, Stod, Person, Forbund],
        &[Ar, Stod, Uppfoljning, Lan, Arbete, Person, Forbund],
        &[Arbete, Stod, Lan, Ar, Person, Forbund],
        &[Ar, Halvar, Kon, Arbete, Uppfoljning, Grupper, Stod, Lan, Forbund],
        &[Ar, Halvar, Kon, Stod, Uppfoljning, Arbete, Lan, Forbund],
        &[Forbund, Insats, Kon, Alder, Arbete, Stod, Ar],
        &[Forbund, SlutAr, Kon, Alder, SlutHalvar, SlutManad, Typ, Insats, Kommun],
        &[SlutAr, Kon, Alder, Person, SlutHalvar, SlutManad, Lan, Forbund],
        &[Lan, SlutAr, Kon, Alder, Person, SlutHalvar, Typ, Forbund],
        &[Forbund, SlutAr, Kon, SlutHalvar, Insats, Kommun, Alder],
        &[SlutAr, SlutHalvar, Kon, Person, SlutManad, Lan, Alder],
        &[Forbund, SlutAr, SlutHalvar, Alder, Insats, Kommun, Kon],
        &[SlutAr, SlutHalvar, Alder, Person, SlutManad, Lan, Kon],
        &[SlutAr, SlutHalvar, Kon, Alder, SlutManad, Lan, Person],
        &[Kon, Alder, Person, Lan, Forbund, SlutManad],
        &[SlutHalvar, Kon, Alder, Person, Lan, SlutManad],
        &[SlutManad, Kon, Alder, Aren, Halvaren, Person, Lan, Forbund],
        &[Forbund, Aren, Halvaren, Kon, Alder, SlutManad, Insats],
    ]
};
const FORBUND: usize = 0;
const LAN: usize = 3;
const RIKET: usize = 6;
const ALDER: usize = 9;
const KON: usize = 12;
const PERSON: usize = 15;
const MANAD: usize = 18;
const LIKA_I_FORBUND: usize = 21;
const LIKA: usize = 22;
const LIKA_I_LAN: usize = 23;
const ANDRA_ALDRAR_I_FORBUND: usize = 24;
const ANDRA_ALDRAR: usize = 25;
const ANDRA_KON_I_FORBUND: usize = 26;
const ANDRA_KON: usize = 27;
const ANDRA_PERSONER: usize = 28;
const ANDRA_AR: usize = 29;
const ANDRA_MANADER: usize = 30;
const LIKA_TID: usize = 31;
const LIKA_TID_I_FORBUND: usize = 32;

impl Led {
    fn of(self, register: &Register, post: &Post) -> u32 {
        let plats = &register.insatser[post.insats as usize];
        match self {
            Self::Forbund => u32::from(plats.forbund),
            Self::Lan => u32::from(plats.lan),
            Self::Insats => post.insats,
            Self::Typ => plats.typ as u32,
            Self::Kommun => u32::from(post.kommun),
            Self::Ar => register.forlopp[post.forlopp as usize].ar,
            Self::Halvar => register.forlopp[post.forlopp as usize].halvar,
            Self::Kon => post.kon as u32,
            Self::Alder => u32::from(post.alder),
            Self::Person => u32::from(post.niva) << 8 | u32::from(post.tid),
            Self::SlutAr => closed(register, post, 0),
            Self::SlutHalvar => closed(register, post, 1),
            Self::SlutManad => closed(register, post, 2),
            Self::Aren => span(register, post, Periodslag::Ar),
            Self::Halvaren => span(register, post, Periodslag::Halvar),
            Self::Grupper => post.svar.0 as u32 & 0xffff,
            Self::Stod => (post.svar.0 >> 40) as u32,
            Self::Arbete => (post.svar.0 >> 16) as u32 & 0xffff,
            Self::Uppfoljning => (post.svar.0 >> 32) as u32 & 0xff,
        }
    }
}

/// The year, half-year or month in which it closed.
fn closed(register: &Register, post: &Post, n: usize) -> u32 {
    let mut all = register.told(post).iter().filter(|told| told.avslutad).map(|told| u32::from(told.period));
    all.nth(n).unwrap_or(u32::MAX)
}

/// The first and the last period of a kind that it is of.
fn span(register: &Register, post: &Post, slag: Periodslag) -> u32 {
    let of = |period: &u16| register.perioder[usize::from(*period)].slag == slag;
    let mut all = register.told(post).iter().map(|told| told.period).filter(of);
    let first = all.next().unwrap_or_default();
    u32::from(first) << 16 | u32::from(all.next_back().unwrap_or(first))
}

/// Everybody in each order.
#[derive(Debug)]
pub(super) struct Ordningar {
    sorted: Vec<Vec<u32>>,
    places: Vec<Vec<u32>>,
}

impl Ordningar {
    pub(super) fn of(register: &Register) -> Self {
        let sort = |leden: &&[Led]| {
            let key = |post: &Post| {
                let mut key = [post.slag as u32; 10];
                key[1..].iter_mut().zip(*leden).for_each(|(key, led)| *key = led.of(register, post));
                key
            };
            let mut all: Vec<_> = (0_u32..).zip(&register.poster).map(|(n, post)| (key(post), n)).collect();
            all.sort_unstable();
            all.into_iter().map(|(_, n)| n).collect::<Vec<_>>()
        };
        let sorted: Vec<_> = ORDNINGAR.iter().map(sort).collect();
        let place = |sorted: &Vec<u32>| {
            let mut places = vec![0; sorted.len()];
            (0_u32..).zip(sorted).for_each(|(place, post)| places[*post as usize] = place);
            places
        };
        Self { places: sorted.iter().map(place).collect(), sorted }
    }

    /// Who is so many places after somebody, or before.
    pub(super) fn beside(&self, ordning: Ordning, post: usize, far: isize) -> Option<usize> {
        let at = (self.places[ordning.0][post] as usize).checked_add_signed(far)?;
        self.sorted[ordning.0].get(at).map(|post| *post as usize)
    }

    /// Those near somebody: the `near` nearest one by one, then ever more sparsely.
    pub(super) fn near(&self, ordning: Ordning, post: usize, near: usize) -> impl Iterator<Item = usize> + '_ {
        let sorted = &self.sorted[ordning.0];
        let at = self.places[ordning.0][post] as usize;
        let distances = (1..near).chain(std::iter::successors(Some(near), |far| Some(far + far / 2 + 1)).take(24));
        distances
            .flat_map(move |far| [at.checked_add(far), at.checked_sub(far)])
            .flatten()
            .filter_map(move |at| sorted.get(at).map(|post| *post as usize))
    }
}
