//! How the state's money for a year is allocated among the förbund, to the krona.
//!
//! Each förbund gets a base, and of what is left a share by need: 75 per cent by försörjningsmått, 25 by inhabitants
//! aged 16-64. Then a brake, own capital above the ladder, and what was asked for change that, step by step, and each
//! step is told. The result does not depend on the order of the requests, and sums to the money exactly unless nobody may
//! get more.
//!
//! ```
//! use finsam_core::belopp::Belopp;
//! use finsam_core::ekonomi::tilldelning::{Ansokan, Tilldelningsuppgift, Parametrar, allocate};
//!
//! let kronor = Belopp::from_kronor;
//! let ansokan = |nyckel: &str, matt, askande| Ansokan {
//!     nyckel: nyckel.to_owned(),
//!     forsorjningsmatt: matt,
//!     befolkning: 10_000,
//!     foregaende: None,
//!     askande: kronor(askande),
//!     overskott: Belopp::ZERO,
//! };
//! let uppgift = Tilldelningsuppgift {
//!     parametrar: Parametrar::of(kronor(5_000_000)),
//!     ansokningar: vec![ansokan("A", 300, 2_000_000), ansokan("B", 100, 9_000_000)],
//! };
//! let svar = allocate(&uppgift);
//! let tilldelat: Vec<_> = svar.rader.iter().map(|rad| rad.tilldelat).collect();
//! assert_eq!(tilldelat, [kronor(2_000_000), kronor(3_000_000)], "A asked for no more, so B gets what that frees");
//! assert_eq!(svar.ofordelat, Belopp::ZERO);
//! ```

mod fordela;
mod fyll;
mod regler;
mod steg;
#[cfg(test)]
mod tests;

use crate::belopp::Belopp;
use crate::id::TilldelningId;
use crate::regel::Avvikelse;

pub use fordela::allocate;
pub use regler::validate;
pub use steg::{Steg, Stegslag};

crate::kodlista! {
    /// Where money goes that some förbund do not get.
    #[derive(Default)]
    pub enum Omfordelning = "omfordelning", "Vart frigjorda medel går", "Where money that is freed goes" {
        #[default]
        DampaForst = "dampa_forst", "Först till dem som fått minskat, sedan efter vikterna", "First to those who were reduced, then by the weights";
        Vikter = "vikter", "Efter vikterna", "By the weights";
    }
}

/// What is the same for all förbund in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Parametrar {
    /// All the money, in whole kronor.
    #[cfg_attr(feature = "utoipa", schema(example = "280000000.00"))]
    pub medel: Belopp,
    /// What everyone gets first, in whole kronor; 400 000 when absent.
    #[cfg_attr(feature = "serde", serde(default = "Parametrar::base"))]
    #[cfg_attr(feature = "utoipa", schema(example = "400000.00"))]
    pub grundbelopp: Belopp,
    /// How many per cent of the rest follow försörjningsmått, and the others inhabitants; 75 when absent.
    #[cfg_attr(feature = "serde", serde(default = "Parametrar::weight"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, maximum = 100, example = 75))]
    pub matt_procent: u8,
    /// The largest reduction from the year before, in per cent; 100 is no brake, 10 when absent.
    #[cfg_attr(feature = "serde", serde(default = "Parametrar::brake"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, maximum = 100, example = 10))]
    pub broms_procent: u8,
    /// Where money goes that some förbund do not get.
    #[cfg_attr(feature = "serde", serde(default))]
    pub omfordelning: Omfordelning,
}

impl Parametrar {
    /// The model of 2016 with so much money.
    #[must_use]
    pub fn of(medel: Belopp) -> Self {
        Self {
            medel,
            grundbelopp: Self::base(),
            matt_procent: Self::weight(),
            broms_procent: Self::brake(),
            omfordelning: Omfordelning::default(),
        }
    }

    fn base() -> Belopp {
        Belopp::from_kronor(400_000)
    }

    const fn weight() -> u8 {
        75
    }

    const fn brake() -> u8 {
        10
    }
}

/// What one förbund asks for (*äskande*), and what its share is measured by.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Ansokan {
    /// What names the förbund: its identity or its name, 1-200 characters, each once.
    #[cfg_attr(feature = "utoipa", schema(example = "0190a5c0-7c00-7000-8000-000000000001"))]
    pub nyckel: String,
    /// Försörjningsmått of its area, 0-100 000 000.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, maximum = 100_000_000, example = 4210))]
    pub forsorjningsmatt: u32,
    /// Inhabitants aged 16-64 of its area, 0-100 000 000.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, maximum = 100_000_000, example = 26500))]
    pub befolkning: u32,
    /// What it got the year before, in whole kronor; absent for a new förbund, which no brake protects.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub foregaende: Option<Belopp>,
    /// What it asks for, in whole kronor: nobody gets more.
    #[cfg_attr(feature = "utoipa", schema(example = "1900000.00"))]
    pub askande: Belopp,
    /// Own capital above the ladder, in whole kronor: it lowers the allocation.
    #[cfg_attr(feature = "serde", serde(default))]
    pub overskott: Belopp,
}

/// What is said of the allocation of a year: the body of PUT.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Tilldelningsuppgift {
    /// What is the same for all.
    pub parametrar: Parametrar,
    /// What each asks for, 1-1 000.
    pub ansokningar: Vec<Ansokan>,
}

/// The allocation of a year as the register keeps it. What it comes to follows from it ([`allocate`]).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Tilldelning {
    /// Its identity.
    pub id: TilldelningId,
    /// The calendar year.
    #[cfg_attr(feature = "utoipa", schema(example = 2016))]
    pub ar: i32,
    /// Counts its changes from 1.
    pub version: i64,
    /// What is said of it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub uppgift: Tilldelningsuppgift,
}

/// What one förbund gets, and how that came about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Tilldelningsrad {
    /// What names the förbund.
    pub nyckel: String,
    /// What it gets, in whole kronor.
    pub tilldelat: Belopp,
    /// The steps, each with what it left.
    pub steg: Vec<Steg>,
}

/// The allocation of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Tilldelningssvar {
    /// What each gets, in the order of the requests.
    pub rader: Vec<Tilldelningsrad>,
    /// What nobody gets, since nobody has asked for more or may get more; all the rest sums with it to the money.
    pub ofordelat: Belopp,
    /// What is to be known about the result.
    pub avvikelser: Vec<Avvikelse>,
}
