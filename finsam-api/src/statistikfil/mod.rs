//! The columns of the statistics as a file: every participation without identity, and beside them all that the reports
//! need, so that any report can be counted from the file and the core alone.
//!
//! As Parquet everything is in one file, what stands beside the rows in its metadata. As CSV it stands in a second file,
//! which names the first by its digest. `docs/STATISTIK.md` has the columns.

mod csv;
mod falt;
mod parquet;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use finsam_core::statistik::{Bilaga, Kolumner, Kolumnrad, REGELVERSION};
use serde::{Deserialize, Serialize};

use crate::statistik::{Forteckning, Lage};

/// The form of the file. Another number is another form.
const FORMAT: u32 = 1;

/// Why a file could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum Statistikfilfel {
    /// It could not be opened, read or written.
    #[error("{0}: {1}")]
    Fil(String, io::Error),
    /// Its name does not say what it is.
    #[error("filen ska heta .parquet eller .csv / the file must be called .parquet or .csv")]
    Andelse,
    /// It is none of these files, or damaged.
    #[error("{0}")]
    Form(String),
    /// A value in it is not one of its column.
    #[error("rad {rad}, kolumn {kolumn}: väntade {vantat} / row {rad}, column {kolumn}: expected {vantat}")]
    Varde {
        /// The row, from 1.
        rad: u64,
        /// The column.
        kolumn: String,
        /// What may stand there.
        vantat: &'static str,
    },
}

impl Statistikfilfel {
    fn form(fel: impl std::fmt::Display) -> Self {
        Self::Form(fel.to_string())
    }
}

/// What stands beside the rows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Huvud {
    format: u32,
    /// The definitions that were in force where the file was written.
    regelversion: String,
    /// The state of the register that the rows are of.
    dataversion: i64,
    rader: u64,
    /// Of the rows, where they stand in a file of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    bilaga: Bilaga,
}

/// What the file is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slag {
    Parquet,
    Csv,
}

impl Slag {
    fn of(fil: &Path) -> Result<Self, Statistikfilfel> {
        match fil.extension().and_then(|extension| extension.to_str()) {
            Some("parquet") => Ok(Self::Parquet),
            Some("csv") => Ok(Self::Csv),
            _ => Err(Statistikfilfel::Andelse),
        }
    }
}

/// Columns that were read from a file, with what stands beside them.
#[derive(Debug)]
pub struct Statistikfil {
    kolumner: Kolumner,
    forteckning: Forteckning,
    planer: finsam_core::statistik::Skyddsplaner,
    /// The definitions that were in force where the file was written.
    pub regelversion: String,
}

impl Statistikfil {
    /// The state of the register that the file is of.
    #[must_use]
    pub const fn lage(&self) -> Lage<'_> {
        Lage::of(&self.kolumner, &self.forteckning, &self.planer)
    }
}

/// Whether a file may be written under the name: it says what it is, and there is none.
///
/// # Errors
/// Why not.
pub fn check_new(fil: &Path) -> Result<(), Statistikfilfel> {
    let beside = (Slag::of(fil)? == Slag::Csv).then(|| beside(fil));
    let there = std::iter::once(fil.to_owned()).chain(beside).find(|one| one.exists());
    there
        .map_or(Ok(()), |one| Err(Statistikfilfel::Fil(one.display().to_string(), io::ErrorKind::AlreadyExists.into())))
}

/// Writes all participations and what stands beside them. Only the owner may read what was written; what was not written
/// to its end is removed.
///
/// # Errors
/// Why it could not be written; a file that is there already is not replaced.
pub fn write(fil: &Path, lage: Lage<'_>) -> Result<(), Statistikfilfel> {
    check_new(fil)?;
    let mut bilaga = lage.forteckning.bilaga.clone();
    // What the systems of parts call an insats is nothing that is counted.
    bilaga.insatser.iter_mut().for_each(|insats| insats.uppgift.nycklar.clear());
    let huvud = Huvud {
        format: FORMAT,
        regelversion: REGELVERSION.to_owned(),
        dataversion: lage.kolumner.dataversion(),
        rader: lage.kolumner.len() as u64,
        sha256: None,
        bilaga,
    };
    let slag = Slag::of(fil)?;
    let written = match slag {
        Slag::Parquet => parquet::write(fil, lage.kolumner.rows(), &huvud),
        Slag::Csv => csv::write(fil, lage.kolumner.rows(), huvud),
    };
    // What stood there already is not ours.
    let stood = |fel: &Statistikfilfel| matches!(fel, Statistikfilfel::Fil(_, cause) if cause.kind() == io::ErrorKind::AlreadyExists);
    if written.as_ref().is_err_and(|fel| !stood(fel)) {
        drop(std::fs::remove_file(fil));
        if slag == Slag::Csv {
            drop(std::fs::remove_file(beside(fil)));
        }
    }
    written
}

/// Reads what [`write()`] has written.
///
/// # Errors
/// Why it could not be read.
pub fn read(fil: &Path) -> Result<Statistikfil, Statistikfilfel> {
    let mut kolumner = Kolumner::new();
    let mut put = |nummer: u64, rad: &Kolumnrad| kolumner.put_rad(nummer as i64, rad);
    let huvud = match Slag::of(fil)? {
        Slag::Parquet => parquet::read(fil, &mut put)?,
        Slag::Csv => csv::read(fil, &mut put)?,
    };
    if kolumner.len() as u64 != huvud.rader {
        let text = format!("{} rader där {} väntades / rows where {1} were expected", kolumner.len(), huvud.rader);
        return Err(Statistikfilfel::Form(text));
    }
    kolumner.arrange();
    kolumner.put_bilaga(&huvud.bilaga);
    kolumner.set_dataversion(huvud.dataversion);
    let (forteckning, regelversion) = (Forteckning::of(huvud.bilaga, &kolumner), huvud.regelversion);
    Ok(Statistikfil { kolumner, forteckning, planer: finsam_core::statistik::Skyddsplaner::new(), regelversion })
}

/// What stands beside the rows, from JSON.
fn head(text: &str) -> Result<Huvud, Statistikfilfel> {
    let format = serde_json::from_str::<serde_json::Value>(text).ok().and_then(|value| value["format"].as_u64());
    if format != Some(FORMAT.into()) {
        let text = format!("filens format är inte {FORMAT} / the format of the file is not {FORMAT}");
        return Err(Statistikfilfel::Form(text));
    }
    serde_json::from_str(text).map_err(Statistikfilfel::form)
}

/// The second file of a CSV.
fn beside(fil: &Path) -> PathBuf {
    fil.with_added_extension("json")
}

fn of_file(fil: &Path) -> impl Fn(io::Error) -> Statistikfilfel {
    let name = fil.display().to_string();
    move |fel| Statistikfilfel::Fil(name.clone(), fel)
}

/// A new file that only its owner may read.
fn create(fil: &Path) -> Result<File, Statistikfilfel> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(fil).map_err(of_file(fil))
}
