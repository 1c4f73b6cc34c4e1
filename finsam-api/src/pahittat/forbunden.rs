//! The 80 samordningsförbund of April 2015, with their real members and area.

use chrono::NaiveDate;
use finsam_core::forbund::{Forbundsuppgift, Medlemskap, Omrade};
use finsam_core::geografi::{KommunKod, LanKod};
use finsam_core::part::PartKod;
use serde::Deserialize;

use super::PahittatFel;

const FIL: &str = "forbund-2015.csv";
const TEXT: &str = include_str!("../../data/forbund-2015.csv");

/// A line of the file; codes stand with a space between them.
#[derive(Debug, Deserialize)]
struct Rad {
    namn: String,
    lanskoder: String,
    kommunkoder: String,
    kommundel: String,
    bildat: Option<NaiveDate>,
}

/// The 80 förbund of April 2015, in the order of the file.
///
/// Members are Försäkringskassan, Arbetsförmedlingen, the region of each län that has one, and each kommun. The first
/// kommun stands as seat. What is not known is left out: organisationsnummer, and the day of formation and membership
/// where the file has none.
///
/// # Errors
/// [`PahittatFel::Data`] when the file holds something else.
///
/// ```
/// let forbunden = finsam_api::pahittat::forbunden()?;
/// assert_eq!(forbunden.len(), 80);
/// # Ok::<(), finsam_api::pahittat::PahittatFel>(())
/// ```
pub fn forbunden() -> Result<Vec<Forbundsuppgift>, PahittatFel> {
    let mut reader = csv::Reader::from_reader(TEXT.as_bytes());
    reader
        .deserialize::<Rad>()
        .map(|rad| rad.map_err(|fel| PahittatFel::data(FIL, &fel)).and_then(|rad| forbund(&rad)))
        .collect()
}

fn forbund(rad: &Rad) -> Result<Forbundsuppgift, PahittatFel> {
    let lan = codes::<LanKod>(&rad.lanskoder)?;
    let kommuner = codes::<KommunKod>(&rad.kommunkoder)?;
    let sate = *kommuner.first().ok_or_else(|| PahittatFel::data(FIL, &format!("{} has no kommun", rad.namn)))?;
    let kommundel = Some(rad.kommundel.trim()).filter(|del| !del.is_empty()).map(str::to_owned);
    Ok(Forbundsuppgift {
        namn: rad.namn.clone(),
        organisationsnummer: None,
        sate,
        bildat: rad.bildat,
        upphort: None,
        medlemmar: parts(&lan, &kommuner).map(|part| Medlemskap::new(part, rad.bildat)).collect(),
        omrade: kommuner.iter().map(|&kommunkod| Omrade { kommunkod, kommundel: kommundel.clone() }).collect(),
        forbundsordning: None,
    })
}

fn parts(lan: &[LanKod], kommuner: &[KommunKod]) -> impl Iterator<Item = PartKod> {
    let regions = lan.iter().filter(|lan| lan.has_region()).map(|&lan| PartKod::Region(lan));
    let kommuner = kommuner.iter().map(|&kod| PartKod::Kommun(kod));
    [PartKod::Forsakringskassan, PartKod::Arbetsformedlingen].into_iter().chain(regions).chain(kommuner)
}

fn codes<T: std::str::FromStr<Err: ToString>>(text: &str) -> Result<Vec<T>, PahittatFel> {
    text.split_whitespace().map(|kod| kod.parse().map_err(|fel: T::Err| PahittatFel::data(FIL, &fel))).collect()
}
