//! Pruning by age in the store: what may go, and what is held.
//!
//! What goes is deleted by [`DeltagandeWrite::delete_many`](super::DeltagandeWrite::delete_many) and
//! [`PeriodvisWrite::remove`](super::PeriodvisWrite::remove), as anything else that is deleted: a tombstone, an event, a line in the
//! access log.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use finsam_core::deltagande::{Deltagandepost, Nyckel, Uppfoljningar};
use finsam_core::id::{DeltagandeId, InsatsId};
use finsam_core::part::PartKod;
use uuid::Uuid;

use crate::StoreError;

/// Which participations have come of age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gallringsurval {
    /// Anonymous ones, or those of persons.
    pub anonyma: bool,
    /// Of this part.
    pub part: Option<PartKod>,
    /// Whose last day is before this one.
    pub fore: NaiveDate,
}

/// A participation that may go: all that is kept of it but who it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gallringsbar {
    /// Its internal number, to go on after.
    pub nummer: i64,
    /// Whose it is.
    pub part: PartKod,
    /// Its identity.
    pub id: DeltagandeId,
    /// Its version.
    pub version: i64,
    /// Its key.
    pub nyckel: Nyckel,
    /// What is kept.
    pub post: Deltagandepost,
    /// Its follow-ups.
    pub uppfoljningar: Uppfoljningar,
}

/// What may be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gallringsmal {
    /// Everything in an insats, its counts too.
    Insats(InsatsId),
    /// A participation.
    Deltagande(DeltagandeId),
}

impl Gallringsmal {
    /// Its identity.
    #[must_use]
    pub const fn id(self) -> Uuid {
        match self {
            Self::Insats(id) => id.0,
            Self::Deltagande(id) => id.0,
        }
    }
}

/// A hold (gallringsstopp).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gallringsstopp {
    /// Of what.
    pub mal: Gallringsmal,
    /// Why.
    pub anledning: String,
    /// Who has it held.
    pub vem: String,
    /// Since when.
    pub tid: DateTime<Utc>,
    /// When it was lifted, and by whom.
    pub havd: Option<(DateTime<Utc>, String)>,
}

/// Reading what may go.
#[async_trait]
pub trait GallringRead: Send {
    /// Up to `limit` of what has come of age and is not held, with internal numbers above `efter`, in their order.
    async fn prunable(
        &mut self,
        urval: Gallringsurval,
        efter: i64,
        limit: u32,
    ) -> Result<Vec<Gallringsbar>, StoreError>;
    /// Every hold there has been, in order of creation.
    async fn holds(&mut self) -> Result<Vec<Gallringsstopp>, StoreError>;
}

/// Holding what may not go.
#[async_trait]
pub trait GallringWrite: GallringRead {
    /// Keeps others from holding anything until the unit of work has ended; whoever is doing so is waited for. What may go
    /// afterwards may go until the end.
    async fn lock(&mut self) -> Result<(), StoreError>;
    /// Holds something; `false` when it is held already. [`StoreError::Conflict`] when it is a participation that is not there.
    async fn hold(&mut self, stopp: Gallringsstopp) -> Result<bool, StoreError>;
    /// Lifts a hold; `false` when there is none.
    async fn lift(&mut self, mal: Gallringsmal, tid: DateTime<Utc>, vem: String) -> Result<bool, StoreError>;
}
