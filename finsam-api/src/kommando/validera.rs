//! `finsam validera`.

use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::Args;
use finsam_core::deltagande::{Sammanhang, validate, validate_key};
use finsam_core::identitet::Numrering;
use finsam_core::part::PartKod;
use finsam_core::regel::Avvikelse;

use super::serve::test_numbers;
use super::{Kommandofel, Utfall, visa};
use crate::import::{Importfraga, Skannat, Skanning, scan};
use crate::klocka::{Klocka, Systemklocka};
use crate::las::{Format, Lasfel, Post, for_each};

/// Pröva en fil med poster utan server / Judge a file of records without a server
///
/// Format och regler för posten själv. Det som kräver registret - insatsen, medlemskap, överlapp - prövas av servern.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam validera poster.ndjson --part kommun:2280\n  finsam validera poster.csv --part kommun:2280 --sandlada"
)]
pub struct Validera {
    /// Filen: .ndjson, .json eller .csv / The file
    fil: PathBuf,
    /// Parten som registrerar / The part that registers
    #[arg(long)]
    part: PartKod,
    /// Ta bara emot testnummer och reservnummer / Take only test numbers and reservnummer
    #[arg(long)]
    sandlada: bool,
    /// Fil med fler testnummer, ett per rad / File with more test numbers, one a line
    #[arg(long, value_name = "FIL")]
    testnummer: Option<PathBuf>,
}

/// What was found in the file.
#[derive(Default)]
struct Summa {
    poster: u64,
    felaktiga: u64,
    varningar: u64,
}

impl Validera {
    pub(super) fn run(self) -> Utfall {
        let listed = test_numbers(self.testnummer.as_ref())?;
        let numrering = if self.sandlada { Numrering::sandlada(listed) } else { Numrering::skarp(listed) };
        let format = format_of(&self.fil)?;
        let bytes =
            std::fs::read(&self.fil).map_err(|error| Kommandofel::reach(&self.fil.display().to_string(), error))?;
        let skannat = scan(
            bytes.as_slice(),
            &Skanning { format, limits: Importfraga::default().limits(), most: u64::MAX, keys: false },
        )
        .map_err(|fel| unreadable(&fel))?;
        let domare = Domare { part: self.part, idag: Systemklocka.today(), numrering, skannat };
        let summa = domare.judge_file(&self.fil, format)?;
        visa::line(&format!("{} poster, {} med fel, {} varningar", summa.poster, summa.felaktiga, summa.varningar))?;
        if summa.felaktiga > 0 {
            Err(Kommandofel::Data("filen har fel / the file has faults".to_owned()))
        } else {
            Ok(())
        }
    }
}

/// The format that a file's name tells.
pub(super) fn format_of(file: &Path) -> Result<Format, Kommandofel> {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("ndjson" | "jsonl") => Ok(Format::Ndjson),
        Some("json") => Ok(Format::Json),
        Some("csv") => Ok(Format::Csv),
        _ => Err(Kommandofel::Bruk("filen ska heta .ndjson, .json eller .csv / name it so".to_owned())),
    }
}

pub(super) fn unreadable(fel: &Lasfel) -> Kommandofel {
    if let Lasfel::Innehall(found) = fel {
        found.iter().for_each(|avvikelse| visa::note(&describe(0, avvikelse)));
    }
    Kommandofel::Data(fel.to_string())
}

/// Judges records without a register.
struct Domare {
    part: PartKod,
    idag: chrono::NaiveDate,
    numrering: Numrering,
    skannat: Skannat,
}

impl Domare {
    fn judge_file(&self, file: &Path, format: Format) -> Result<Summa, Kommandofel> {
        let opened = File::open(file).map_err(|error| Kommandofel::reach(&file.display().to_string(), error))?;
        let mut summa = Summa::default();
        let mut shown = Ok(());
        for_each(format, BufReader::new(opened), &Importfraga::default().limits(), &mut |post| {
            let found = self.judge(&post);
            summa.poster += 1;
            summa.felaktiga += u64::from(found.iter().any(Avvikelse::blocks));
            summa.varningar += found.iter().filter(|avvikelse| !avvikelse.blocks()).count() as u64;
            shown = found.iter().try_for_each(|avvikelse| visa::line(&describe(post.rad, avvikelse)));
            if shown.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
        .map_err(|fel| unreadable(&fel))?;
        shown.map(|()| summa)
    }

    fn judge(&self, post: &Post<'_>) -> Vec<Avvikelse> {
        let importpost = match post.parse() {
            Ok(importpost) => importpost,
            Err(found) => return found,
        };
        let mut found = validate_key(&importpost.nyckel, self.idag);
        found.extend(self.skannat.duplicate(post.rad));
        let named = importpost.uppgift.insats_id.is_some() != importpost.uppgift.insats_nyckel.is_some();
        let sammanhang = Sammanhang { part: self.part, idag: self.idag, numrering: &self.numrering, insats: None };
        let judged = validate(importpost.uppgift, &sammanhang).map_or_else(|found| found, |godkand| godkand.varningar);
        // Which insatser exist, only a register knows.
        found.extend(judged.into_iter().filter(|avvikelse| !(named && avvikelse.kod == "REG-20")));
        post.lasare().name_columns(&mut found);
        found
    }
}

/// A finding in one line.
pub(super) fn describe(rad: u64, avvikelse: &Avvikelse) -> String {
    let expected = avvikelse.forvantat.as_deref().map(|text| format!(" ({text})")).unwrap_or_default();
    format!(
        "rad {rad} {} {} {}: {}{expected}",
        avvikelse.allvar, avvikelse.kod, avvikelse.pekare, avvikelse.meddelande.sv
    )
}
