//! The list of reports.

use super::Tvasprakig;
use crate::statistik::{Indelning, Rapportnamn};

/// A report that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Rapportpost {
    /// Its name, as in `/rapporter/{namn}`.
    pub namn: Rapportnamn,
    /// What it is about.
    pub text: Tvasprakig,
    /// What it can be divided by.
    pub indelning: Vec<Indelning>,
}

/// The reports that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Rapportlista {
    /// The reports.
    pub rapporter: Vec<Rapportpost>,
}
