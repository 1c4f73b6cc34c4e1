//! What an import needs to know of insatser and förbund, read once.

use std::collections::HashMap;
use std::sync::Arc;

use finsam_core::deltagande::{Deltagandeuppgift, Nyckel};
use finsam_core::forbund::Forbund;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::insats::{Insats, Insatsnyckel};
use finsam_core::part::PartKod;
use finsam_store::{ReadSession, StoreError};

/// An insats with its förbund.
#[derive(Debug, Clone)]
pub struct Insatslage {
    /// The insats.
    pub insats: Insats,
    /// The förbund that finances it.
    pub forbund: Arc<Forbund>,
}

/// All insatser with their förbund, found by identity or by a part's own key.
#[derive(Debug, Default)]
pub struct Register {
    insatser: HashMap<InsatsId, Insatslage>,
    nycklar: HashMap<Insatsnyckel, InsatsId>,
}

impl Register {
    /// Reads them all.
    ///
    /// # Errors
    /// What the store says.
    pub async fn load(session: &mut dyn ReadSession) -> Result<Self, StoreError> {
        let forbund = session.forbund().all().await?;
        let insatser = session.insatser().all().await?;
        Ok(Self::of(&forbund, &insatser))
    }

    /// These insatser, as far as their förbund is among these.
    #[must_use]
    pub fn of(forbund: &[Forbund], insatser: &[Insats]) -> Self {
        let forbund: HashMap<ForbundId, Arc<Forbund>> =
            forbund.iter().map(|forbund| (forbund.id, Arc::new(forbund.clone()))).collect();
        let mut register = Self::default();
        for insats in insatser {
            let Some(forbund) = forbund.get(&insats.uppgift.forbund_id) else { continue };
            register.nycklar.extend(insats.uppgift.nycklar.iter().map(|nyckel| (nyckel.clone(), insats.id)));
            let lage = Insatslage { insats: insats.clone(), forbund: Arc::clone(forbund) };
            register.insatser.insert(insats.id, lage);
        }
        register
    }

    /// The insats that a record names.
    #[must_use]
    pub fn find(&self, part: PartKod, nyckel: &Nyckel, uppgift: &Deltagandeuppgift) -> Option<&Insatslage> {
        let id = match (uppgift.insats_id, &uppgift.insats_nyckel) {
            (Some(id), _) => id,
            (None, Some(text)) => {
                let kallsystem = nyckel.kallsystem.clone();
                *self.nycklar.get(&Insatsnyckel { part, kallsystem, nyckel: text.clone() })?
            }
            (None, None) => return None,
        };
        self.insatser.get(&id)
    }
}
