//! Persons in the store: wherever they stand.

use std::collections::BTreeSet;
use std::fmt;

use async_trait::async_trait;
use chrono::NaiveDate;
use finsam_core::deltagande::Deltagande;
use finsam_core::id::{ImportId, InsatsId};
use finsam_core::identitet::Identitet;
use finsam_core::part::PartKod;

use super::{Handelsetyp, Omfattad};
use crate::{Nyckelring, StoreError};

/// What a person is found by: a keyed hash of the number. [`Store::person_key`] makes it; Debug shows nothing of it.
///
/// [`Store::person_key`]: crate::Store::person_key
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Personsok(pub(crate) [u8; 16]);

impl Personsok {
    pub(crate) fn new(person: &Identitet, ring: &Nyckelring) -> Self {
        Self(ring.search_hash(person.canonical().as_bytes()))
    }
}

impl fmt::Debug for Personsok {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personsok(…)")
    }
}

/// Which participations are to become anonymous, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anonymisering {
    /// Whose.
    pub person: Personsok,
    /// In which insatser; in all of them where none is named.
    pub insatser: Option<BTreeSet<InsatsId>>,
    /// Under their keys a person may stand again only with a consent of a later day.
    pub dag: NaiveDate,
    /// What the change feed says of it.
    pub typ: Handelsetyp,
}

/// Reading what there is of a person.
#[async_trait]
pub trait PersonRead: Send {
    /// A person's participations in a part, in order of creation.
    async fn own(&mut self, part: PartKod, person: Personsok) -> Result<Vec<Deltagande>, StoreError>;
    /// A person's participations in other parts that the person lets the part see, in order of creation, and in which.
    async fn shared(&mut self, part: PartKod, person: Personsok) -> Result<Vec<(PartKod, Deltagande)>, StoreError>;
}

/// Making persons anonymous.
#[async_trait]
pub trait PersonWrite: PersonRead {
    /// Leaves of a person's participations in a part only what is kept of anonymous ones, for good. Each is one event.
    async fn anonymise(&mut self, part: PartKod, anonymisering: Anonymisering) -> Result<Vec<Omfattad>, StoreError>;
    /// Removes what the imports of a part keep of a person, and tells in which of them there was something.
    async fn remove_posts(&mut self, part: PartKod, person: Personsok) -> Result<Vec<ImportId>, StoreError>;
}

/// Of the participations in other parts, those that the person lets a part see.
pub(crate) fn shown_to(
    part: PartKod,
    found: Vec<(PartKod, Deltagande)>,
) -> impl Iterator<Item = (PartKod, Deltagande)> {
    found.into_iter().filter(move |(_, deltagande)| {
        let samtycke = deltagande.post.samtycke.as_ref().and_then(|samtycke| samtycke.sekretess.as_ref());
        samtycke.is_some_and(|sekretess| sekretess.parter.contains(&part))
    })
}

impl Anonymisering {
    /// Whether a participation is to become anonymous.
    pub(crate) fn covers(&self, deltagande: &Deltagande) -> bool {
        self.insatser.as_ref().is_none_or(|insatser| insatser.contains(&deltagande.post.insats_id))
    }
}
