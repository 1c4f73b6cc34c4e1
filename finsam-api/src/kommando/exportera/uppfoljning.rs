//! `finsam exportera --uppfoljning-finsam`.

use finsam_core::id::ForbundId;
use finsam_core::insats::Insats;
use finsam_core::statistik::{UppfoljningFinsam, Uppfoljningsrad};
use finsam_store::{ReadSession, StoreError};

use crate::kommando::lager::Databas;
use crate::kommando::{Kommandofel, Utfall, visa};

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

/// Writes the lines of a year as CSV, of insatser of these förbund, or of all where none is named.
pub(super) async fn write(databas: &Databas, ar: i32, forbund: &[ForbundId]) -> Utfall {
    let store = databas.open_existing(databas.ring()?).await?;
    let counted = match store.read().await {
        Ok(mut session) => count(session.as_mut(), ar, forbund).await,
        Err(fel) => Err(fel),
    };
    store.close().await;
    let lines = counted.map_err(|fel| Kommandofel::reach("--database", fel))?;
    visa::bytes(&to_csv(&lines).map_err(|fel| Kommandofel::Data(fel.to_string()))?)
}

/// The lines, one after the other.
async fn count(session: &mut dyn ReadSession, ar: i32, forbund: &[ForbundId]) -> Result<Vec<[String; 13]>, StoreError> {
    let mut insatser = session.insatser().all().await?;
    insatser.retain(|insats| forbund.is_empty() || forbund.contains(&insats.uppgift.forbund_id));
    let mut uppfoljning = UppfoljningFinsam::new(ar);
    session.antal().all().await?.iter().for_each(|antal| uppfoljning.add_antal(antal));
    let mut after = 0;
    loop {
        let rows = session.deltaganden().statistics(after, OMGANG).await?;
        let Some(last) = rows.last() else { break };
        after = last.nummer;
        rows.iter().filter_map(|row| row.post.as_ref()).for_each(|post| uppfoljning.add_person(post));
    }
    named(session, ar, &uppfoljning, &insatser).await
}

async fn named(
    session: &mut dyn ReadSession,
    ar: i32,
    uppfoljning: &UppfoljningFinsam,
    insatser: &[Insats],
) -> Result<Vec<[String; 13]>, StoreError> {
    let forbund = session.forbund().all().await?;
    let name = |id: ForbundId| {
        forbund.iter().find(|forbund| forbund.id == id).map(|forbund| forbund.uppgift.namn.as_str()).unwrap_or_default()
    };
    let rows = uppfoljning.rows(insatser);
    Ok(rows.iter().map(|rad| line(name(rad.insats.uppgift.forbund_id), ar, rad)).collect())
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
