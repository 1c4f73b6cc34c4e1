//! Which cells are hidden: a pure function of the data and the threshold.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use crate::insats::Samverkansform;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::Rapportperiod;
use crate::statistik::rapport::Skyddsmetod;

use super::bygge::register;
use super::byten::Byten;
use super::cell::{Persondel, Plats};
use super::tabell::Tabell;

/// What is hidden of everything that may be asked of a form of cooperation.
#[derive(Debug)]
pub(super) struct Plan {
    noder: HashMap<Plats, u16>,
    perioder: BTreeMap<Rapportperiod, u16>,
    tabell: Tabell,
}

impl Plan {
    pub(super) fn of(kolumner: &Kolumner, form: Samverkansform, metod: Skyddsmetod, troskel: i64) -> Self {
        let register = register(kolumner, form);
        let troskel = u32::try_from(troskel).unwrap_or(u32::MAX);
        let mut tabell = Tabell::of(&register, troskel);
        if metod == Skyddsmetod::Sekundar {
            tabell = Byten::new(&register, tabell).protect(troskel);
        }
        let perioder = (0..).zip(&register.perioder).map(|(n, period)| (*period, n)).collect();
        Self { noder: (0..).zip(&register.noder).map(|(n, plats)| (*plats, n)).collect(), perioder, tabell }
    }

    /// Whether a number is hidden.
    pub(super) fn is_hidden(&self, plats: Plats, del: Persondel, period: Rapportperiod, kolumn: Kolumn) -> bool {
        let (Some(node), Some(period)) = (self.noder.get(&plats), self.period(period)) else { return false };
        self.tabell.is_hidden(*node, period, del, kolumn)
    }

    /// The number of a period. After the last that anything is told of, all say the same as it.
    fn period(&self, period: Rapportperiod) -> Option<u16> {
        let known = self.perioder.get(&period);
        let last = || self.perioder.keys().rev().find(|last| last.slag == period.slag).filter(|last| **last < period);
        known.or_else(|| self.perioder.get(last()?)).copied()
    }
}

/// The plans of one state of the data, made when they are first asked for.
///
/// A plan takes much longer to make than a report, so whoever answers many questions keeps one of these.
#[derive(Debug, Default)]
pub struct Skyddsplaner(Mutex<(i64, HashMap<Nyckel, Arc<Plan>>)>);

type Nyckel = (Samverkansform, Skyddsmetod, i64);

impl Skyddsplaner {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
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
