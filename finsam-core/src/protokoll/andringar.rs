//! The change feed as it is read.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Handelsetyp, Lankar, Resurs};
use crate::deltagande::Nyckel;

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Andring {
    /// The place after it: `?efter=` goes on from there.
    #[cfg_attr(feature = "utoipa", schema(example = "AfR2mZ0o1tqjvQGEWcZ1o4n9Zc8mJx2pTt0c5b3XbH4r0PzK8uQmYd6s"))]
    pub markor: String,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(example = "2015-06-01T08:00:00Z"))]
    pub tid: DateTime<Utc>,
    /// What happened.
    pub typ: Handelsetyp,
    /// To what kind of thing.
    pub resurs: Resurs,
    /// To which; of counts and of people reached, their insats.
    #[cfg_attr(feature = "utoipa", schema(example = "0190a5c0-7c00-7000-8000-000000000001"))]
    pub id: Uuid,
    /// What the sender of a participation calls it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub nyckel: Option<Nyckel>,
    /// The version that it got.
    #[cfg_attr(feature = "utoipa", schema(example = 1))]
    pub version: i64,
}

/// What is said of a stretch of the change feed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Andringsmeta {
    /// How many were asked for at most.
    #[cfg_attr(feature = "utoipa", schema(example = 20))]
    pub limit: u32,
    /// How many are here.
    #[cfg_attr(feature = "utoipa", schema(example = 1))]
    pub count: u32,
    /// How far has been read, also when nothing was found: `?efter=` goes on from there.
    #[cfg_attr(feature = "utoipa", schema(example = "AfR2mZ0o1tqjvQGEWcZ1o4n9Zc8mJx2pTt0c5b3XbH4r0PzK8uQmYd6s"))]
    pub markor: String,
    /// Whether that is the end of the feed for now; otherwise there may be more to read at once.
    #[cfg_attr(feature = "utoipa", schema(example = true))]
    pub ikapp: bool,
}

/// A stretch of the change feed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Andringar {
    /// The changes, in the order in which they were committed.
    pub poster: Vec<Andring>,
    /// What is said of them.
    #[cfg_attr(feature = "serde", serde(rename = "_meta"))]
    pub meta: Andringsmeta,
    /// Links to this stretch, the first that is kept, and the one after this.
    #[cfg_attr(feature = "serde", serde(rename = "_links"))]
    pub lankar: Lankar,
}
