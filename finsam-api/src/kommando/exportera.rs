//! `finsam exportera`.

mod behandling;
mod statistik;
mod uppfoljning;

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use finsam_core::id::ForbundId;

use super::lager::Databas;
use super::{Kommandofel, Utfall};

pub(super) use statistik::unwritten;

/// Skriv ut uppgifter till andras system / Write out data for others' systems
///
/// --uppfoljning-finsam: per insats och kön hur många som är nya, pågår och har avslutats med vilket resultat under ett
/// kalenderår, ur antal och ur personuppgifter, så som Försäkringskassans Uppföljning Finsam frågar efter dem.
/// Definitionerna står i docs/UPPFOLJNING.md. Små tal döljs inte: det är uppföljningen själv, inte statistik att sprida.
///
/// --behandlingsregister: det som registret vet om behandlingen av personuppgifter, till registret enligt artikel 30 i
/// dataskyddsförordningen (docs/DATASKYDD.md). Ingenting om någon person. Skyddsåtgärderna är de som filen med
/// inställningar säger (--config).
///
/// --statistik: statistikens kolumner till en ny fil, .parquet eller .csv: en rad per deltagande utan identitet, och
/// bredvid dem förbund, insatser, antal, pengar och bakgrundstal. Ur filen räknar finsam rapport --fran varje rapport.
/// Ingen identitet, men den som känner en person kan känna igen den: bara för den som får se personer, och det
/// antecknas i åtkomstloggen. Kolumnerna står i docs/STATISTIK.md.
#[derive(Debug, Args)]
#[command(
    group(ArgGroup::new("vad").required(true).args(["uppfoljning_finsam", "behandlingsregister", "statistik"])),
    after_help = "Exempel:\n  finsam exportera --uppfoljning-finsam --ar 2025 --forbund 0190a5c0-7c00-7000-8000-000000000001 --database sqlite:finsam.db > uppfoljning.csv\n  finsam exportera --behandlingsregister --gallringsregler regler.toml --config finsam.toml\n  finsam exportera --statistik deltaganden.parquet --database sqlite:finsam.db"
)]
pub struct Exportera {
    /// Per insats och kön, till Uppföljning Finsam / By insats and kön, for Uppföljning Finsam
    #[arg(long, requires = "ar")]
    uppfoljning_finsam: bool,
    /// Statistikens kolumner, till en ny fil / The columns of the statistics, to a new file
    #[arg(long, value_name = "FIL", conflicts_with_all = ["ar", "forbund", "gallringsregler", "sprak", "format"])]
    statistik: Option<PathBuf>,
    /// Kalenderåret / The calendar year
    #[arg(long, value_parser = clap::value_parser!(i32).range(2004..=2999), conflicts_with = "behandlingsregister")]
    ar: Option<i32>,
    /// Bara insatser i förbundet; annars alla / Only insatser of this förbund, else all
    #[arg(long, value_name = "ID", conflicts_with = "behandlingsregister")]
    forbund: Vec<ForbundId>,
    /// Behandlingen av personuppgifter, artikel 30 / The processing of personal data, article 30
    #[arg(long)]
    behandlingsregister: bool,
    /// Fil med gallringsregler, som till finsam gallra / File with rules of pruning, as for finsam gallra
    #[arg(long, value_name = "FIL", conflicts_with = "uppfoljning_finsam")]
    gallringsregler: Option<PathBuf>,
    /// Språk i text / The language of text [sv]
    #[arg(long, value_enum, conflicts_with = "uppfoljning_finsam")]
    sprak: Option<Textsprak>,
    #[command(flatten)]
    databas: Databas,
    /// csv till uppföljningen, text eller json av behandlingsregistret / csv for the follow-up, text or json of the processing
    #[arg(long, value_enum)]
    format: Option<Format>,
}

/// The formats of what is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// CSV, between semicolons, in UTF-8 with a byte order mark: as Excel opens it.
    Csv,
    /// For people.
    Text,
    /// JSON, in both languages.
    Json,
}

/// The languages of what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Textsprak {
    /// Swedish.
    Sv,
    /// English.
    En,
}

impl Exportera {
    pub(super) async fn run(self) -> Utfall {
        if let Some(fil) = self.statistik {
            return statistik::write(&self.databas, fil).await;
        }
        match (self.ar, self.format) {
            (Some(ar), None | Some(Format::Csv)) => uppfoljning::write(&self.databas, ar, &self.forbund).await,
            (None, None | Some(Format::Text)) => {
                let sprak = self.sprak.unwrap_or(Textsprak::Sv);
                behandling::write_text(&self.databas, self.gallringsregler.as_deref(), sprak).await
            }
            (None, Some(Format::Json)) => behandling::write_json(&self.databas, self.gallringsregler.as_deref()).await,
            (Some(_), Some(Format::Text | Format::Json)) | (None, Some(Format::Csv)) => Err(Kommandofel::Bruk(
                "uppföljningen skrivs som csv, behandlingsregistret som text eller json / \
                 the follow-up is written as csv, the processing as text or json"
                    .to_owned(),
            )),
        }
    }
}
