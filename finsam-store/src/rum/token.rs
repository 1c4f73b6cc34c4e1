//! Access tokens, kept as hashes.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use finsam_core::atkomst::{Roll, Synfalt};
use finsam_core::id::{ForbundId, InsatsId, TokenId};
use finsam_core::part::PartKod;

use crate::StoreError;

/// What a token gives access to. The token itself is nowhere, only its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its identity, for logs.
    pub id: TokenId,
    /// SHA-256 of the token.
    pub hash: [u8; 32],
    /// What it is called.
    pub namn: String,
    /// Its role.
    pub roll: Roll,
    /// The part it acts for.
    pub part: Option<PartKod>,
    /// The förbund it is narrowed to.
    pub forbund: Option<ForbundId>,
    /// The insatser it is narrowed to; empty when it is not.
    pub insatser: Vec<InsatsId>,
    /// When it was made.
    pub skapad: DateTime<Utc>,
    /// When it ceases to hold.
    pub giltig_till: Option<DateTime<Utc>>,
}

impl Token {
    /// What its holder reaches.
    #[must_use]
    pub fn synfalt(&self) -> Synfalt {
        Synfalt { roll: self.roll, part: self.part, forbund: self.forbund, insatser: self.insatser.clone() }
    }
}

/// A token and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokenlage {
    /// The token.
    pub token: Token,
    /// Until when the one that it replaced holds.
    pub forra_till: Option<DateTime<Utc>>,
    /// When it was withdrawn.
    pub aterkallad: Option<DateTime<Utc>>,
    /// The last day on which it was used, UTC.
    pub senast_anvand: Option<NaiveDate>,
}

/// Reading tokens.
#[async_trait]
pub trait TokenRead: Send {
    /// The token with this hash, unless it is withdrawn. One that has been replaced is found by its former hash too, and
    /// then ceases to hold when that does.
    async fn find(&mut self, hash: &[u8; 32]) -> Result<Option<Token>, StoreError>;
    /// The token with this identity, unless it is withdrawn.
    async fn get(&mut self, id: TokenId) -> Result<Option<Token>, StoreError>;
    /// Every token there has been, in the order in which they were made.
    async fn list(&mut self) -> Result<Vec<Tokenlage>, StoreError>;
}

/// Making tokens and ending them.
#[async_trait]
pub trait TokenWrite: TokenRead {
    /// Keeps a token.
    async fn insert(&mut self, token: &Token) -> Result<(), StoreError>;
    /// Withdraws a token and the one that it replaced, for good. False when there is none, or it is withdrawn already.
    async fn revoke(&mut self, id: TokenId, tid: DateTime<Utc>) -> Result<bool, StoreError>;
    /// Gives a token another hash; by the former it is found until `forra_till`, and by one before that no more. False
    /// when there is none, or it is withdrawn.
    async fn rotate(&mut self, id: TokenId, hash: [u8; 32], forra_till: DateTime<Utc>) -> Result<bool, StoreError>;
    /// Keeps that a token was used on a day.
    async fn used(&mut self, id: TokenId, dag: NaiveDate) -> Result<(), StoreError>;
}
