//! Which cells are hidden: a pure function of the data and the threshold.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::{Arc, Mutex, PoisonError};

use crate::insats::Samverkansform;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::Rapportperiod;
use crate::statistik::rapport::Skyddsmetod;

use super::byten::{Byten, Cellhash, Cellkarta};
use super::cell::{Cell, Persondel, Plats};
use super::register::Register;

/// What is hidden of everything that may be asked of a form of cooperation.
#[derive(Debug)]
pub(super) struct Plan {
    noder: HashMap<Plats, u16>,
    perioder: BTreeMap<Rapportperiod, u16>,
    dolda: HashSet<Cell, BuildHasherDefault<Cellhash>>,
}

impl Plan {
    pub(super) fn of(kolumner: &Kolumner, form: Samverkansform, metod: Skyddsmetod, troskel: i64) -> Self {
        let register = Register::of(kolumner, form);
        let mut tal = Cellkarta::default();
        for post in &register.poster {
            register.cells(post, |cell| *tal.entry(cell).or_default() += post.antal);
        }
        let troskel = u32::try_from(troskel).unwrap_or(u32::MAX);
        let small: HashSet<Cell, _> = tal.iter().filter(|(_, n)| **n < troskel).map(|(cell, _)| *cell).collect();
        let mut dolda = small.clone();
        if metod == Skyddsmetod::Sekundar {
            let mut byten = Byten::new(&register, tal, troskel);
            for (cell, having) in having(&register, &small) {
                byten.protect(cell, &having);
            }
            dolda.extend(byten.spann.into_keys());
        }
        let perioder = (0..).zip(&register.perioder).map(|(n, period)| (*period, n)).collect();
        Self { noder: (0..).zip(&register.noder).map(|(n, plats)| (*plats, n)).collect(), perioder, dolda }
    }

    /// Whether a number is hidden.
    pub(super) fn is_hidden(&self, plats: Plats, del: Persondel, period: Rapportperiod, kolumn: Kolumn) -> bool {
        let (Some(node), Some(period)) = (self.noder.get(&plats), self.period(period)) else { return false };
        self.dolda.contains(&Cell::of(*node, del, period, kolumn))
    }

    /// The number of a period. After the last that anything is told of, all say the same as it.
    fn period(&self, period: Rapportperiod) -> Option<u16> {
        let known = self.perioder.get(&period);
        let last = || self.perioder.keys().rev().find(|last| last.slag == period.slag).filter(|last| **last < period);
        known.or_else(|| self.perioder.get(last()?)).copied()
    }
}

/// Those who count in each of the small numbers, larger places first.
fn having(register: &Register, small: &HashSet<Cell, BuildHasherDefault<Cellhash>>) -> BTreeMap<Cell, Vec<u32>> {
    let mut having: BTreeMap<Cell, Vec<u32>> = BTreeMap::new();
    for (n, post) in (0..).zip(&register.poster) {
        register.cells(post, |cell| {
            if small.contains(&cell) {
                having.entry(cell).or_default().push(n);
            }
        });
    }
    having
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
