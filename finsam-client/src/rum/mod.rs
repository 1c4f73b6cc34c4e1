//! The rooms of the API, one file each.

mod andringar;
mod antal;
mod deltaganden;
mod forbund;
mod importer;
mod insatser;
mod om;
mod rapporter;
mod webhookar;

pub use andringar::{Andringsfraga, Andringsrum, Efter, Steg};
pub use antal::Antalsrum;
pub use deltaganden::{Deltagandefraga, Deltaganderum};
pub use forbund::{Forbundsfraga, Forbundsrum};
pub use importer::{Avstamma, Importformat, Importrum, Importval};
pub use insatser::{Insatsfraga, Insatsrum};
pub use om::Omrum;
pub use rapporter::Rapportrum;
pub use webhookar::Webhookrum;
