//! Reading the access log, and the chain that it stands in.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::part::PartKod;
use uuid::Uuid;

use super::{Sida, Sidval};
use crate::StoreError;

/// Which lines of the access log are wanted: all that hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Loggurval {
    /// Not before this moment.
    pub fran: Option<DateTime<Utc>>,
    /// Before this moment.
    pub till: Option<DateTime<Utc>>,
    /// Of this caller.
    pub vem: Option<String>,
    /// Of this operation: method and route.
    pub handling: Option<String>,
    /// About things of this kind, by its code.
    pub resurs: Option<String>,
    /// About participations that this part has registered, deleted or not.
    pub part: Option<PartKod>,
    /// About this thing.
    pub id: Option<Uuid>,
}

/// A line of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atkomstpost {
    /// Its number.
    pub nummer: i64,
    /// When.
    pub tid: DateTime<Utc>,
    /// Who: the identity of a key, the subject of an issuer, or a name in brackets for the command line.
    pub vem: String,
    /// In which role.
    pub roll: String,
    /// What was done: method and route, or a command.
    pub handling: String,
    /// The identity of the request.
    pub anrop: String,
    /// The kind of thing that it was done to.
    pub resurs: &'static str,
    /// To which.
    pub id: Option<Uuid>,
    /// To how many, where they are not named.
    pub antal: Option<u64>,
    /// Why, where that had to be said.
    pub varfor: Option<String>,
    /// From which address, where that is known.
    pub varifran: Option<String>,
}

/// How far a segment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loggande {
    /// The segment.
    pub segment: i64,
    /// Its last link.
    pub led: i64,
    /// The hash of that link.
    pub hash: [u8; 32],
}

/// How far a segment has been pruned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logghuvud {
    /// The last link that went.
    pub ande: Loggande,
    /// When it went.
    pub tid: DateTime<Utc>,
    /// By which decision.
    pub beslut: String,
    /// The signature of all that.
    pub signatur: Vec<u8>,
}

/// The chain as a whole.
#[derive(Debug, Clone)]
pub struct Loggkedja {
    pub(crate) start: crate::kedja::Start,
    pub(crate) segment: Vec<Loggsegment>,
    pub(crate) huvuden: Vec<Logghuvud>,
    /// How many units of work and lines there are after the part that is not chained.
    pub(crate) arenden: u64,
    pub(crate) rader: u64,
    /// How many lines there are in the part that is not chained.
    pub(crate) fore: u64,
}

/// The beginning of a segment.
#[derive(Debug, Clone)]
pub struct Loggsegment {
    pub(crate) nummer: i64,
    pub(crate) tid: i64,
    pub(crate) anrop: String,
    pub(crate) forra: crate::kedja::Forra,
    pub(crate) hash: [u8; 32],
}

/// A link.
#[derive(Debug, Clone)]
pub struct Loggled {
    pub(crate) nummer: i64,
    pub(crate) arende: i64,
    pub(crate) fran: i64,
    pub(crate) till: i64,
    pub(crate) antal: i64,
    pub(crate) hash: [u8; 32],
    /// Who acted; absent when that is not there.
    pub(crate) vem: Option<Loggarende>,
}

/// Who acted.
#[derive(Debug, Clone)]
pub struct Loggarende {
    pub(crate) tid: i64,
    /// Who, in which role, what and in which request.
    pub(crate) texter: [String; 4],
    pub(crate) varfor: Option<String>,
    pub(crate) varifran: Option<String>,
}

/// A line of a link, as it is kept.
#[derive(Debug, Clone)]
pub struct Loggrad {
    pub(crate) nummer: i64,
    pub(crate) led: i64,
    pub(crate) resurs: i64,
    pub(crate) id: Option<Vec<u8>>,
    pub(crate) antal: Option<i64>,
}

/// Reading the access log. Whoever shows it to anybody writes a line about that.
#[async_trait]
pub trait LoggRead: Send {
    /// Lines, in the order of their numbers.
    async fn list(&mut self, urval: Loggurval, sidval: Sidval) -> Result<Sida<Atkomstpost>, StoreError>;
    /// How far each segment has come.
    async fn ends(&mut self) -> Result<Vec<Loggande>, StoreError>;
    /// How far segments can be pruned of what is older than a moment: not of what the change feed still names.
    async fn prunable(&mut self, fore: DateTime<Utc>) -> Result<Vec<Loggande>, StoreError>;
    /// The chain as a whole.
    async fn chain(&mut self) -> Result<Loggkedja, StoreError>;
    /// Up to `limit` links of a segment after a link.
    async fn links(&mut self, segment: i64, efter: i64, limit: u32) -> Result<Vec<Loggled>, StoreError>;
    /// The lines of a segment's links `fran` to `till`.
    async fn link_lines(&mut self, segment: i64, fran: i64, till: i64) -> Result<Vec<Loggrad>, StoreError>;
}
