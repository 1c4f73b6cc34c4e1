//! Access tokens: opaque, shown once, kept as a hash.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use finsam_core::atkomst::Roll;
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

/// What is wrong with a request for a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Bestallningsfel {
    /// Roles of a part act for one.
    #[error("rollen kräver --part / the role needs --part")]
    PartKravs,
    /// Other roles act for none.
    #[error("rollen tar ingen --part / the role takes no --part")]
    IngenPart,
    /// Roles of a förbund belong to one.
    #[error("rollen kräver --forbund / the role needs --forbund")]
    ForbundKravs,
    /// One who answers for participants does so in named insatser.
    #[error("rollen kräver minst en --insats / the role needs at least one --insats")]
    InsatsKravs,
}

impl Bestallning {
    /// Whether role, part, förbund and insatser go together.
    ///
    /// # Errors
    /// What is missing or too much.
    pub fn check(&self) -> Result<(), Bestallningsfel> {
        if self.roll.acts_for_part() != self.part.is_some() {
            return Err(if self.part.is_none() { Bestallningsfel::PartKravs } else { Bestallningsfel::IngenPart });
        }
        if self.roll == Roll::Forbundsadministrator && self.forbund.is_none() {
            return Err(Bestallningsfel::ForbundKravs);
        }
        let narrow = matches!(self.roll, Roll::Insatsansvarig | Roll::Deltagaransvarig);
        if narrow && self.insatser.is_empty() {
            return Err(Bestallningsfel::InsatsKravs);
        }
        Ok(())
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

    fn bestallning(roll: Roll) -> Bestallning {
        Bestallning { namn: "t".into(), roll, part: None, forbund: None, insatser: vec![], giltig_till: None }
    }

    #[test]
    fn a_role_gets_what_it_needs_and_no_more() {
        assert_eq!(bestallning(Roll::Partssystem).check(), Err(Bestallningsfel::PartKravs));
        assert_eq!(bestallning(Roll::Forbundsadministrator).check(), Err(Bestallningsfel::ForbundKravs));
        assert_eq!(bestallning(Roll::Insatsansvarig).check(), Err(Bestallningsfel::InsatsKravs));
        let part = "kommun:2280".parse().ok();
        assert_eq!(Bestallning { part, ..bestallning(Roll::Nationell) }.check(), Err(Bestallningsfel::IngenPart));
        assert_eq!(Bestallning { part, ..bestallning(Roll::Partssystem) }.check(), Ok(()));
        assert_eq!(bestallning(Roll::Nationell).check(), Ok(()));
    }

    #[test]
    fn only_the_hash_is_kept() {
        let (token, text) =
            bestallning(Roll::Nationell).make(Uuid::nil(), [7; 32], "2026-01-01T00:00:00Z".parse().unwrap());
        assert_eq!(token.hash, hash(text.reveal()));
        assert!(text.reveal().starts_with("finsam_") && !format!("{text:?}").contains("finsam_"));
    }
}
