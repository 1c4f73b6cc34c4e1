//! Göteborg Nordost's 18 insatser and how those who left them in 2013 went on: real counts.

use chrono::NaiveDate;
use finsam_core::id::ForbundId;
use finsam_core::insats::{
    Antalsuppgift, Avslutade, Enhet, Insatstyp, Insatsuppgift, PerKon, PerKonEllerTotalt, Uppfoljningsmetod,
};
use serde::Deserialize;

use super::PahittatFel;

const FIL: &str = "goteborg-nordost-avslut-2013.csv";
const TEXT: &str = include_str!("../../data/goteborg-nordost-avslut-2013.csv");
/// The name of the förbund, as [`forbunden`](super::forbunden) has it.
pub const NORDOST: &str = "Samordningsförbundet Göteborg Nordost";

/// A line of the file. Its printed percentages are not read: they are for the report to find.
#[derive(Debug, Deserialize)]
struct Rad {
    insats: String,
    arbete_studier_jobready_kvinnor: i32,
    arbete_studier_jobready_man: i32,
    fortsatt_rehab_kvinnor: i32,
    fortsatt_rehab_man: i32,
    ovrigt_totalt: i32,
}

/// An insats of Göteborg Nordost with its counts of 2013.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nordostinsats {
    /// The insats, followed by counts.
    pub insats: Insatsuppgift,
    /// Those who closed in 2013, by result. How many took part is not known.
    pub antal: Antalsuppgift,
}

/// The 18 insatser, in the order of the file, as insatser of `forbund`.
///
/// Only the closings are real. When an insats began and of what kind it was is not printed: it stands with the first
/// day of 2013 and as rehabilitation, the one whose name says kartläggning as that.
///
/// # Errors
/// [`PahittatFel::Data`] when the file holds something else.
pub fn nordost(forbund: ForbundId) -> Result<Vec<Nordostinsats>, PahittatFel> {
    let (Some(fran), Some(till)) = (NaiveDate::from_ymd_opt(2013, 1, 1), NaiveDate::from_ymd_opt(2013, 12, 31)) else {
        return Err(PahittatFel::data(FIL, &"no such year"));
    };
    let mut reader = csv::Reader::from_reader(TEXT.as_bytes());
    reader
        .deserialize::<Rad>()
        .map(|rad| {
            let rad = rad.map_err(|fel| PahittatFel::data(FIL, &fel))?;
            Ok(Nordostinsats { antal: antal(&rad, fran, till), insats: insats(forbund, rad.insats, fran) })
        })
        .collect()
}

fn antal(rad: &Rad, fran: NaiveDate, till: NaiveDate) -> Antalsuppgift {
    let per = |kvinnor, man| PerKon { kvinnor, man };
    Antalsuppgift {
        fran,
        till,
        enhet: Enhet::Personer,
        kvinnor: None,
        man: None,
        nya: None,
        pagaende: None,
        avslutade: Some(Avslutade {
            arbete_studier_jobready: per(rad.arbete_studier_jobready_kvinnor, rad.arbete_studier_jobready_man),
            fortsatt_rehab: per(rad.fortsatt_rehab_kvinnor, rad.fortsatt_rehab_man),
            ovrigt: PerKonEllerTotalt::Totalt(rad.ovrigt_totalt),
        }),
    }
}

fn insats(forbund_id: ForbundId, namn: String, startdatum: NaiveDate) -> Insatsuppgift {
    let survey = namn.contains("kartl");
    Insatsuppgift {
        typ: if survey { Insatstyp::Kartlaggning } else { Insatstyp::RehabiliteringArbeteUtbildning },
        uppfoljningsmetod: Uppfoljningsmetod::Antal,
        ..Insatsuppgift::starting(forbund_id, namn, startdatum)
    }
}
