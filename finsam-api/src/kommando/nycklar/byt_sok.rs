//! `finsam nycklar byt-sok`.

use std::fs;
use std::path::Path;

use clap::Args;
use finsam_store::sokbyte::{Sokbyte, change_search_key};
use finsam_store::{Nyckelfil, Nyckelring, StoreError};

use super::{fil, key_file, said, stopped};
use crate::kommando::flytta::place;
use crate::kommando::lager::{Databas, write_secret};
use crate::kommando::{Kommandofel, Utfall, random_bytes};

/// Byt nyckeln som personer hittas med, medan ingen server kör / Change the key that persons are found by, while no server runs
///
/// Alla servrar stoppas först: två hashar samtidigt vore två personer. Allt görs i en transaktion och kan avbrytas och köras
/// igen. Avvisade poster i importer tas bort där inget annat i registret är om samma person. I PostgreSQL körs det av den
/// roll som äger registret.
///
/// All servers are stopped first: two hashes at once would be two persons. All of it is one transaction, and can be broken
/// off and run again. Refused records of imports are removed where nothing else in the register is about the same person. In
/// PostgreSQL it is run by the role that owns the register.
#[derive(Debug, Args)]
#[command(after_help = "Exempel:\n  finsam nycklar byt-sok --nyckel /etc/finsam/nyckel --database sqlite:finsam.db")]
pub(super) struct BytSok {
    #[command(flatten)]
    databas: Databas,
}

impl BytSok {
    pub(super) async fn run(self) -> Utfall {
        let file = key_file(&self.databas)?;
        let old = Nyckelfil::read(file).map_err(|fel| Kommandofel::reach("--nyckel", fel))?;
        // The new key is on disk before the register has it: broken off in between, the next run goes on with the same.
        let beside = file.with_added_extension("sok");
        let new = kept(&beside, &old)?;
        let (before, after) = (Nyckelring::of(&old), Nyckelring::of(&new));
        let done = change_search_key(&place(&self.databas)?, &before, &after).await.map_err(|fel| refused(&fel))?;
        fil::change_standing(file, |fil| {
            fil.take_search_key(&new);
            Ok(())
        })?;
        fs::remove_file(&beside).map_err(|error| Kommandofel::reach(&beside.display().to_string(), error))?;
        tell(done, file)
    }
}

/// The key file as it is to be, kept beside it until all is done.
fn kept(beside: &Path, old: &Nyckelfil) -> Result<Nyckelfil, Kommandofel> {
    let mut new = old.clone();
    if beside.exists() {
        let begun = Nyckelfil::read(beside).map_err(|fel| Kommandofel::reach(&beside.display().to_string(), fel))?;
        // Other keys may have come since.
        new.take_search_key(&begun);
    } else {
        new.replace_search_key(random_bytes()?);
        write_secret(beside, new.text())?;
    }
    Ok(new)
}

fn tell(done: Sokbyte, file: &Path) -> Utfall {
    let Sokbyte { redan, deltaganden, glomda } = done;
    if redan {
        return said(&format!(
            "registret hade den nya nyckeln redan, nu har filen den också / \
             the register had the new key already, now the file has it too: {}",
            file.display()
        ));
    }
    said(&format!("{deltaganden} deltaganden hittas med en ny nyckel / are found with a new key: {}", file.display()))?;
    if glomda > 0 {
        said(&format!(
            "avvisade poster om {glomda} personer är borttagna / refused records about {glomda} persons are removed"
        ))?;
    }
    Ok(())
}

fn refused(fel: &StoreError) -> Kommandofel {
    match fel {
        StoreError::Conflict(_) => Kommandofel::Data(
            "en planerad import är om någon som inget annat i registret är om; verkställ den eller vänta tills den har gått \
             ut, ett dygn / a planned import is about somebody whom nothing else in the register is about; carry it out, or \
             wait until it has expired, a day"
                .to_owned(),
        ),
        fel => stopped(fel),
    }
}
