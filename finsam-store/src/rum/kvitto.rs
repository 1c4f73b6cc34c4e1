//! Receipts of idempotent requests: the same key and body get the first answer again.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::StoreError;

/// A receipt. It keeps the answer's status and what it needs to be given again, never the body sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kvitto {
    /// Whose: the identity of the token.
    pub anropare: String,
    /// The operation: `POST /forbund`.
    pub handling: String,
    /// The `Idempotency-Key`.
    pub nyckel: String,
    /// A keyed hash of the body sent; of programs before 0.2 its SHA-256.
    pub kropp: [u8; 32],
    /// The status of the answer.
    pub status: u16,
    /// The `Location` of the answer, if any.
    pub plats: Option<String>,
    /// The answer, free of identity numbers.
    pub svar: String,
    /// When.
    pub skapat: DateTime<Utc>,
}

/// Reading receipts.
#[async_trait]
pub trait KvittoRead: Send {
    /// The receipt of a caller's key for an operation, not older than `aldst`.
    async fn find(
        &mut self,
        anropare: &str,
        handling: &str,
        nyckel: &str,
        aldst: DateTime<Utc>,
    ) -> Result<Option<Kvitto>, StoreError>;
}

/// Writing receipts.
#[async_trait]
pub trait KvittoWrite: KvittoRead {
    /// Keeps a receipt, replacing one that is older than `aldst`.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] `"kvitto"` when another stands there.
    async fn insert(&mut self, kvitto: &Kvitto, aldst: DateTime<Utc>) -> Result<(), StoreError>;

    /// Removes at most `limit` of those older than `aldst`; how many went.
    async fn prune(&mut self, aldst: DateTime<Utc>, limit: u32) -> Result<u64, StoreError>;
}
