//! Checkpoints of the access log: what its segments had come to, signed and kept in a file outside the database.
//!
//! The chain of the log shows what was altered in it, but not that its last lines were taken away: what is left is a
//! whole chain. A checkpoint remembers how far it had come. Each names the one before it, so that none can be taken out
//! of the file, and all are signed with Ed25519, so that whoever has the public key alone can tell that they are the
//! server's. The private key comes of the key ring of the register.

mod fil;
mod nyckel;
#[cfg(test)]
mod tests;
mod vakt;

use chrono::{DateTime, Utc};
use finsam_store::rum::Loggande;
use serde::{Deserialize, Serialize};

pub use fil::{Filfel, Kontrollfil, read};
pub(crate) use nyckel::pruned_text;
pub use nyckel::{Kontrollnyckel, Signeringsnyckel};
pub use vakt::{Vakt, keep_checkpoints};

/// A checkpoint, as it stands on a line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kontrollpunkt {
    /// Its number in the file, from 1.
    pub nummer: u64,
    /// When it was made.
    pub tid: DateTime<Utc>,
    /// The signature of the one before it; empty in the first.
    pub foregaende: String,
    /// What the segments had come to that went on since the one before it.
    pub segment: Vec<Punkt>,
    /// The public key, in hexadecimal digits.
    pub nyckel: String,
    /// The signature of all that, in hexadecimal digits.
    pub signatur: String,
}

/// What a segment had come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Punkt {
    /// The segment.
    pub segment: i64,
    /// Its last link.
    pub led: i64,
    /// The hash of that link, in hexadecimal digits.
    pub hash: String,
}

impl From<Loggande> for Punkt {
    fn from(ande: Loggande) -> Self {
        Self { segment: ande.segment, led: ande.led, hash: hex(&ande.hash) }
    }
}

impl Punkt {
    /// The same for the store; none where its hash is no hash.
    #[must_use]
    pub fn ande(&self) -> Option<Loggande> {
        let hash = unhex(&self.hash)?.try_into().ok()?;
        Some(Loggande { segment: self.segment, led: self.led, hash })
    }
}

impl Kontrollpunkt {
    /// The next after another, signed.
    #[must_use]
    pub fn next(before: Option<&Self>, tid: DateTime<Utc>, andar: Vec<Loggande>, nyckel: &Signeringsnyckel) -> Self {
        let mut punkt = Self {
            nummer: before.map_or(0, |before| before.nummer) + 1,
            tid,
            foregaende: before.map(|before| before.signatur.clone()).unwrap_or_default(),
            segment: andar.into_iter().map(Punkt::from).collect(),
            nyckel: nyckel.publik().to_string(),
            signatur: String::new(),
        };
        punkt.signatur = hex(&nyckel.sign(punkt.text().as_bytes()));
        punkt
    }

    /// What is signed.
    fn text(&self) -> String {
        let mut text =
            format!("finsam/kontrollpunkt/1 {} {} [{}]", self.nummer, self.tid.timestamp_micros(), self.foregaende);
        for Punkt { segment, led, hash } in &self.segment {
            text.push_str(&format!(" {segment}:{led}:{hash}"));
        }
        text
    }

    /// Whether it is signed with a key and follows another.
    #[must_use]
    pub fn follows(&self, before: Option<&Self>, nyckel: &Kontrollnyckel) -> bool {
        let number = before.map_or(0, |before| before.nummer) + 1;
        let named = before.map(|before| before.signatur.as_str()).unwrap_or_default();
        let signed = unhex(&self.signatur).is_some_and(|signed| nyckel.holds(self.text().as_bytes(), &signed));
        self.nummer == number && self.foregaende == named && self.nyckel == nyckel.to_string() && signed
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        text.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])));
        text
    })
}

/// The bytes of lower-case hexadecimal digits.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |c: &u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| if let [a, b] = pair { Some(digit(a)? << 4 | digit(b)?) } else { None }).collect()
}
