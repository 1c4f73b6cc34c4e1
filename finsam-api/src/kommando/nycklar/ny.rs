//! `finsam nycklar ny`.

use clap::Args;
use finsam_store::Nyckelfil;

use super::{fil, key_file, said};
use crate::kommando::lager::Databas;
use crate::kommando::{Kommandofel, Utfall, random_bytes};

/// Gör en nyckelfil, eller lägg till en nyckel i den / Make a key file, or add a key to it
///
/// Den nya nyckeln öppnar men förseglar inte förrän finsam nycklar anvand säger det.
///
/// The new key opens, and does not seal until finsam nycklar anvand says so.
#[derive(Debug, Args)]
#[command(after_help = "Exempel:\n  finsam nycklar ny --nyckel /etc/finsam/nyckel")]
pub(super) struct Ny {
    #[command(flatten)]
    databas: Databas,
}

impl Ny {
    pub(super) fn run(self) -> Utfall {
        let file = key_file(&self.databas)?;
        let master = random_bytes()?;
        let first = || Ok((Nyckelfil::single(master), 1));
        let id = fil::change(file, first, |fil| fil.add(master).map_err(|fel| Kommandofel::Data(fel.to_string())))?;
        said(&format!("nyckel {id} är gjord / key {id} has been made: {}", file.display()))
    }
}
