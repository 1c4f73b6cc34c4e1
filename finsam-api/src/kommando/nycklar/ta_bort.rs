//! `finsam nycklar ta-bort`.

use std::time::Duration;

use clap::Args;
use finsam_store::{Nyckelfil, Nyckelring, Store, StoreError};

use super::anvand::missing;
use super::{PAUS, await_imports, fil, key_file, said, stopped, unfinished};
use crate::kommando::lager::Databas;
use crate::kommando::{Kommandofel, Utfall, visa};

/// So many times it is tried while others write.
const FORSOK: u32 = 60;

/// Ta bort en nyckel som inte förseglar något / Take away a key that seals nothing
///
/// Säkerhetskopior från före bytet öppnas bara med den: spara en kopia av nyckelfilen så länge som de finns. I PostgreSQL
/// körs det av den roll som äger registret.
///
/// Backups from before the change open only with it: keep a copy of the key file for as long as there are any. In
/// PostgreSQL it is run by the role that owns the register.
#[derive(Debug, Args)]
#[command(after_help = "Exempel:\n  finsam nycklar ta-bort 1 --nyckel /etc/finsam/nyckel --database sqlite:finsam.db")]
pub(super) struct TaBort {
    /// Nyckelns nummer / The number of the key
    nummer: u8,
    #[command(flatten)]
    databas: Databas,
    /// Vänta på importer som pågår, så många sekunder / Wait for imports under way, so many seconds
    #[arg(long, value_name = "S", default_value_t = 600)]
    vanta: u64,
}

impl TaBort {
    pub(super) async fn run(self) -> Utfall {
        let (file, nummer) = (key_file(&self.databas)?, self.nummer);
        let fil = Nyckelfil::read(file).map_err(|fel| Kommandofel::reach("--nyckel", fel))?;
        // Whether it may go is judged before the register forgets it.
        remove(&mut fil.clone(), nummer)?;
        let store = self.databas.open_existing(Some(Nyckelring::of(&fil))).await?;
        forget(store.as_ref(), nummer).await.map_err(|fel| in_use(nummer, &fel))?;
        // No import comes any more whose body it sealed.
        let going = store.spooled().await.map_err(|fel| stopped(&fel))?.into_iter();
        let sealed = |nyckel: Option<u8>| nyckel.is_none_or(|nyckel| nyckel == nummer);
        let going = going.filter(|(_, nyckel)| sealed(*nyckel)).map(|(id, _)| id).collect();
        let going = await_imports(store.as_ref(), going, Duration::from_secs(self.vanta)).await?;
        store.close().await;
        if !going.is_empty() {
            return Err(unfinished(&going));
        }
        fil::change_standing(file, |fil| remove(fil, nummer))?;
        said(&format!("nyckel {nummer} är borttagen / key {nummer} has been taken away: {}", file.display()))
    }
}

/// Those who write let it in between two transactions.
async fn forget(store: &dyn Store, nummer: u8) -> Result<(), StoreError> {
    for _ in 1..FORSOK {
        match store.forget_key(nummer).await {
            Err(StoreError::Unavailable(cause)) => visa::note(&format!("väntar / waiting: {cause}")),
            answer => return answer,
        }
        tokio::time::sleep(PAUS).await;
    }
    store.forget_key(nummer).await
}

fn remove(fil: &mut Nyckelfil, nummer: u8) -> Utfall {
    if nummer == fil.sealing() {
        return Err(Kommandofel::Data(format!(
            "nyckel {nummer} förseglar; låt en annan göra det först / key {nummer} seals; let another do so first"
        )));
    }
    fil.remove(nummer).map_err(|_| missing(nummer))
}

fn in_use(nummer: u8, fel: &StoreError) -> Kommandofel {
    match fel {
        StoreError::Conflict(_) => Kommandofel::Data(format!(
            "nyckel {nummer} förseglar ännu något; kör finsam nycklar rotera / \
             key {nummer} still seals something; run finsam nycklar rotera"
        )),
        fel => stopped(fel),
    }
}
