//! `finsam migrate`.

use clap::Args;

use super::lager::Databas;
use super::{Utfall, visa};

/// Migrera registret / Migrate the register
///
/// En SQLite-fil skapas om den inte finns. Allt eller inget görs. En databas från en nyare version avvisas.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam migrate --database sqlite:finsam.db\n  finsam migrate --database postgres://finsam@localhost/finsam"
)]
pub struct Migrate {
    #[command(flatten)]
    databas: Databas,
}

impl Migrate {
    pub(super) async fn run(self) -> Utfall {
        self.databas.migrate().await?;
        visa::line("Registret är migrerat. / The register is migrated.")
    }
}
