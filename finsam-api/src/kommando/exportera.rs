//! `finsam exportera`.

use clap::{ArgGroup, Args, ValueEnum};
use finsam_core::id::ForbundId;
use finsam_core::insats::Insats;
use finsam_core::statistik::{UppfoljningFinsam, Uppfoljningsrad};
use finsam_store::{ReadSession, StoreError};

use super::lager::Databas;
use super::{Kommandofel, Utfall, visa};

/// Skriv ut uppgifter till andras system / Write out data for others' systems
///
/// --uppfoljning-finsam: per insats och kön hur många som är nya, pågår och har avslutats med vilket resultat under ett
/// kalenderår, ur antal och ur personuppgifter, så som Försäkringskassans Uppföljning Finsam frågar efter dem.
/// Definitionerna står i docs/UPPFOLJNING.md. Små tal döljs inte: det är uppföljningen själv, inte statistik att sprida.
#[derive(Debug, Args)]
#[command(
    group(ArgGroup::new("vad").required(true).args(["uppfoljning_finsam"])),
    after_help = "Exempel:\n  finsam exportera --uppfoljning-finsam --ar 2025 --forbund 0190a5c0-7c00-7000-8000-000000000001 --database sqlite:finsam.db > uppfoljning.csv"
)]
pub struct Exportera {
    /// Per insats och kön, till Uppföljning Finsam / By insats and kön, for Uppföljning Finsam
    #[arg(long)]
    uppfoljning_finsam: bool,
    /// Kalenderåret / The calendar year
    #[arg(long, value_parser = clap::value_parser!(i32).range(2004..=2999))]
    ar: i32,
    /// Bara insatser i förbundet; annars alla / Only insatser of this förbund, else all
    #[arg(long, value_name = "ID")]
    forbund: Vec<ForbundId>,
    #[command(flatten)]
    databas: Databas,
    /// Format
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

/// The formats of what is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// CSV, between semicolons, in UTF-8 with a byte order mark: as Excel opens it.
    Csv,
}

/// The columns, in order.
const RUBRIK: [&str; 13] = [
    "forbund",
    "ar",
    "insatsId",
    "insats",
    "inriktning",
    "uppfoljningsmetod",
    "kon",
    "nya",
    "pagaende",
    "avslutade",
    "avslutadeArbeteStudierJobready",
    "avslutadeFortsattRehab",
    "avslutadeOvrigt",
];
/// How many participations are read at a time.
const OMGANG: u32 = 2_000;

impl Exportera {
    pub(super) async fn run(self) -> Utfall {
        // Opened without a key: no identity number is read.
        let store = self.databas.open_existing(self.databas.ring()?).await?;
        let counted = match store.read().await {
            Ok(mut session) => self.count(session.as_mut()).await,
            Err(fel) => Err(fel),
        };
        store.close().await;
        let lines = counted.map_err(|fel| Kommandofel::reach("--database", fel))?;
        match self.format {
            Format::Csv => visa::bytes(&to_csv(&lines).map_err(|fel| Kommandofel::Data(fel.to_string()))?),
        }
    }

    /// The lines, one after the other.
    async fn count(&self, session: &mut dyn ReadSession) -> Result<Vec<[String; 13]>, StoreError> {
        let mut insatser = session.insatser().all().await?;
        insatser.retain(|insats| self.forbund.is_empty() || self.forbund.contains(&insats.uppgift.forbund_id));
        let mut uppfoljning = UppfoljningFinsam::new(self.ar);
        session.antal().all().await?.iter().for_each(|antal| uppfoljning.add_antal(antal));
        let mut after = 0;
        loop {
            let rows = session.deltaganden().statistics(after, OMGANG).await?;
            let Some(last) = rows.last() else { break };
            after = last.nummer;
            rows.iter().filter_map(|row| row.post.as_ref()).for_each(|post| uppfoljning.add_person(post));
        }
        self.named(session, &uppfoljning, &insatser).await
    }

    async fn named(
        &self,
        session: &mut dyn ReadSession,
        uppfoljning: &UppfoljningFinsam,
        insatser: &[Insats],
    ) -> Result<Vec<[String; 13]>, StoreError> {
        let forbund = session.forbund().all().await?;
        let name = |id: ForbundId| {
            forbund
                .iter()
                .find(|forbund| forbund.id == id)
                .map(|forbund| forbund.uppgift.namn.as_str())
                .unwrap_or_default()
        };
        let rows = uppfoljning.rows(insatser);
        Ok(rows.iter().map(|rad| line(name(rad.insats.uppgift.forbund_id), self.ar, rad)).collect())
    }
}

/// A line; what is not known is empty.
fn line(forbund: &str, ar: i32, rad: &Uppfoljningsrad<'_>) -> [String; 13] {
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let uppgift = &rad.insats.uppgift;
    [
        forbund.to_owned(),
        ar.to_string(),
        rad.insats.id.to_string(),
        uppgift.namn.clone(),
        uppgift.inriktning.code().to_owned(),
        uppgift.uppfoljningsmetod.code().to_owned(),
        rad.kon.map_or("okant", |kon| kon.code()).to_owned(),
        number(rad.tal.nya),
        number(rad.tal.pagaende),
        number(rad.tal.avslutade()),
        number(rad.tal.arbete_studier_jobready),
        number(rad.tal.fortsatt_rehab),
        number(rad.tal.ovrigt),
    ]
}

fn to_csv(lines: &[[String; 13]]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(RUBRIK)?;
    lines.iter().try_for_each(|line| writer.write_record(line))?;
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
