//! Participations in the store.

use async_trait::async_trait;
use chrono::NaiveDate;
use finsam_core::deltagande::{
    Arbetsgranser, Arbetslista, Arbetspost, Arbetstal, Deltagande, Deltagandepost, Godkand, Nyckel, Uppfoljningar,
};
use finsam_core::forbund::Forbund;
use finsam_core::id::{DeltagandeId, InsatsId};
use finsam_core::identitet::Identitet;
use finsam_core::insats::Insats;
use finsam_core::part::PartKod;
use finsam_core::protokoll::Omfang;
pub use finsam_core::protokoll::{Strategi, Villkor};
use finsam_core::tid::Period;

use super::{Beredd, Insatsval, Personsok, Sida, Sidval};
use crate::StoreError;

/// Which participations are asked for; always those of one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deltagandeurval {
    /// Whose.
    pub part: PartKod,
    /// Of this insats.
    pub insats: Option<InsatsId>,
    /// Whose period touches this calendar year.
    pub ar: Option<i32>,
    /// Closed ones, or open ones.
    pub avslutad: Option<bool>,
}

/// Which participations are to be compared; always those of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jamforelseurval {
    /// Whose.
    pub part: PartKod,
    /// Of this sending system.
    pub kallsystem: Option<String>,
    /// Of this insats.
    pub insats: Option<InsatsId>,
    /// That begin in this calendar year.
    pub ar: Option<i32>,
}

impl Jamforelseurval {
    /// Those of one scope.
    #[must_use]
    pub fn of(part: PartKod, omfang: Omfang) -> Self {
        Self { part, kallsystem: Some(omfang.kallsystem), insats: Some(omfang.insats_id), ar: Some(omfang.ar) }
    }
}

/// One participation to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skrivning {
    /// Its key.
    pub nyckel: Nyckel,
    /// What the rules let through.
    pub godkand: Godkand,
    /// The identity it gets if it is new.
    pub nytt_id: DeltagandeId,
    /// What is demanded of the record that stands there.
    pub villkor: Villkor,
}

/// One participation that is about to be judged and written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Avsikt {
    /// Its key.
    pub nyckel: Nyckel,
    /// The insats that it names.
    pub insats: Option<Insatsval>,
    /// Whom it is about; `None` when anonymous, or when it is not known.
    pub identitet: Option<Identitet>,
    /// Whether what stands under the key is asked for.
    pub staende: bool,
}

/// What one participation is judged by, as the register has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Underlag {
    /// The insats that it names and the förbund of that, if there is one.
    pub insats: Option<(Insats, Forbund)>,
    /// What stands under the key, if it was asked for and something does.
    pub staende: Option<Staende>,
}

/// What a participation was judged by, without asking the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sedd {
    /// The version of the insats that it names.
    pub insats: i64,
    /// The version of the förbund of that.
    pub forbund: i64,
}

/// The participation that stands under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staende {
    /// Its version.
    pub version: i64,
    /// The insats that it is in.
    pub insats: Insats,
}

/// What became of one participation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skrivutfall {
    /// It is new.
    Skapad {
        /// Its identity.
        id: DeltagandeId,
        /// Its version.
        version: i64,
    },
    /// It was changed.
    Uppdaterad {
        /// Its identity.
        id: DeltagandeId,
        /// Its new version.
        version: i64,
    },
    /// It stood there already, the same in canonical form; nothing was written but a line in the access log.
    Oforandrad {
        /// Its identity.
        id: DeltagandeId,
        /// Its version.
        version: i64,
    },
    /// The person takes part in the insats already on a day of this period (REG-11); nothing was written.
    Overlapp(Period),
    /// Consent was withdrawn on this day, and none has been given since (REG-34); nothing was written.
    Aterkallat(NaiveDate),
    /// [`Villkor`] or [`Strategi`] did not hold; nothing was written. The version that stands there, if any.
    VillkorBrutet(Option<i64>),
}

/// A participation to delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Radering {
    /// Its key.
    pub nyckel: Nyckel,
    /// What is demanded of the record that stands there.
    pub villkor: Villkor,
}

impl Skrivutfall {
    /// Whether the register now holds what was written.
    #[must_use]
    pub const fn is_kept(self) -> bool {
        matches!(self, Self::Skapad { .. } | Self::Uppdaterad { .. } | Self::Oforandrad { .. })
    }
}

/// One of what stands in an [`Omfang`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omfattad {
    /// Its internal number, to go on after.
    pub nummer: i64,
    /// Its identity.
    pub id: DeltagandeId,
    /// Its key.
    pub nyckel: Nyckel,
    /// Its version.
    pub version: i64,
}

/// What became of a deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raderingsutfall {
    /// It is gone; a tombstone stays in the change feed.
    Raderad(DeltagandeId),
    /// It was deleted before; nothing was written.
    Redan(DeltagandeId),
    /// There never was one.
    Saknas,
    /// [`Villkor`] did not hold.
    VillkorBrutet(i64),
}

/// A part that has something registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registrerande {
    /// The part.
    pub part: PartKod,
    /// Whether of persons.
    pub personer: bool,
    /// Whether anonymously.
    pub anonyma: bool,
}

/// What the statistics need of a participation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistikrad {
    /// Its internal number: stable, unique, ever growing.
    pub nummer: i64,
    /// Age in whole years on the first day; `None` when anonymous.
    pub alder: Option<i32>,
    /// The kept record; `None` when it has been deleted.
    pub post: Option<Deltagandepost>,
    /// Whose it is: the same for all of a person's participations, of whichever part; `None` when anonymous.
    pub person: Option<Personsok>,
    /// Its follow-ups; of a person's participation alone.
    pub uppfoljningar: Uppfoljningar,
}

