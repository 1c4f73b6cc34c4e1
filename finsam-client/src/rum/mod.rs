//! The rooms of the API, one file each.

mod akter;
mod andringar;
mod antal;
mod atkomstlogg;
mod bakgrundstal;
mod deltaganden;
mod forbund;
mod importer;
mod insatser;
mod kontrollsummor;
mod om;
mod personer;
mod rapporter;
mod strukturdeltagande;
mod tilldelningar;
mod webhookar;

pub use akter::Aktrum;
pub use andringar::{Andringsfraga, Andringsrum, Efter, Steg};
pub use antal::{Antalsimport, Antalsrum};
pub use atkomstlogg::{Loggfraga, Loggrum};
pub use bakgrundstal::Bakgrundsrum;
pub use deltaganden::{Deltagandefraga, Deltaganderum};
pub use forbund::{Forbundsfraga, Forbundsrum};
pub use importer::{Avstamma, Importformat, Importrum, Importval};
pub use insatser::{Insatsfraga, Insatsrum};
pub use kontrollsummor::{Kontrollsumrum, Omfangsfraga};
pub use om::Omrum;
pub use personer::Personrum;
pub use rapporter::Rapportrum;
pub use strukturdeltagande::Strukturrum;
pub use tilldelningar::Tilldelningsrum;
pub use webhookar::Webhookrum;

/// What is accepted where a workbook is asked for.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, application/problem+json;q=0.1";
