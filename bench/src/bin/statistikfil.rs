//! `statistikfil FILE [RECORDS] [TURNS]`: writes a register of made-up participations as a statistics file, reads it back,
//! and counts reports of it. Prints a line of JSON for each thing measured, and writes each report beside the file, so
//! that others can be held against it: see `bench/duckdb_polars.py`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use finsam_api::rutter::rapporter::{Rapportformat, render};
use finsam_api::sprak::Sprak;
use finsam_api::statistik::{Forteckning, Lage};
use finsam_api::statistikfil;
use finsam_bench::Outcome;
use finsam_bench::befolkning::{Storlek, bilaga, columns};
use finsam_bench::figures::{line, median};
use finsam_core::statistik::{Indelning, Rapportnamn, Skyddsplaner, Urval, rapport};
use serde_json::json;

fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1);
    let fil = PathBuf::from(arguments.next().ok_or("statistikfil FILE [RECORDS] [TURNS]")?);
    let deltaganden = arguments.next().map_or(Ok(5_000_000), |text| text.parse())?;
    let turns = arguments.next().map_or(Ok(15), |text| text.parse())?;
    write(&fil, Storlek { deltaganden, insatser: 1_000, ar: 8 })?;
    let begun = Instant::now();
    let read = statistikfil::read(&fil)?;
    tell("read", begun.elapsed().as_secs_f64() * 1_000.0);
    reports().into_iter().try_for_each(|(what, namn, urval)| count(&fil, read.lage(), (what, namn, &urval), turns))
}

fn write(fil: &Path, storlek: Storlek) -> Outcome {
    let (kolumner, planer) = (columns(storlek), Skyddsplaner::new());
    let forteckning = Forteckning::of(bilaga(storlek), &kolumner);
    let begun = Instant::now();
    statistikfil::write(fil, Lage::of(&kolumner, &forteckning, &planer))?;
    tell("write", begun.elapsed().as_secs_f64() * 1_000.0);
    Ok(())
}

/// What is counted: by insats and kön of one year, by kön and age of eight, and who took part in a year by insats.
fn reports() -> [(&'static str, Rapportnamn, Urval); 3] {
    let by = |indelning: &[Indelning], ar: std::ops::RangeInclusive<i32>| {
        Urval { indelning: indelning.to_vec(), ..Urval::of_years(ar) }.normalized()
    };
    let (table_13, table_9) = (Rapportnamn::ForsorjningForeEfter, Rapportnamn::RegistreradeOchAvslutade);
    [
        ("insats_kon", table_13, by(&[Indelning::Insats, Indelning::Kon], 2013..=2013)),
        ("kon_alder", table_13, by(&[Indelning::Kon, Indelning::Aldersgrupp], 2008..=2015)),
        ("deltog_insats", table_9, by(&[Indelning::Insats], 2013..=2013)),
    ]
}

fn count(fil: &Path, lage: Lage<'_>, (what, namn, urval): (&str, Rapportnamn, &Urval), turns: usize) -> Outcome {
    let mut found = Vec::with_capacity(turns);
    for _ in 0..turns {
        let begun = Instant::now();
        let counted = rapport(namn, lage.kolumner, urval);
        found.push(begun.elapsed().as_secs_f64() * 1_000.0);
        std::hint::black_box(counted);
    }
    tell(what, median(&found));
    let counted = rapport(namn, lage.kolumner, urval);
    let csv = render(&counted, Rapportformat::Csv, &lage.forteckning.namnbok, Sprak::Engelska);
    let csv = csv.map_err(|_| "the report cannot be written")?.1;
    Ok(std::fs::write(fil.with_added_extension(format!("{what}.csv")), csv)?)
}

fn tell(what: &str, ms: f64) {
    line(&json!({"what": what, "ms": ms}).to_string());
}