/// Reading participations.
#[async_trait]
pub trait DeltagandeRead: Send {
    /// A part's participation by its key.
    async fn get(&mut self, part: PartKod, nyckel: &Nyckel) -> Result<Option<Deltagande>, StoreError>;
    /// A part's participations by their keys, in the order of the keys.
    async fn many(&mut self, part: PartKod, nycklar: Vec<Nyckel>) -> Result<Vec<Option<Deltagande>>, StoreError>;
    /// Up to `limit` of what stands in a part's scope, in order of creation, with internal numbers above `efter`.
    async fn in_scope(
        &mut self,
        part: PartKod,
        omfang: &Omfang,
        efter: i64,
        limit: u32,
    ) -> Result<Vec<Omfattad>, StoreError>;
    /// The part's systems that have something in an insats that began within a year.
    async fn systems(&mut self, part: PartKod, insats: InsatsId, ar: i32) -> Result<Vec<String>, StoreError>;
    /// Those selected, in order of creation.
    async fn list(&mut self, urval: Deltagandeurval, sida: Sidval) -> Result<Sida<Deltagande>, StoreError>;
    /// A page of those to be compared, with their internal numbers, in order of creation.
    async fn to_compare(&mut self, urval: Jamforelseurval, sida: Sidval) -> Result<Vec<(i64, Deltagande)>, StoreError>;
    /// How many participations of a part are in a scope.
    async fn count_to_compare(&mut self, part: PartKod, omfang: Omfang) -> Result<u64, StoreError>;
    /// How much there is to do in an insats, of a part or of all.
    async fn work(
        &mut self,
        insats: InsatsId,
        part: Option<PartKod>,
        granser: Arbetsgranser,
    ) -> Result<Arbetstal, StoreError>;
    /// What a part has to do in an insats by one of the lists, in order of creation.
    async fn work_list(
        &mut self,
        insats: InsatsId,
        part: PartKod,
        lista: Arbetslista,
        granser: Arbetsgranser,
        sida: Sidval,
    ) -> Result<Sida<Arbetspost>, StoreError>;
    /// The parts that have something registered, in the order of their codes.
    async fn parts(&mut self) -> Result<Vec<Registrerande>, StoreError>;
    /// Up to `limit` rows for the statistics, of all parts, with internal numbers above `efter`, in their order.
    async fn statistics(&mut self, efter: i64, limit: u32) -> Result<Vec<Statistikrad>, StoreError>;
    /// What the participations changed by the events above `efter` and up to `till` look like now, each once.
    async fn changed(&mut self, efter: i64, till: i64) -> Result<Vec<Statistikrad>, StoreError>;
}

/// Changing participations.
#[async_trait]
pub trait DeltagandeWrite: DeltagandeRead {
    /// What one participation is judged by, read so that it holds until the unit of work has ended: nobody else saves
    /// under the key, or for the person in the insats, before that. [`UnitOfWork::save_and_commit`] of the same, as the
    /// next step, has nothing more to ask for.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when somebody else holds the key or the person for too long.
    ///
    /// [`UnitOfWork::save_and_commit`]: crate::UnitOfWork::save_and_commit
    async fn look_up(&mut self, part: PartKod, avsikt: Avsikt) -> Result<Underlag, StoreError>;
    /// Writes many at once, in order; the outcomes stand in the same order. A later one sees the earlier ones.
    ///
    /// # Errors
    /// [`StoreError::NoKey`] when an identity number would have to be kept and no key was given.
    async fn save(
        &mut self,
        part: PartKod,
        strategi: Strategi,
        skrivningar: Vec<Skrivning>,
    ) -> Result<Vec<Skrivutfall>, StoreError>;
    /// As [`DeltagandeWrite::save`], of records that [`Store::prepare`](crate::Store::prepare) has made ready. Each is
    /// given back with what became of it.
    async fn save_prepared(
        &mut self,
        part: PartKod,
        strategi: Strategi,
        beredda: Vec<Beredd>,
    ) -> Result<Vec<(Beredd, Skrivutfall)>, StoreError>;
    /// Does what can be done for the next step, [`DeltagandeWrite::save_prepared`] of the same records in the same way, before
    /// that waits for others, where anything can: so a batch may be prepared while another is written. Nothing else may come
    /// between, and nothing is kept without that step.
    ///
    /// # Errors
    /// As [`DeltagandeWrite::save`].
    async fn prepare_to_save(
        &mut self,
        part: PartKod,
        strategi: Strategi,
        beredda: &[Beredd],
    ) -> Result<(), StoreError> {
        let _ = (part, strategi, beredda);
        Ok(())
    }
    /// Replaces the follow-ups of a participation, all of them; what stands then, `None` where nothing stands under the
    /// key. It is a change of the participation; the same again changes nothing. [`DeltagandeWrite::look_up`] of the key
    /// comes first, so that what they were judged by still holds.
    async fn put_follow_ups(
        &mut self,
        part: PartKod,
        nyckel: &Nyckel,
        uppfoljningar: Uppfoljningar,
    ) -> Result<Option<Deltagande>, StoreError>;
    /// Deletes many at once, in order, each leaving a tombstone; the outcomes stand in the same order.
    async fn delete_many(
        &mut self,
        part: PartKod,
        raderingar: Vec<Radering>,
    ) -> Result<Vec<Raderingsutfall>, StoreError>;
    /// Deletes one, leaving a tombstone.
    async fn delete(&mut self, part: PartKod, nyckel: &Nyckel, villkor: Villkor)
    -> Result<Raderingsutfall, StoreError>;
}
