//! Imports as jobs, and the result of each of their rows.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::id::ImportId;
use finsam_core::part::PartKod;
use finsam_core::protokoll::{Importantal, Importstatus, Radresultat};
use uuid::Uuid;

use super::Personsok;
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
    /// How it is to be done, as JSON: what was asked for, the format, and the request.
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
    /// Counts its changes from 1.
    pub version: i64,
    /// The server process that has its body on disk, while it is a job.
    pub agare: Option<Uuid>,
    /// Until when that process has said that it is there.
    pub lan_till: Option<DateTime<Utc>>,
    /// The key that its body is sealed with on the disk of that process, by its number.
    pub nyckel: Option<u8>,
}

/// The result of one row, as it is kept.
pub type Importrad = Radresultat;

/// A record of an import, kept sealed: one that was refused, as it came, or one of a plan. Row 0 is what has to stand
/// before refused records. Debug shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Importinnehall {
    /// Which row.
    pub rad: u64,
    /// What stands in it.
    pub post: Vec<u8>,
    /// Whom it is about, where that can be told: so that it can be removed.
    pub person: Option<Personsok>,
}

impl std::fmt::Debug for Importinnehall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Importinnehall").field("rad", &self.rad).finish_non_exhaustive()
    }
}

/// What is to be pruned of imports that have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gallring {
    /// All of those that ended before this.
    Importer(DateTime<Utc>),
    /// The records of those that ended before this.
    Poster(DateTime<Utc>),
}

/// Reading imports.
#[async_trait]
pub trait ImportRead: Send {
    /// A part's import.
    async fn get(&mut self, part: PartKod, id: ImportId) -> Result<Option<Import>, StoreError>;
    /// How many imports of its part are to end before one in the queue begins; 0 for one that is not in the queue.
    async fn ahead(&mut self, id: ImportId) -> Result<u64, StoreError>;
    /// Those in the queue or under way whose body a process has, oldest first.
    async fn owned(&mut self, agare: Uuid) -> Result<Vec<Import>, StoreError>;
    /// Those in the queue or under way that nobody will go on with, oldest first: the process that has the body has not
    /// been heard of since `tyst`, or no process is named and nothing has happened since `still`.
    async fn abandoned(&mut self, tyst: DateTime<Utc>, still: DateTime<Utc>) -> Result<Vec<Import>, StoreError>;
    /// Plans made before a moment, oldest first.
    async fn old_plans(&mut self, fore: DateTime<Utc>) -> Result<Vec<Import>, StoreError>;
    /// Up to `limit` kept rows of an import after row number `efter`.
    async fn rows(&mut self, id: ImportId, efter: u64, limit: u32) -> Result<Vec<Importrad>, StoreError>;
    /// Up to `limit` kept records of an import after row number `efter`; from the very first where none is named.
    ///
    /// # Errors
    /// [`StoreError::NoKey`] and [`StoreError::WrongKey`] when they cannot be opened.
    async fn posts(&mut self, id: ImportId, efter: Option<u64>, limit: u32) -> Result<Vec<Importinnehall>, StoreError>;
}

/// Changing imports. No access-log line or event comes of these.
#[async_trait]
pub trait ImportWrite: ImportRead {
    /// Keeps a new import.
    ///
    /// # Errors
    /// [`StoreError::RemovedKey`] when its body is sealed with a key that has been taken away.
    async fn insert(&mut self, import: &Import) -> Result<(), StoreError>;
    /// A part's import, that nobody else changes until the unit of work has ended: whoever is changing it is waited for.
    async fn hold(&mut self, part: PartKod, id: ImportId) -> Result<Option<Import>, StoreError>;
    /// Lets an import begin, or go on, with its new status; `false`, and nothing changed, when another one of its part is
    /// under way or stands before it, or when it has ended. Of all processes together one import of a part at a time.
    async fn begin(&mut self, import: &Import) -> Result<bool, StoreError>;
    /// Replaces status, counts, progress and reason of one that has not ended.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] `"import"` when it has, or when there is none.
    async fn update(&mut self, import: &Import) -> Result<(), StoreError>;
    /// Notes that a process is there, for everything whose body it has.
    async fn renew(&mut self, agare: Uuid, till: DateTime<Utc>) -> Result<(), StoreError>;
    /// Keeps results of rows.
    async fn add_rows(&mut self, id: ImportId, rader: &[Importrad]) -> Result<(), StoreError>;
    /// Keeps records, sealed.
    ///
    /// # Errors
    /// [`StoreError::NoKey`] when there is no key to seal them with.
    async fn add_posts(&mut self, id: ImportId, poster: &[Importinnehall]) -> Result<(), StoreError>;
    /// Removes every kept result of an import.
    async fn remove_rows(&mut self, id: ImportId) -> Result<(), StoreError>;
    /// Removes every kept record of an import.
    async fn remove_posts(&mut self, id: ImportId) -> Result<(), StoreError>;
    /// Removes something of one import that has ended, at most `limit` rows of each kind; `false` when there is nothing
    /// to remove any more.
    async fn prune(&mut self, gallring: Gallring, limit: u32) -> Result<bool, StoreError>;
}
