//! `finsam token skapa`.

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use finsam_core::atkomst::Roll;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::part::PartKod;
use finsam_store::Store;

use super::{check, create, reach};
use crate::klocka::{Klocka, Systemklocka};
use crate::kommando::lager::Databas;
use crate::kommando::{Kommandofel, Utfall, visa};
use crate::token::Bestallning;

/// Skapa en nyckel; den visas en gång, sist i utskriften / Make a key; it is shown once, last
///
/// Flera roller ger en nyckel var. Roller som inte får förenas ges inte tillsammans, och inte till den som redan har en
/// gällande nyckel under samma namn.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam token skapa --database sqlite:finsam.db --roll partssystem --part kommun:2280 --namn Treserva"
)]
pub(super) struct Skapa {
    #[command(flatten)]
    databas: Databas,
    /// Rollen; flera gånger ger flera nycklar / The role; given several times it makes several keys
    #[arg(long, required = true)]
    roll: Vec<Roll>,
    /// Parten som nyckeln handlar för / The part that the key acts for
    #[arg(long)]
    part: Option<PartKod>,
    /// Förbundet som nyckeln begränsas till / The förbund that the key is narrowed to
    #[arg(long, value_name = "ID")]
    forbund: Option<ForbundId>,
    /// Insatser som nyckeln begränsas till / Insatser that the key is narrowed to
    #[arg(long, value_name = "ID")]
    insats: Vec<InsatsId>,
    /// Vem som har nyckeln: systemet eller personen / Who has the key: the system or the person
    #[arg(long, default_value = "")]
    namn: String,
    /// Sista dag / Last day
    #[arg(long, value_name = "DATUM")]
    giltig_till: Option<NaiveDate>,
}

impl Skapa {
    pub(super) async fn run(self) -> Utfall {
        let bestallningar: Vec<Bestallning> = self.roll.iter().map(|roll| self.bestallning(*roll)).collect();
        keep_apart(&self.roll)?;
        bestallningar.iter().try_for_each(check)?;
        let store = self.databas.open(None).await?;
        let made = self.make(store.as_ref(), bestallningar).await;
        store.close().await;
        made?.iter().try_for_each(|line| visa::line(line))
    }

    fn bestallning(&self, roll: Roll) -> Bestallning {
        Bestallning {
            namn: self.namn.clone(),
            roll,
            part: self.part,
            forbund: self.forbund,
            insatser: self.insats.clone(),
            giltig_till: self.giltig_till.and_then(end_of),
        }
    }

    async fn make(&self, store: &dyn Store, bestallningar: Vec<Bestallning>) -> Result<Vec<String>, Kommandofel> {
        let mut roller = held(store, &self.namn).await?;
        roller.extend(&self.roll);
        keep_apart(&roller)?;
        let mut lines = Vec::new();
        for bestallning in bestallningar {
            let roll = bestallning.roll;
            lines.push(format!("{roll}: {}", create(store, bestallning).await?.reveal()));
        }
        Ok(lines)
    }
}

/// The roles of the keys that hold under a name; without a name nobody knows whose they are.
async fn held(store: &dyn Store, namn: &str) -> Result<Vec<Roll>, Kommandofel> {
    if namn.is_empty() {
        return Ok(Vec::new());
    }
    let now = Systemklocka.now();
    let all = store.read().await.map_err(reach)?.tokens().list().await.map_err(reach)?;
    let theirs = all.into_iter().map(|lage| lage.token).filter(|token| token.namn == namn);
    Ok(theirs.filter(|token| token.giltig_till.is_none_or(|till| till > now)).map(|token| token.roll).collect())
}

fn keep_apart(roller: &[Roll]) -> Utfall {
    Roll::kept_apart(roller).map_or(Ok(()), |oforenliga| Err(Kommandofel::Bruk(format!("--roll: {oforenliga}"))))
}

/// The first moment after a day.
fn end_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    Some(day.succ_opt()?.and_hms_opt(0, 0, 0)?.and_utc())
}
