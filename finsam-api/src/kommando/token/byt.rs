//! `finsam token byt`.

use std::time::Duration;

use chrono::TimeDelta;
use clap::Args;
use finsam_core::id::TokenId;

use super::{aktor, reach, unknown};
use crate::klocka::{Klocka, Systemklocka};
use crate::kommando::lager::Databas;
use crate::kommando::{Kommandofel, Utfall, random_bytes, visa};
use crate::token::{Nyckeltext, hash};

/// The longest that a key holds beside the one that has replaced it.
const LANGST: Duration = Duration::from_secs(30 * 24 * 3_600);

/// Byt en nyckel; den nya visas en gång, sist i utskriften / Replace a key; the new one is shown once, last
///
/// Den nya har samma identitet, roll och räckvidd, så importer och kvitton är kvar. Den förra gäller en tid till, och en
/// som var före den slutar gälla.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam token byt --database sqlite:finsam.db --forra-galler 7d 0190a5c0-7c00-7000-8000-000000000001"
)]
pub(super) struct Byt {
    #[command(flatten)]
    databas: Databas,
    /// Nyckelns identitet, från finsam token lista / The identity of the key
    id: TokenId,
    /// Hur länge den förra gäller, 0s-30d / For how long the former holds
    #[arg(long, value_name = "TID", default_value = "24h", value_parser = overlap)]
    forra_galler: Duration,
}

fn overlap(text: &str) -> Result<Duration, String> {
    let parsed = humantime::parse_duration(text).ok().filter(|time| *time <= LANGST);
    parsed.ok_or_else(|| "en tid från 0s till 30d, som \"24h\" / a time from 0s to 30d, as in \"24h\"".to_owned())
}

impl Byt {
    pub(super) async fn run(self) -> Utfall {
        let text = Nyckeltext::from_random(random_bytes()?);
        let overlap = TimeDelta::from_std(self.forra_galler).map_err(|fel| Kommandofel::Bruk(fel.to_string()))?;
        let store = self.databas.open_existing(None).await?;
        let mut unit = store.begin(aktor("token byt")).await.map_err(reach)?;
        let now = Systemklocka.now();
        let standing = unit.tokens().get(self.id).await.map_err(reach)?;
        let rotated = match standing.filter(|token| token.giltig_till.is_none_or(|till| till > now)) {
            Some(_) => unit.tokens().rotate(self.id, hash(text.reveal()), now + overlap).await.map_err(reach)?,
            None => false,
        };
        unit.commit().await.map_err(reach)?;
        store.close().await;
        if !rotated {
            return Err(unknown(self.id));
        }
        visa::line(&format!("{}: {}", self.id, text.reveal()))
    }
}
