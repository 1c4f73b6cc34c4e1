//! Samordningsförbund: their members, their area and their life in time.

mod regler;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::geografi::{KommunKod, LanKod};
use crate::id::ForbundId;
use crate::identitet::Organisationsnummer;
use crate::part::PartKod;
use crate::tid::Period;

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
}

impl Medlemskap {
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

/// The statutes of a förbund, 9 §.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Forbundsordning {
    /// When the members set it.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "crate::tid::json::option", skip_serializing_if = "Option::is_none")
    )]
    pub faststalld: Option<NaiveDate>,
    /// Which of the 18 points of 9 § it states, 1-18.
    #[cfg_attr(feature = "serde", serde(default))]
    pub punkter: Vec<u8>,
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
