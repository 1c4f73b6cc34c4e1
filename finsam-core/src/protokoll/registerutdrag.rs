//! What a part has registered about a person, and who has seen it.

use chrono::{DateTime, Utc};

use crate::deltagande::Deltagande;
use crate::id::DeltagandeId;

/// Somebody read or wrote a participation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Visning {
    /// Which participation.
    #[cfg_attr(feature = "utoipa", schema(value_type = uuid::Uuid))]
    pub deltagande_id: DeltagandeId,
    /// When.
    #[cfg_attr(feature = "utoipa", schema(example = "2015-06-01T08:00:00Z"))]
    pub tid: DateTime<Utc>,
    /// Who: the identity of a key, the subject of an issuer, or a name in angle brackets for the server itself and the
    /// command line.
    #[cfg_attr(feature = "utoipa", schema(example = "0190a5c0-7c00-7000-8000-000000000001"))]
    pub vem: String,
    /// In which role.
    #[cfg_attr(feature = "utoipa", schema(example = "partssystem"))]
    pub roll: String,
    /// What was done: method and route, or a command.
    #[cfg_attr(feature = "utoipa", schema(example = "GET /finsam/v1/deltaganden/{kallsystem}/{nyckel}"))]
    pub handling: String,
    /// Why, where the caller has to say it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub varfor: Option<String>,
}

/// What a part has registered about a person, and who has seen it, this time excluded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Registerutdrag {
    /// The participations, in the order in which they were registered.
    pub deltaganden: Vec<Deltagande>,
    /// Who has read or written them: one participation after another, each in the order of the log.
    pub visningar: Vec<Visning>,
}
