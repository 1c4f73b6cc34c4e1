//! Who is counted in which period, and where in the columns they lie.

use std::ops::Range;

use chrono::Datelike;

use super::kolumner::Kolumner;
use super::period::Rapportperiod;
use super::zoner::{ZON, Zon};

/// Which participations a report counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Population {
    /// Those of persons that share a day with the period.
    Deltog,
    /// Those of persons that closed in it.
    Avslutade,
    /// Anonymous ones that began in it.
    Anonyma,
}

/// A period by its place among those that are asked, and its first and last day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dagar {
    pub(super) period: usize,
    pub(super) forsta: i32,
    pub(super) sista: i32,
}

/// Rows of a zone, and the periods that some of them may be of.
#[derive(Debug, Clone)]
pub(super) struct Stracka {
    pub(super) rader: Range<usize>,
    dagar: Range<usize>,
}

/// A population in periods.
#[derive(Debug, Clone)]
pub(super) struct Fraga {
    population: Population,
    dagar: Vec<Dagar>,
}

impl Fraga {
    /// In periods in order that do not overlap. One before or after the calendar of the machine has no days.
    pub(super) fn of(population: Population, perioder: &[Rapportperiod]) -> Self {
        let days = |(period, one): (usize, &Rapportperiod)| {
            let (first, last) = one.days()?;
            Some(Dagar { period, forsta: first.num_days_from_ce(), sista: last.num_days_from_ce() })
        };
        Self { population, dagar: perioder.iter().enumerate().filter_map(days).collect() }
    }

    /// Where those of the population lie, among others.
    pub(super) fn strackor(&self, kolumner: &Kolumner) -> Vec<Stracka> {
        let zoner = kolumner.zoner.all(kolumner.start.len());
        zoner
            .map(|(rader, zon)| Stracka { rader, dagar: self.touched(zon) })
            .filter(|one| !one.dagar.is_empty())
            .collect()
    }

    /// The periods that some of a zone may be of.
    fn touched(&self, zon: &Zon) -> Range<usize> {
        let (some, from, till) = match self.population {
            Population::Deltog => (zon.slag.0, zon.start.0, zon.slut.1),
            Population::Avslutade => (zon.slag.0, zon.slut.0, zon.slut.1),
            Population::Anonyma => (zon.slag.1, zon.start.0, zon.start.1),
        };
        let first = self.dagar.partition_point(|dagar| dagar.sista < from);
        let after = self.dagar.partition_point(|dagar| dagar.forsta <= till);
        if some { first..after } else { 0..0 }
    }

    /// The periods that some of a stretch may be of.
    pub(super) fn dagar(&self, stracka: &Stracka) -> &[Dagar] {
        &self.dagar[stracka.dagar.clone()]
    }

    /// Which of these rows are of the population in a period: each looked at in the same way, so that the processor can
    /// look at several at once.
    pub(super) fn sift(&self, kolumner: &Kolumner, rader: &Range<usize>, dagar: Dagar, is_of: &mut [bool; ZON]) {
        let Dagar { forsta, sista, .. } = dagar;
        let any = (i32::MIN, i32::MAX);
        let ((start_from, start_till), (slut_from, slut_till)) = match self.population {
            Population::Deltog => ((i32::MIN, sista), (forsta, i32::MAX)),
            Population::Avslutade => (any, (forsta, sista)),
            Population::Anonyma => ((forsta, sista), any),
        };
        let anonym = self.population == Population::Anonyma;
        let days = kolumner.start[rader.clone()].iter().zip(&kolumner.slut[rader.clone()]);
        let rows = days.zip(&kolumner.attribut[rader.clone()]);
        for (is_of, ((start, slut), attribut)) in is_of.iter_mut().zip(rows) {
            let began = (start_from <= *start) & (*start <= start_till);
            let ended = (slut_from <= *slut) & (*slut <= slut_till);
            *is_of = began & ended & attribut.is_counted_as(anonym);
        }
    }
}
