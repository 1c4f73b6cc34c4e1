//! `finsam migrate`.

use clap::Args;

use super::lager::Databas;
use super::{Utfall, visa};

/// Migrera registret / Migrate the register
///
/// Skapar det om det inte finns. En databas från en nyare version avvisas.
#[derive(Debug, Args)]
#[command(after_help = "Exempel:\n  finsam migrate --database sqlite:finsam.db")]
pub struct Migrate {
    #[command(flatten)]
    databas: Databas,
}

impl Migrate {
    pub(super) fn run(self) -> Utfall {
        let ring = self.databas.ring()?;
        drop(self.databas.open(ring)?);
        visa::line("Registret är migrerat. / The register is migrated.")
    }
}
