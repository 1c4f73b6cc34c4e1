//! `finsam nycklar rotera`.

use std::time::Duration;

use clap::Args;
use finsam_store::rum::{Omgang, Stalle};
use finsam_store::{Nyckelfil, Nyckelring, Store, StoreError};
use indicatif::ProgressBar;

use super::{PAUS, await_imports, key_file, others, said, stopped, unfinished};
use crate::kommando::lager::Databas;
use crate::kommando::{Kommandofel, Utfall, visa};

/// So many times everything is gone through: rows that somebody writes just then are passed over.
const VARV: u32 = 20;
/// So many times a round is tried that the register has no time for.
const FORSOK: u32 = 10;

/// Förseglar om allt med den nyckel som förseglar / Seal everything anew with the key that seals
///
/// Görs medan servrarna är igång, i korta transaktioner, och kan avbrytas och köras igen. Varje server ska först försegla
/// med samma nyckel.
///
/// It is done while the servers run, in short transactions, and can be broken off and run again. Every server has to seal
/// with the same key first.
#[derive(Debug, Args)]
#[command(after_help = "Exempel:\n  finsam nycklar rotera --nyckel /etc/finsam/nyckel --database sqlite:finsam.db")]
pub(super) struct Rotera {
    #[command(flatten)]
    databas: Databas,
    /// Rader i en transaktion / Rows in a transaction
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    rader: u32,
    /// Paus efter varje transaktion, millisekunder / Pause after each transaction, milliseconds
    #[arg(long, value_name = "MS", default_value_t = 5)]
    paus: u64,
    /// Vänta på importer som pågår, så många sekunder / Wait for imports under way, so many seconds
    #[arg(long, value_name = "S", default_value_t = 600)]
    vanta: u64,
}

impl Rotera {
    pub(super) async fn run(self) -> Utfall {
        let fil = Nyckelfil::read(key_file(&self.databas)?).map_err(|fel| Kommandofel::reach("--nyckel", fel))?;
        let store = self.databas.open_existing(Some(Nyckelring::of(&fil))).await?;
        let going = store.spooled().await.map_err(|fel| stopped(&fel))?;
        let going = going.into_iter().filter(|(_, nyckel)| *nyckel != Some(fil.sealing())).map(|(id, _)| id).collect();
        let bar = visa::spinner();
        let turned = self.turn(store.as_ref(), fil.sealing(), &bar).await;
        bar.finish_and_clear();
        let rader = turned.map_err(|fel| stopped(&fel))?;
        said(&format!("{rader} rader förseglade om / rows sealed anew"))?;
        let left = others(&store.sealed().await.map_err(|fel| stopped(&fel))?, fil.sealing());
        if left > 0 {
            return Err(remaining(left, fil.sealing()));
        }
        let going = await_imports(store.as_ref(), going, Duration::from_secs(self.vanta)).await?;
        store.close().await;
        if !going.is_empty() {
            return Err(unfinished(&going));
        }
        fil.ids().filter(|id| *id != fil.sealing()).try_for_each(|id| {
            said(&format!(
                "nyckel {id} används inte längre: finsam nycklar ta-bort {id} / \
                 key {id} is not used any more: finsam nycklar ta-bort {id}"
            ))
        })
    }

    /// Goes through everything until nothing is left that another key sealed; how many rows were sealed anew.
    async fn turn(&self, store: &dyn Store, sluter: u8, bar: &ProgressBar) -> Result<u64, StoreError> {
        let mut rader = 0;
        for _ in 0..VARV {
            let left = others(&store.sealed().await?, sluter);
            if left == 0 {
                break;
            }
            visa::note(&format!("{left} att försegla om / to seal anew"));
            let mut fran = Some(Stalle::default());
            while let Some(stalle) = fran {
                let omgang = self.round(store, stalle).await?;
                rader += omgang.rader;
                fran = omgang.vidare;
                bar.set_message(format!("{}: {rader} rader / rows", stalle.forvar.tabell()));
                tokio::time::sleep(Duration::from_millis(self.paus)).await;
            }
        }
        Ok(rader)
    }

    async fn round(&self, store: &dyn Store, fran: Stalle) -> Result<Omgang, StoreError> {
        for _ in 1..FORSOK {
            match store.reseal(fran, self.rader).await {
                Err(StoreError::Unavailable(cause)) => visa::note(&format!("väntar / waiting: {cause}")),
                answer => return answer,
            }
            tokio::time::sleep(PAUS).await;
        }
        store.reseal(fran, self.rader).await
    }
}

fn remaining(left: u64, sluter: u8) -> Kommandofel {
    Kommandofel::Data(format!(
        "{left} är ännu förseglade med en annan nyckel än {sluter}: någon server förseglar så, eller höll dem just då; låt \
         alla läsa nyckelfilen och kör igen / \
         {left} are still sealed with another key than {sluter}: some server seals so, or had them in its hands just then; \
         let all read the key file and run again"
    ))
}
