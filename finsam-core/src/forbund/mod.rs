//! Samordningsförbund: their members, their area and their life in time, their board and their auditors.
//!
//! Whether they follow the law is asked as of a day ([`judge`], [`styrelse::judge`], [`revision::judge`]), and what is
//! found never refuses a write.

mod efterlevnad;
mod forbundsordning;
pub mod livscykel;
mod omraden;
mod regler;
pub mod revision;
pub mod styrelse;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::geografi::{KommunKod, LanKod};
use crate::id::ForbundId;
use crate::identitet::Organisationsnummer;
use crate::part::PartKod;
use crate::tid::Period;

pub use efterlevnad::judge;
pub use forbundsordning::Forbundsordning;
pub use regler::validate;

/// A membership of a part in a förbund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Medlemskap {
    /// The member. Försäkringskassan before 2005 and Arbetsförmedlingen before 2008 stand for their predecessor.
    pub part: PartKod,
    /// First day; `null` means unknown, judged as "always".
    #[cfg_attr(feature = "serde", serde(default, deserialize_with = "crate::tid::json::option"))]
    pub fran: Option<NaiveDate>,
    /// Last day, if the part has left.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub till: Option<NaiveDate>,
    /// When the part gave notice of leaving.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub uppsagd: Option<NaiveDate>,
}

impl Medlemskap {
    /// A membership from a day, or since ever.
    #[must_use]
    pub const fn new(part: PartKod, fran: Option<NaiveDate>) -> Self {
        Self { part, fran, till: None, uppsagd: None }
    }

    /// Whether the part is a member on `date`.
    #[must_use]
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.fran.is_none_or(|fran| fran <= date) && self.till.is_none_or(|till| date <= till)
    }
}

/// A piece of a förbund's area: a kommun or a named part of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Omrade {
    /// The kommun.
    pub kommunkod: KommunKod,
    /// The kommundel or stadsdel, when only a part of the kommun belongs.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub kommundel: Option<String>,
}

/// What is said of a förbund: the body of POST and PUT.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Forbundsuppgift {
    /// Its name, 1-200 characters.
    #[cfg_attr(feature = "utoipa", schema(example = "Samordningsförbundet Härnösand-Timrå"))]
    pub namn: String,
    /// Its organisationsnummer.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub organisationsnummer: Option<Organisationsnummer>,
    /// The kommun of its seat.
    pub sate: KommunKod,
    /// When it was formed; `null` when unknown, judged as "always".
    #[cfg_attr(feature = "serde", serde(default, deserialize_with = "crate::tid::json::option"))]
    pub bildat: Option<NaiveDate>,
    /// When it ceased.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub upphort: Option<NaiveDate>,
    /// Its members, with the dates of their membership.
    pub medlemmar: Vec<Medlemskap>,
    /// Its area.
    pub omrade: Vec<Omrade>,
    /// Its statutes.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub forbundsordning: Option<Forbundsordning>,
}

impl Forbundsuppgift {
    /// The life of the förbund; unknown formation means since ever.
    #[must_use]
    pub fn life(&self) -> Period {
        Period::new(self.bildat.unwrap_or(NaiveDate::MIN), self.upphort)
    }

    /// Whether the part is a member on `date`.
    #[must_use]
    pub fn has_member_on(&self, part: PartKod, date: NaiveDate) -> bool {
        self.medlemmar.iter().any(|medlem| medlem.part == part && medlem.holds_on(date))
    }

    /// The members on `date`, each once.
    #[must_use]
    pub fn members_on(&self, date: NaiveDate) -> Vec<PartKod> {
        let mut parts: Vec<PartKod> = self.medlemmar.iter().filter(|m| m.holds_on(date)).map(|m| m.part).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    }

    /// The län that its area touches, in order, each once.
    #[must_use]
    pub fn lan(&self) -> Vec<LanKod> {
        let mut lan: Vec<LanKod> = self.omrade.iter().map(|omrade| omrade.kommunkod.kommun().lan).collect();
        lan.sort_unstable();
        lan.dedup();
        lan
    }
}

/// A förbund as the register keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Forbund {
    /// Its identity.
    pub id: ForbundId,
    /// Counts its changes from 1.
    pub version: i64,
    /// The förbund that took its place in a merger.
    #[cfg_attr(feature = "serde", serde(default))]
    pub ersatt_av: Vec<ForbundId>,
    /// What is said of it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub uppgift: Forbundsuppgift,
}
