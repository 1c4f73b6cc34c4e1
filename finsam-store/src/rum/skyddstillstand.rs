//! The newest state of the statistics of which it is known what is hidden, kept so that nobody has to work it out again.
//!
//! It follows from the register, so neither the change feed nor the access log tells of it, it is not moved with the
//! register, and it goes with the key that sealed it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::StoreError;

/// A state of which it is known what is hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skyddstillstand {
    /// Below this small numbers are hidden.
    pub troskel: i64,
    /// The state of the data.
    pub dataversion: i64,
    /// By which version of the definitions.
    pub regelversion: String,
    /// What is counted and what of it is hidden, in clear.
    pub innehall: Vec<u8>,
}

/// Reading what is kept.
#[async_trait]
pub trait SkyddstillstandRead: Send {
    /// The state that is kept of a threshold, opened, if it is of these definitions, and of this version of the data or a
    /// later one.
    ///
    /// [`StoreError::NoKey`] without keys, [`StoreError::UnknownKey`] and [`StoreError::WrongKey`] when none opens it.
    async fn get(&mut self, troskel: i64, regelversion: &str, fran: i64)
    -> Result<Option<Skyddstillstand>, StoreError>;
}

/// Keeping a state.
#[async_trait]
pub trait SkyddstillstandWrite: SkyddstillstandRead {
    /// Keeps a state in the place of the one of its threshold; `false` when that is a later one. Those of other thresholds
    /// that nobody has kept anew for thirty days go.
    ///
    /// [`StoreError::NoKey`] without keys, [`StoreError::RemovedKey`] when they seal with one that has been taken away.
    async fn put(&mut self, ny: Skyddstillstand, tid: DateTime<Utc>) -> Result<bool, StoreError>;
}
