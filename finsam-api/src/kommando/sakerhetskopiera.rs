//! `finsam sakerhetskopiera`.

use std::path::PathBuf;

use clap::Args;
use finsam_store::StoreError;
use finsam_store::sqlite::{Kopia, Kopiafel, Kopiering, back_up};

use super::lager::{Adressat, Databas};
use super::lagerfel::refused;
use super::{Kommandofel, Utfall, visa};

/// Säkerhetskopiera ett register i SQLite / Back up a register in SQLite
///
/// Kopian görs medan servern är igång och är registret som det var när den började. Den granskas helt innan den får sitt
/// namn. Nyckelfilen ingår inte: den sparas för sig, på ett annat ställe. Anges --nyckel kontrolleras att det är registrets.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam sakerhetskopiera kopia.db --database sqlite:finsam.db\n  finsam sakerhetskopiera --ersatt /backup/finsam.db --database sqlite:finsam.db"
)]
pub struct Sakerhetskopiera {
    /// Filen som kopian blir / The file that the copy becomes
    fil: PathBuf,
    #[command(flatten)]
    databas: Databas,
    /// Ersätt en äldre kopia som har namnet, när den nya är klar / Replace an older copy of that name, once the new one is done
    #[arg(long)]
    ersatt: bool,
}

impl Sakerhetskopiera {
    pub(super) async fn run(self) -> Utfall {
        let (database, ring) = (file_of(&self.databas)?, self.databas.ring()?);
        let fil = self.fil.clone();
        let order = move |progress: &mut dyn FnMut(Kopiering)| {
            back_up(&database, &self.fil, self.ersatt, ring.as_ref(), progress)
        };
        let copied = with_bar(order).await;
        let copied = copied.map_err(stopped)?;
        visa::line(&format!("Kopian är gjord och granskad / The copy is made and checked: {}", fil.display()))?;
        visa::line(&describe(&copied))?;
        visa::note(
            "Nyckelfilen ingår inte; spara den för sig, utan den öppnas inga identitetsnummer. / \
             The key file is not in it; keep it apart, without it no identity number opens.",
        );
        Ok(())
    }
}

/// The file of a register. For PostgreSQL its own tools are better than anything here.
pub(super) fn file_of(databas: &Databas) -> Result<PathBuf, Kommandofel> {
    match databas.address()? {
        Adressat::Sqlite(file) => Ok(file),
        Adressat::Postgres(_) => Err(Kommandofel::Bruk(
            "registret står i PostgreSQL; använd dess egna verktyg, pg_dump och pg_restore eller \
             point-in-time recovery (docs/DRIFT.md) / \
             the register is in PostgreSQL; use its own tools, pg_dump and pg_restore or point-in-time recovery \
             (docs/DRIFT.md)"
                .to_owned(),
        )),
    }
}

/// Carries out what takes long on a thread that may wait, with a bar over its bytes.
pub(super) async fn with_bar<T: Send + 'static>(
    work: impl FnOnce(&mut dyn FnMut(Kopiering)) -> Result<T, Kopiafel> + Send + 'static,
) -> Result<T, Kopiafel> {
    let bar = visa::byte_bar();
    let shown = bar.clone();
    let done = tokio::task::spawn_blocking(move || {
        work(&mut |step: Kopiering| {
            shown.set_length(step.totalt);
            shown.set_position(step.kopierat);
        })
    });
    let done = done.await;
    bar.finish_and_clear();
    done.unwrap_or_else(|error| Err(StoreError::Unavailable(error.to_string()).into()))
}

/// What is in a copy.
pub(super) fn describe(kopia: &Kopia) -> String {
    let rows = |table: &str| kopia.tabeller.iter().find(|(name, _)| name == table).map_or(0, |(_, rows)| *rows);
    format!(
        "{} byte, steg / step {}, {} deltaganden, {} händelser / events",
        kopia.storlek,
        kopia.migration,
        rows("deltagande"),
        rows("handelse")
    )
}

/// Why there is no copy, or nothing was put back, and what to do.
pub(super) fn stopped(fel: Kopiafel) -> Kommandofel {
    let text = match fel {
        Kopiafel::Store(fel) => return refused(fel),
        Kopiafel::Saknas(path) => return Kommandofel::reach(&path.display().to_string(), "finns inte / is not there"),
        Kopiafel::Fil(path, error) => return Kommandofel::reach(&path.display().to_string(), error),
        Kopiafel::Olika(table) => {
            return Kommandofel::Natt(format!(
                "kopian skiljer sig från registret i {table} och togs bort / \
                 the copy differs from the register in {table} and was removed"
            ));
        }
        Kopiafel::IngetRegister => {
            return Kommandofel::Natt("filen är inget Finsamregister / the file is no register of Finsam".to_owned());
        }
        Kopiafel::IBruk => {
            return Kommandofel::Natt(
                "någon har registret öppet; stoppa servern och kör igen / \
                 somebody has the register open; stop the server and run again"
                    .to_owned(),
            );
        }
        Kopiafel::Oklart => {
            return Kommandofel::Natt(
                "registret är så skadat att det inte syns om någon har det öppet; stoppa servern, flytta undan filen med \
                 sina -wal och -shm och kör igen / \
                 the register is so damaged that it cannot be seen whether somebody has it open; stop the server, move \
                 the file with its -wal and -shm out of the way and run again"
                    .to_owned(),
            );
        }
        Kopiafel::Finns(path) => format!(
            "{0} finns redan; ange --ersatt eller ett annat namn / {0} is there already; give --ersatt or another name",
            path.display()
        ),
        Kopiafel::SammaFil => {
            "kopian och registret är samma fil / the copy and the register are the same file".to_owned()
        }
    };
    Kommandofel::Bruk(text)
}
