//! The rooms of the store: one pair of traits each, reading apart from writing.

mod akt;
mod arsvis;
mod atkomst;
mod deltagande;
mod faststallelse;
mod forbund;
mod gallring;
mod handelse;
mod import;
mod insats;
mod kvitto;
mod logg;
mod nyckel;
mod periodvis;
mod person;
mod skyddstillstand;
mod token;
mod webhook;

pub use crate::beredd::Beredd;
pub(crate) use akt::Dagar;
pub use akt::{Akt, AktRead, AktWrite, Aktnamn, Aktuppgift};
pub use arsvis::{Arsvis, ArsvisRead, ArsvisWrite};
pub use atkomst::{AtkomstWrite, Atkomstmal};
pub use deltagande::{
    Avsikt, DeltagandeRead, DeltagandeWrite, Deltagandeurval, Jamforelseurval, Omfattad, Radering, Raderingsutfall,
    Registrerande, Sedd, Skrivning, Skrivutfall, Staende, Statistikrad, Strategi, Underlag, Villkor,
};
pub use faststallelse::{FaststallelseRead, FaststallelseWrite, Nyfaststallelse};
pub use forbund::{ForbundRead, ForbundWrite, Forbundsurval};
pub use gallring::{GallringRead, GallringWrite, Gallringsbar, Gallringsmal, Gallringsstopp, Gallringsurval};
pub use handelse::{Flode, Handelse, HandelseRead, HandelseWrite, Handelsetyp, Resurs, Rorda, Skedd};
pub use import::{Gallring, Import, ImportRead, ImportWrite, Importinnehall, Importrad};
pub use insats::{InsatsRead, InsatsWrite, Insatsurval, Insatsval};
pub use kvitto::{Kvitto, KvittoRead, KvittoWrite};
pub use logg::{
    Atkomstpost, LoggRead, Loggande, Loggarende, Logghuvud, Loggkedja, Loggled, Loggrad, Loggsegment, Loggurval,
};
pub use nyckel::{Forvar, InnehavWrite, Nyckelhallare, Omgang, Slutna, Spolade, Stalle};
pub use periodvis::{Periodvis, PeriodvisRead, PeriodvisWrite};
pub(crate) use person::shown_to;
pub use person::{Anonymisering, PersonRead, PersonWrite, Personsok};
pub use skyddstillstand::{Skyddstillstand, SkyddstillstandRead, SkyddstillstandWrite};
pub use token::{Token, TokenRead, TokenWrite, Tokenlage};
pub use webhook::{Hemligheter, Lan, Leveranstillstand, Webhook, WebhookRead, WebhookWrite};

/// Which part of a list is wanted: at most `limit`, from a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sidval {
    /// At most how many, 1-1 000.
    pub limit: u32,
    /// From where.
    pub fran: Fran,
}

/// A place in a list. Lists are in order of creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fran {
    /// After so many.
    Hopp(u64),
    /// After the row with this internal number, as [`Sida::sista`] gave it.
    Efter(i64),
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sida<T> {
    /// What was found.
    pub poster: Vec<T>,
    /// How many there are in all.
    pub totalt: u64,
    /// The internal number of the last one here, when more may follow.
    pub sista: Option<i64>,
}
