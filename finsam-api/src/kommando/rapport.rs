//! `finsam rapport`.

use std::sync::Arc;

use clap::{Args, ValueEnum};
use finsam_core::geografi::{KommunKod, LanKod};
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::insats::Malgrupp;
use finsam_core::regel::Avvikelse;
use finsam_core::statistik::{Indelning, Periodslag, Rapport as Tabell, Rapportenhet, Rapportnamn, Urval};

use super::raknat::Raknat;
use super::serve::TROSKEL_U32;
use super::statistik::stopped;
use super::{Kommandofel, Utfall, visa};
use crate::klocka::Systemklocka;
use crate::rapportbild::Namnbok;
use crate::rutter::rapporter::{Rapportformat, render};
use crate::sprak::Sprak;
use crate::statistik::{Lage, Statistik, Tillstandsfel};

/// Räkna en rapport / Count a report
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam rapport forsorjning-fore-efter --ar 2013 --ar 2014 --database sqlite:finsam.db\n  finsam rapport avslut-per-insats --ar 2013 --format csv --rojandeskydd 0 --database sqlite:finsam.db\n  finsam rapport aldersgrupper --ar 2014 --indelning kon --format svg --database sqlite:finsam.db > aldrar.svg\n  finsam rapport aldersgrupper --ar 2014 --dataversion 25690 --nyckel nyckel --database sqlite:finsam.db\n  finsam rapport unga --ar 2014 --fran deltaganden.parquet"
)]
pub struct Rapport {
    /// Rapportens namn / Its name
    namn: Rapportnamn,
    #[command(flatten)]
    raknat: Raknat,
    /// Kalenderår / Calendar year
    #[arg(long, required = true)]
    ar: Vec<i32>,
    /// Hela år, halvår eller månader / Whole years, half-years or months
    #[arg(long, default_value_t)]
    period: Periodslag,
    /// Deltaganden, eller varje person en gång / Participations, or each person once
    #[arg(long, default_value_t)]
    enhet: Rapportenhet,
    /// Bara insatser i förbundet / Only insatser of this förbund
    #[arg(long, value_name = "ID")]
    forbund: Vec<ForbundId>,
    /// Bara insatser i förbund i länet / Only insatser of förbund in this län
    #[arg(long, value_name = "KOD")]
    lan: Vec<LanKod>,
    /// Bara deltagare från kommunen / Only participants of this kommun
    #[arg(long, value_name = "KOD")]
    kommun: Vec<KommunKod>,
    /// Bara insatsen / Only this insats
    #[arg(long, value_name = "ID")]
    insats: Vec<InsatsId>,
    /// Bara insatser för målgruppen / Only insatser for this target group
    #[arg(long, value_name = "KOD")]
    malgrupp: Vec<Malgrupp>,
    /// Uppdelat på kon, aldersgrupp … / Divided by
    #[arg(long, value_delimiter = ',')]
    indelning: Vec<Indelning>,
    /// Under detta döljs antal om människor / Below this counts about people are hidden
    #[arg(long, value_name = "N", default_value_t = TROSKEL_U32)]
    rojandeskydd: u32,
    /// Av ett fastställt tillstånd, se finsam statistik lista / Of a frozen state, see finsam statistik lista
    #[arg(long, value_name = "N", conflicts_with = "fran")]
    dataversion: Option<i64>,
    /// Format
    #[arg(long, value_enum, default_value_t = Format::Tabell)]
    format: Format,
    /// Arbetsbokens och diagrammets språk, sv eller en / The language of workbook and chart
    #[arg(long, value_name = "SPRÅK", default_value = "sv")]
    sprak: Sprak,
}

/// The formats of a report on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Tabell,
    /// CSV.
    Csv,
    /// JSON, as over HTTP.
    Json,
    /// A workbook.
    Xlsx,
    /// A chart.
    Svg,
}

impl Rapport {
    pub(super) async fn run(self) -> Utfall {
        let urval = Urval {
            ar: self.ar,
            period: self.period,
            enhet: self.enhet,
            forbund: self.forbund,
            lan: self.lan,
            kommun: self.kommun,
            insats: self.insats,
            malgrupp: self.malgrupp,
            indelning: self.indelning,
            ..Urval::default()
        };
        let asked = (self.namn, urval.normalized());
        let (rapport, names) = match self.dataversion {
            None => count(&self.raknat, asked, self.rojandeskydd).await?,
            frozen => ask(&self.raknat, asked, frozen, self.rojandeskydd).await?,
        };
        let format = match self.format {
            Format::Tabell => return visa::bytes(table(&rapport).as_bytes()),
            Format::Json => return visa::line(&serde_json::to_string_pretty(&rapport).unwrap_or_default()),
            Format::Csv => Rapportformat::Csv,
            Format::Xlsx => Rapportformat::Xlsx,
            Format::Svg => Rapportformat::Svg,
        };
        let unwritten = |fel: crate::fel::ApiError| Kommandofel::Data(fel.cause().unwrap_or_default().to_owned());
        visa::bytes(&render(&rapport, format, &names, self.sprak).map_err(unwritten)?.1)
    }
}

/// A report, and what is called what in it.
type Svar = (Tabell, Arc<Namnbok>);

/// Of the state that is looked at.
async fn count(raknat: &Raknat, (namn, urval): (Rapportnamn, Urval), troskel: u32) -> Result<Svar, Kommandofel> {
    let count = move |lage: Lage<'_>| {
        let rapport = lage.rapport(namn, &urval, troskel);
        rapport.map(|rapport| (rapport, Arc::clone(&lage.forteckning.namnbok)))
    };
    raknat.look(troskel, count).await?.map_err(|found| Kommandofel::Bruk(refused(&found)))
}

/// Of a state by its dataversion.
async fn ask(
    raknat: &Raknat,
    asked: (Rapportnamn, Urval),
    dataversion: Option<i64>,
    troskel: u32,
) -> Result<Svar, Kommandofel> {
    let store = raknat.register().await?;
    let statistik = Statistik::recalled(Arc::clone(&store), Arc::new(Systemklocka));
    let counted = statistik.answer(asked, dataversion, troskel, |rapport, names| (rapport, names.clone())).await;
    store.close().await;
    counted.map(|(rapport, names)| (rapport, Arc::new(names))).map_err(no_answer)
}

/// Why there is no answer.
fn no_answer(fel: Tillstandsfel) -> Kommandofel {
    match fel {
        Tillstandsfel::Urval(found) => Kommandofel::Bruk(refused(&found)),
        fel => stopped(fel),
    }
}

/// Why the selection may not be asked.
fn refused(found: &[Avvikelse]) -> String {
    let line = |one: &Avvikelse| {
        let expected = one.forvantat.as_deref().unwrap_or_default();
        format!("{} {}: {} ({expected})", one.kod, one.pekare, one.meddelande.sv)
    };
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The report in columns that line up, with its caveats.
fn table(rapport: &Tabell) -> String {
    let mut rows = vec![rapport.header()];
    rows.extend(rapport.records());
    let columns = rows[0].len();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = format!("{}\n\n", rapport.rapport.text().sv);
    for row in &rows {
        let cells: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}", width = *width)).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    for forbehall in &rapport.forbehall {
        text.push_str(&format!("\n{}\n", forbehall.sv));
    }
    text
}
