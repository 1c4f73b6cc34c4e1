//! What the statistics count over: 30 bytes a participation, held in memory as columns.

use chrono::{Datelike, NaiveDate};

use crate::bakgrund::Bakgrundstal;
use crate::deltagande::{Deltagandepost, Registrering, Uppfoljningar};
use crate::ekonomi::{Budget, Utfall};
use crate::forbund::Forbund;
use crate::geografi::KommunKod;
use crate::id::{ForbundId, InsatsId};
use crate::insats::{Antal, Antalsuppgift, Insats, Strukturdeltagande};

use super::attribut::{Attribut, Grupper, reduced};
use super::dimensioner::{Dimensioner, Insatsrad};
use super::ekonomi::{Arssumma, StatligaMedel};
use super::nummertabell::Nummertabell;
use super::uppfoljd::Uppfoljd;
use super::zoner::Zoner;

/// The last day of a participation that goes on.
pub(super) const OPEN: i32 = i32::MAX;
/// The first day of a row that is free: later than any day, and its last day before any.
pub(super) const FREE: i32 = i32::MAX;
pub(super) const UNKNOWN_AGE: u8 = u8::MAX;
/// Nobody that is told apart from others: the participation counts as a person of its own.
pub(super) const NO_INDIVID: u32 = u32::MAX;

/// Everything the reports count, as of one place in the change feed.
///
/// Records may be put in any order and any number of times; the latest stands. Days are counted from 0001-01-01.
///
/// ```
/// use finsam_core::statistik::Kolumner;
///
/// let mut kolumner = Kolumner::new();
/// kolumner.set_dataversion(17);
/// assert!(kolumner.is_empty());
/// assert_eq!(kolumner.dataversion(), 17);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Kolumner {
    pub(super) start: Vec<i32>,
    pub(super) slut: Vec<i32>,
    pub(super) insats: Vec<u32>,
    pub(super) attribut: Vec<Attribut>,
    pub(super) grupper: Vec<Grupper>,
    pub(super) kommun: Vec<u16>,
    pub(super) alder: Vec<u8>,
    pub(super) individ: Vec<u32>,
    /// Groups of support that are smaller after than before.
    pub(super) minskad: Vec<u8>,
    pub(super) uppfoljd: Vec<Uppfoljd>,
    pub(super) rows: Nummertabell,
    pub(super) free: Vec<u32>,
    pub(super) zoner: Zoner,
    pub(super) dimensioner: Dimensioner,
    pub(super) dataversion: i64,
}

