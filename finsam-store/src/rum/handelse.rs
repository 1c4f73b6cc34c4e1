//! The change feed: what changed, in the order in which it was committed.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
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

/// Reading the change feed.
#[async_trait]
pub trait HandelseRead: Send {
    /// Up to `limit` events after a place, in commit order.
    async fn after(&mut self, nummer: i64, limit: u32) -> Result<Vec<Handelse>, StoreError>;
    /// The place of the newest event, 0 when there is none.
    async fn last(&mut self) -> Result<i64, StoreError>;
}
