//! Pruning of the access log.

use chrono::{DateTime, Months, Utc};
use clap::Args;
use finsam_store::rum::{Atkomstmal, Loggande, Logghuvud};
use finsam_store::{Store, StoreError};

use crate::klocka::{Klocka, Systemklocka};
use crate::kommando::lager::Databas;
use crate::kommando::lagerfel::refused;
use crate::kommando::token::aktor;
use crate::kommando::{Kommandofel, Utfall, visa};
use crate::kontrollpunkt::{Signeringsnyckel, pruned_text};

/// What is said of pruning the access log.
#[derive(Debug, Args)]
pub(super) struct Loggval {
    /// Åtkomstloggen: det som är äldre än så många år / The access log: what is older than so many years
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    ar: u32,
    /// Åtkomstloggen: gallringsbeslutet, som står kvar i huvudet / The access log: the decision, which stays in the head
    #[arg(long, value_name = "TEXT", requires = "verkstall", conflicts_with_all = ["deltaganden", "visa_arkiv"])]
    beslut: Option<String>,
}

impl Loggval {
    pub(super) async fn run(self, databas: &Databas, verkstall: bool) -> Utfall {
        let ring = databas.ring()?;
        let tid = Systemklocka.now();
        let fore = tid.checked_sub_months(Months::new(12 * self.ar)).unwrap_or(DateTime::<Utc>::MIN_UTC);
        let nyckel = ring.as_ref().map(Signeringsnyckel::of).transpose().map_err(refused)?;
        if verkstall && self.beslut.is_none() {
            return Err(Kommandofel::Bruk("--verkstall kräver --beslut / --verkstall needs --beslut".to_owned()));
        }
        let store = databas.open_existing(ring).await?;
        let found = prunable(store.as_ref(), fore).await.map_err(refused)?;
        visa::line(&format!("äldre än / older than {fore}:"))?;
        for Loggande { segment, led, .. } in &found {
            visa::line(&format!("segment {segment}: till och med ärende / up to unit of work {led}"))?;
        }
        if found.is_empty() {
            visa::line("ingenting att gallra / nothing to prune")?;
        } else if let Some(beslut) = self.beslut.filter(|_| verkstall) {
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
