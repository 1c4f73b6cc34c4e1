//! `finsam rapport arsredovisning`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use finsam_core::arsredovisning::Arsredovisning as Redovisning;
use finsam_core::id::ForbundId;
use finsam_core::protokoll::Felkod;
use finsam_store::Store;

use super::lager::Databas;
use super::mot::{failed, server};
use super::serve::TROSKEL_U32;
use super::statistik::stopped;
use super::{Kommandofel, Utfall, check_year, visa};
use crate::arsredovisning::to_document;
use crate::dokument::{to_html, to_xlsx};
use crate::forbundsbild::Forbundsbild;
use crate::klocka::{Klocka, Systemklocka, swedish_day};
use crate::statistik::Statistik;

/// Upprätta ett förbunds årsredovisning av det som är registrerat / Draw up the annual report of a förbund
///
/// Resultaträkning, balansräkning, bidrag mot lagen, insatser med mål och resultat, och det en revisor kan fråga om.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam rapport arsredovisning --forbund ID --ar 2015 --ut arsredovisning.xlsx --database sqlite:finsam.db\n  finsam rapport arsredovisning --forbund ID --ar 2015 --format html --mot https://finsam.example.org --token-fil nyckel > 2015.html"
)]
pub struct Arsredovisning {
    /// Förbundets id / The identity of the förbund
    #[arg(long, value_name = "ID")]
    forbund: ForbundId,
    /// Kalenderår / Calendar year
    #[arg(long)]
    ar: i32,
    /// Format; efter filens namn om inget sägs, annars html / By the name of the file unless said, else html
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Filen som skrivs; standard ut om ingen anges / The file to write; standard output when none is named
    #[arg(long, value_name = "FIL")]
    ut: Option<PathBuf>,
    /// Servern / The server
    #[arg(long, value_name = "URL", requires = "token_fil")]
    mot: Option<String>,
    /// Fil med nyckeln till servern / File with the key to the server
    #[arg(long, env = "FINSAM_TOKEN_FIL", value_name = "FIL")]
    token_fil: Option<PathBuf>,
    #[command(flatten)]
    databas: Databas,
    /// Med --database: under detta döljs antal om människor / With --database: below this counts about people are hidden
    #[arg(long, value_name = "N", default_value_t = TROSKEL_U32)]
    rojandeskydd: u32,
}

/// The formats of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A workbook.
    Xlsx,
    /// A page to read and print.
    Html,
    /// As over HTTP.
    Json,
}

impl Arsredovisning {
    pub(super) async fn run(self) -> Utfall {
        check_year(self.ar)?;
        let is_workbook = |format| format == Format::Xlsx;
        let format = visa::format_of(self.format, self.ut.as_deref(), Format::Html, is_workbook)?;
        let bytes = match &self.mot {
            Some(address) => self.written_there(address, format).await?,
            None => written(&self.read_here().await?, format)?,
        };
        visa::to_file(self.ut.as_deref(), &bytes)
    }

    /// As the server writes it.
    async fn written_there(&self, address: &str, format: Format) -> Result<Vec<u8>, Kommandofel> {
        let client = server(address, self.token_fil.as_ref())?;
        let rum = client.forbund();
        let akter = rum.akter(self.forbund);
        let written = match format {
            Format::Xlsx => akter.arsredovisning_xlsx(self.ar).await.map(Into::into),
            Format::Html => akter.arsredovisning_html(self.ar).await.map(String::into_bytes),
            Format::Json => return written(&akter.arsredovisning(self.ar).await.map_err(missing)?, format),
        };
        written.map_err(missing)
    }

    async fn read_here(&self) -> Result<Redovisning, Kommandofel> {
        let store = self.databas.open_existing(self.databas.ring()?).await?;
        let drawn_up = self.draw_up(&store).await;
        store.close().await;
        drawn_up
    }

    async fn draw_up(&self, store: &Arc<dyn Store>) -> Result<Redovisning, Kommandofel> {
        let reach = |fel| Kommandofel::reach("--database", fel);
        let read = Forbundsbild::read(store.read().await.map_err(reach)?.as_mut(), self.forbund).await;
        let bild = read.map_err(reach)?.ok_or_else(|| {
            Kommandofel::Data(
                "--forbund: inget sådant förbund i registret / no such förbund in the register".to_owned(),
            )
        })?;
        let statistik = Statistik::recalled(Arc::clone(store), Arc::new(Systemklocka));
        let resultat = bild.results(&statistik, self.ar, self.rojandeskydd).await.map_err(stopped)?;
        bild.draw_up(self.ar, Some(&resultat), swedish_day(Systemklocka.now())).ok_or_else(|| {
            Kommandofel::Data(format!(
                "varken budget eller utfall är registrerat för {ar} / neither budget nor outcome is registered for {ar}",
                ar = self.ar
            ))
        })
    }
}

/// What is not there is a fault of the data, here as in a register.
fn missing(fel: finsam_client::Fel) -> Kommandofel {
    if fel.kod() == Some(Felkod::Saknas) { Kommandofel::Data(fel.to_string()) } else { failed(fel) }
}

fn written(report: &Redovisning, format: Format) -> Result<Vec<u8>, Kommandofel> {
    match format {
        Format::Xlsx => to_xlsx(&to_document(report)).map_err(|fel| Kommandofel::Data(fel.to_string())),
        Format::Html => Ok(to_html(&to_document(report)).into_bytes()),
        Format::Json => {
            let mut text = serde_json::to_vec_pretty(report).map_err(|fel| Kommandofel::Data(fel.to_string()))?;
            text.push(b'\n');
            Ok(text)
        }
    }
}
