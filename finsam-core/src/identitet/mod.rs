//! Identity numbers: personnummer, samordningsnummer, reservnummer and organisationsnummer (rules ID-01 to ID-10).
//!
//! A number of a person never appears in a log, an address or an error: the types print masked, and [`IdFel`] says
//! what is wrong without quoting anything. The core never asks what day it is, so whoever reads a number says so.

mod fel;
mod kon;
mod likhet;
mod numrering;
mod organisationsnummer;
mod person;
mod personnummer;
mod reservnummer;
mod samordningsnummer;
mod siffror;
mod testnummer;
#[cfg(test)]
mod tests;

pub use fel::IdFel;
pub use kon::Kon;
pub use likhet::looks_like_identity_number;
pub use numrering::Numrering;
pub use organisationsnummer::Organisationsnummer;
pub use person::Identitet;
pub use personnummer::Personnummer;
pub use reservnummer::{Reservnummer, Reservnummeruppgift};
pub use samordningsnummer::Samordningsnummer;
pub use testnummer::{Testnummer, TestnummerFel};
