//! Records made ready to be written: as JSON, with the identity number sealed.

use std::fmt;

use chrono::NaiveDate;
use finsam_core::deltagande::{Deltagande, Nummertext, Nyckel, Registrering};
use finsam_core::id::{DeltagandeId, InsatsId};
use finsam_core::identitet::Identitet;
use finsam_core::tid::Period;

use crate::beslut::Nytt;
use crate::rad::to_json;
use crate::rum::{Skrivning, Villkor};
use crate::{Nyckelring, StoreError};

/// A record made ready to be written. [`Store::prepare`] makes it.
///
/// [`Store::prepare`]: crate::Store::prepare
pub struct Beredd {
    pub(crate) nyckel: Nyckel,
    pub(crate) nytt_id: DeltagandeId,
    pub(crate) villkor: Villkor,
    pub(crate) insats: InsatsId,
    pub(crate) period: Period,
    pub(crate) alder: Option<i32>,
    registrering: Registrering,
    /// The day of the consent to registration.
    samtycke: Option<NaiveDate>,
    pub(crate) post: String,
    pub(crate) person: Option<Person>,
    /// It has an identity number that nothing could seal.
    osluten: bool,
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
        let osluten = godkand.identitet.is_some() && ring.is_none();
        let person = godkand.identitet.zip(ring).map(|(identitet, ring)| {
            let kanonisk = identitet.canonical();
            let sluten = ring.seal(nytt_id.0, kanonisk.as_bytes());
            let sok = ring.search_hash(kanonisk.as_bytes());
            Person { kanonisk, sluten, sok }
        });
        Ok(Self {
            nyckel,
            nytt_id,
            villkor,
            insats: godkand.post.insats_id,
            period: godkand.post.period(),
            alder: godkand.alder,
            registrering: godkand.post.registrering,
            samtycke: godkand.post.samtyckesdag(),
            post: to_json(&godkand.post)?,
            person,
            osluten,
        })
    }

    /// The key it is written under.
    #[must_use]
    pub const fn nyckel(&self) -> &Nyckel {
        &self.nyckel
    }

    /// The insats that it is in.
    #[must_use]
    pub const fn insats(&self) -> InsatsId {
        self.insats
    }

    /// From its first to its last day.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.period
    }

    /// The record as it is kept: JSON, without its identity number.
    #[must_use]
    pub fn post(&self) -> &str {
        &self.post
    }

    /// Whether it is about a person.
    #[must_use]
    pub const fn has_person(&self) -> bool {
        self.person.is_some()
    }

    /// Whether it is about the same person as a participation that stands, or both are about nobody in particular.
    #[must_use]
    pub fn is_about(&self, standing: &Deltagande) -> bool {
        let new = self.person.as_ref().and_then(|person| Identitet::from_canonical(&person.kanonisk));
        let (personnummer, reservnummer) = match new {
            None => (None, None),
            Some(Identitet::Personnummer(nummer)) => (Some(nummer.digits()), None),
            Some(Identitet::Samordningsnummer(nummer)) => (Some(nummer.digits()), None),
            Some(Identitet::Reservnummer(nummer)) => (None, Some(nummer.uppgift())),
        };
        standing.personnummer == personnummer.map(Nummertext::from) && standing.reservnummer == reservnummer
    }

    /// Whether it cannot be written, since there is no key to seal its identity number with.
    #[must_use]
    pub const fn lacks_key(&self) -> bool {
        self.osluten
    }

    /// What decides about it, besides what stands there.
    pub(crate) const fn nytt(&self) -> Nytt {
        Nytt { avslutad: self.period.till.is_some(), registrering: self.registrering, samtycke: self.samtycke }
    }

    /// The hash that the person is found by.
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
