//! `finsam token aterkalla`.

use clap::Args;
use finsam_core::id::TokenId;

use super::{aktor, reach, unknown};
use crate::klocka::{Klocka, Systemklocka};
use crate::kommando::lager::Databas;
use crate::kommando::{Utfall, visa};

/// Återkalla en nyckel, för alltid / Withdraw a key, for good
///
/// Den och en förra som den har bytts ut mot slutar gälla. En server som är igång kan godta den i några sekunder till.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam token aterkalla --database sqlite:finsam.db 0190a5c0-7c00-7000-8000-000000000001"
)]
pub(super) struct Aterkalla {
    #[command(flatten)]
    databas: Databas,
    /// Nyckelns identitet, från finsam token lista / The identity of the key
    id: TokenId,
}

impl Aterkalla {
    pub(super) async fn run(self) -> Utfall {
        let store = self.databas.open_existing(None).await?;
        let mut unit = store.begin(aktor("token aterkalla")).await.map_err(reach)?;
        let revoked = unit.tokens().revoke(self.id, Systemklocka.now()).await.map_err(reach)?;
        unit.commit().await.map_err(reach)?;
        store.close().await;
        if !revoked {
            return Err(unknown(self.id));
        }
        visa::note(&format!("{}: återkallad / withdrawn", self.id));
        Ok(())
    }
}
