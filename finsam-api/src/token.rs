//! Access tokens: opaque, shown once, kept as a hash.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use finsam_core::atkomst::{Roll, Synfalt};
use finsam_core::id::{ForbundId, InsatsId, TokenId};
use finsam_core::part::PartKod;
use finsam_store::rum::Token;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What every token begins with, so that one that leaks is recognised.
const PREFIX: &str = "finsam_";

/// A token as its holder sees it, once. Debug shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Nyckeltext(String);

impl Nyckeltext {
    /// A token of 256 bits from the randomness given.
    #[must_use]
    pub fn from_random(random: [u8; 32]) -> Self {
        Self(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(random)))
    }

    /// The token itself, to show once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Nyckeltext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nyckeltext(…)")
    }
}

/// The hash by which a token is kept and found. SHA-256 is enough: a token is 256 bits of chance, not a password.
#[must_use]
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// What a new token is to give access to.
#[derive(Debug, Clone)]
pub struct Bestallning {
    /// What it is called.
    pub namn: String,
    /// Its role.
    pub roll: Roll,
    /// The part it acts for.
    pub part: Option<PartKod>,
    /// The förbund it is narrowed to.
    pub forbund: Option<ForbundId>,
    /// The insatser it is narrowed to.
    pub insatser: Vec<InsatsId>,
    /// When it ceases to hold.
    pub giltig_till: Option<DateTime<Utc>>,
}

impl Bestallning {
    /// What it is to reach.
    #[must_use]
    pub fn synfalt(&self) -> Synfalt {
        Synfalt { roll: self.roll, part: self.part, forbund: self.forbund, insatser: self.insatser.clone() }
    }

    /// The token that the store keeps and the text that its holder gets.
    #[must_use]
    pub fn make(self, id: Uuid, random: [u8; 32], tid: DateTime<Utc>) -> (Token, Nyckeltext) {
        let text = Nyckeltext::from_random(random);
        let token = Token {
            id: TokenId(id),
            hash: hash(text.reveal()),
            namn: self.namn,
            roll: self.roll,
            part: self.part,
            forbund: self.forbund,
            insatser: self.insatser,
            skapad: tid,
            giltig_till: self.giltig_till,
        };
        (token, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hash_is_kept() {
        let roll = Roll::Nationell;
        let bestallning =
            Bestallning { namn: "t".into(), roll, part: None, forbund: None, insatser: vec![], giltig_till: None };
        let (token, text) = bestallning.make(Uuid::nil(), [7; 32], "2026-01-01T00:00:00Z".parse().unwrap());
        assert_eq!(token.hash, hash(text.reveal()));
        assert!(text.reveal().starts_with("finsam_") && !format!("{text:?}").contains("finsam_"));
    }
}
