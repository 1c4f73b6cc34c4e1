//! `finsam aterstall`.

use std::path::PathBuf;

use clap::Args;
use finsam_store::StoreError;
use finsam_store::sqlite::{Aterstallning, Kopiafel, restore};

use super::lager::Databas;
use super::sakerhetskopiera::{describe, file_of, stopped, with_bar};
use super::{Kommandofel, Utfall, visa};
use crate::klocka::{Klocka, Systemklocka};

/// Återställ ett register i SQLite från en säkerhetskopia / Restore a register in SQLite from a backup
///
/// Kopian granskas helt först, och att den är gjord med nyckeln om --nyckel anges. Servern måste vara stoppad. Med
/// --ersatt får det register som står där ett nytt namn och blir kvar. Händelser som kom efter kopian finns inte mer:
/// den som följer händelserna får svaret 410 och läser om allt.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam aterstall kopia.db --database sqlite:finsam.db --nyckel finsam.nyckel\n  finsam aterstall kopia.db --database sqlite:finsam.db --ersatt"
)]
pub struct Aterstall {
    /// Kopian / The copy
    fil: PathBuf,
    #[command(flatten)]
    databas: Databas,
    /// Ersätt registret som står där; det får ett nytt namn / Replace the register that stands there; it gets a new name
    #[arg(long)]
    ersatt: bool,
}

impl Aterstall {
    pub(super) async fn run(self) -> Utfall {
        let (till, ring) = (file_of(&self.databas)?, self.databas.ring()?);
        let undan = till.with_added_extension(Systemklocka.now().format("undan-%Y%m%dT%H%M%S%3fZ").to_string());
        let (aside, file) = (undan.clone(), till.clone());
        let (put, stood) = with_bar(move |progress| {
            let undan = self.ersatt.then_some(undan.as_path());
            restore(Aterstallning { kopia: &self.fil, till: &file, undan, ring: ring.as_ref() }, progress)
        })
        .await
        .map_err(refused_copy)?;
        visa::line(&format!("Registret är återställt / The register is restored: {}", till.display()))?;
        visa::line(&describe(&put))?;
        if stood {
            visa::line(&format!("Det gamla heter nu / The old one is now called {}", aside.display()))?;
        }
        Ok(())
    }
}

/// It is the copy that is damaged, and the register is as it was.
fn refused_copy(fel: Kopiafel) -> Kommandofel {
    match fel {
        Kopiafel::Store(fel @ (StoreError::Damaged(_) | StoreError::NoDatabase)) => Kommandofel::Natt(format!(
            "kopian är skadad och används inte; ta en äldre / the copy is damaged and is not used; take an older one: {fel}"
        )),
        Kopiafel::Store(StoreError::WrongKey) => Kommandofel::Natt(
            "nyckeln öppnar inte kopian; ange den som registret skapades med / \
             the key does not open the copy; name the one that the register was made with"
                .to_owned(),
        ),
        fel => stopped(fel),
    }
}
