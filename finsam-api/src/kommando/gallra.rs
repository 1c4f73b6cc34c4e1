//! `finsam gallra --logg`.

use chrono::{DateTime, Months, Utc};
use clap::Args;
use finsam_store::rum::{Atkomstmal, Loggande, Logghuvud};
use finsam_store::{Store, StoreError};

use super::lager::Databas;
use super::lagerfel::refused;
use super::token::aktor;
use super::{Kommandofel, Utfall, visa};
use crate::klocka::{Klocka, Systemklocka};
use crate::kontrollpunkt::{Signeringsnyckel, pruned_text};

/// Gallra åtkomstloggen / Prune the access log
///
/// Tar bort det som är äldre än så många år, segment för segment, och lämnar ett signerat huvud som kedjan går vidare från.
/// Det som ändringsflödet ännu nämner stannar. Utan --verkstall visas bara vad som skulle tas bort. I PostgreSQL körs det
/// av den roll som äger registret.
///
/// Removes what is older than so many years, segment by segment, and leaves a signed head that the chain goes on from. What
/// the change feed still names stays. Without --verkstall it only shows what would be removed. In PostgreSQL it is run by
/// the role that owns the register.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam gallra --logg --database sqlite:finsam.db\n  finsam gallra --logg --beslut \"dnr 2031/12\" --verkstall --nyckel finsam.nyckel --database sqlite:finsam.db"
)]
pub struct Gallra {
    /// Åtkomstloggen / The access log
    #[arg(long, required = true)]
    logg: bool,
    #[command(flatten)]
    databas: Databas,
    /// Det som är äldre än så många år / What is older than so many years
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    ar: u32,
    /// Gallringsbeslutet, som står kvar i huvudet / The decision, which stays in the head
    #[arg(long, value_name = "TEXT", requires = "verkstall")]
    beslut: Option<String>,
    /// Ta bort det / Remove it
    #[arg(long, requires = "beslut")]
    verkstall: bool,
}

impl Gallra {
    pub(super) async fn run(self) -> Utfall {
        let ring = self.databas.ring()?;
        let tid = Systemklocka.now();
        let fore = tid.checked_sub_months(Months::new(12 * self.ar)).unwrap_or(DateTime::<Utc>::MIN_UTC);
        let nyckel = ring.as_ref().map(Signeringsnyckel::of).transpose().map_err(refused)?;
        let store = self.databas.open_existing(ring).await?;
        let found = prunable(store.as_ref(), fore).await.map_err(refused)?;
        visa::line(&format!("äldre än / older than {fore}:"))?;
        for Loggande { segment, led, .. } in &found {
            visa::line(&format!("segment {segment}: till och med ärende / up to unit of work {led}"))?;
        }
        if found.is_empty() {
            visa::line("ingenting att gallra / nothing to prune")?;
        } else if let Some(beslut) = self.beslut.filter(|_| self.verkstall) {
            let nyckel = nyckel.ok_or_else(unsigned)?;
            let removed = prune(store.as_ref(), found, tid, &beslut, &nyckel).await.map_err(refused)?;
            visa::line(&format!("{removed} rader gallrade / lines pruned"))?;
        } else {
            visa::line(
                "inget är borttaget; ange --beslut och --verkstall / nothing is removed; give --beslut and --verkstall",
            )?;
        }
        store.close().await;
        Ok(())
    }
}

fn unsigned() -> Kommandofel {
    Kommandofel::Bruk(
        "huvudet signeras med registrets nyckel: ange --nyckel / the head is signed with the key of the register: give --nyckel"
            .to_owned(),
    )
}

async fn prunable(store: &dyn Store, fore: DateTime<Utc>) -> Result<Vec<Loggande>, StoreError> {
    store.read().await?.logg().prunable(fore).await
}

/// Prunes, and then says so in the log itself.
async fn prune(
    store: &dyn Store,
    found: Vec<Loggande>,
    tid: DateTime<Utc>,
    beslut: &str,
    nyckel: &Signeringsnyckel,
) -> Result<u64, StoreError> {
    let mut removed = 0;
    for ande in found {
        let mut huvud = Logghuvud { ande, tid, beslut: beslut.to_owned(), signatur: Vec::new() };
        huvud.signatur = nyckel.sign(pruned_text(&huvud).as_bytes());
        removed += store.prune_log(&huvud).await?;
    }
    let mut unit =
        store.begin(finsam_store::Aktor { varfor: Some(beslut.to_owned()), ..aktor("gallra --logg") }).await?;
    unit.atkomst().log(&[Atkomstmal::Atkomstlogg(removed)]).await?;
    unit.commit().await?;
    Ok(removed)
}
