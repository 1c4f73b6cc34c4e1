//! Frozen states of the statistics in the store: what they hold is sealed, and never changed once it answers.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::id::FaststallelseId;
use finsam_core::protokoll::Faststallelse;

use crate::StoreError;

/// A year that is to be frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nyfaststallelse {
    /// Its identity.
    pub id: FaststallelseId,
    /// The calendar year.
    pub ar: i32,
    /// The state of the data.
    pub dataversion: i64,
    /// By which version of the definitions.
    pub regelversion: String,
    /// Below this small numbers are hidden.
    pub troskel: i64,
    /// When.
    pub tid: DateTime<Utc>,
    /// The identity of the access token by which it is done, or a name in brackets for the command line.
    pub vem: String,
    /// What is said of it.
    pub anmarkning: Option<String>,
    /// The state of the register, in clear.
    pub innehall: Vec<u8>,
}

/// Reading frozen states.
#[async_trait]
pub trait FaststallelseRead: Send {
    /// All of them, by year and utgåva.
    async fn all(&mut self) -> Result<Vec<Faststallelse>, StoreError>;
    /// What one holds, opened: of one that answers the year, of another the register.
    ///
    /// [`StoreError::NoKey`] without keys, [`StoreError::UnknownKey`] and [`StoreError::WrongKey`] when none opens it.
    async fn content(&mut self, id: FaststallelseId) -> Result<Option<Vec<u8>>, StoreError>;
}

/// Freezing states.
#[async_trait]
pub trait FaststallelseWrite: FaststallelseRead {
    /// Keeps a state as the next utgåva of its year, which does not answer yet; `false` when the year is frozen at this state
    /// already.
    async fn insert(&mut self, ny: Nyfaststallelse) -> Result<bool, StoreError>;
    /// Lets it answer from now on, by what it is to hold, in clear, and the SHA-256 of that; `false` when it does already.
    async fn finish(&mut self, id: FaststallelseId, digest: [u8; 32], innehall: Vec<u8>) -> Result<bool, StoreError>;
}
