//! `finsam gallra`.

mod arkiv;
mod deltaganden;
mod logg;
pub(super) mod regler;

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use super::lager::Databas;
use super::{Kommandofel, Utfall};

/// Gallra: det som har blivit gammalt tas bort, enligt beslut / Prune: what has grown old is removed, by a decision
///
/// --logg gallrar åtkomstloggen, segment för segment, och lämnar ett signerat huvud som kedjan går vidare från; det som
/// ändringsflödet ännu nämner stannar. --deltaganden gallrar deltaganden och antal enligt regler i en fil, skriver dem först
/// till ett arkiv utan identitetsnummer, och lämnar det som hålls av ett gallringsstopp. Utan --verkstall visas bara vad som
/// skulle tas bort. I PostgreSQL körs --logg av den roll som äger registret.
///
/// --logg prunes the access log, segment by segment, and leaves a signed head that the chain goes on from; what the change
/// feed still names stays. --deltaganden prunes participations and counts by the rules of a file, writes them to an archive
/// first, without identity numbers, and leaves what is held (finsam gallringsstopp). Without --verkstall it only shows what
/// would be removed. In PostgreSQL --logg is run by the role that owns the register.
#[derive(Debug, Args)]
#[command(
    group(ArgGroup::new("vad").required(true).args(["logg", "deltaganden", "visa_arkiv"])),
    after_help = "Exempel:\n  finsam gallra --logg --database sqlite:finsam.db\n  finsam gallra --logg --beslut \"dnr 2031/12\" --verkstall --nyckel finsam.nyckel --database sqlite:finsam.db\n  finsam gallra --deltaganden regler.toml --database sqlite:finsam.db\n  finsam gallra --deltaganden regler.toml --verkstall --arkiv 2031.ndjson --database sqlite:finsam.db"
)]
pub struct Gallra {
    /// Åtkomstloggen / The access log
    #[arg(long)]
    logg: bool,
    /// Deltaganden och antal, enligt reglerna i en fil / Participations and counts, by the rules in a file
    #[arg(long, value_name = "FIL")]
    deltaganden: Option<PathBuf>,
    /// Visa ett arkiv, som JSON en post om raden / Show an archive, as JSON, a record on a line
    #[arg(long, value_name = "FIL")]
    visa_arkiv: Option<PathBuf>,
    #[command(flatten)]
    databas: Databas,
    #[command(flatten)]
    loggval: logg::Loggval,
    #[command(flatten)]
    arkivval: arkiv::Arkivval,
    /// Ta bort det / Remove it
    #[arg(long)]
    verkstall: bool,
}

impl Gallra {
    pub(super) async fn run(self) -> Utfall {
        if let Some(file) = self.visa_arkiv {
            return arkiv::show(&file, self.databas.ring()?.as_ref());
        }
        let Some(file) = self.deltaganden else { return self.loggval.run(&self.databas, self.verkstall).await };
        let regler = regler::read(&file)?;
        let arkiv = match (self.verkstall, self.arkivval.arkiv.is_some()) {
            (true, false) => {
                return Err(Kommandofel::Bruk(
                    "ange --arkiv, filen som det som tas bort först skrivs till / \
                     give --arkiv, the file that what is removed is first written to"
                        .to_owned(),
                ));
            }
            (false, _) => None,
            (true, true) => self.arkivval.open(self.databas.ring()?)?,
        };
        let store = self.databas.open_existing(self.databas.ring()?).await?;
        let ended = deltaganden::run(store.as_ref(), &regler, arkiv).await;
        store.close().await;
        ended
    }
}
