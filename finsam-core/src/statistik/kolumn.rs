//! The numbers that are counted of participations, each with a name of its own.
//!
//! A number that several reports give has one name, so that it is hidden in all of them or in none.

use crate::deltagande::{TidIOffentligForsorjning, Utbildningsniva};
use crate::forsorjning::Forsorjningsgrupp;
use crate::identitet::Kon;
use crate::insats::Insatstyp;
use crate::tid::Aldersgrupp;

use super::rapporter::{Langd, Overgang};
use super::uppfoljd::Varaktighetstid;

/// A number that is counted of those who closed in a period (below [`Kolumn::BASE`]), or of those who took part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Kolumn(pub(super) u8);

impl Kolumn {
    pub(super) const fn fore(grupp: Forsorjningsgrupp) -> Self {
        Self(grupp as u8)
    }

    pub(super) const fn efter(grupp: Forsorjningsgrupp) -> Self {
        Self(8 + grupp as u8)
    }

    pub(super) const ARBETE_FORE: Self = Self(16);
    pub(super) const ARBETE_EFTER: Self = Self(17);
    pub(super) const ICKE_SUBVENTIONERAT: Self = Self(18);
    pub(super) const SUBVENTIONERAT: Self = Self(19);
    pub(super) const STUDIER: Self = Self(20);
    pub(super) const UTAN_EFTER: Self = Self(21);
    pub(super) const TILL_ARBETE: Self = Self(22);
    pub(super) const TILL_REHAB: Self = Self(23);
    pub(super) const TILL_OVRIGT: Self = Self(24);
    pub(super) const ARBETSSOKANDE: Self = Self(25);
    pub(super) const FULLFOLJD: Self = Self(26);

    pub(super) const fn langd(langd: Langd) -> Self {
        Self(28 + langd as u8)
    }

    pub(super) const fn uppfoljd(tid: Varaktighetstid) -> Self {
        Self(32 + tid as u8)
    }

    pub(super) const fn arbete_vid(tid: Varaktighetstid) -> Self {
        Self(36 + tid as u8)
    }

    pub(super) const fn overgang(grupp: Forsorjningsgrupp, overgang: Overgang) -> Self {
        Self(40 + 4 * grupp as u8 + overgang as u8)
    }

    /// The first of those that are counted of those who took part.
    pub(super) const BASE: u8 = 128;

    pub(super) const DELTOG: Self = Self(128);
    pub(super) const NYINSKRIVNA: Self = Self(129);
    pub(super) const AVSLUTADE: Self = Self(130);
    pub(super) const UNGA: Self = Self(131);
    pub(super) const UNGA_AKTIVITETSERSATTNING: Self = Self(132);
    pub(super) const SENA: Self = Self(133);
    pub(super) const ANONYMA: Self = Self(134);
    pub(super) const VOLYM: Self = Self(135);
    pub(super) const SUMMA: Self = Self(136);

    pub(super) const fn deltog(kon: Kon) -> Self {
        Self(138 + kon as u8)
    }

    pub(super) const ALDRAR: Self = Self(140);
    pub(super) const NIVAER: Self = Self(148);
    pub(super) const TIDER: Self = Self(152);

    pub(super) const fn alder(grupp: Aldersgrupp) -> Self {
        Self(Self::ALDRAR.0 + grupp as u8)
    }

    pub(super) const fn utbildning(niva: Utbildningsniva) -> Self {
        Self(Self::NIVAER.0 + niva as u8)
    }

    pub(super) const fn tid(tid: TidIOffentligForsorjning) -> Self {
        Self(Self::TIDER.0 + tid as u8)
    }

    pub(super) const fn typ(typ: Insatstyp, kon: Kon) -> Self {
        Self(160 + 2 * typ as u8 + kon as u8)
    }

    /// Whether it is counted of those who closed in a period, and of nobody else.
    pub(super) const fn is_of_closed(self) -> bool {
        self.0 < Self::BASE
    }

    /// Whether it tells of the time of a participation, and of nothing else.
    pub(super) const fn is_of_time(self) -> bool {
        matches!(self, Self::DELTOG | Self::NYINSKRIVNA | Self::AVSLUTADE | Self::SENA)
            || self.0 >= Self::langd(Langd::TillSex).0 && self.0 <= Self::langd(Langd::OverTolv).0
    }

    /// Whether it tells of support before and after.
    pub(super) const fn is_of_support(self) -> bool {
        self.0 < Self::ARBETE_FORE.0 || self.0 >= Self::overgang(Forsorjningsgrupp::ALL[0], Overgang::Kvar).0
    }
}
