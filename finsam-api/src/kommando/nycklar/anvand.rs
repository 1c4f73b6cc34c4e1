//! `finsam nycklar anvand`.

use clap::Args;
use finsam_store::{Nyckelfil, Nyckelring};

use super::{fil, key_file, said};
use crate::kommando::lager::Databas;
use crate::kommando::{Kommandofel, Utfall};

/// Låt en nyckel försegla från och med nu / Let a key seal from now on
///
/// Först när varje server har läst en fil där nyckeln står: en som inte har den kan inte öppna det som den förseglar. I
/// PostgreSQL körs det av den roll som äger registret.
///
/// Not before every server has read a file in which the key stands: one that has not cannot open what it seals. In
/// PostgreSQL it is run by the role that owns the register.
#[derive(Debug, Args)]
#[command(after_help = "Exempel:\n  finsam nycklar anvand 2 --nyckel /etc/finsam/nyckel --database sqlite:finsam.db")]
pub(super) struct Anvand {
    /// Nyckelns nummer / The number of the key
    nummer: u8,
    #[command(flatten)]
    databas: Databas,
}

impl Anvand {
    pub(super) async fn run(self) -> Utfall {
        let file = key_file(&self.databas)?;
        let mut fil = Nyckelfil::read(file).map_err(|fel| Kommandofel::reach("--nyckel", fel))?;
        self.choose(&mut fil)?;
        // The register knows it before anything is sealed with it, and lets older programs in no more.
        self.databas.open_existing(Some(Nyckelring::of(&fil))).await?.close().await;
        fil::change_standing(file, |fil| self.choose(fil))?;
        said(&format!("nyckel {0} förseglar / key {0} seals: {1}", self.nummer, file.display()))
    }

    fn choose(&self, fil: &mut Nyckelfil) -> Utfall {
        fil.seal_with(self.nummer).map_err(|_| missing(self.nummer))
    }
}

pub(super) fn missing(nummer: u8) -> Kommandofel {
    Kommandofel::Data(format!(
        "nyckel {nummer} står inte i filen; finsam nycklar lista visar vilka som finns / \
         key {nummer} is not in the file; finsam nycklar lista shows which there are"
    ))
}
