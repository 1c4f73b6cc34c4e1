//! `finsam importera --antal`: counts.

use std::path::Path;

use finsam_client::{Antalsimport, Importformat};
use finsam_core::protokoll::{Import, Importlage};

use super::{sum, tell, tell_row};
use crate::kommando::mot::{Mal, failed};
use crate::kommando::{Kommandofel, Utfall, visa};

/// Sends the file and tells what came of it.
pub(super) async fn run(fil: &Path, format: Importformat, val: Antalsimport, mal: &Mal) -> Utfall {
    let body = std::fs::read(fil).map_err(|error| Kommandofel::reach(&fil.display().to_string(), error))?;
    let anslutning = mal.connect().await?;
    let antal = anslutning.client.antal();
    let sent = if val.importlage == Importlage::Plan {
        antal.plan(format, body, &val).await.map(|(import, plan)| (import, Some(plan)))
    } else {
        antal.import(format, body, &val).await.map(|import| (import, None))
    };
    let told = match sent {
        Ok((import, plan)) => tell_all(&anslutning.client, import, plan).await,
        Err(fel) => match (fel.import(), fel.problem()) {
            (Some(import), Some(problem)) => {
                problem.avvikelser.iter().for_each(|avvikelse| visa::note(&avvikelse.meddelande.sv));
                tell_refused(import)
            }
            _ => Err(failed(fel)),
        },
    };
    anslutning.stop().await;
    told
}

/// Every finding on a line of its own, then the counts.
fn tell_refused(import: &Import) -> Utfall {
    import.rader.iter().flatten().try_for_each(tell_row)?;
    visa::line(&sum(&import.antal))?;
    Err(Kommandofel::Data("ingenting skrevs / nothing was written".to_owned()))
}

async fn tell_all(client: &finsam_client::Client, import: Import, plan: Option<i64>) -> Utfall {
    let removed = import.antal.raderade_utanfor;
    tell(client, import).await?;
    if removed > 0 {
        visa::line(&format!("{removed} borttagna vid avstämning"))?;
    }
    plan.map_or(Ok(()), |plan| visa::line(&format!("plan {plan}: verkställ med --plan {plan}")))
}
