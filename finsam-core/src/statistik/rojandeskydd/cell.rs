//! What may be asked, as cells: a place, what people are, a period and a number.
//!
//! The set is fixed and nested. Every answer that may be asked shows some of these cells and nothing else, so they can be
//! protected together.

use crate::deltagande::{TidIOffentligForsorjning, Utbildningsniva};
use crate::geografi::LanKod;
use crate::id::{ForbundId, InsatsId};
use crate::identitet::Kon;
use crate::insats::{Insatstyp, Malgrupp};
use crate::statistik::grupp::Grupp;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::period::Periodslag;
use crate::tid::Aldersgrupp;

/// A place that may be asked for by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

    /// Whether it may be asked for periods of a kind.
    pub(super) const fn has_periods(self, slag: Periodslag) -> bool {
        match slag {
            Periodslag::Ar => true,
            Periodslag::Halvar => matches!(self, Self::Riket | Self::Lan(_) | Self::Forbund(_)),
            Periodslag::Manad => matches!(self, Self::Riket),
        }
    }

    /// Whether it may be divided by everything that people are.
    const fn is_large(self) -> bool {
        matches!(self, Self::Riket | Self::Lan(_))
    }

    /// What it costs to hide a number of it, so that what most people ask for is hidden last.
    pub(super) const fn weight(self) -> i64 {
        match self {
            Self::Riket => 400,
            Self::Lan(_) => 60,
            Self::Typ(_) | Self::Malgrupp(_) => 40,
            Self::Forbund(_) => 15,
            Self::Kommun(_) => 2,
            Self::Insats(_) => 1,
        }
    }
}

/// What people are, as it may be asked: nothing, one of these, or kön and age together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Persondel(u8);

const ALDRAR: u8 = 3;
const KON_OCH_ALDRAR: u8 = 8;
const NIVAER: u8 = 18;
const TIDER: u8 = 22;

impl Persondel {
    pub(super) const ALLA: Self = Self(0);

    /// Those of a group; `None` for a combination that may not be asked.
    pub(super) fn of(grupp: &Grupp) -> Option<Self> {
        Some(Self(match (grupp.kon, grupp.aldersgrupp, grupp.utbildningsniva, grupp.tid) {
            (None, None, None, None) => 0,
            (Some(kon), None, None, None) => 1 + kon as u8,
            (None, Some(age), None, None) => ALDRAR + age as u8,
            (Some(kon), Some(age), None, None) => KON_OCH_ALDRAR + 5 * kon as u8 + age as u8,
            (None, None, Some(level), None) => NIVAER + level as u8,
            (None, None, None, Some(tid)) => TIDER + tid as u8,
            _ => return None,
        }))
    }

    /// Every part that a person is in.
    pub(super) fn all_of(
        kon: Kon,
        age: Option<Aldersgrupp>,
        level: Option<Utbildningsniva>,
        tid: Option<TidIOffentligForsorjning>,
    ) -> Vec<Self> {
        let base = Grupp::default();
        let kon = Some(kon);
        let mut all = vec![base, Grupp { kon, ..base }];
        all.extend(age.map(|age| Grupp { aldersgrupp: Some(age), ..base }));
        all.extend(age.map(|age| Grupp { kon, aldersgrupp: Some(age), ..base }));
        all.extend(level.map(|level| Grupp { utbildningsniva: Some(level), ..base }));
        all.extend(tid.map(|tid| Grupp { tid: Some(tid), ..base }));
        all.iter().filter_map(Self::of).collect()
    }

    const fn is_kon_or_less(self) -> bool {
        self.0 < ALDRAR
    }

    /// Whether it may be asked of a place and for periods of a kind.
    pub(super) const fn is_asked_of(self, plats: Plats, slag: Periodslag) -> bool {
        match slag {
            Periodslag::Ar => plats.is_large() || self.0 < KON_OCH_ALDRAR,
            Periodslag::Halvar => self.is_kon_or_less(),
            Periodslag::Manad => self.0 == 0,
        }
    }

    /// Whether a number may be asked of it.
    pub(super) const fn has(self, kolumn: Kolumn) -> bool {
        !kolumn.is_of_persons() || self.is_kon_or_less()
    }

    /// How much more it costs to hide a number of more people.
    pub(super) const fn weight(self) -> i64 {
        match self.0 {
            0 => 4,
            1..ALDRAR => 2,
            _ => 1,
        }
    }
}

/// A cell that may be asked, packed so that cells of larger places come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Cell(u64);

impl Cell {
    /// Of the n:th place and the n:th period.
    pub(super) const fn of(plats: u16, del: Persondel, period: u16, kolumn: Kolumn) -> Self {
        Self((plats as u64) << 32 | (del.0 as u64) << 24 | (period as u64) << 8 | kolumn.0 as u64)
    }

    pub(super) const fn plats(self) -> u16 {
        (self.0 >> 32) as u16
    }

    pub(super) const fn period(self) -> u16 {
        (self.0 >> 8) as u16
    }

    pub(super) const fn kolumn(self) -> Kolumn {
        Kolumn(self.0 as u8)
    }

    pub(super) const fn del(self) -> Persondel {
        Persondel((self.0 >> 24) as u8)
    }
}
