//! `finsam token`.

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand};
use finsam_core::atkomst::Roll;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::part::PartKod;
use finsam_store::{Aktor, Store};

use super::lager::Databas;
use super::{Kommandofel, Utfall, random_bytes, visa};
use crate::klocka::{Idkalla, Klocka, Systemklocka};
use crate::token::{Bestallning, Nyckeltext};

/// Nycklar till API:et / Keys to the API
#[derive(Debug, Args)]
pub struct Token {
    #[command(subcommand)]
    handling: Tokenhandling,
}

#[derive(Debug, Subcommand)]
enum Tokenhandling {
    Skapa(Skapa),
}

/// Skapa en nyckel; den visas en gång, sist i utskriften / Make a key; it is shown once, last
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam token skapa --database sqlite:finsam.db --roll partssystem --part kommun:2280"
)]
struct Skapa {
    #[command(flatten)]
    databas: Databas,
    /// Rollen / The role
    #[arg(long)]
    roll: Roll,
    /// Parten som nyckeln handlar för / The part that the key acts for
    #[arg(long)]
    part: Option<PartKod>,
    /// Förbundet som nyckeln begränsas till / The förbund that the key is narrowed to
    #[arg(long, value_name = "ID")]
    forbund: Option<ForbundId>,
    /// Insatser som nyckeln begränsas till / Insatser that the key is narrowed to
    #[arg(long, value_name = "ID")]
    insats: Vec<InsatsId>,
    /// Vad nyckeln kallas / What the key is called
    #[arg(long, default_value = "")]
    namn: String,
    /// Sista dag / Last day
    #[arg(long, value_name = "DATUM")]
    giltig_till: Option<NaiveDate>,
}

impl Token {
    pub(super) async fn run(self) -> Utfall {
        let Tokenhandling::Skapa(skapa) = self.handling;
        let store = skapa.databas.open(None).await?;
        let roll = skapa.roll;
        let bestallning = Bestallning {
            namn: skapa.namn,
            roll,
            part: skapa.part,
            forbund: skapa.forbund,
            insatser: skapa.insats,
            giltig_till: skapa.giltig_till.and_then(end_of),
        };
        let text = create(store.as_ref(), bestallning).await?;
        store.close().await;
        visa::line(&format!("{roll}: {}", text.reveal()))
    }
}

/// The first moment after a day.
fn end_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    Some(day.succ_opt()?.and_hms_opt(0, 0, 0)?.and_utc())
}

/// Makes a token and keeps its hash.
pub(super) async fn create(store: &dyn Store, bestallning: Bestallning) -> Result<Nyckeltext, Kommandofel> {
    bestallning.check().map_err(|fel| Kommandofel::Bruk(fel.to_string()))?;
    let ids = Idkalla::default();
    let tid = Systemklocka.now();
    let (token, text) = bestallning.make(ids.next(tid), random_bytes()?, tid);
    let reach = |fel| Kommandofel::reach("--database", fel);
    let aktor = Aktor {
        vem: "<kommandorad>".to_owned(),
        roll: Roll::Systemadministrator.code().to_owned(),
        handling: "token skapa".to_owned(),
        anrop: ids.next(tid).to_string(),
        tid,
    };
    let mut unit = store.begin(aktor).await.map_err(reach)?;
    unit.tokens().insert(&token).await.map_err(reach)?;
    unit.commit().await.map_err(reach)?;
    Ok(text)
}
