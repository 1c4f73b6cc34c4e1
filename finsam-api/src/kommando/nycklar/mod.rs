//! `finsam nycklar`.

mod anvand;
mod byt_sok;
pub(super) mod fil;
mod lista;
mod ny;
mod rotera;
mod ta_bort;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use clap::{Args, Subcommand};
use finsam_core::id::ImportId;
use finsam_store::rum::Slutna;
use finsam_store::{Store, StoreError};

use super::lager::Databas;
use super::lagerfel::{explain, refused};
use super::{Kommandofel, Utfall, visa};

/// Registrets nycklar: nya, vad de förseglar, byte utan stopp / The keys of the register: new ones, what they seal, change without a stop
///
/// Ett byte görs i ordning: ny lägger till en nyckel som alla servrar får känna till, anvand låter den försegla, rotera
/// förseglar om det som den gamla har förseglat medan servrarna är igång, och ta-bort tar bort den gamla. En server läser
/// filen på nytt när den får SIGHUP.
///
/// A change is made in order: ny adds a key that all servers get to know, anvand lets it seal, rotera seals anew what the
/// old one sealed while the servers run, and ta-bort takes the old one away. A server reads the file anew on SIGHUP.
#[derive(Debug, Args)]
pub struct Nycklar {
    #[command(subcommand)]
    handling: Nyckelhandling,
}

#[derive(Debug, Subcommand)]
enum Nyckelhandling {
    Ny(ny::Ny),
    Lista(lista::Lista),
    Anvand(anvand::Anvand),
    Rotera(rotera::Rotera),
    TaBort(ta_bort::TaBort),
    BytSok(byt_sok::BytSok),
}

impl Nycklar {
    pub(super) async fn run(self) -> Utfall {
        match self.handling {
            Nyckelhandling::Ny(ny) => ny.run(),
            Nyckelhandling::Lista(lista) => lista.run().await,
            Nyckelhandling::Anvand(anvand) => anvand.run().await,
            Nyckelhandling::Rotera(rotera) => rotera.run().await,
            Nyckelhandling::TaBort(ta_bort) => ta_bort.run().await,
            Nyckelhandling::BytSok(byt_sok) => byt_sok.run().await,
        }
    }
}

/// How often it is asked whether imports have ended.
const PAUS: Duration = Duration::from_millis(500);

/// The key file, which must be named.
fn key_file(databas: &Databas) -> Result<&Path, Kommandofel> {
    databas
        .key_file()?
        .ok_or_else(|| Kommandofel::Bruk("ange nyckelfilen med --nyckel / name the key file with --nyckel".to_owned()))
}

/// How much is sealed by other keys than this one.
fn others(slutna: &[Slutna], nyckel: u8) -> u64 {
    slutna.iter().filter(|one| one.nyckel != nyckel).map(|one| one.antal).sum()
}

/// Waits for imports to end whose bodies lie sealed on the disk of a server; those that have not ended in time.
async fn await_imports(
    store: &dyn Store,
    mut going: BTreeSet<ImportId>,
    time: Duration,
) -> Result<BTreeSet<ImportId>, Kommandofel> {
    let asked = async {
        while !going.is_empty() {
            let now = store.spooled().await.map_err(refused)?;
            going.retain(|import| now.contains_key(import));
            tokio::time::sleep(PAUS).await;
        }
        Ok(())
    };
    match tokio::time::timeout(time, asked).await {
        Ok(Err(fel)) => Err(fel),
        Ok(Ok(())) | Err(_) => Ok(going),
    }
}

/// What went wrong with the register.
fn stopped(fel: &StoreError) -> Kommandofel {
    Kommandofel::reach("--database", explain(fel).unwrap_or_else(|| fel.to_string()))
}

fn unfinished(going: &BTreeSet<ImportId>) -> Kommandofel {
    Kommandofel::Data(format!(
        "{0} importer pågår ännu vilkas innehåll kan vara förseglat med en äldre nyckel; vänta och kör igen / \
         {0} imports are still under way whose bodies an older key may have sealed; wait and run again",
        going.len()
    ))
}

fn said(text: &str) -> Utfall {
    visa::line(text)
}
