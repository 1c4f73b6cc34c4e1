//! `finsam rapport aterrapport`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::raknat::Raknat;
use super::serve::TROSKEL_U32;
use super::{Kommandofel, Utfall, check_year, visa};
use crate::aterrapport::{Rapporttid, to_report};
use crate::dokument::{to_html, to_xlsx};
use crate::sprak::Sprak;

/// Sammanställ underlaget för återrapporten till regeringen / Put together what is reported back to the government
///
/// Nyinskrivna och alla deltagare, avslutade, resultat, hur många förbund som registrerat, pengar och förbehåll, för ett år
/// eller ett halvår.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam rapport aterrapport --ar 2014 --ut 2014.xlsx --database sqlite:finsam.db\n  finsam rapport aterrapport --ar 2014 --halvar 1 --database sqlite:finsam.db > halvar1.html"
)]
pub struct Aterrapport {
    /// Kalenderår / Calendar year
    #[arg(long)]
    ar: i32,
    /// Första eller andra halvåret, hela året om inget sägs / First or second half, the whole year unless said
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=2))]
    halvar: Option<u8>,
    /// Språk, sv eller en / Language
    #[arg(long, value_name = "SPRÅK", default_value = "sv")]
    sprak: Sprak,
    /// Format; efter filens namn om inget sägs, annars html / By the name of the file unless said, else html
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Filen som skrivs; standard ut om ingen anges / The file to write; standard output when none is named
    #[arg(long, value_name = "FIL")]
    ut: Option<PathBuf>,
    #[command(flatten)]
    raknat: Raknat,
    /// Under detta döljs antal om människor / Below this counts about people are hidden
    #[arg(long, value_name = "N", default_value_t = TROSKEL_U32)]
    rojandeskydd: u32,
}

/// The formats of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A workbook.
    Xlsx,
    /// A page to read and print.
    Html,
}

impl Aterrapport {
    pub(super) async fn run(self) -> Utfall {
        check_year(self.ar)?;
        let is_workbook = |format| format == Format::Xlsx;
        let format = visa::format_of(self.format, self.ut.as_deref(), Format::Html, is_workbook)?;
        let (tid, troskel, sprak) = (Rapporttid { ar: self.ar, halvar: self.halvar }, self.rojandeskydd, self.sprak);
        let report = self.raknat.look(troskel, move |lage| to_report(lage, tid, troskel, sprak)).await?;
        let bytes = match format {
            Format::Xlsx => to_xlsx(&report).map_err(|fel| Kommandofel::Data(fel.to_string()))?,
            Format::Html => to_html(&report).into_bytes(),
        };
        visa::to_file(self.ut.as_deref(), &bytes)
    }
}
