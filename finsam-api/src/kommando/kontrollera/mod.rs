//! `finsam kontrollera`.

mod logg;
mod regler;

use std::path::PathBuf;

use clap::Args;
use finsam_core::identitet::Numrering;

use super::Utfall;
use super::lager::Databas;
use super::serve::test_numbers;
use crate::kontrollpunkt::Kontrollnyckel;

/// Kontrollera registret mot varje regel, eller att åtkomstloggen står som den skrevs / Check the register by every rule,
/// or that the access log stands as it was written
///
/// Utan --logg prövas allt som är registrerat så som det prövades när det kom, och förbunden mot lagen i dag: förbund,
/// insatser, antal, tilldelningar, bakgrundstal och deltaganden med överlapp. Personnummer prövas med --nyckel. Det som
/// bryter mot en regel som vägrar skrivning är fel; resten räknas upp och hindrar inte.
///
/// Med --logg: varje rad som har ändrats, tagits bort eller lagts till visar sig. Att de sista raderna har tagits bort
/// visar sig med --kontrollpunkter. Signaturerna prövas med --kontrollnyckel, eller med registrets --nyckel. Går medan
/// servern är igång.
///
/// Without --logg all that is registered is judged as it was when it came, and förbund by the act as of today: förbund,
/// insatser, counts, allocations, background figures, and participations with their overlaps. Numbers take --nyckel. What
/// breaks a rule that refuses writes is a fault; the rest is told and stands in nothing's way.
///
/// With --logg each line that was altered, removed or put in shows. That the last lines were removed shows with
/// --kontrollpunkter. The signatures are tried with --kontrollnyckel, or with the register's --nyckel. Works beside a
/// running server.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam kontrollera --database sqlite:finsam.db --nyckel finsam.nyckel\n  finsam kontrollera --logg --database sqlite:finsam.db\n  finsam kontrollera --logg --kontrollpunkter /var/log/finsam/kontrollpunkter --kontrollnyckel 3d40…"
)]
pub struct Kontrollera {
    /// Åtkomstloggen i stället för reglerna / The access log instead of the rules
    #[arg(long)]
    logg: bool,
    #[command(flatten)]
    databas: Databas,
    /// Fil med kontrollpunkter; kan anges flera gånger / File of checkpoints; may be given more than once
    #[arg(long, value_name = "FIL", requires = "logg")]
    kontrollpunkter: Vec<PathBuf>,
    /// Nyckeln som kontrollpunkterna är signerade med, den öppna delen / The public key of the checkpoints
    #[arg(long, value_name = "HEX", requires = "logg")]
    kontrollnyckel: Option<Kontrollnyckel>,
    /// Registret är en sandlåda: bara testnummer och reservnummer / The register is a sandbox: test numbers and reservnummer
    #[arg(long, conflicts_with = "logg")]
    sandlada: bool,
    /// Fil med fler testnummer, ett per rad / File with more test numbers, one a line
    #[arg(long, value_name = "FIL", conflicts_with = "logg")]
    testnummer: Option<PathBuf>,
}

impl Kontrollera {
    pub(super) async fn run(self) -> Utfall {
        if self.logg {
            return logg::check(&self.databas, &self.kontrollpunkter, self.kontrollnyckel).await;
        }
        let fil = self.databas.fil()?;
        let listed = test_numbers(self.testnummer.or(fil.testnummer).as_ref())?;
        let numrering = if self.sandlada || fil.sandlada.unwrap_or_default() {
            Numrering::sandlada(listed)
        } else {
            Numrering::skarp(listed)
        };
        regler::check(&self.databas, &numrering).await
    }
}
