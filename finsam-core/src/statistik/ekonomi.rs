//! The money that the reports tell of.

use crate::belopp::Belopp;
use crate::ekonomi::{Budget, Penningenhet, Rakning, Utfall};

/// The money of the state for a year, in kronor; what is not known is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct StatligaMedel {
    /// What was given for the purpose.
    pub tilldelat: Option<Belopp>,
    /// What was used.
    pub utfall: Option<Belopp>,
}

/// The sums of a year's budget or outcome, in kronor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub(super) struct Arssumma {
    pub(super) intakter: Belopp,
    pub(super) kostnader: Belopp,
    pub(super) administration: Belopp,
}

impl Arssumma {
    fn of(enhet: Penningenhet, rakning: &Rakning) -> Self {
        Self {
            intakter: enhet.in_kronor(rakning.income()),
            kostnader: enhet.in_kronor(rakning.costs()),
            administration: enhet.in_kronor(rakning.administration()),
        }
    }

    pub(super) fn of_budget(budget: &Budget) -> Self {
        Self::of(budget.uppgift.enhet, &budget.uppgift.rakning)
    }

    pub(super) fn of_utfall(utfall: &Utfall) -> Self {
        Self::of(utfall.uppgift.enhet, &utfall.uppgift.rakning)
    }
}
