//! Markers: places in the change feed that say nothing to whoever holds them.
//!
//! The number of an event counts what everybody writes, so it is sealed, with a secret of the register. The same place
//! is sealed anew in every answer: else a caller could tell by a marker that stays, or does not, whether others write.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use finsam_store::Nyckelring;
use uuid::Uuid;

/// A number, what tells this sealing from others, and what the sealing adds: its key, its nonce and its tag.
const BYTES: usize = 8 + 8 + 1 + 12 + 16;

/// What markers are sealed and opened with. Debug shows nothing of it.
pub struct Sigill(Nyckelring);

/// A marker as a caller sent it: of the right form, and not yet opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forseglad(Vec<u8>);

/// A text that is no marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a marker")]
pub struct IngenMarkor;

impl Sigill {
    /// With the secret of a register.
    #[must_use]
    pub fn new(hemlighet: [u8; 32]) -> Self {
        Self(Nyckelring::from_bytes(hemlighet))
    }

    /// The marker of a place; `salt` should be another in each answer.
    #[must_use]
    pub fn seal(&self, nummer: i64, salt: u64) -> String {
        let mut place = [0; 16];
        place[..8].copy_from_slice(&nummer.to_be_bytes());
        place[8..].copy_from_slice(&salt.to_be_bytes());
        URL_SAFE_NO_PAD.encode(self.0.seal(Uuid::nil(), &place))
    }

    /// What a receipt knows a body by in a register without a key, given the SHA-256 of the body.
    #[must_use]
    pub fn receipt_hash(&self, body: &[u8; 32]) -> [u8; 32] {
        self.0.receipt_hash(body)
    }

    /// The place that a marker means; none when it was not sealed here.
    #[must_use]
    pub fn open(&self, markor: &Forseglad) -> Option<i64> {
        let place = self.0.open(Uuid::nil(), &markor.0).ok()?;
        place.first_chunk().copied().map(i64::from_be_bytes)
    }
}

impl fmt::Debug for Sigill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sigill(…)")
    }
}

impl FromStr for Forseglad {
    type Err = IngenMarkor;

    fn from_str(text: &str) -> Result<Self, IngenMarkor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| IngenMarkor)?;
        if bytes.len() == BYTES { Ok(Self(bytes)) } else { Err(IngenMarkor) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_marker_means_its_place(nummer in any::<i64>(), salt in any::<u64>(), hemlighet in any::<[u8; 32]>()) {
            let sigill = Sigill::new(hemlighet);
            let text = sigill.seal(nummer, salt);
            prop_assert_eq!(text.len(), 60, "the length says nothing");
            prop_assert_eq!(sigill.open(&text.parse().unwrap()), Some(nummer));
            prop_assert_eq!(Sigill::new([1; 32]).open(&text.parse().unwrap()), None, "of another register");
        }

        #[test]
        fn what_is_no_marker_is_refused(text in "\\PC{0,80}") {
            let opened = text.parse::<Forseglad>().ok().and_then(|markor| Sigill::new([1; 32]).open(&markor));
            prop_assert_eq!(opened, None);
        }
    }

    #[test]
    fn an_altered_marker_does_not_open() {
        let sigill = Sigill::new([7; 32]);
        let text = sigill.seal(42, 1);
        for i in 0..text.len() {
            let other = if text.as_bytes()[i] == b'A' { "B" } else { "A" };
            let altered = format!("{}{other}{}", &text[..i], &text[i + 1..]);
            let opened = altered.parse().ok().and_then(|markor| sigill.open(&markor));
            assert_eq!(opened, None, "{i}");
        }
        for cut in ["", "x", &text[1..], &format!("{text}AAAA"), "a b"] {
            assert_eq!(cut.parse::<Forseglad>(), Err(IngenMarkor), "{cut}");
        }
    }

    #[test]
    fn the_same_place_looks_different_each_time_and_tells_no_order() {
        let sigill = Sigill::new([7; 32]);
        let same: BTreeSet<String> = (0..100).map(|salt| sigill.seal(5, salt)).collect();
        assert_eq!(same.len(), 100);
        let grow: Vec<String> = (0..100).map(|nummer| sigill.seal(nummer, 1)).collect();
        assert!(!grow.is_sorted());
        assert_eq!(format!("{sigill:?}"), "Sigill(…)");
    }
}
