//! Plans as they are written down: place by place what is hidden.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::insats::Samverkansform;
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::{Periodslag, Rapportperiod};
use crate::statistik::rapport::Skyddsmetod;

use super::cell::{Plats, Tal};
use super::plan::{Plan, Skyddsplaner};

/// The plans of a state of the data.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Planerbild {
    dataversion: i64,
    planer: Vec<Planbild>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Planbild {
    form: Samverkansform,
    metod: Skyddsmetod,
    troskel: i64,
    perioder: Vec<(i32, Periodslag, u8)>,
    platser: Vec<(Plats, Vec<Dolt>)>,
}

/// Which of the periods, which part of people, and which numbers: a bit for each, the low ones first.
type Dolt = (u16, u8, u64, u64);

impl Serialize for Skyddsplaner {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sorted: BTreeMap<_, _> = kept.1.iter().collect();
        let planer =
            sorted.into_iter().map(|((form, metod, troskel), plan)| Planbild::of(*form, *metod, *troskel, plan));
        Planerbild { dataversion: kept.0, planer: planer.collect() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Skyddsplaner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bild = Planerbild::deserialize(deserializer)?;
        let planer = bild.planer.into_iter().map(|one| {
            let nyckel = (one.form, one.metod, one.troskel);
            let plan = one.plan().ok_or_else(|| serde::de::Error::custom("a plan hides a number of no period"))?;
            Ok((nyckel, Arc::new(plan)))
        });
        Ok(Self::kept(bild.dataversion, planer.collect::<Result<_, _>>()?))
    }
}

impl Skyddsplaner {
    /// Whether they are of this version of the data and say what is hidden below a threshold, by the secondary method, for
    /// every form of cooperation: then nothing is worked out when they are asked.
    #[must_use]
    pub fn is_whole(&self, dataversion: i64, troskel: i64) -> bool {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let has = |form: &Samverkansform| kept.1.contains_key(&(*form, Skyddsmetod::Sekundar, troskel));
        kept.0 == dataversion && Samverkansform::ALL.iter().all(has)
    }

    /// Works out what they lack to be whole, where anybody has asked with the threshold; `false` where nobody has, so that
    /// there is nothing worth to be kept.
    #[must_use]
    pub fn complete(&self, kolumner: &Kolumner, troskel: i64) -> bool {
        let is_asked = {
            let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let is_of = |(_, metod, of): &(_, _, i64)| *metod == Skyddsmetod::Sekundar && *of == troskel;
            kept.0 == kolumner.dataversion() && kept.1.keys().any(is_of)
        };
        if is_asked {
            for form in Samverkansform::ALL {
                drop(self.get(kolumner, *form, Skyddsmetod::Sekundar, troskel));
            }
        }
        is_asked
    }
}

impl Planbild {
    fn of(form: Samverkansform, metod: Skyddsmetod, troskel: i64, plan: &Plan) -> Self {
        let index: HashMap<_, _> = plan.perioder.iter().zip(0..).collect();
        let mut platser: BTreeMap<Plats, Vec<Dolt>> = BTreeMap::new();
        for ((plats, period), dolda) in &plan.dolda {
            let Some(n) = index.get(period) else { continue };
            let some = (0..).zip(dolda).filter(|(_, tal)| **tal != Tal::INGA);
            let dolt = some.map(|(del, tal)| (*n, del, tal.0 as u64, (tal.0 >> 64) as u64));
            platser.entry(*plats).or_default().extend(dolt);
        }
        platser.values_mut().for_each(|dolda| dolda.sort_unstable());
        let perioder = plan.perioder.iter().map(|period| (period.ar, period.slag, period.del)).collect();
        Self { form, metod, troskel, perioder, platser: platser.into_iter().collect() }
    }

    /// The plan; `None` where it hides a number of a period that it does not name.
    fn plan(self) -> Option<Plan> {
        let perioder: Vec<_> =
            self.perioder.into_iter().map(|(ar, slag, del)| Rapportperiod { ar, slag, del }).collect();
        let mut dolda: HashMap<_, Vec<Tal>> = HashMap::new();
        for (plats, dolt) in self.platser {
            for (n, del, low, high) in dolt {
                let delar = dolda.entry((plats, *perioder.get(usize::from(n))?)).or_default();
                delar.resize(delar.len().max(usize::from(del) + 1), Tal::INGA);
                delar[usize::from(del)] = Tal(u128::from(high) << 64 | u128::from(low));
            }
        }
        let dolda = dolda.into_iter().map(|(place, delar)| (place, delar.into_boxed_slice())).collect();
        Some(Plan { dolda, perioder: perioder.into_iter().collect() })
    }
}
