//! A participation made ready to be written, whatever the database is.

use std::fmt;

use finsam_core::deltagande::Nyckel;
use finsam_core::id::{DeltagandeId, InsatsId};
use finsam_core::tid::Period;

use super::{Skrivning, Villkor};
use crate::{Nyckelring, StoreError};

/// A record in the form that it is kept in: as JSON, with its identity number sealed. [`Store::prepare`] makes it.
///
/// [`Store::prepare`]: crate::Store::prepare
pub struct Beredd {
    pub(crate) nyckel: Nyckel,
    pub(crate) nytt_id: DeltagandeId,
    pub(crate) villkor: Villkor,
    pub(crate) insats: InsatsId,
    pub(crate) period: Period,
    pub(crate) alder: Option<i32>,
    pub(crate) post: String,
    pub(crate) person: Option<Person>,
}

/// Who it is about: in canonical form, sealed for the identity that the record gets if it is new, and to be found by.
pub(crate) struct Person {
    pub(crate) kanonisk: String,
    pub(crate) sluten: Vec<u8>,
    pub(crate) sok: [u8; 16],
}

impl Beredd {
    /// # Errors
    /// [`StoreError::NoKey`] when there is an identity number and nothing to seal it with.
    pub(crate) fn new(skrivning: Skrivning, ring: Option<&Nyckelring>) -> Result<Self, StoreError> {
        let Skrivning { nyckel, godkand, nytt_id, villkor } = skrivning;
        let person = godkand.identitet.map(|identitet| {
            let ring = ring.ok_or(StoreError::NoKey)?;
            let kanonisk = identitet.canonical();
            let sluten = ring.seal(nytt_id.0, kanonisk.as_bytes());
            let sok = ring.search_hash(kanonisk.as_bytes());
            Ok::<_, StoreError>(Person { kanonisk, sluten, sok })
        });
        let post = serde_json::to_string(&godkand.post)
            .map_err(|_| StoreError::Database { statement: "prepare", reason: "a record has no JSON form".to_owned() });
        Ok(Self {
            nyckel,
            nytt_id,
            villkor,
            insats: godkand.post.insats_id,
            period: godkand.post.period(),
            alder: godkand.alder,
            post: post?,
            person: person.transpose()?,
        })
    }

    pub(crate) fn sok(&self) -> Option<&[u8]> {
        self.person.as_ref().map(|person| person.sok.as_slice())
    }
}

/// Shows nothing about anybody.
impl fmt::Debug for Beredd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Beredd").field("id", &self.nytt_id).finish_non_exhaustive()
    }
}
