//! `finsam generera`.

use chrono::NaiveDate;
use clap::Args;
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;
use finsam_core::tid::Period;

use super::{Kommandofel, Utfall, visa};
use crate::pahittat::generera;

/// Hitta på deltaganden som ndjson, bara testnummer och reservnummer / Make up participations as ndjson
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam generera --deltaganden 1000 --fro 1 --part kommun:2280 --insats ID > poster.ndjson"
)]
pub struct Generera {
    /// Hur många / How many
    #[arg(long, value_name = "N")]
    deltaganden: u64,
    /// Frö: samma frö ger samma poster / Seed: the same seed gives the same records
    #[arg(long, value_name = "S")]
    fro: u64,
    /// Insatser som posterna hör till; ett påhittat id om inget anges / Insatser that the records belong to
    #[arg(long, value_name = "ID", default_value = "0190a5c0-7c00-7000-8000-000000000001")]
    insats: Vec<InsatsId>,
    /// Parten som registrerar / The part that registers
    #[arg(long, default_value = "kommun:2280")]
    part: PartKod,
    /// Första startdatum / First startdatum
    #[arg(long, value_name = "DATUM", default_value = "2014-01-01")]
    fran: NaiveDate,
    /// Sista startdatum / Last startdatum
    #[arg(long, value_name = "DATUM", default_value = "2014-12-31")]
    till: NaiveDate,
}

impl Generera {
    pub(super) fn run(self) -> Utfall {
        let period = Period::new(self.fran, Some(self.till));
        if !period.is_ordered() {
            return Err(Kommandofel::Bruk("--till ligger före --fran / --till lies before --fran".to_owned()));
        }
        let mut text = Vec::new();
        for post in generera(self.deltaganden, self.fro, &self.insats, self.part, period) {
            serde_json::to_writer(&mut text, &post).map_err(|fel| Kommandofel::Data(fel.to_string()))?;
            text.push(b'\n');
            if text.len() > 64 * 1024 {
                visa::bytes(&text)?;
                text.clear();
            }
        }
        visa::bytes(&text)
    }
}
