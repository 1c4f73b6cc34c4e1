//! What reports are counted of: a register, or a file that was written of one.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use finsam_core::statistik::REGELVERSION;
use finsam_store::Store;

use super::exportera::unwritten;
use super::lager::Databas;
use super::{Kommandofel, visa};
use crate::klocka::Systemklocka;
use crate::statistik::{Lage, Statistik};
use crate::statistikfil;

/// A register, or a file that was written of one.
#[derive(Debug, Args)]
pub struct Raknat {
    #[command(flatten)]
    databas: Databas,
    /// Räkna ur en fil från finsam exportera --statistik, utan register / Count from a file, without a register
    #[arg(long, value_name = "FIL")]
    fran: Option<PathBuf>,
}

impl Raknat {
    /// The register.
    pub(super) async fn register(&self) -> Result<Arc<dyn Store>, Kommandofel> {
        self.databas.open_existing(self.databas.ring()?).await
    }

    /// Looks at its state, to hide what must be hidden below `troskel`.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        troskel: u32,
        look: impl FnOnce(Lage<'_>) -> T + Send + 'static,
    ) -> Result<T, Kommandofel> {
        let Some(fil) = &self.fran else {
            let store = self.register().await?;
            let statistik = Statistik::recalled(Arc::clone(&store), Arc::new(Systemklocka));
            let seen = statistik.look_protected(troskel, look).await;
            store.close().await;
            return seen.map_err(|fel| Kommandofel::reach("--database", fel));
        };
        let read = statistikfil::read(fil).map_err(unwritten)?;
        if read.regelversion != REGELVERSION {
            visa::note(&format!(
                "Filen skrevs med regelversion {}, tabellen räknas med {REGELVERSION}. / \
                 The file was written by rule version {}, the table is counted by {REGELVERSION}.",
                read.regelversion, read.regelversion
            ));
        }
        Ok(look(read.lage()))
    }
}
