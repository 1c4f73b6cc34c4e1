//! What goes over the wire besides the types of the domain.

mod andringar;
mod antal;
mod arbetslage;
mod atkomstlogg;
mod faltandring;
mod hamtning;
mod import;
mod importpost;
mod kontrollsumma;
mod om;
mod personer;
mod problem;
mod radsvar;
mod rapporter;
mod regelkontroll;
mod registerutdrag;
mod regler;
mod sida;
mod strukturdeltagande;
#[cfg(test)]
#[cfg(feature = "serde")]
mod tests;
mod villkor;
mod webhook;

pub use andringar::{Andring, Andringar, Andringsmeta};
pub use antal::{Antalspost, Antalssvar};
pub use arbetslage::{Arbetslage, Arbetslagesrad};
pub use atkomstlogg::Loggpost;
pub use faltandring::Faltandring;
pub use hamtning::{Hamtfraga, Hamtsvar};
pub use import::{
    Atomicitet, Avstamning, Deltagandekvitto, Import, Importantal, Importframsteg, Importlage, Importstatus,
    Radresultat, Radutfall, Strategi, Valideringsrapport,
};
pub use importpost::{Importpost, Raderingspost};
pub use kontrollsumma::{Kontrollsumma, Kontrollsummor, OkandKontrollsumma, Omfang, Omfangssumma, Postsumma};
pub use om::{ApiInfo, Begransningar, Kodlistor, Kodlistsvar, Kodpost, Part, Tvasprakig};
pub use personer::{Anonymiserad, DelatDeltagande, Personatgard, Personatgardssvar, Personfraga, Personsvar};
pub use problem::{Felkod, Problem};
pub use radsvar::Radsvar;
pub use rapporter::{
    Faststallelse, Faststallelselista, Faststallelsestatus, Faststallelseuppgift, Rapportlista, Rapportpost,
    Skillnadsrapport,
};
pub use regelkontroll::{OverfortKapital, Regelkontroll, Sammanslaget, Tilldelningsresultat};
pub use registerutdrag::{Registerutdrag, Visning};
pub use regler::{Bestammelsepost, Lydelsepost, Regelpost, Regelsvar};
pub use sida::{Lank, Lankar, Sida, Sidmeta};
pub use strukturdeltagande::Struktursvar;
pub use villkor::Villkor;
pub use webhook::{Hemlighet, Leverans, Leveransfel, Leveranslage, Webhook, Webhookmeddelande, Webhookuppgift};

crate::kodlista! {
    /// What happened to a thing.
    pub enum Handelsetyp = "handelsetyp", "Händelse", "Event" {
        Skapad = "skapad", "Skapad", "Created";
        Andrad = "andrad", "Ändrad", "Changed";
        Avslutad = "avslutad", "Avslutad", "Closed";
        Raderad = "raderad", "Raderad", "Deleted";
        Anonymiserad = "anonymiserad", "Anonymiserad", "Made anonymous";
        SamtyckeAterkallat = "samtycke_aterkallat", "Samtycke återkallat", "Consent withdrawn";
        Sammanslagen = "sammanslagen", "Sammanslagen", "Merged";
    }
}

crate::kodlista! {
    /// The kinds of things that events are about.
    pub enum Resurs = "resurs", "Resurs", "Resource" {
        Forbund = "forbund", "Samordningsförbund", "Samordningsförbund";
        Insats = "insats", "Insats", "Insats";
        Deltagande = "deltagande", "Deltagande", "Participation";
        Antal = "antal", "Antal", "Counts";
        Styrelse = "styrelse", "Styrelse (id är förbundets)", "Board (id is that of the förbund)";
        Revision = "revision", "Revision (id är förbundets)", "Audit (id is that of the förbund)";
        Budget = "budget", "Budget (id är förbundets)", "Budget (id is that of the förbund)";
        Utfall = "utfall", "Utfall (id är förbundets)", "Outcome (id is that of the förbund)";
        Tilldelning = "tilldelning", "Tilldelning av statliga medel", "Allocation of state money";
        Bakgrundstal = "bakgrundstal", "Bakgrundstal om kommuner", "Background figures of kommuner";
        Strukturdeltagande = "strukturdeltagande", "Strukturdeltagande (id är insatsens)", "People reached (id is that of the insats)";
    }
}
