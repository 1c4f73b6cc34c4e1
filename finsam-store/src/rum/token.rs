//! Access tokens, kept as hashes.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::atkomst::Roll;
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

/// Reading tokens.
#[async_trait]
pub trait TokenRead: Send {
    /// The token with this hash.
    async fn find(&mut self, hash: &[u8; 32]) -> Result<Option<Token>, StoreError>;
    /// The token with this identity.
    async fn get(&mut self, id: TokenId) -> Result<Option<Token>, StoreError>;
}

/// Making tokens.
#[async_trait]
pub trait TokenWrite: TokenRead {
    /// Keeps a token.
    async fn insert(&mut self, token: &Token) -> Result<(), StoreError>;
}
