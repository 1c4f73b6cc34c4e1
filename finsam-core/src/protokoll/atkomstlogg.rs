//! The access log as it is read.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A line of the access log: who did what to which record, when, in which role, why and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Loggpost {
    /// Its number. Numbers grow, with gaps.
    #[cfg_attr(feature = "utoipa", schema(example = 1))]
    pub nummer: i64,
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
    /// The identity of the request, the same as in the log of the server.
    #[cfg_attr(feature = "utoipa", schema(example = "urn:uuid:0190a5c0-7c00-7000-8000-000000000002"))]
    pub anrop: String,
    /// To what kind of thing.
    #[cfg_attr(feature = "utoipa", schema(example = "deltagande"))]
    pub resurs: String,
    /// To which.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(example = "0190a5c0-7c00-7000-8000-000000000003"))]
    pub id: Option<Uuid>,
    /// To how many, where they are not named.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub antal: Option<u64>,
    /// Why, where the caller has to say it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub varfor: Option<String>,
    /// From which address: that of whoever is connected to the server.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(example = "192.0.2.10"))]
    pub varifran: Option<String>,
}
