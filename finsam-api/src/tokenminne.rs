//! Keys that were found in the register a moment ago: the next request of a caller need not ask for its key again.
//!
//! What is withdrawn or replaced in another process ceases to hold here when it is forgotten, which is after so many
//! seconds from when the register was asked. Only keys that were found are remembered: one who tries out keys leaves
//! nothing behind.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use finsam_store::rum::Token;
use tokio::time::Instant;

/// So many keys are remembered at most.
const FLEST: usize = 4_096;

/// The keys that this process has found lately.
pub struct Tokenminne {
    /// For how long; zero remembers nothing.
    tid: Duration,
    /// By the hash of the key as it was sent, and when the register was asked.
    funna: Mutex<HashMap<[u8; 32], (Instant, Token)>>,
}

impl Tokenminne {
    /// Remembers each key for so long; zero is not at all.
    #[must_use]
    pub fn new(tid: Duration) -> Self {
        Self { tid, funna: Mutex::default() }
    }

    fn funna(&self) -> MutexGuard<'_, HashMap<[u8; 32], (Instant, Token)>> {
        self.funna.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key with this hash, if it was found lately. Whether it still holds by its own time is for the caller to see.
    pub fn get(&self, hash: &[u8; 32], now: Instant) -> Option<Token> {
        let funna = self.funna();
        let (asked, token) = funna.get(hash)?;
        (now.saturating_duration_since(*asked) < self.tid).then(|| token.clone())
    }

    /// Remembers a key that the register gave when it was `asked`.
    pub fn put(&self, hash: [u8; 32], asked: Instant, token: &Token) {
        if self.tid.is_zero() {
            return;
        }
        let mut funna = self.funna();
        if funna.len() >= FLEST {
            funna.retain(|_, (then, _)| asked.saturating_duration_since(*then) < self.tid);
        }
        if funna.len() < FLEST {
            funna.insert(hash, (asked, token.clone()));
        }
    }
}

/// Shows how many there are, and none of them.
impl fmt::Debug for Tokenminne {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let antal = self.funna().len();
        f.debug_struct("Tokenminne").field("tid", &self.tid).field("antal", &antal).finish()
    }
}

#[cfg(test)]
mod tests {
    use finsam_core::atkomst::Roll;

    use super::*;
    use crate::token::Bestallning;

    fn token(n: u8) -> Token {
        let bestallning = Bestallning {
            namn: "prov".to_owned(),
            roll: Roll::Nationell,
            part: None,
            forbund: None,
            insatser: Vec::new(),
            giltig_till: None,
        };
        bestallning.make(uuid::Uuid::from_u128(n.into()), [n; 32], "2026-01-01T00:00:00Z".parse().unwrap()).0
    }

    #[test]
    fn a_key_is_remembered_for_its_time_from_when_it_was_asked_for() {
        let (minne, asked, key) = (Tokenminne::new(Duration::from_secs(5)), Instant::now(), token(1));
        assert_eq!(minne.get(&key.hash, asked), None);
        minne.put(key.hash, asked, &key);
        assert_eq!(minne.get(&key.hash, asked + Duration::from_millis(4_999)), Some(key.clone()));
        assert_eq!(minne.get(&key.hash, asked + Duration::from_secs(5)), None, "it is asked for again");
        assert_eq!(minne.get(&token(2).hash, asked), None);
        let debug = format!("{minne:?}");
        assert!(debug.contains("antal: 1") && !debug.contains("prov"), "{debug}");
    }

    #[test]
    fn without_a_time_nothing_is_remembered_and_never_more_than_there_is_room_for() {
        let (now, key) = (Instant::now(), token(1));
        let nothing = Tokenminne::new(Duration::ZERO);
        nothing.put(key.hash, now, &key);
        assert!(nothing.get(&key.hash, now).is_none() && nothing.funna().is_empty());

        let full = Tokenminne::new(Duration::from_secs(5));
        let hash = |n: usize| std::array::from_fn(|i| n.to_be_bytes().get(i).copied().unwrap_or_default());
        (0..=FLEST).for_each(|n| full.put(hash(n), now, &key));
        assert_eq!(full.funna().len(), FLEST);
        assert!(full.get(&hash(FLEST), now).is_none());
        let later = now + Duration::from_secs(5);
        full.put(hash(FLEST), later, &key);
        assert_eq!(full.funna().len(), 1, "those whose time is over make room");
        assert!(full.get(&hash(FLEST), later).is_some());
    }
}
