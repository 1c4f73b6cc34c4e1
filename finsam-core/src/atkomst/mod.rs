//! Who may see and do what: the roles of domain.md section 9, kept apart.

mod hyresgast;
mod synfalt;
#[cfg(test)]
mod tests;

pub use hyresgast::{Hyresgast, OkandHyresgast};
pub use synfalt::{Handelsesak, Plats, Synfalt};

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
    /// What can be done. Which role may do it, [`Roll::may`] tells; to which records, the token's part, förbund and
    /// insatser tell.
    pub enum Handling = "handling", "Handling", "Action" {
        LasaForbund = "lasa_forbund", "Läsa förbund och insatser", "Read förbund and insatser";
        AndraForbund = "andra_forbund", "Registrera och ändra förbund", "Register and change förbund";
        AndraInsatser = "andra_insatser", "Registrera och ändra insatser", "Register and change insatser";
        AndraAntal = "andra_antal", "Registrera antal", "Register counts";
        LasaDeltaganden = "lasa_deltaganden", "Läsa deltaganden", "Read participations";
        AndraDeltaganden = "andra_deltaganden", "Registrera och ändra deltaganden", "Register and change participations";
        LasaRapporter = "lasa_rapporter", "Läsa statistik", "Read statistics";
        LasaAndringar = "lasa_andringar", "Läsa ändringsflödet", "Read the change feed";
        AndraTilldelningar = "andra_tilldelningar", "Fördela statliga medel", "Allocate state money";
        HanteraWebhookar = "hantera_webhookar", "Hantera webhookar", "Manage webhooks";
    }
}

impl Roll {
    /// Whether the role may do it at all.
    ///
    /// Roles of a förbund never see persons; the system administrator never does either.
    ///
    /// ```
    /// use finsam_core::atkomst::{Handling, Roll};
    ///
    /// assert!(Roll::Partssystem.may(Handling::AndraDeltaganden));
    /// assert!(!Roll::Forbundsadministrator.may(Handling::LasaDeltaganden));
    /// ```
    #[must_use]
    pub const fn may(self, handling: Handling) -> bool {
        use Handling::{
            AndraAntal, AndraDeltaganden, AndraForbund, AndraInsatser, AndraTilldelningar, HanteraWebhookar,
            LasaAndringar, LasaDeltaganden, LasaForbund, LasaRapporter,
        };
        match self {
            Self::Systemadministrator => {
                let changes = matches!(handling, AndraForbund | AndraInsatser | AndraTilldelningar);
                changes || matches!(handling, LasaForbund | LasaAndringar)
            }
            Self::Forbundsadministrator => {
                let reads = matches!(handling, LasaForbund | LasaAndringar | LasaRapporter);
                reads || matches!(handling, AndraForbund | AndraInsatser | AndraAntal | HanteraWebhookar)
            }
            Self::Insatsansvarig => {
                let reads = matches!(handling, LasaForbund | LasaAndringar | LasaRapporter);
                reads || matches!(handling, AndraInsatser | AndraAntal)
            }
            Self::Deltagaransvarig => {
                let reads = matches!(handling, LasaForbund | LasaAndringar | LasaDeltaganden | LasaRapporter);
                reads || matches!(handling, AndraDeltaganden)
            }
            Self::Partssystem => Self::Deltagaransvarig.may(handling) || matches!(handling, HanteraWebhookar),
            Self::Nationell => {
                matches!(handling, LasaForbund | LasaAndringar | LasaRapporter | AndraTilldelningar)
            }
            Self::Loggranskare => false,
        }
    }

    /// Whether the role acts for a part and sees that part's persons.
    #[must_use]
    pub const fn acts_for_part(self) -> bool {
        matches!(self, Self::Deltagaransvarig | Self::Partssystem)
    }
}
