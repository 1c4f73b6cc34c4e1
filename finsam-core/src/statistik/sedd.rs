//! A participation as the reports see it.

use super::attribut::{Attribut, Grupper};
use super::kolumner::Kolumner;
use super::uppfoljd::Uppfoljd;

/// A participation that is counted in a period.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sedd<'a> {
    pub(super) kolumner: &'a Kolumner,
    pub(super) rad: usize,
    /// The first and the last day of the period, counted from 0001-01-01.
    pub(super) forsta: i32,
    pub(super) sista: i32,
}

impl Sedd<'_> {
    #[inline]
    pub(super) fn attribut(&self) -> Attribut {
        self.kolumner.attribut[self.rad]
    }

    #[inline]
    pub(super) fn grupper(&self) -> Grupper {
        self.kolumner.grupper[self.rad]
    }

    #[inline]
    pub(super) fn minskad(&self) -> u8 {
        self.kolumner.minskad[self.rad]
    }

    #[inline]
    pub(super) fn uppfoljd(&self) -> Uppfoljd {
        self.kolumner.uppfoljd[self.rad]
    }

    /// Whether it began in the period that it is told of.
    #[inline]
    pub(super) fn is_new(&self) -> bool {
        self.kolumner.start[self.rad] >= self.forsta
    }

    /// Whether it closed in the period that it is told of.
    #[inline]
    pub(super) fn is_closed(&self) -> bool {
        self.kolumner.slut[self.rad] <= self.sista
    }

    /// First and last day, counted from 0001-01-01.
    #[inline]
    pub(super) fn dagar(&self) -> (i32, i32) {
        (self.kolumner.start[self.rad], self.kolumner.slut[self.rad])
    }
}
