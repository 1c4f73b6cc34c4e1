//! Who may see and do what: the roles of domain.md section 9, kept apart.
//!
//! [`Operation::relation`] is the table: for each operation and role, how far from its own the role reaches. A caller's
//! [`Synfalt`] says what its own is. Nothing else decides what a caller may do.

mod fullmakt;
mod hyresgast;
mod synfalt;
mod tabell;
#[cfg(test)]
mod tests;

pub use fullmakt::{Fullmaktsfel, Oforenliga};
pub use hyresgast::{Hyresgast, OkandHyresgast};
pub use synfalt::{Handelsesak, Plats, Synfalt};
pub use tabell::{Operation, Sak};

crate::kodlista! {
    /// The roles.
    pub enum Roll = "roll", "Roll", "Role" {
        Systemadministrator = "systemadministrator", "Systemadministratör", "System administrator";
        Forbundsadministrator = "forbundsadministrator", "Förbundsadministratör", "Administrator of a förbund";
        Insatsansvarig = "insatsansvarig", "Insatsansvarig", "Responsible for an insats";
        Deltagaransvarig = "deltagaransvarig", "Deltagaransvarig", "Responsible for participants";
        Partssystem = "partssystem", "Partssystem", "A part's IT system";
        Nationell = "nationell", "Nationell", "National";
        Loggranskare = "loggranskare", "Loggranskare", "Reviewer of the access log";
    }
}

crate::kodlista! {
    /// How far a role reaches in an operation.
    pub enum Relation = "relation", "Räckvidd", "Reach" {
        Ingen = "ingen", "Får inte", "May not";
        Alla = "alla", "Allt som finns", "All there is";
        Forbund = "forbund", "Det egna förbundet", "The own förbund";
        Insats = "insats", "De egna insatserna, för en roll hos en part också bara partens egna deltaganden",
            "The own insatser, and for a role of a part only its own participations";
        Part = "part", "Den egna partens", "What is the own part's";
        Lasbart = "lasbart", "Det som rollen får läsa", "What the role may read";
    }
}

impl Roll {
    /// Whether the role acts for a part and sees that part's persons. Roles of a förbund never see persons; the system
    /// administrator never does either.
    ///
    /// ```
    /// use finsam_core::atkomst::Roll;
    ///
    /// assert!(Roll::Partssystem.acts_for_part());
    /// assert!(!Roll::Forbundsadministrator.acts_for_part());
    /// ```
    #[must_use]
    pub const fn acts_for_part(self) -> bool {
        matches!(self, Self::Deltagaransvarig | Self::Partssystem)
    }

    /// Whether the role belongs to a förbund.
    #[must_use]
    pub const fn acts_for_forbund(self) -> bool {
        matches!(self, Self::Forbundsadministrator | Self::Insatsansvarig)
    }

    /// Whether the role answers for named insatser.
    #[must_use]
    pub const fn acts_for_insatser(self) -> bool {
        matches!(self, Self::Insatsansvarig | Self::Deltagaransvarig)
    }
}
