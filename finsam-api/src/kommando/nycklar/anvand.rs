//! `finsam nycklar anvand`.

use clap::Args;
use finsam_store::{Nyckelfil, Nyckelring};

use super::{fil, key_file, said, stopped};
use crate::klocka::{Klocka, Systemklocka};
use crate::kommando::lager::Databas;
use crate::kommando::server::innehav::GALLER;
use crate::kommando::{Kommandofel, Utfall};

/// Låt en nyckel försegla från och med nu / Let a key seal from now on
///
/// Först när varje server har läst en fil där nyckeln står: en som inte har den kan inte öppna det som den förseglar. Servrar
/// säger till registret vilka nycklar de har, och den som saknas hos någon tas inte i bruk. I PostgreSQL körs det av den roll som äger registret.
///
/// Not before every server has read a file in which the key stands: one that has not cannot open what it seals. Servers tell
/// the register which keys they have, and one that any of them lacks is not taken into use. In PostgreSQL it is run by the role that owns the register.
#[derive(Debug, Args)]
#[command(after_help = "Exempel:\n  finsam nycklar anvand 2 --nyckel /etc/finsam/nyckel --database sqlite:finsam.db")]
pub(super) struct Anvand {
    /// Nyckelns nummer / The number of the key
    nummer: u8,
    #[command(flatten)]
    databas: Databas,
    /// Även om servrar som kan köra inte har den / Although servers that may be running do not have it
    #[arg(long)]
    anda: bool,
}

impl Anvand {
    pub(super) async fn run(self) -> Utfall {
        let file = key_file(&self.databas)?;
        let mut fil = Nyckelfil::read(file).map_err(|fel| Kommandofel::reach("--nyckel", fel))?;
        self.choose(&mut fil)?;
        if !self.anda {
            self.await_none_unaware().await?;
        }
        // The register knows it before anything is sealed with it, and lets older programs in no more.
        self.databas.open_existing(Some(Nyckelring::of(&fil))).await?.close().await;
        fil::change_standing(file, |fil| self.choose(fil))?;
        said(&format!("nyckel {0} förseglar / key {0} seals: {1}", self.nummer, file.display()))
    }

    /// What a server that does not know the key cannot open, it answers 503 to.
    async fn await_none_unaware(&self) -> Utfall {
        // Without keys: the register is not to know this one yet.
        let store = self.databas.open_existing(None).await?;
        let unaware = store.unaware(self.nummer, Systemklocka.now() - GALLER).await;
        store.close().await;
        match unaware.map_err(|fel| stopped(&fel))? {
            0 => Ok(()),
            antal => Err(Kommandofel::Data(format!(
                "{antal} servrar har inte nyckel {0}: ge dem nyckelfilen, låt dem läsa den (SIGHUP) och kör igen. En som har \
                 dödats räknas i {1} minuter; --anda byter ändå / \
                 {antal} servers do not have key {0}: give them the key file, let them read it (SIGHUP) and run again. One \
                 that was killed counts for {1} minutes; --anda changes all the same",
                self.nummer,
                GALLER.num_minutes(),
            ))),
        }
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