impl Kolumner {
    /// Columns without a record.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many participations there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.start.len() - self.free.len()
    }

    /// Whether there is no participation.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many bytes the participations take in memory, with the tables of where each stands and of what lies where.
    #[must_use]
    pub fn bytes(&self) -> usize {
        const ROW: usize = 4 * size_of::<u32>() // start, slut, insats, individ
            + size_of::<Attribut>()
            + size_of::<Grupper>()
            + size_of::<u16>() // kommun
            + 2 * size_of::<u8>() // alder, minskad
            + size_of::<Uppfoljd>();
        self.start.len() * ROW + self.rows.bytes() + self.zoner.bytes()
    }

    /// The place in the change feed that these columns have come to.
    #[must_use]
    pub const fn dataversion(&self) -> i64 {
        self.dataversion
    }

    /// States the place in the change feed that these columns have come to.
    pub const fn set_dataversion(&mut self, dataversion: i64) {
        self.dataversion = dataversion;
    }

    /// Inserts a participation, or replaces what stood under its internal number.
    ///
    /// `alder` is the age in whole years on the first day; without it the participation is in no age group. An anonymous
    /// one is nobody's, and has no follow-ups any more.
    /// The insats need not be known yet.
    pub fn put(&mut self, nummer: i64, alder: Option<i32>, post: &Deltagandepost) {
        let insats = self.dimensioner.insats_index(post.insats_id);
        let row = self.row_of(nummer);
        self.start[row] = post.startdatum.num_days_from_ce();
        self.slut[row] = post.slutdatum.map_or(OPEN, |slut| slut.num_days_from_ce());
        self.insats[row] = insats;
        self.attribut[row] = Attribut::of(alder, post);
        self.grupper[row] = Grupper::of(post);
        self.kommun[row] = post.kommun.map_or(0, KommunKod::number);
        self.alder[row] = alder.map_or(UNKNOWN_AGE, |alder| alder.clamp(0, 254) as u8);
        self.minskad[row] = reduced(post);
        self.cover(row);
        if post.registrering == Registrering::Anonym {
            self.individ[row] = NO_INDIVID;
            self.uppfoljd[row] = Uppfoljd::NONE;
        }
    }

    /// States whose participation it is: a number that is the same for all of one person's participations and says
    /// nothing else, below `u32::MAX`. Numbers should be dense. Without one it counts as a person of its own.
    pub fn put_individ(&mut self, nummer: i64, individ: Option<u32>) {
        if let Some(row) = self.rows.get(nummer) {
            self.individ[row as usize] = individ.unwrap_or(NO_INDIVID);
        }
    }

    /// Whose participation it is, as it was last stated.
    #[must_use]
    pub fn individ(&self, nummer: i64) -> Option<u32> {
        let row = self.rows.get(nummer)?;
        Some(self.individ[row as usize]).filter(|individ| *individ != NO_INDIVID)
    }

    /// States the follow-ups of a participation, all of them; what stood is replaced. Follow-ups of a participation that is
    /// not there, is anonymous or goes on, and those made before their time (REG-16, when the last day was moved
    /// afterwards), are counted nowhere.
    pub fn put_uppfoljningar(&mut self, nummer: i64, uppfoljningar: &Uppfoljningar) {
        if let Some(row) = self.rows.get(nummer) {
            if self.attribut[row as usize].registrering() == Registrering::Anonym {
                return;
            }
            let slut = NaiveDate::from_num_days_from_ce_opt(self.slut[row as usize]);
            self.uppfoljd[row as usize] = slut.map_or(Uppfoljd::NONE, |slut| Uppfoljd::of(slut, uppfoljningar));
        }
    }

    /// The row of a number: its own, one that is free, or a new one.
    pub(super) fn row_of(&mut self, nummer: i64) -> usize {
        if let Some(row) = self.rows.get(nummer) {
            return row as usize;
        }
        let row = self.free.pop().unwrap_or_else(|| self.grow());
        self.rows.set(nummer, row);
        row as usize
    }

    fn grow(&mut self) -> u32 {
        let row = self.start.len() as u32;
        self.start.push(FREE);
        self.slut.push(i32::MIN);
        self.insats.push(0);
        self.attribut.push(Attribut::FREE);
        self.grupper.push(Grupper::NONE);
        self.kommun.push(0);
        self.alder.push(UNKNOWN_AGE);
        self.individ.push(NO_INDIVID);
        self.minskad.push(0);
        self.uppfoljd.push(Uppfoljd::NONE);
        row
    }

    /// Removes a participation; tells whether there was one.
    pub fn remove(&mut self, nummer: i64) -> bool {
        let Some(row) = self.rows.take(nummer) else { return false };
        self.free.push(row);
        let row = row as usize;
        self.start[row] = FREE;
        self.slut[row] = i32::MIN;
        self.attribut[row] = Attribut::FREE;
        self.kommun[row] = 0;
        self.individ[row] = NO_INDIVID;
        self.uppfoljd[row] = Uppfoljd::NONE;
        true
    }

    /// The first and the last calendar year in which anyone began, closed, was counted or was reached; `None` where nobody has.
    #[must_use]
    pub fn years(&self) -> Option<(i32, i32)> {
        let year = |day: &i32| NaiveDate::from_num_days_from_ce_opt(*day).map(|day| day.year());
        let began = self.start.iter().filter(|day| **day != FREE);
        let last = began.clone().chain(self.slut.iter().filter(|day| **day != OPEN)).max().and_then(year);
        let persons = began.min().and_then(year).zip(last);
        let counted = self.dimensioner.antal().map(|(_, uppgift)| (uppgift.fran.year(), uppgift.till.year()));
        let reached = self.dimensioner.strukturdeltagande.keys().map(|(_, fran)| (fran.year(), fran.year()));
        counted.chain(reached).chain(persons).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// The förbund that are known, each with its name and the kommuner of its area.
    pub fn forbund(&self) -> impl Iterator<Item = (ForbundId, &str, &[KommunKod])> {
        self.dimensioner.forbund.iter().map(|(id, rad)| (*id, rad.namn.as_str(), rad.kommuner.as_slice()))
    }

    /// The insatser that are known, in the order in which they were first heard of.
    pub fn insatser(&self) -> impl Iterator<Item = (InsatsId, &Insatsrad)> {
        self.dimensioner.insatser().map(|(_, id, rad)| (id, rad))
    }

    /// What is known of an insats.
    #[must_use]
    pub fn insats(&self, id: InsatsId) -> Option<&Insatsrad> {
        self.dimensioner.insats(self.dimensioner.find(id)?)
    }

    /// The counts of an insats, in the order of their first days.
    pub fn antal(&self, id: InsatsId) -> impl Iterator<Item = &Antalsuppgift> {
        let index = self.dimensioner.find(id);
        self.dimensioner.antal().filter(move |(insats, _)| Some(*insats) == index).map(|(_, uppgift)| uppgift)
    }

    /// Inserts or replaces a förbund.
    pub fn put_forbund(&mut self, forbund: &Forbund) {
        self.dimensioner.put_forbund(forbund);
    }

    /// Inserts or replaces an insats. Participations of an insats that is not known are counted nowhere.
    pub fn put_insats(&mut self, insats: &Insats) {
        self.dimensioner.put_insats(insats);
    }

    /// Forgets all counts, so that those that were removed do not stay when all are read again.
    pub fn clear_antal(&mut self) {
        self.dimensioner.clear_antal();
    }

    /// Inserts or replaces the counts of an insats, a period (named by its first day) and a unit.
    pub fn put_antal(&mut self, antal: &Antal) {
        self.dimensioner.put_antal(antal);
    }

    /// Forgets all people reached, as [`clear_antal`](Self::clear_antal) does counts.
    pub fn clear_strukturdeltagande(&mut self) {
        self.dimensioner.strukturdeltagande.clear();
    }

    /// Inserts or replaces the people that an insats reached in a period (named by its first day).
    pub fn put_strukturdeltagande(&mut self, one: &Strukturdeltagande) {
        let insats = self.dimensioner.insats_index(one.insats_id);
        self.dimensioner.strukturdeltagande.insert((insats, one.uppgift.fran), one.uppgift.antal.into());
    }

    /// Inserts or replaces the budget of a förbund and a year.
    pub fn put_budget(&mut self, budget: &Budget) {
        self.dimensioner.budget.insert((budget.forbund_id, budget.ar), Arssumma::of_budget(budget));
    }

    /// Inserts or replaces the outcome of a förbund and a year.
    pub fn put_utfall(&mut self, utfall: &Utfall) {
        self.dimensioner.utfall.insert((utfall.forbund_id, utfall.ar), Arssumma::of_utfall(utfall));
    }

    /// Inserts or replaces the background figures of a year.
    pub fn put_bakgrundstal(&mut self, tal: &Bakgrundstal) {
        self.dimensioner.put_bakgrundstal(tal);
    }

    /// States the money of the state for a year, as given and as used.
    pub fn put_statliga_medel(&mut self, ar: i32, medel: StatligaMedel) {
        self.dimensioner.statliga_medel.insert(ar, medel);
    }
}
