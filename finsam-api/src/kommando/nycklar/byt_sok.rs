//! `finsam nycklar byt-sok`.

use std::fs;
use std::path::Path;

use clap::Args;
use finsam_store::sokbyte::{Sokbyte, change_search_key};
use finsam_store::{Nyckelfil, Nyckelring, StoreError};

use super::fil::{self, Beside};
use super::{key_file, said, stopped};
use crate::kommando::flytta::place;
use crate::kommando::lager::Databas;
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
        let file = &fil::real(key_file(&self.databas)?);
        // Nobody else changes the file until all is done.
        let _alone = Beside::take(file)?;
        let old = Nyckelfil::read(file).map_err(|fel| Kommandofel::reach("--nyckel", fel))?;
        // The new key is on disk before the register has it: broken off in between, the next run goes on with the same.
        let beside = file.with_added_extension("sok");
        let new = kept(&beside, file, &old)?;
        let (before, after) = (Nyckelring::of(&old), Nyckelring::of(&new));
        let done = change_search_key(&place(&self.databas)?, &before, &after).await.map_err(|fel| refused(&fel))?;
        let placed = fs::rename(&beside, file).and_then(|()| fil::sync_folder(file));
        placed.map_err(|error| Kommandofel::reach(&file.display().to_string(), error))?;
        tell(done, file)
    }
}

/// The key file as it is to be, kept beside it until all is done. A search key that is kept there is not changed: the
/// register may have it.
fn kept(beside: &Path, file: &Path, old: &Nyckelfil) -> Result<Nyckelfil, Kommandofel> {
    let mut new = old.clone();
    if beside.exists() {
        let begun = Nyckelfil::read(beside).map_err(|fel| damaged(beside, file, &fel))?;
        // Other keys may have come since.
        new.take_search_key(&begun);
    } else {
        new.replace_search_key(random_bytes()?);
    }
    Beside::take(beside)?.become_file(beside, file, &new.text())?;
    Ok(new)
}

fn damaged(beside: &Path, file: &Path, fel: &dyn std::fmt::Display) -> Kommandofel {
    let (beside, file) = (beside.display(), file.display());
    Kommandofel::Natt(format!(
        "{beside}: {fel}; där står nyckeln från ett byte som avbröts. Om finsam nycklar lista öppnar registret med {file} har \
         det inte fått den: ta bort {beside} och kör igen. Annars: ta fram en hel kopia av {beside} / \
         the key of a change that was broken off stands there. If finsam nycklar lista opens the register with {file} it has \
         not got it: remove {beside} and run again. Otherwise bring back a whole copy of {beside}"
    ))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_key_that_is_kept_is_gone_on_with() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("nyckel");
        let sok = folder.path().join("nyckel.sok");
        let mut old = Nyckelfil::single([7; 32]);
        let found = |fil: &Nyckelfil| Nyckelring::of(fil).search_hash(b"P:199003122380");
        let new = kept(&sok, &file, &old).unwrap();
        assert!(found(&new) != found(&old) && Nyckelfil::read(&sok).unwrap() == new);
        assert!(kept(&sok, &file, &old).unwrap() == new, "the next run goes on with it");
        old.add([8; 32]).unwrap();
        let more = kept(&sok, &file, &old).unwrap();
        assert_eq!((found(&more), more.ids().count()), (found(&new), 2), "another key has come since");
        assert!(Nyckelfil::read(&sok).unwrap() == more, "all of it becomes the key file");
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::MetadataExt::mode(&fs::metadata(&sok).unwrap()) & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
    }

    #[test]
    fn a_damaged_search_key_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let (file, sok) = (folder.path().join("nyckel"), folder.path().join("nyckel.sok"));
        fs::write(&sok, "1 0707\nsok 07").unwrap();
        let said = kept(&sok, &file, &Nyckelfil::single([7; 32])).unwrap_err().to_string();
        assert!(said.contains("finsam nycklar lista") && said.contains("line 1"), "{said}");
        assert_eq!(fs::read_to_string(&sok).unwrap(), "1 0707\nsok 07");
    }
}
