//! What a förbund keeps beside itself in the store: its board, its audit, the budget and the outcome of each year.

use async_trait::async_trait;
use chrono::NaiveDate;
use finsam_core::ekonomi::{Budget, Budgetuppgift, Utfall, Utfallsuppgift};
use finsam_core::forbund::revision::{Revision, Revisionsuppgift};
use finsam_core::forbund::styrelse::{Styrelse, Styrelseuppgift};
use finsam_core::id::ForbundId;

use super::Resurs;
use crate::StoreError;

/// Which of them, within a förbund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aktnamn {
    /// The board.
    Styrelse,
    /// The audit.
    Revision,
    /// The budget of a year.
    Budget(i32),
    /// The outcome of a year.
    Utfall(i32),
}

impl Aktnamn {
    /// Its kind, for events and the access log.
    #[must_use]
    pub const fn resurs(self) -> Resurs {
        match self {
            Self::Styrelse => Resurs::Styrelse,
            Self::Revision => Resurs::Revision,
            Self::Budget(_) => Resurs::Budget,
            Self::Utfall(_) => Resurs::Utfall,
        }
    }

    /// Its year; 0 for what has none.
    #[must_use]
    pub const fn ar(self) -> i32 {
        match self {
            Self::Styrelse | Self::Revision => 0,
            Self::Budget(ar) | Self::Utfall(ar) => ar,
        }
    }
}

/// What is said of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aktuppgift {
    /// The board.
    Styrelse(Styrelseuppgift),
    /// The audit.
    Revision(Revisionsuppgift),
    /// The budget of a year.
    Budget(i32, Budgetuppgift),
    /// The outcome of a year.
    Utfall(i32, Utfallsuppgift),
}

impl Aktuppgift {
    /// Which it is.
    #[must_use]
    pub const fn namn(&self) -> Aktnamn {
        match self {
            Self::Styrelse(_) => Aktnamn::Styrelse,
            Self::Revision(_) => Aktnamn::Revision,
            Self::Budget(ar, _) => Aktnamn::Budget(*ar),
            Self::Utfall(ar, _) => Aktnamn::Utfall(*ar),
        }
    }

    pub(crate) fn to_json(&self) -> Result<String, StoreError> {
        match self {
            Self::Styrelse(uppgift) => crate::rad::to_json(uppgift),
            Self::Revision(uppgift) => crate::rad::to_json(uppgift),
            Self::Budget(_, uppgift) => crate::rad::to_json(uppgift),
            Self::Utfall(_, uppgift) => crate::rad::to_json(uppgift),
        }
    }

    /// As it is kept, at a version.
    pub(crate) fn kept(self, forbund_id: ForbundId, version: i64, dagar: Dagar) -> Akt {
        match self {
            Self::Styrelse(uppgift) => Akt::Styrelse(Styrelse { forbund_id, version, uppgift }),
            Self::Revision(uppgift) => Akt::Revision(Revision { forbund_id, version, uppgift }),
            Self::Budget(ar, uppgift) => {
                Akt::Budget(Budget::new(forbund_id, ar, version, dagar.forst, dagar.nu, uppgift))
            }
            Self::Utfall(ar, uppgift) => Akt::Utfall(Utfall { forbund_id, ar, version, uppgift }),
        }
    }
}

/// When a budget was set: first, and as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Dagar {
    pub(crate) forst: Option<NaiveDate>,
    pub(crate) nu: Option<NaiveDate>,
}

/// One as it is kept; as JSON it is that alone.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum Akt {
    /// The board.
    Styrelse(Styrelse),
    /// The audit.
    Revision(Revision),
    /// The budget of a year.
    Budget(Budget),
    /// The outcome of a year.
    Utfall(Utfall),
}

impl Akt {
    /// Its version.
    #[must_use]
    pub const fn version(&self) -> i64 {
        match self {
            Self::Styrelse(akt) => akt.version,
            Self::Revision(akt) => akt.version,
            Self::Budget(akt) => akt.version,
            Self::Utfall(akt) => akt.version,
        }
    }

    pub(crate) const fn dagar(&self) -> Dagar {
        match self {
            Self::Budget(budget) => Dagar { forst: budget.forst_faststalld, nu: budget.faststalld },
            _ => Dagar { forst: None, nu: None },
        }
    }

    pub(crate) fn uppgift(&self) -> Aktuppgift {
        match self {
            Self::Styrelse(akt) => Aktuppgift::Styrelse(akt.uppgift.clone()),
            Self::Revision(akt) => Aktuppgift::Revision(akt.uppgift.clone()),
            Self::Budget(akt) => Aktuppgift::Budget(akt.ar, akt.uppgift.clone()),
            Self::Utfall(akt) => Aktuppgift::Utfall(akt.ar, akt.uppgift.clone()),
        }
    }
}

/// Reading them.
#[async_trait]
pub trait AktRead: Send {
    /// One, if it is there.
    async fn get(&mut self, forbund: ForbundId, namn: Aktnamn) -> Result<Option<Akt>, StoreError>;
    /// All of a förbund, by kind and year.
    async fn list(&mut self, forbund: ForbundId) -> Result<Vec<Akt>, StoreError>;
    /// The budgets and outcomes of all förbund.
    async fn economy(&mut self) -> Result<Vec<Akt>, StoreError>;
}

/// Changing them. An event about one names its förbund.
#[async_trait]
pub trait AktWrite: AktRead {
    /// Registers one that is absent (without a version) or replaces it; `None` when it is there already, or not at
    /// `version` any more. Unchanged content keeps its version and makes no event. A budget that changes is a draft again.
    async fn put(
        &mut self,
        forbund: ForbundId,
        version: Option<i64>,
        uppgift: Aktuppgift,
    ) -> Result<Option<Akt>, StoreError>;
    /// Registers that the budget of a year was set as it stands; `None` when it is not at `version` any more.
    async fn set(
        &mut self,
        forbund: ForbundId,
        ar: i32,
        version: i64,
        datum: NaiveDate,
    ) -> Result<Option<Akt>, StoreError>;
}
