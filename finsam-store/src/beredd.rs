//! Records made ready to be written: as JSON, with the identity number sealed.

use finsam_core::deltagande::Nyckel;
use finsam_core::id::{DeltagandeId, InsatsId};
use finsam_core::tid::Period;

use crate::rad::to_json;
use crate::rum::{Skrivning, Villkor};
use crate::{Nyckelring, StoreError};

/// A record made ready to be written.
pub(crate) struct Beredd {
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
    pub(crate) fn new(skrivning: Skrivning, ring: Option<&Nyckelring>) -> Result<Self, StoreError> {
        let Skrivning { nyckel, godkand, nytt_id, villkor } = skrivning;
        let person = godkand.identitet.map(|identitet| {
            let ring = ring.ok_or(StoreError::NoKey)?;
            let kanonisk = identitet.canonical();
            let sluten = ring.seal(nytt_id.0, kanonisk.as_bytes());
            let sok = ring.search_hash(kanonisk.as_bytes());
            Ok::<_, StoreError>(Person { kanonisk, sluten, sok })
        });
        Ok(Self {
            nyckel,
            nytt_id,
            villkor,
            insats: godkand.post.insats_id,
            period: godkand.post.period(),
            alder: godkand.alder,
            post: to_json(&godkand.post)?,
            person: person.transpose()?,
        })
    }

    /// The hash that the person is found by.
    pub(crate) fn sok(&self) -> Option<&[u8]> {
        self.person.as_ref().map(|person| person.sok.as_slice())
    }
}
