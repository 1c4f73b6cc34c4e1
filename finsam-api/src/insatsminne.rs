//! Insatser that participations were judged by lately, with their förbund. What is here may be old: whoever goes by it has
//! the register see that it is not.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use finsam_core::forbund::Forbund;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Insats, Insatsnyckel};
use finsam_store::rum::Insatsval;

/// So many are remembered at most.
const FLEST: usize = 4_096;

/// An insats with its förbund.
type Sedd = (Insats, Forbund);

/// What is remembered.
#[derive(Debug, Default)]
pub struct Insatsminne(Mutex<Minne>);

#[derive(Debug, Default)]
struct Minne {
    insatser: HashMap<InsatsId, Arc<Sedd>>,
    /// Which of them had these keys when it was seen.
    nycklar: HashMap<Insatsnyckel, InsatsId>,
}

impl Insatsminne {
    fn minne(&self) -> MutexGuard<'_, Minne> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An insats and its förbund, as they were seen last. Its keys are part of an insats: one that is still as it was seen
    /// is still called so.
    pub fn get(&self, val: &Insatsval) -> Option<Arc<Sedd>> {
        let minne = self.minne();
        match val {
            Insatsval::Id(id) => minne.insatser.get(id).cloned(),
            Insatsval::Nyckel(nyckel) => {
                let seen = minne.insatser.get(minne.nycklar.get(nyckel)?)?;
                seen.0.uppgift.nycklar.contains(nyckel).then(|| Arc::clone(seen))
            }
        }
    }

    /// Remembers what the register has just told.
    pub fn put(&self, seen: &Sedd) {
        let mut minne = self.minne();
        if minne.insatser.get(&seen.0.id).is_some_and(|known| **known == *seen) {
            return;
        }
        if minne.insatser.len() >= FLEST || minne.nycklar.len() >= 8 * FLEST {
            *minne = Minne::default();
        }
        for nyckel in &seen.0.uppgift.nycklar {
            minne.nycklar.insert(nyckel.clone(), seen.0.id);
        }
        minne.insatser.insert(seen.0.id, Arc::new(seen.clone()));
    }
}
