//! The printed margins that the made-up population is to meet.

use finsam_core::identitet::Kon;
use serde::Deserialize;

use crate::pahittat::PahittatFel;

const FIL: &str = "marginaler.csv";
const TEXT: &str = include_str!("../../../data/marginaler.csv");

/// Whether a printed number is a count, a count in hundreds, a share in whole per cent or an amount in tkr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Enhet {
    Antal,
    Hundratal,
    Andel,
    Tkr,
}

/// One printed number.
#[derive(Debug, Clone, Deserialize)]
struct Rad {
    tabell: String,
    ar: i32,
    kon: Option<Kon>,
    matt: String,
    kategori: String,
    enhet: Enhet,
    varde: i64,
}

/// Which number is asked for: the table (`13`, or `text` for what stands in the running text), the year, the measure
/// and the category, by the codes of the reports.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plats {
    pub(super) tabell: &'static str,
    pub(super) ar: i32,
    pub(super) matt: &'static str,
}

impl Plats {
    pub(super) const fn new(tabell: &'static str, ar: i32, matt: &'static str) -> Self {
        Self { tabell, ar, matt }
    }
}

/// Printed numbers of the national follow-up: tables 2-14 for 2013 and 2014, table 17, and those of the running text.
///
/// ```
/// use finsam_api::pahittat::befolkning::Marginaler;
///
/// Marginaler::printed()?;
/// assert!(Marginaler::read("tabell,ar,kon,matt,kategori,enhet,varde\n9,2013,,deltagare,avslutade,antal,nio\n").is_err());
/// # Ok::<(), finsam_api::pahittat::PahittatFel>(())
/// ```
#[derive(Debug, Clone)]
pub struct Marginaler(Vec<Rad>);

impl Marginaler {
    /// Those of the printed tables, `data/marginaler.csv`.
    ///
    /// # Errors
    /// [`PahittatFel::Data`] when the file holds something else.
    pub fn printed() -> Result<Self, PahittatFel> {
        Self::read(TEXT)
    }

    /// Margins in CSV: `tabell,ar,kon,matt,kategori,enhet,varde`, kön empty for both together, `enhet` `antal`,
    /// `hundratal` (a count to the nearest hundred), `andel` (whole per cent) or `tkr`.
    ///
    /// # Errors
    /// [`PahittatFel::Data`] with the line that is something else.
    pub fn read(text: &str) -> Result<Self, PahittatFel> {
        let rows: Result<Vec<Rad>, _> = csv::Reader::from_reader(text.as_bytes()).deserialize().collect();
        rows.map(Self).map_err(|fel| PahittatFel::data(FIL, &fel))
    }

    fn get(&self, plats: Plats, kon: Option<Kon>, kategori: &str, enhet: Enhet) -> Result<i64, PahittatFel> {
        let wanted = |rad: &&Rad| {
            (rad.tabell.as_str(), rad.ar, rad.matt.as_str()) == (plats.tabell, plats.ar, plats.matt)
                && (rad.kon, rad.kategori.as_str(), rad.enhet) == (kon, kategori, enhet)
        };
        let missing = || PahittatFel::data(FIL, &format!("no {enhet:?} of {kategori} {kon:?} at {plats:?}"));
        self.0.iter().find(wanted).map(|rad| rad.varde).ok_or_else(missing)
    }

    /// A printed count.
    pub(super) fn antal(&self, plats: Plats, kategori: &str) -> Result<i64, PahittatFel> {
        self.get(plats, None, kategori, Enhet::Antal)
    }

    /// A count that is printed to the nearest hundred.
    pub(super) fn hundratal(&self, plats: Plats, kategori: &str) -> Result<i64, PahittatFel> {
        self.get(plats, None, kategori, Enhet::Hundratal)
    }

    /// A printed count of one kön.
    pub(super) fn antal_kon(&self, plats: Plats, kon: Kon, kategori: &str) -> Result<i64, PahittatFel> {
        self.get(plats, Some(kon), kategori, Enhet::Antal)
    }

    /// A printed share, in whole per cent.
    pub(super) fn andel(&self, plats: Plats, kategori: &str) -> Result<i64, PahittatFel> {
        self.get(plats, None, kategori, Enhet::Andel)
    }

    /// The printed amounts of table 17 by year, in tkr.
    pub(in crate::pahittat) fn tkr(&self, kategori: &str) -> Result<Vec<(i32, i64)>, PahittatFel> {
        let wanted =
            |rad: &&Rad| (rad.tabell.as_str(), rad.kategori.as_str(), rad.enhet) == ("17", kategori, Enhet::Tkr);
        let all: Vec<(i32, i64)> = self.0.iter().filter(wanted).map(|rad| (rad.ar, rad.varde)).collect();
        if all.is_empty() { Err(PahittatFel::data(FIL, &format!("no amount of {kategori}"))) } else { Ok(all) }
    }

    /// A printed share of one kön, in whole per cent.
    pub(super) fn andel_kon(&self, plats: Plats, kon: Kon, kategori: &str) -> Result<i64, PahittatFel> {
        self.get(plats, Some(kon), kategori, Enhet::Andel)
    }
}
