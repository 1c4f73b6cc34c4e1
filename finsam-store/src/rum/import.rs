//! Imports as jobs, and the result of each of their rows.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::id::ImportId;
use finsam_core::part::PartKod;
use finsam_core::protokoll::{Importantal, Importstatus, Radresultat};

use crate::StoreError;

/// An import as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its identity.
    pub id: ImportId,
    /// Whose: the part it is for.
    pub part: PartKod,
    /// Who asked for it: the identity of the token.
    pub vem: String,
    /// How far it has come.
    pub status: Importstatus,
    /// How it is to be done, as JSON: `importlage`, `strategi`, `atomicitet`, the content type.
    pub installning: String,
    /// What has been counted.
    pub antal: Importantal,
    /// Rows read so far.
    pub lasta: u64,
    /// Rows written so far.
    pub skrivna: u64,
    /// Why it failed, if it did.
    pub orsak: Option<String>,
    /// When it came.
    pub skapad: DateTime<Utc>,
    /// When it last changed.
    pub andrad: DateTime<Utc>,
}

/// The result of one row, as it is kept.
pub type Importrad = Radresultat;

/// Reading imports.
#[async_trait]
pub trait ImportRead: Send {
    /// A part's import.
    async fn get(&mut self, part: PartKod, id: ImportId) -> Result<Option<Import>, StoreError>;
    /// Those that were not done when the program last stopped, oldest first.
    async fn unfinished(&mut self) -> Result<Vec<Import>, StoreError>;
    /// Up to `limit` kept rows of an import after row number `efter`.
    async fn rows(&mut self, id: ImportId, efter: u64, limit: u32) -> Result<Vec<Importrad>, StoreError>;
}

/// Changing imports. No access-log line or event comes of these.
#[async_trait]
pub trait ImportWrite: ImportRead {
    /// Keeps a new import.
    async fn insert(&mut self, import: &Import) -> Result<(), StoreError>;
    /// A part's import, that nobody else changes until the unit of work has ended: whoever is changing it is waited for.
    async fn hold(&mut self, part: PartKod, id: ImportId) -> Result<Option<Import>, StoreError>;
    /// Replaces status, counts, progress and reason of one that has not ended.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] `"import"` when it has, or when there is none.
    async fn update(&mut self, import: &Import) -> Result<(), StoreError>;
    /// Keeps results of rows.
    async fn add_rows(&mut self, id: ImportId, rader: &[Importrad]) -> Result<(), StoreError>;
}
