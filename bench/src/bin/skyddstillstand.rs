//! How soon a server answers after its start of a state that an earlier one kept, beside what it takes to work it out.
//!
//! `skyddstillstand PARTICIPATIONS INSATSER YEARS`, 1 000 000 1 000 8 where nothing is said. Prints a line of JSON for each thing
//! measured; the last is from before the file is opened until a report of the whole country has been answered.
#![forbid(unsafe_code)]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use chrono::DateTime;
use finsam_api::klocka::Systemklocka;
use finsam_api::statistik::{Forteckning, Lage, Statistik, to_kept};
use finsam_bench::Outcome;
use finsam_bench::befolkning::{Storlek, bilaga, columns};
use finsam_bench::figures::line;
use finsam_core::statistik::{REGELVERSION, Rapportnamn, Skyddsplaner, TROSKEL, Urval};
use finsam_store::rum::Skyddstillstand;
use finsam_store::sqlite::{Settings, SqliteStore};
use finsam_store::{Aktor, Nyckelring, Store};
use serde_json::json;

#[tokio::main]
async fn main() -> Outcome {
    let mut all = [1_000_000, 1_000, 8];
    for (set, said) in all.iter_mut().zip(std::env::args().skip(1)) {
        *set = said.parse()?;
    }
    let [deltaganden, insatser, ar] = all;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("finsam.db");
    keep(&file, Storlek { deltaganden, insatser, ar }).await?;
    for _ in 0..3 {
        start(&file, deltaganden).await?;
    }
    Ok(())
}

fn open(file: &Path) -> Outcome<Arc<dyn Store>> {
    Ok(Arc::new(SqliteStore::open(file, Some(Nyckelring::from_bytes([7; 32])), Settings::default())?))
}

/// Works a state out and keeps it in an empty register, whose newest version is that of the columns, 0.
async fn keep(file: &Path, storlek: Storlek) -> Outcome {
    let mut kolumner = columns(storlek);
    kolumner.set_dataversion(0);
    let forteckning = Forteckning::of(bilaga(storlek), &kolumner);
    let begun = Instant::now();
    let planer = Skyddsplaner::of(&kolumner, TROSKEL);
    tell("work out", begun);
    let begun = Instant::now();
    let innehall = to_kept(Lage::of(&kolumner, &forteckning, &planer))?;
    tell("pack", begun);
    line(&json!({"what": "bytes", "antal": innehall.len()}).to_string());
    let store = open(file)?;
    let tid = DateTime::from_timestamp(1_400_000_000, 0).ok_or("no such moment")?;
    let text = || "bench".to_owned();
    let aktor = Aktor { vem: text(), roll: text(), handling: text(), anrop: text(), varfor: None, varifran: None, tid };
    let begun = Instant::now();
    let mut unit = store.begin(aktor).await?;
    let ny = Skyddstillstand { troskel: TROSKEL, dataversion: 0, regelversion: REGELVERSION.to_owned(), innehall };
    unit.skyddstillstand().put(ny, tid).await?;
    unit.commit().await?;
    tell("seal and write", begun);
    store.close().await;
    Ok(())
}

/// Starts on the register and asks for a report.
async fn start(file: &Path, deltaganden: u64) -> Outcome {
    let begun = Instant::now();
    let store = open(file)?;
    let statistik = Statistik::served(Arc::clone(&store), Arc::new(Systemklocka));
    let troskel = u32::try_from(TROSKEL)?;
    let ask = move |lage: Lage<'_>| {
        let rapport = lage.rapport(Rapportnamn::ForsorjningForeEfter, &Urval::of_years([2013]), troskel);
        (lage.kolumner.len(), rapport.is_ok())
    };
    let (antal, is_answered) = statistik.look_protected(troskel, ask).await?;
    tell("start and answer", begun);
    store.close().await;
    if is_answered && antal as u64 == deltaganden { Ok(()) } else { Err("it did not answer of what was kept".into()) }
}

fn tell(what: &str, begun: Instant) {
    line(&json!({"what": what, "ms": begun.elapsed().as_secs_f64() * 1_000.0}).to_string());
}
