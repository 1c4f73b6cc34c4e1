//! What follows from what is registered: findings as of a day, a merger, an allocation.

use chrono::NaiveDate;

use crate::belopp::Belopp;
use crate::ekonomi::Utfall;
use crate::ekonomi::tilldelning::{Tilldelning, Tilldelningssvar};
use crate::forbund::Forbund;
use crate::id::ForbundId;
use crate::regel::Avvikelse;

/// What is found in a förbund as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Regelkontroll {
    /// The förbund.
    pub forbund_id: ForbundId,
    /// The day.
    pub datum: NaiveDate,
    /// What was found: compliance only, none of it blocks. A pointer goes from the address of the förbund on.
    pub avvikelser: Vec<Avvikelse>,
}

/// What several förbund became.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Sammanslaget {
    /// The one that they became.
    pub forbund: Forbund,
    /// Those that went up in it.
    pub uppgangna: Vec<Forbund>,
    /// Own capital carried over, in kronor: by each one's latest outcome, `null` for one without.
    pub overfort_kapital: Vec<OverfortKapital>,
}

/// The own capital that a förbund brings along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct OverfortKapital {
    /// The förbund.
    pub forbund_id: ForbundId,
    /// The year of its latest outcome with a balance sheet; `null` when there is none.
    pub ar: Option<i32>,
    /// Its own capital and result at the end of that year, in kronor; `null` when it is not known.
    pub belopp: Option<Belopp>,
}

impl OverfortKapital {
    /// By the latest outcome with a balance sheet among those given.
    #[must_use]
    pub fn of<'a>(forbund_id: ForbundId, utfall: impl IntoIterator<Item = &'a Utfall>) -> Self {
        let with_balance =
            utfall.into_iter().filter_map(|one| Some((one.ar, one.uppgift.enhet, one.uppgift.rakning.balans?)));
        let latest = with_balance.max_by_key(|(ar, ..)| *ar);
        let belopp = latest.map(|(_, enhet, balans)| enhet.in_kronor(balans.closing_capital()));
        Self { forbund_id, ar: latest.map(|(ar, ..)| ar), belopp }
    }
}

/// The allocation of a year with what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Tilldelningsresultat {
    /// What is registered.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub tilldelning: Tilldelning,
    /// What follows from it.
    pub resultat: Tilldelningssvar,
}
