//! `finsam tilldelning FIL.csv`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use finsam_core::belopp::Belopp;
use finsam_core::ekonomi::tilldelning::{
    Ansokan, Omfordelning, Parametrar, Tilldelningssvar, Tilldelningsuppgift, allocate, validate,
};

use super::{Kommandofel, Utfall, visa};

/// Fördela statliga medel på äskandena i en fil / Allocate state money among the requests in a file
///
/// Filen har rubrikraden nyckel,forsorjningsmatt,befolkning,foregaende,askande,overskott; foregaende och overskott får
/// vara tomma. / The file has that header; foregaende and overskott may be empty.
#[derive(Debug, Args)]
#[command(after_help = "Exempel:\n  finsam tilldelning askanden.csv --medel 280000000 --format csv > fordelning.csv")]
pub struct Tilldelning {
    /// Filen / The file
    #[arg(value_name = "FIL")]
    fil: PathBuf,
    /// Alla medel, i hela kronor / All the money, in whole kronor
    #[arg(long, value_name = "KRONOR")]
    medel: Belopp,
    /// Vad alla får först, i hela kronor / What everyone gets first, in whole kronor
    #[arg(long, value_name = "KRONOR", default_value = "400000")]
    grundbelopp: Belopp,
    /// Procent av resten efter försörjningsmått / Per cent of the rest by försörjningsmått
    #[arg(long, value_name = "PROCENT", default_value_t = 75)]
    matt_procent: u8,
    /// Största minskning i procent; 100 är ingen broms / Largest reduction in per cent; 100 is no brake
    #[arg(long, value_name = "PROCENT", default_value_t = 10)]
    broms_procent: u8,
    /// Vart frigjorda medel går: dampa_forst eller vikter / Where freed money goes
    #[arg(long, value_name = "KOD", default_value = "dampa_forst")]
    omfordelning: Omfordelning,
    /// Hur svaret ges / How the answer is given
    #[arg(long, default_value = "tabell")]
    format: Form,
}

/// How the answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people, with every step.
    Tabell,
    /// A row for each, a column for each step.
    Csv,
    /// As the API gives it.
    Json,
}

impl Tilldelning {
    pub(super) fn run(self) -> Utfall {
        let uppgift = Tilldelningsuppgift { parametrar: self.parameters(), ansokningar: self.requests()? };
        let found = validate(&uppgift);
        for avvikelse in &found {
            let expected = avvikelse.forvantat.as_deref().unwrap_or_default();
            visa::note(&format!("{} {}: {} ({expected})", avvikelse.kod, avvikelse.pekare, avvikelse.meddelande.sv));
        }
        if !found.is_empty() {
            let count = found.len();
            return Err(Kommandofel::Data(format!(
                "{count} fel i filen eller valen / faults in the file or the options"
            )));
        }
        let svar = allocate(&uppgift);
        for avvikelse in &svar.avvikelser {
            visa::note(&format!("{}: {}", avvikelse.kod, avvikelse.meddelande.sv));
        }
        match self.format {
            Form::Tabell => table(&svar),
            Form::Csv => rows(&svar),
            Form::Json => visa::line(&serde_json::to_string_pretty(&svar).map_err(data)?),
        }
    }

    const fn parameters(&self) -> Parametrar {
        Parametrar {
            medel: self.medel,
            grundbelopp: self.grundbelopp,
            matt_procent: self.matt_procent,
            broms_procent: self.broms_procent,
            omfordelning: self.omfordelning,
        }
    }

    fn requests(&self) -> Result<Vec<Ansokan>, Kommandofel> {
        let name = self.fil.display().to_string();
        let file = std::fs::File::open(&self.fil).map_err(|fel| Kommandofel::reach(&name, fel))?;
        let mut requests = Vec::new();
        let mut faults = 0_usize;
        for row in csv::Reader::from_reader(file).deserialize::<Rad>() {
            match row {
                Ok(rad) => requests.push(rad.into()),
                Err(fel) => {
                    faults += 1;
                    visa::note(&fault(&fel));
                }
            }
        }
        if faults == 0 {
            return Ok(requests);
        }
        Err(Kommandofel::Data(format!("{name}: {faults} rader går inte att läsa / rows cannot be read")))
    }
}

/// A row of the file.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Rad {
    nyckel: String,
    forsorjningsmatt: u32,
    befolkning: u32,
    foregaende: Option<Belopp>,
    askande: Belopp,
    overskott: Option<Belopp>,
}

impl From<Rad> for Ansokan {
    fn from(rad: Rad) -> Self {
        Self {
            nyckel: rad.nyckel,
            forsorjningsmatt: rad.forsorjningsmatt,
            befolkning: rad.befolkning,
            foregaende: rad.foregaende,
            askande: rad.askande,
            overskott: rad.overskott.unwrap_or(Belopp::ZERO),
        }
    }
}

/// Where a row is wrong and how; what stood there is not quoted.
fn fault(fel: &csv::Error) -> String {
    let line = fel.position().map_or(0, csv::Position::line);
    let column = match fel.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.field().map(|field| field + 1),
        _ => None,
    };
    let column = column.map_or_else(String::new, |column| format!(", fält / field {column}"));
    format!(
        "rad / line {line}{column}: väntade / expected nyckel,forsorjningsmatt,befolkning,foregaende,askande,overskott, \
         hela tal och kronor / whole numbers and kronor"
    )
}

fn data(fel: impl std::fmt::Display) -> Kommandofel {
    Kommandofel::Data(fel.to_string())
}

fn table(svar: &Tilldelningssvar) -> Utfall {
    for rad in &svar.rader {
        visa::line(&format!("{}  {} kr", rad.nyckel, rad.tilldelat))?;
        for steg in &rad.steg {
            visa::line(&format!("    {}", steg.forklaring.sv))?;
        }
    }
    let sum: Belopp = svar.rader.iter().map(|rad| rad.tilldelat).sum();
    visa::line(&format!("Summa  {sum} kr; inte fördelat {} kr", svar.ofordelat))
}

fn rows(svar: &Tilldelningssvar) -> Utfall {
    let mut text = csv::Writer::from_writer(Vec::new());
    let steps = svar.rader.first().map_or(&[][..], |rad| &rad.steg);
    let header = ["nyckel", "tilldelat"].into_iter().chain(steps.iter().map(|steg| steg.slag.code()));
    text.write_record(header).map_err(data)?;
    for rad in &svar.rader {
        let amounts = std::iter::once(rad.tilldelat).chain(rad.steg.iter().map(|steg| steg.belopp));
        text.write_record(std::iter::once(rad.nyckel.clone()).chain(amounts.map(|belopp| belopp.to_string())))
            .map_err(data)?;
    }
    visa::bytes(&text.into_inner().map_err(data)?)
}
