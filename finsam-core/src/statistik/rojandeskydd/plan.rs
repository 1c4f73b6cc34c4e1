//! Which cells are hidden: a pure function of the data and the threshold.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use crate::insats::Samverkansform;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::kolumner::Kolumner;
#[cfg(feature = "serde")]
use crate::statistik::period::Periodslag;
use crate::statistik::period::Rapportperiod;
use crate::statistik::rapport::Skyddsmetod;

use super::bygge::register;
use super::byten::Byten;
use super::cell::{Persondel, Plats, Tal};
use super::ordning::Ordningar;
use super::skugga::Skuggor;
use super::tabell::Tabell;

/// What the chance of the search begins with, so that the same data always hides the same.
const FRO: u64 = 0x5DEE_CE66_D1CE_4E5B;

/// What is hidden of everything that may be asked of a form of cooperation.
#[derive(Debug)]
pub(super) struct Plan {
    /// By place and period what is hidden of each part; nothing where nothing is hidden.
    pub(super) dolda: HashMap<(Plats, Rapportperiod), Box<[Tal]>>,
    /// The periods that anything is told of.
    pub(super) perioder: BTreeSet<Rapportperiod>,
}

impl Plan {
    pub(super) fn of(kolumner: &Kolumner, form: Samverkansform, metod: Skyddsmetod, troskel: i64) -> Self {
        let register = register(kolumner, form);
        let troskel = u32::try_from(troskel).unwrap_or(u32::MAX);
        let mut tabell = Tabell::of(&register, troskel);
        if metod == Skyddsmetod::Sekundar {
            let ordningar = Ordningar::of(&register);
            tabell = Skuggor::new(&register, &ordningar, tabell, troskel).protect(FRO);
            tabell = Byten::new(&register, &ordningar, tabell).protect();
        }
        let places =
            (0..).zip(&register.noder).flat_map(|place| (0..).zip(&register.perioder).map(move |time| (place, time)));
        let dolda = places.filter_map(|((node, plats), (period, what))| {
            let dolda = tabell.hidden(node, period)?;
            Some(((*plats, *what), dolda))
        });
        Self { dolda: dolda.collect(), perioder: register.perioder.iter().copied().collect() }
    }

    /// What it says of a calendar year, its half-years and its months.
    #[cfg(feature = "serde")]
    fn of_year(&self, ar: i32) -> Self {
        let perioder: BTreeSet<_> =
            Periodslag::ALL.iter().flat_map(|slag| Rapportperiod::of_years(&[ar], *slag)).collect();
        let mut told: HashMap<Rapportperiod, Vec<Rapportperiod>> = HashMap::new();
        for period in &perioder {
            told.entry(self.period(*period).unwrap_or(*period)).or_default().push(*period);
        }
        let mut dolda = HashMap::new();
        for ((plats, period), hidden) in &self.dolda {
            let same = told.get(period).into_iter().flatten();
            dolda.extend(same.map(|period| ((*plats, *period), hidden.clone())));
        }
        Self { dolda, perioder }
    }

    /// Whether a number is hidden.
    pub(super) fn is_hidden(&self, plats: Plats, del: Persondel, period: Rapportperiod, kolumn: Kolumn) -> bool {
        let found = self.period(period).and_then(|period| self.dolda.get(&(plats, period)));
        found.and_then(|dolda| dolda.get(usize::from(del.0))).is_some_and(|tal| tal.has(kolumn))
    }

    /// A period that is told of. After the last that anything is told of, all say the same as it.
    fn period(&self, period: Rapportperiod) -> Option<Rapportperiod> {
        if self.perioder.contains(&period) {
            return Some(period);
        }
        self.perioder.iter().rev().find(|last| last.slag == period.slag).filter(|last| **last < period).copied()
    }
}

/// The plans of one state of the data, made when they are first asked for.
///
/// A plan takes much longer to make than a report, so whoever answers many questions keeps one of these.
#[derive(Debug, Default)]
pub struct Skyddsplaner(pub(super) Mutex<(i64, Planer)>);

type Planer = HashMap<(Samverkansform, Skyddsmetod, i64), Arc<Plan>>;

impl Skyddsplaner {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Those of every form of cooperation, of the state that the columns are in: made now, and by the secondary method.
    #[must_use]
    pub fn of(kolumner: &Kolumner, troskel: i64) -> Self {
        let metod = Skyddsmetod::Sekundar;
        let plan =
            |form: &Samverkansform| ((*form, metod, troskel), Arc::new(Plan::of(kolumner, *form, metod, troskel)));
        Self::kept(kolumner.dataversion(), Samverkansform::ALL.iter().map(plan).collect())
    }

    /// The same, as far as they are about a calendar year.
    #[cfg(feature = "serde")]
    pub(in crate::statistik) fn of_year(kolumner: &Kolumner, ar: i32, troskel: i64) -> Self {
        let whole = Self::of(kolumner, troskel);
        let kept = whole.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let of_year = |(named, plan): (_, Arc<Plan>)| (named, Arc::new(plan.of_year(ar)));
        Self::kept(kept.0, kept.1.into_iter().map(of_year).collect())
    }

    pub(super) fn kept(dataversion: i64, planer: Planer) -> Self {
        Self(Mutex::new((dataversion, planer)))
    }

    pub(super) fn get(&self, kolumner: &Kolumner, form: Samverkansform, metod: Skyddsmetod, troskel: i64) -> Arc<Plan> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != kolumner.dataversion() {
            *kept = (kolumner.dataversion(), HashMap::new());
        }
        let plan = kept.1.entry((form, metod, troskel));
        Arc::clone(plan.or_insert_with(|| Arc::new(Plan::of(kolumner, form, metod, troskel))))
    }
}
