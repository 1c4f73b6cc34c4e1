//! The board of a förbund: who sits in it for which member, its posts, what it has delegated, and its meetings.

mod efterlevnad;
mod intrade;
mod koder;
mod regler;
mod sammantrade;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::id::ForbundId;
use crate::part::PartKod;
use crate::tid::Period;

pub use efterlevnad::judge;
pub use koder::{Arendeslag, Avgang, Behorighet, Organslag, Postslag};
pub use regler::validate;

/// A seat in the board, as ledamot or as ersättare.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Uppdrag {
    /// A key of one's own for the person, 1-50 characters; never an identity number. The same person has the same.
    #[cfg_attr(feature = "utoipa", schema(example = "kd-1"))]
    pub person: String,
    /// The person's name.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub namn: Option<String>,
    /// The member that appointed.
    pub utsedd_av: PartKod,
    /// When it appointed.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub utsedd: Option<NaiveDate>,
    /// First day.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub fran: NaiveDate,
    /// Last day.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub till: Option<NaiveDate>,
    /// What made the person eligible when appointed.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub behorighet: Option<Behorighet>,
    /// The place of an ersättare in the order of those of the same member, from 1.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 1, example = 1))]
    pub ordning: Option<u16>,
    /// The person in whose place this one, until then ersättare, has stepped in as ledamot.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub intradd_for: Option<String>,
    /// Why it ended before its time.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub avgang: Option<Avgang>,
}

impl Uppdrag {
    /// From its first to its last day.
    #[must_use]
    pub const fn period(&self) -> Period {
        Period::new(self.fran, self.till)
    }
}

/// Someone who is called to the meetings without a vote.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Adjungerad {
    /// The person's key.
    pub person: String,
    /// The person's name.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub namn: Option<String>,
    /// First day.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub fran: NaiveDate,
    /// Last day.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub till: Option<NaiveDate>,
}

/// A post in the board.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Post {
    /// Which.
    pub slag: Postslag,
    /// The key of whoever holds it.
    pub person: String,
    /// First day.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub fran: NaiveDate,
    /// Last day.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub till: Option<NaiveDate>,
}

/// A group of matters that the board has let someone decide.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Delegation {
    /// The kind of matters.
    pub arendeslag: Arendeslag,
    /// To whom: a post, a tjänsteman.
    #[cfg_attr(feature = "utoipa", schema(example = "förbundschefen"))]
    pub till_vem: String,
    /// Whether what is decided is reported to the board, where that is known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub anmals: Option<bool>,
    /// First day.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub fran: NaiveDate,
    /// Last day.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub till: Option<NaiveDate>,
}

/// Another organ of the förbund.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Organ {
    /// What it is.
    pub slag: Organslag,
    /// Its name.
    pub namn: String,
}

/// A meeting of the board.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Sammantrade {
    /// The day.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub datum: NaiveDate,
    /// How many served as ledamöter, ersättare who stood in for one included.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 6))]
    pub tjanstgorande: u16,
    /// Whether someone took part from a distance by sound alone.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub enbart_ljud: bool,
    /// The members on whose notice boards the approval of the minutes was announced; absent when that is not known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub justering_anslagen: Option<Vec<PartKod>>,
}

/// What is said of a board: the body of PUT. What is left out is not judged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields, default)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Styrelseuppgift {
    /// Ledamöter, past and present.
    pub ledamoter: Vec<Uppdrag>,
    /// Ersättare, past and present.
    pub ersattare: Vec<Uppdrag>,
    /// Those called without a vote.
    pub adjungerade: Vec<Adjungerad>,
    /// Ordförande and vice ordförande.
    pub poster: Vec<Post>,
    /// What has been delegated.
    pub delegationer: Vec<Delegation>,
    /// Other organs.
    pub organ: Vec<Organ>,
    /// Meetings.
    pub sammantraden: Vec<Sammantrade>,
}

/// The board of a förbund as the register keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Styrelse {
    /// The förbund.
    pub forbund_id: ForbundId,
    /// Counts its changes from 1.
    pub version: i64,
    /// What is said of it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub uppgift: Styrelseuppgift,
}
