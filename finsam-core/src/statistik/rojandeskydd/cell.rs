//! What may be asked, as cells: a place, what people are, a period and a number.
//!
//! The set is fixed and nested. Every answer that may be asked shows some of these cells and nothing else, so they can be
//! protected together.

use crate::deltagande::{TidIOffentligForsorjning, Utbildningsniva};
use crate::forsorjning::Forsorjningsgrupp;
use crate::geografi::LanKod;
use crate::id::{ForbundId, InsatsId};
use crate::identitet::Kon;
use crate::insats::{Insatstyp, Malgrupp};
use crate::statistik::grupp::Grupp;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::period::Periodslag;
use crate::statistik::rapporter::{Langd, Overgang};
use crate::statistik::uppfoljd::Varaktighetstid;
use crate::tid::Aldersgrupp;

/// A place that may be asked for by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
pub(super) enum Plats {
    Riket,
    Lan(LanKod),
    Forbund(ForbundId),
    Insats(InsatsId),
    Kommun(u16),
    Typ(Insatstyp),
    Malgrupp(Malgrupp),
}

impl Plats {
    /// The place of a group that divides by one place at most; the whole country for one that divides by none.
    pub(super) fn of(grupp: &Grupp) -> Self {
        None.or(grupp.insats.map(Self::Insats))
            .or(grupp.kommun.map(|kod| Self::Kommun(kod.number())))
            .or(grupp.forbund.map(Self::Forbund))
            .or(grupp.lan.map(Self::Lan))
            .or(grupp.insatstyp.map(Self::Typ))
            .or(grupp.malgrupp.map(Self::Malgrupp))
            .unwrap_or(Self::Riket)
    }

    /// The shortest periods that it may be asked for.
    pub(super) const fn shortest(self) -> Periodslag {
        match self {
            Self::Riket => Periodslag::Manad,
            Self::Lan(_) | Self::Forbund(_) => Periodslag::Halvar,
            _ => Periodslag::Ar,
        }
    }

    /// Whether it may be asked for periods of a kind.
    pub(super) fn has_periods(self, slag: Periodslag) -> bool {
        slag <= self.shortest()
    }

    /// Whether it may be divided by everything that people are.
    const fn is_large(self) -> bool {
        matches!(self, Self::Riket | Self::Lan(_))
    }

    /// What it costs to hide a number of it, so that what most people ask for is hidden last.
    const fn cost(self) -> i32 {
        match self {
            Self::Riket => 600,
            Self::Lan(_) => 60,
            Self::Forbund(_) => 40,
            Self::Typ(_) | Self::Malgrupp(_) | Self::Kommun(_) => 4,
            Self::Insats(_) => 2,
        }
    }

    /// What it is worth to protect a small number of it.
    pub(super) const fn gain(self) -> i32 {
        match self {
            Self::Riket => 200,
            Self::Lan(_) => 60,
            Self::Typ(_) | Self::Malgrupp(_) => 30,
            Self::Forbund(_) => 20,
            Self::Kommun(_) | Self::Insats(_) => 6,
        }
    }
}

/// What people are, as it may be asked: nothing, one of these, or kön and age together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Persondel(pub(super) u8);

const ALDRAR: u8 = 3;
const KON_OCH_ALDRAR: u8 = 8;
const NIVAER: u8 = 18;
const TIDER: u8 = 22;
/// How many parts there are.
const DELAR: usize = TIDER as usize + TidIOffentligForsorjning::ALL.len();

const _: () = {
    assert!(Aldersgrupp::ALL.len() == 5 && Utbildningsniva::ALL.len() == 4, "each part has a number of its own");
    assert!(DELAR <= 32, "a set of parts has a bit for each");
};

impl Persondel {
    pub(super) const ALLA: Self = Self(0);

    /// Those of a group; `None` for a combination that may not be asked.
    pub(super) fn of(grupp: &Grupp) -> Option<Self> {
        Some(match (grupp.kon, grupp.aldersgrupp, grupp.utbildningsniva, grupp.tid) {
            (None, None, None, None) => Self::ALLA,
            (Some(kon), None, None, None) => Self::kon(kon as u8),
            (None, Some(age), None, None) => Self::alder(age as u8),
            (Some(kon), Some(age), None, None) => Self::kon_och_alder(kon as u8, age as u8),
            (None, None, Some(level), None) => Self::niva(level as u8),
            (None, None, None, Some(tid)) => Self::tid(tid as u8),
            _ => return None,
        })
    }

    pub(super) const fn kon(kon: u8) -> Self {
        Self(1 + kon)
    }

    pub(super) const fn alder(age: u8) -> Self {
        Self(ALDRAR + age)
    }

    pub(super) const fn kon_och_alder(kon: u8, age: u8) -> Self {
        Self(KON_OCH_ALDRAR + 5 * kon + age)
    }

    pub(super) const fn niva(level: u8) -> Self {
        Self(NIVAER + level)
    }

    pub(super) const fn tid(tid: u8) -> Self {
        Self(TIDER + tid)
    }

    pub(super) const fn bit(self) -> u32 {
        1 << self.0
    }

    pub(super) const fn is_kon_or_less(self) -> bool {
        self.0 < ALDRAR
    }

    /// Whether it is of an age, of one kön or of both.
    pub(super) const fn is_alder(self) -> bool {
        self.0 >= ALDRAR && self.0 < NIVAER
    }

    /// Whether it is of one kön.
    pub(super) const fn is_kon(self) -> bool {
        self.0 != 0 && self.0 < ALDRAR || self.0 >= KON_OCH_ALDRAR && self.0 < NIVAER
    }

    pub(super) const fn is_niva(self) -> bool {
        self.0 >= NIVAER && self.0 < TIDER
    }

