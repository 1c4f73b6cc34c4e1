//! The chain of the access log: what makes a change of it show.
//!
//! A *link* is one unit of work: who acted, and its lines. Its hash is taken over the hash before it, so that no line can
//! be altered, removed or put in without every later hash being another. A *segment* is the chain of one writer, which
//! nobody else adds to: so a link waits for no other writer. Its first hash is taken over how far the segment before it
//! had come, so that a segment cannot go without a trace either.
//!
//! What is hashed is the same in both databases: whole numbers as eight bytes, the highest first; a text as its length
//! and its bytes; what may be absent after a byte that says whether it is there.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::Aktor;
use crate::rad::micros;

/// SHA-256.
pub(crate) type Hash = [u8; 32];

/// How far a segment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Huvud {
    /// The segment.
    pub(crate) segment: i64,
    /// Its last link; 0 when it has none.
    pub(crate) led: i64,
    /// The hash of that link, or what the first one goes on from.
    pub(crate) hash: Hash,
}

/// The segment that one goes on from; all zeros for the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Forra {
    pub(crate) segment: i64,
    pub(crate) led: i64,
    pub(crate) hash: Hash,
}

/// Up to where the log was written before it was chained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Start {
    pub(crate) arende: i64,
    pub(crate) atkomst: i64,
}

/// The digest of what a unit of work leaves: who acts, and line after line. Their numbers are not in it, since the
/// database gives them.
#[derive(Debug, Clone)]
pub(crate) struct Innehall(Sha256);

/// Who acts, as it is kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arende<'a> {
    pub(crate) tid: i64,
    pub(crate) vem: &'a str,
    pub(crate) roll: &'a str,
    pub(crate) handling: &'a str,
    pub(crate) anrop: &'a str,
    pub(crate) varfor: Option<&'a str>,
    pub(crate) varifran: Option<&'a str>,
}

impl<'a> From<&'a Aktor> for Arende<'a> {
    fn from(aktor: &'a Aktor) -> Self {
        Self {
            tid: micros(aktor.tid),
            vem: &aktor.vem,
            roll: &aktor.roll,
            handling: &aktor.handling,
            anrop: &aktor.anrop,
            varfor: aktor.varfor.as_deref(),
            varifran: aktor.varifran.as_deref(),
        }
    }
}

impl Innehall {
    pub(crate) fn new(arende: Arende<'_>) -> Self {
        let mut sha = Sha256::new_with_prefix(b"finsam/logg/1");
        sha.update(arende.tid.to_be_bytes());
        [arende.vem, arende.roll, arende.handling, arende.anrop].iter().for_each(|text| put(&mut sha, text.as_bytes()));
        [arende.varfor, arende.varifran].iter().for_each(|text| put_or_none(&mut sha, text.map(str::as_bytes)));
        Self(sha)
    }

    /// Adds a line.
    pub(crate) fn line(&mut self, resurs: i64, id: Option<&[u8]>, antal: Option<i64>) {
        // Together in one piece where they have the usual lengths: feeding many small ones costs more than hashing them.
        let mut bytes = [0; 42];
        match (id.map(<[u8; 16]>::try_from), antal) {
            (Some(Ok(id)), None) => {
                bytes[..8].copy_from_slice(&resurs.to_be_bytes());
                bytes[8] = 1;
                bytes[9..17].copy_from_slice(&16_u64.to_be_bytes());
                bytes[17..33].copy_from_slice(&id);
                self.0.update(&bytes[..34]);
            }
            _ => {
                self.0.update(resurs.to_be_bytes());
                put_or_none(&mut self.0, id);
                self.0.update([u8::from(antal.is_some())]);
                if let Some(antal) = antal {
                    self.0.update(antal.to_be_bytes());
                }
            }
        }
    }

    /// Adds the line of a thing.
    pub(crate) fn line_of(&mut self, resurs: i64, id: Option<Uuid>, antal: Option<i64>) {
        self.line(resurs, id.as_ref().map(|id| id.as_bytes().as_slice()), antal);
    }

    pub(crate) fn digest(self) -> Hash {
        self.0.finalize().into()
    }
}

impl Huvud {
    /// Where a segment begins.
    pub(crate) fn new(segment: i64, tid: i64, anrop: &str, forra: Forra, start: Start) -> Self {
        let mut sha = Sha256::new_with_prefix(b"finsam/logg/segment/1");
        for number in [segment, tid, forra.segment, forra.led, start.arende, start.atkomst] {
            sha.update(number.to_be_bytes());
        }
        sha.update(forra.hash);
        put(&mut sha, anrop.as_bytes());
        Self { segment, led: 0, hash: sha.finalize().into() }
    }

    /// How far it has come with one more link: a unit of work with this content and its lines under these numbers, in
    /// order. The same is written in `handelse/skriv.postgres.sql`.
    #[must_use]
    pub(crate) fn next(self, arende: i64, innehall: Hash, rader: impl IntoIterator<Item = i64>) -> Self {
        let led = self.led + 1;
        let mut sha = Sha256::new_with_prefix(self.hash);
        for number in [self.segment, led, arende] {
            sha.update(number.to_be_bytes());
        }
        sha.update(innehall);
        for number in rader {
            sha.update(number.to_be_bytes());
        }
        Self { segment: self.segment, led, hash: sha.finalize().into() }
    }
}

fn put(sha: &mut Sha256, bytes: &[u8]) {
    sha.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    sha.update(bytes);
}

fn put_or_none(sha: &mut Sha256, bytes: Option<&[u8]>) {
    sha.update([u8::from(bytes.is_some())]);
    if let Some(bytes) = bytes {
        put(sha, bytes);
    }
}

impl Forra {
    /// Before the first segment.
    pub(crate) const INGEN: Self = Self { segment: 0, led: 0, hash: [0; 32] };
}
