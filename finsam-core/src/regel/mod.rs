//! Rules and what they find.
//!
//! Two kinds are never mixed up: an *integrity* rule refuses a write, a *compliance* finding is reported and never
//! blocks. Every rule is a [`Regel`] in the registry ([`register::all`]); what a rule finds is an [`Avvikelse`].
//!
//! ```
//! use finsam_core::regel::{Allvar, register::REG_08};
//!
//! let found = REG_08
//!     .at("/fore/forsorjning/1")
//!     .value("sjukpenning")
//!     .expected("each form once");
//! assert_eq!(found.kod, "REG-08");
//! assert_eq!(found.allvar, Allvar::Fel);
//! assert!(found.blocks());
//! ```

mod avvikelse;
pub mod bestammelse;
pub mod ekonomi;
pub mod format;
pub mod lag;
mod provning;
pub mod register;
pub mod statistik;
#[cfg(test)]
mod tests;

pub use avvikelse::{Avvikelse, Galler, Meddelande, Pekare, Varde, any_blocks};
pub use bestammelse::{Atergivning, Bestammelse, Lydelse};
pub use provning::Provning;

use chrono::NaiveDate;

/// The same words in Swedish and English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Text {
    /// Swedish.
    pub sv: &'static str,
    /// English.
    pub en: &'static str,
}

crate::kodlista! {
    /// What a finding is about: integrity refuses a write, compliance never does.
    pub enum Slag = "slag", "Slag av avvikelse", "Kind of finding" {
        Integritet = "integritet", "Registrets integritet", "Integrity of the register";
        Efterlevnad = "efterlevnad", "Efterlevnad av lag och rekommendation", "Compliance with law and recommendation";
    }
}

crate::kodlista! {
    /// How grave a finding is.
    pub enum Allvar = "allvar", "Allvarlighetsgrad", "Severity" {
        Fel = "fel", "Fel", "Error";
        Varning = "varning", "Varning", "Warning";
        Upplysning = "upplysning", "Upplysning", "Notice";
    }
}

/// A rule: what it says, where it comes from and when it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Regel {
    /// Stable code, never reused: `REG-08`.
    pub kod: &'static str,
    /// Whether it refuses a write or is only reported.
    pub slag: Slag,
    /// How grave a breach is.
    pub allvar: Allvar,
    /// What the rule says.
    pub text: Text,
    /// Where it comes from.
    pub rattskalla: &'static str,
    /// The paragraph of the act that it judges by: `3`, `5 a`; `None` for what does not stand in the act.
    pub paragraf: Option<&'static str>,
    /// First day on which it holds.
    pub fran: NaiveDate,
    /// Last day on which it holds; `None` while it is in force.
    pub till: Option<NaiveDate>,
}

impl Regel {
    /// Whether the rule holds on `date`.
    #[must_use]
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.fran <= date && self.till.is_none_or(|till| date <= till)
    }

    /// The paragraph of the act that it judges by.
    #[must_use]
    pub fn bestammelse(&self) -> Option<&'static Bestammelse> {
        self.paragraf.and_then(bestammelse::find)
    }

    /// A finding of this rule at a place in the record, a JSON pointer (RFC 6901).
    #[must_use]
    pub fn at(&'static self, pekare: impl Into<Pekare>) -> Avvikelse {
        Avvikelse::of(self, pekare.into())
    }
}
