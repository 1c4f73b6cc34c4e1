//! The change feed: what changed, in the order in which it was committed.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::atkomst::Handelsesak;
use finsam_core::deltagande::Nyckel;
use finsam_core::part::PartKod;
use uuid::Uuid;

use crate::StoreError;

pub use finsam_core::protokoll::{Handelsetyp, Resurs};

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handelse {
    /// Its place in the feed: grows in commit order.
    pub nummer: i64,
    /// When.
    pub tid: DateTime<Utc>,
    /// What happened.
    pub typ: Handelsetyp,
    /// To what kind of thing.
    pub resurs: Resurs,
    /// To which.
    pub id: Uuid,
    /// The version that it got.
    pub version: i64,
}

/// A change, with what decides who may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skedd {
    /// The change.
    pub handelse: Handelse,
    /// What the sender of a participation calls it.
    pub nyckel: Option<Nyckel>,
    /// What it is about.
    pub sak: Handelsesak,
}

/// Whom the events after a place are about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rorda {
    /// The place of the newest event, 0 when there is none.
    pub sista: i64,
    /// Up to where there are events about what belongs to no part, if there are any.
    pub registret: Option<i64>,
    /// The parts about whose participations there are events, and up to where.
    pub parter: BTreeMap<PartKod, i64>,
}

impl Rorda {
    /// The newest event, and the stretches after the place, in order.
    pub(crate) fn new(sista: i64, rorda: &[(i64, Option<PartKod>)]) -> Self {
        let registret = rorda.iter().rev().find(|(_, part)| part.is_none()).map(|(till, _)| *till);
        let parter: BTreeMap<PartKod, i64> = rorda.iter().filter_map(|(till, part)| Some(((*part)?, *till))).collect();
        Self { sista, registret, parter }
    }
}

/// What the register keeps of the change feed beside its events.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Flode {
    /// The events up to this place have been pruned.
    pub gallrad_till: i64,
    /// What markers are sealed with, once it has been made.
    pub hemlighet: Option<[u8; 32]>,
}

impl std::fmt::Debug for Flode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Flode").field("gallrad_till", &self.gallrad_till).finish_non_exhaustive()
    }
}

/// Reading the change feed.
#[async_trait]
pub trait HandelseRead: Send {
    /// Up to `limit` events after a place, in commit order.
    async fn after(&mut self, nummer: i64, limit: u32) -> Result<Vec<Handelse>, StoreError>;
    /// The place of the newest event, 0 when there is none.
    async fn last(&mut self) -> Result<i64, StoreError>;
    /// Up to `limit` events after a place about the participations of a part, in commit order. How long it takes does
    /// not depend on how much others write.
    async fn of_part(&mut self, part: PartKod, nummer: i64, limit: u32) -> Result<Vec<Skedd>, StoreError>;
    /// Up to `limit` events after a place about förbund, insatser and counts, in commit order.
    async fn of_register(&mut self, nummer: i64, limit: u32) -> Result<Vec<Skedd>, StoreError>;
    /// Whom the events after a place are about.
    async fn touched(&mut self, nummer: i64) -> Result<Rorda, StoreError>;
    /// What is kept beside the events.
    async fn feed(&mut self) -> Result<Flode, StoreError>;
}

/// Looking after the change feed. None of this makes an event or a line in the access log.
#[async_trait]
pub trait HandelseWrite: HandelseRead {
    /// Removes the oldest events, at most `limit`, as far as they are older than a moment; the newest always stays.
    /// How many were removed.
    async fn prune(&mut self, fore: DateTime<Utc>, limit: u32) -> Result<u64, StoreError>;
    /// What markers are to be sealed with: `ny` if there is nothing yet.
    async fn secret(&mut self, ny: [u8; 32]) -> Result<[u8; 32], StoreError>;
}
