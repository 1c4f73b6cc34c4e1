//! The register as disclosure control sees it: people, each with what may be asked of them.

use crate::identitet::Kon;
use crate::insats::Insatstyp;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::period::Rapportperiod;
use crate::tid::Aldersgrupp;

use super::cell::{Persondel, Plats, Tal};

/// How somebody is in the register. Only people of the same kind are ever thought to change places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Slag {
    Person,
    Anonym,
    Antal,
}

/// What is not known of somebody.
pub(super) const OKAND: u8 = u8::MAX;
/// The kommun of somebody who is counted in none.
pub(super) const INGEN: u16 = u16::MAX;

/// Somebody's participation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Post {
    pub(super) slag: Slag,
    pub(super) kon: Kon,
    /// Codes of the lists, or [`OKAND`].
    pub(super) alder: u8,
    pub(super) niva: u8,
    pub(super) tid: u8,
    /// Whether aktivitetsersättning was among the support before.
    pub(super) aktivitet: bool,
    /// The place of the kommun, or [`INGEN`].
    pub(super) kommun: u16,
    /// Which of [`Register::insatser`].
    pub(super) insats: u32,
    /// When it began and closed: which of [`Register::forlopp`].
    pub(super) forlopp: u32,
    /// The numbers in which it counts in the periods in which it closed: how it was before and after.
    pub(super) svar: Tal,
    /// How many are exactly so.
    pub(super) antal: u32,
}

/// What is told of a participation in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Periodtal {
    pub(super) period: u16,
    pub(super) tal: Tal,
    /// Whether the numbers that follow from the person are told too.
    pub(super) med_person: bool,
    /// Whether it closed in the period, so that how it was before and after is told.
    pub(super) avslutad: bool,
}

impl Periodtal {
    /// With what follows from the person, and from how it was before and after, where that is told.
    #[inline]
    pub(super) fn with(&self, person: impl FnOnce() -> Tal, answers: impl FnOnce() -> Tal) -> Tal {
        let of = |told: bool, tal: Tal| if told { tal } else { Tal::INGA };
        self.tal | of(self.med_person, person()) | of(self.avslutad, answers())
    }
}

/// Where the participations of an insats count.
#[derive(Debug, Clone)]
pub(super) struct Insatsplats {
    /// Places, in order.
    pub(super) noder: Vec<u16>,
    pub(super) typ: Insatstyp,
    /// The place of the förbund.
    pub(super) forbund: u16,
    /// The first of the places of its län.
    pub(super) lan: u16,
}

/// When a participation was.
#[derive(Debug, Clone)]
pub(super) struct Forlopp {
    /// What is told of each period that it is of, in their order.
    pub(super) told: Vec<Periodtal>,
    /// The same for those of the same calendar years and length.
    pub(super) ar: u32,
    /// The same for those of the same half-years and length.
    pub(super) halvar: u32,
    pub(super) avslutad: bool,
}

/// People, places, periods and what is told.
#[derive(Debug, Default)]
pub(super) struct Register {
    pub(super) poster: Vec<Post>,
    /// Places that may be asked, in order.
    pub(super) noder: Vec<Plats>,
    pub(super) insatser: Vec<Insatsplats>,
    pub(super) forlopp: Vec<Forlopp>,
    /// Years, then half-years, then months.
    pub(super) perioder: Vec<Rapportperiod>,
}

impl Register {
    /// Every part that somebody is in: bit n is the n:th [`Persondel`].
    pub(super) fn delar(post: &Post) -> u32 {
        let kon = post.kon as u8;
        let mut delar = Persondel::ALLA.bit() | Persondel::kon(kon).bit();
        if post.alder != OKAND {
            delar |= Persondel::alder(post.alder).bit() | Persondel::kon_och_alder(kon, post.alder).bit();
        }
        if post.niva != OKAND {
            delar |= Persondel::niva(post.niva).bit();
        }
        if post.tid != OKAND {
            delar |= Persondel::tid(post.tid).bit();
        }
        delar
    }

    /// The numbers in which somebody counts in a period, of every part that they are in.
    pub(super) fn tal(&self, post: &Post, told: &Periodtal) -> Tal {
        told.with(|| self.person(post), || post.svar)
    }

    /// The numbers that follow from the person.
    pub(super) fn person(&self, post: &Post) -> Tal {
        let typ = self.insatser[post.insats as usize].typ;
        let mut tal = Tal::of(Kolumn::deltog(post.kon)) | Tal::of(Kolumn::typ(typ, post.kon));
        if post.alder != OKAND {
            tal = tal | Tal::nth(Kolumn::ALDRAR, post.alder);
        }
        if post.niva != OKAND {
            tal = tal | Tal::nth(Kolumn::NIVAER, post.niva);
        }
        if post.tid != OKAND {
            tal = tal | Tal::nth(Kolumn::TIDER, post.tid);
        }
        if post.alder == Aldersgrupp::A16Till29 as u8 {
            tal = tal | Tal::of(Kolumn::UNGA);
            if post.aktivitet {
                tal = tal | Tal::of(Kolumn::UNGA_AKTIVITETSERSATTNING);
            }
        }
        tal
    }

    /// Whether somebody counts in a number of a bit in a period.
    #[inline]
    pub(super) fn has(&self, post: &Post, told: &Periodtal, bit: u8) -> bool {
        let has = |tal: Tal| tal.0 >> bit & 1 == 1;
        has(told.tal) || told.avslutad && has(post.svar) || told.med_person && has(self.person(post))
    }

    /// The places where somebody counts, the kommun last.
    pub(super) fn places<'a>(&'a self, post: &Post) -> impl Iterator<Item = u16> + Clone + use<'a> {
        let kommun = (post.kommun != INGEN).then_some(post.kommun);
        self.insatser[post.insats as usize].noder.iter().copied().chain(kommun)
    }

    pub(super) fn told(&self, post: &Post) -> &[Periodtal] {
        &self.forlopp[post.forlopp as usize].told
    }

    pub(super) fn is_closed(&self, post: &Post) -> bool {
        self.forlopp[post.forlopp as usize].avslutad
    }

    /// Whether the situation after is not known.
    pub(super) fn is_without_efter(post: &Post) -> bool {
        post.svar.has(Kolumn::UTAN_EFTER)
    }
}
