//! `finsam nycklar lista`.

use std::collections::BTreeSet;

use clap::Args;
use finsam_store::Nyckelfil;
use finsam_store::rum::{Forvar, Slutna};

use super::{key_file, said, stopped};
use crate::kommando::lager::Databas;
use crate::kommando::{Kommandofel, Utfall};

/// Visa nycklarna och hur mycket var och en förseglar / Show the keys and how much each seals
#[derive(Debug, Args)]
#[command(after_help = "Exempel:\n  finsam nycklar lista --nyckel /etc/finsam/nyckel --database sqlite:finsam.db")]
pub(super) struct Lista {
    #[command(flatten)]
    databas: Databas,
}

impl Lista {
    pub(super) async fn run(self) -> Utfall {
        let fil = Nyckelfil::read(key_file(&self.databas)?).map_err(|fel| Kommandofel::reach("--nyckel", fel))?;
        // Without keys: it is to be seen too which of them are missing.
        let store = self.databas.open_existing(None).await?;
        let slutna = store.sealed().await.map_err(|fel| stopped(&fel))?;
        store.close().await;
        let ids: BTreeSet<u8> = fil.ids().chain(slutna.iter().map(|one| one.nyckel)).collect();
        ids.into_iter().try_for_each(|id| said(&describe(&fil, id, &slutna)))
    }
}

fn describe(fil: &Nyckelfil, id: u8, slutna: &[Slutna]) -> String {
    let what = match fil.ids().find(|known| *known == id) {
        Some(id) if id == fil.sealing() => "förseglar / seals",
        Some(_) => "öppnar / opens",
        None => "saknas i filen / is not in the file",
    };
    let rows = Forvar::ALLA.map(|forvar| {
        let of = slutna.iter().find(|one| one.nyckel == id && one.forvar == forvar);
        format!("{} {}", forvar.tabell(), of.map_or(0, |one| one.antal))
    });
    format!("{id:>3}  {what}  {}", rows.join(", "))
}