    pub(super) const fn is_tid(self) -> bool {
        self.0 >= TIDER
    }

    /// How many of the parts, from the first, may be asked of a place and for periods of a kind.
    pub(super) const fn asked_of(plats: Plats, slag: Periodslag) -> usize {
        match slag {
            Periodslag::Ar if plats.is_large() => DELAR,
            Periodslag::Ar => KON_OCH_ALDRAR as usize,
            Periodslag::Halvar => ALDRAR as usize,
            Periodslag::Manad => 1,
        }
    }

    /// How much more it costs to hide a number of more people.
    pub(super) const fn weight(self) -> i32 {
        match self.0 {
            0 => 4,
            1..ALDRAR => 2,
            _ => 1,
        }
    }
}

/// What it costs to hide a number.
pub(super) const fn cost(plats: Plats, del: Persondel, slag: Periodslag) -> i32 {
    plats.cost() * del.weight() * slag.weight()
}

/// How much more one costs that is [asked for most](Tal::VIKTIGAST).
pub(super) const VIKTIGT: i32 = 8;

/// A set of numbers: a bit for each [`Kolumn`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Tal(pub(super) u128);

/// Those of who took part follow close upon those of the closed.
const GAP: u8 = 48;

const _: () = {
    let last = Kolumn::overgang(Forsorjningsgrupp::ALL[Forsorjningsgrupp::ALL.len() - 1], Overgang::Ny);
    assert!(last.0 < Kolumn::BASE - GAP, "numbers of the closed");
    let last = Kolumn::typ(Insatstyp::ALL[Insatstyp::ALL.len() - 1], Kon::Man);
    assert!(last.0 - GAP < 128, "numbers of those who took part");
};

impl Tal {
    /// How many numbers there may be.
    pub(super) const BREDD: usize = 128;
    pub(super) const INGA: Self = Self(0);
    /// Those that tell what people are, so that they are not divided by it again.
    const OM_PERSONER: Self = Self(u128::MAX << (Kolumn::AVSLUTADE.0 - GAP + 1));

    pub(super) const fn of(kolumn: Kolumn) -> Self {
        Self(1 << Self::bit(kolumn))
    }

    /// The n:th after a number.
    pub(super) const fn nth(first: Kolumn, n: u8) -> Self {
        Self::of(Kolumn(first.0 + n))
    }

    /// The number of a bit.
    pub(super) const fn kolumn(bit: u8) -> Kolumn {
        Kolumn(if bit < Kolumn::BASE - GAP { bit } else { bit + GAP })
    }

    /// How it was before and after: all that is told of the closed but for how long it was.
    pub(super) const SVAR: Self = {
        let last = Kolumn::overgang(Forsorjningsgrupp::ALL[7], Overgang::Ny);
        let (first, longest) = (Kolumn::langd(Langd::ALL[0]), Kolumn::langd(Langd::ALL[2]));
        Self(Self::span(Kolumn(0), last).0 & !Self::span(first, longest).0)
    };

    /// The same in parts that can be otherwise each by itself.
    pub(super) const DELAR_AV_SVAR: [Self; 12] = [
        Self::grupp(0),
        Self::grupp(1),
        Self::grupp(2),
        Self::grupp(3),
        Self::grupp(4),
        Self::grupp(5),
        Self::grupp(6),
        Self::grupp(7),
        Self::of(Kolumn::ARBETE_FORE),
        Self::span(Kolumn::ARBETE_EFTER, Kolumn::ARBETSSOKANDE),
        Self::of(Kolumn::FULLFOLJD),
        Self::span(Kolumn::uppfoljd(Varaktighetstid::ALL[0]), Kolumn::arbete_vid(Varaktighetstid::ALL[3])),
    ];

    /// What is asked for most: how many took part, and how many of them came to work.
    pub(super) const VIKTIGAST: Self = Self(
        Self::of(Kolumn::DELTOG).0
            | Self::of(Kolumn::NYINSKRIVNA).0
            | Self::of(Kolumn::AVSLUTADE).0
            | Self::of(Kolumn::SUMMA).0
            | Self::of(Kolumn::ARBETE_FORE).0
            | Self::of(Kolumn::ARBETE_EFTER).0,
    );
    const fn bit(kolumn: Kolumn) -> u8 {
        if kolumn.0 < Kolumn::BASE { kolumn.0 } else { kolumn.0 - GAP }
    }

    /// Those that tell of a group of support before and after.
    pub(super) const fn grupp(n: u8) -> Self {
        Self(1 << n | 1 << (8 + n) | 15 << (40 + 4 * n))
    }

    /// From one to another of the closed.
    const fn span(first: Kolumn, last: Kolumn) -> Self {
        Self((u128::MAX >> (127 - last.0)) & (u128::MAX << first.0))
    }

    /// The groups of support before, and those after.
    pub(super) const fn grupper(self) -> [u8; 2] {
        [self.0 as u8, (self.0 >> 8) as u8]
    }

    pub(super) const fn has(self, kolumn: Kolumn) -> bool {
        self.0 & Self::of(kolumn).0 != 0
    }

    /// Those that may be asked of a part.
    pub(super) const fn asked_of(self, del: Persondel) -> Self {
        if del.is_kon_or_less() { self } else { Self(self.0 & !Self::OM_PERSONER.0) }
    }

    /// The places of those that are in it.
    pub(super) fn each(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let place = (left != 0).then(|| left.trailing_zeros() as usize);
            left &= left.wrapping_sub(1);
            place
        })
    }
}

impl std::ops::BitOr for Tal {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl FromIterator<Kolumn> for Tal {
    fn from_iter<I: IntoIterator<Item = Kolumn>>(all: I) -> Self {
        all.into_iter().fold(Self::INGA, |tal, kolumn| tal | Self::of(kolumn))
    }
}
