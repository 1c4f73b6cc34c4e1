//! The provisions of the act on finansiell samordning (2003:1210), each with its wordings over time.
//!
//! ```
//! use finsam_core::regel::{Atergivning, bestammelse};
//!
//! let third = bestammelse::find("3").ok_or("there is a third paragraph")?;
//! let then = third.lydelse_on("2015-04-30".parse()?).ok_or("it was in force")?;
//! assert_eq!((then.sfs, then.atergivning), ("2010:350", Atergivning::Ordagrant));
//! assert!(bestammelse::find("29").is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use chrono::NaiveDate;

use super::Text;
use super::register::LAGEN_I_KRAFT;
use crate::tid::day;

crate::kodlista! {
    /// How much of a wording was at hand when the rules were written.
    pub enum Atergivning = "atergivning", "Hur lydelsen återges", "How the wording is known" {
        Ordagrant = "ordagrant", "Ordalydelsen är känd", "The wording is known";
        Beskriven = "beskriven", "Ändringens innebörd är känd, inte ordalydelsen", "What was changed is known, not the words";
        Saknas = "saknas", "Ordalydelsen återges inte här", "The wording is not reproduced here";
    }
}

/// A wording of a provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lydelse {
    /// The act that gave it: `2010:350`. Where the wording is not reproduced here, a later act may have changed it
    /// within the time.
    pub sfs: &'static str,
    /// First day in force.
    pub fran: NaiveDate,
    /// Last day in force; `None` while it is.
    pub till: Option<NaiveDate>,
    /// How it is known.
    pub atergivning: Atergivning,
}

impl Lydelse {
    /// How it is cited: `3 § lagen (2003:1210), lydelse enligt SFS 2010:350`.
    #[must_use]
    pub fn citation(&self, paragraf: &str) -> String {
        match (self.atergivning, self.till) {
            (Atergivning::Saknas, Some(till)) if self.sfs == ORIGINAL => {
                format!("{paragraf} § lagen (2003:1210), lydelse till och med {till}")
            }
            _ => format!("{paragraf} § lagen (2003:1210), lydelse enligt SFS {}", self.sfs),
        }
    }
}

/// A provision of the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bestammelse {
    /// Its number: `3`, `5 a`.
    pub paragraf: &'static str,
    /// What it is about.
    pub text: Text,
    /// Its wordings, in order of time and without gaps.
    pub lydelser: &'static [Lydelse],
}

impl Bestammelse {
    /// The wording in force on `date`; `None` before there was one.
    #[must_use]
    pub fn lydelse_on(&self, date: NaiveDate) -> Option<&'static Lydelse> {
        self.lydelser.iter().find(|lydelse| lydelse.fran <= date && lydelse.till.is_none_or(|till| date <= till))
    }
}

/// The provision with a number.
#[must_use]
pub fn find(paragraf: &str) -> Option<&'static Bestammelse> {
    ALL.iter().find(|bestammelse| bestammelse.paragraf == paragraf)
}

const ORIGINAL: &str = "2003:1210";

const fn first(till: Option<NaiveDate>, atergivning: Atergivning) -> Lydelse {
    Lydelse { sfs: ORIGINAL, fran: LAGEN_I_KRAFT, till, atergivning }
}

/// One of the amending acts, from its first day.
const fn by(sfs: &'static str, fran: NaiveDate, till: Option<NaiveDate>, atergivning: Atergivning) -> Lydelse {
    Lydelse { sfs, fran, till, atergivning }
}

const fn last_day_before(year: i32, month: u32) -> Option<NaiveDate> {
    day(year, month, 1).pred_opt()
}

/// Kept in the wording of 2003.
const OANDRAD: &[Lydelse] = &[first(None, Atergivning::Ordagrant)];

/// References to kommunallagen (2017:725), then region in place of landsting.
const SENARE: [Lydelse; 2] =
    [by("2017:746", day(2018, 1, 1), last_day_before(2020, 1), Atergivning::Beskriven), REGION];

/// Region in place of landsting.
const REGION: Lydelse = by("2019:914", day(2020, 1, 1), None, Atergivning::Beskriven);

/// Several landsting: in this wording from July 2010.
const FLERA_LANDSTING: &[Lydelse] = &[
    first(last_day_before(2010, 7), Atergivning::Saknas),
    by("2010:350", day(2010, 7, 1), last_day_before(2020, 1), Atergivning::Ordagrant),
    REGION,
];

macro_rules! provisions {
    ($($paragraf:literal, $sv:literal, $en:literal, $lydelser:expr;)+) => {
        /// Every provision of the act, in order.
        pub static ALL: &[Bestammelse] = &[
            $(Bestammelse { paragraf: $paragraf, text: Text { sv: $sv, en: $en }, lydelser: $lydelser }),+
        ];
    };
}

provisions! {
    "1", "Samordningsområdet", "The area", FLERA_LANDSTING;
    "2", "Vad insatserna avser", "What insatser are for", OANDRAD;
    "3", "Samverkande parter", "The parties", FLERA_LANDSTING;
    "4", "Samordningsförbundet", "The förbund", OANDRAD;
    "5", "Parternas andelar av medlen", "The parties' shares of the money", FLERA_LANDSTING;
    "5 a", "Kommun som inte ingår i någon region", "A kommun outside any region", &[
        by("2010:350", day(2010, 7, 1), last_day_before(2020, 1), Atergivning::Ordagrant),
        REGION,
    ];
    "6", "Överföring av medel", "Transfer of money", &[
        first(last_day_before(2012, 1), Atergivning::Saknas),
        by("2011:1517", day(2012, 1, 1), None, Atergivning::Ordagrant),
    ];
    "7", "Förbundets uppgifter", "The tasks of the förbund", OANDRAD;
    "8", "Bildande", "Formation", OANDRAD;
    "9", "Förbundsordningens innehåll", "What the förbundsordning states", &[
        first(last_day_before(2008, 1), Atergivning::Saknas),
        by("2007:1017", day(2008, 1, 1), last_day_before(2018, 1), Atergivning::Ordagrant),
        SENARE[0], SENARE[1],
    ];
    "10", "Styrelsens sammansättning och beslutanderätt", "The board and its powers", OANDRAD;
    "11", "Arvode och ersättning", "Fees and expenses", OANDRAD;
    "12", "Vem som utser och vem som får utses", "Who appoints, and who may be appointed", &[
        first(last_day_before(2008, 1), Atergivning::Saknas),
        by("2007:411", day(2008, 1, 1), last_day_before(2020, 1), Atergivning::Ordagrant),
        by("2019:914", day(2020, 1, 1), last_day_before(2022, 7), Atergivning::Beskriven),
        by("2022:637", day(2022, 7, 1), None, Atergivning::Saknas),
    ];
    "13", "Mandattid", "Term of office", OANDRAD;
    "14", "Val under valår", "Appointments in an election year", &[
        first(last_day_before(2005, 1), Atergivning::Saknas),
        by("2004:793", day(2005, 1, 1), last_day_before(2018, 1), Atergivning::Ordagrant),
        SENARE[0], SENARE[1],
    ];
    "15", "När en ledamot avgår", "When a ledamot leaves", OANDRAD;
    "16", "Uppdragets upphörande", "How an appointment ends", &[
        first(last_day_before(2008, 1), Atergivning::Saknas),
        by("2007:411", day(2008, 1, 1), last_day_before(2018, 1), Atergivning::Ordagrant),
        SENARE[0], SENARE[1],
    ];
    "17", "Ordförande och vice ordförande", "Chair and vice chairs", OANDRAD;
    "18", "Underrättelser och yttranden", "Keeping members informed", OANDRAD;
    "19", "Styrelsens sammanträden", "Meetings of the board", &[
        first(last_day_before(2018, 1), Atergivning::Ordagrant),
        SENARE[0], SENARE[1],
    ];
    "19 a", "Deltagande på distans", "Taking part from a distance", &[
        by("2022:131", day(2022, 3, 16), None, Atergivning::Beskriven),
    ];
    "20", "Arkiv", "Archives", &[
        first(last_day_before(2017, 8), Atergivning::Ordagrant),
        by("2017:556", day(2017, 8, 1), last_day_before(2020, 1), Atergivning::Saknas),
        by("2019:914", day(2020, 1, 1), None, Atergivning::Saknas),
    ];
    "21", "Ekonomisk förvaltning, borgen och skuld", "Administration of money, guarantees and debt", &[
        first(last_day_before(2018, 1), Atergivning::Ordagrant),
        by("2017:746", day(2018, 1, 1), last_day_before(2020, 1), Atergivning::Beskriven),
        by("2019:914", day(2020, 1, 1), last_day_before(2024, 1), Atergivning::Beskriven),
        by("2023:644", day(2024, 1, 1), None, Atergivning::Saknas),
    ];
    "22", "Brist", "Shortage", OANDRAD;
    "23", "Budget", "Budget", OANDRAD;
    "24", "Årsredovisning", "Annual report", &[
        first(last_day_before(2019, 1), Atergivning::Ordagrant),
        by("2018:598", day(2019, 1, 1), None, Atergivning::Beskriven),
    ];
    "25", "Revisorer", "Auditors", &[
        first(last_day_before(2010, 7), Atergivning::Saknas),
        by("2010:350", day(2010, 7, 1), last_day_before(2018, 1), Atergivning::Ordagrant),
        SENARE[0], SENARE[1],
    ];
    "26", "Revisionsberättelse och ansvarsfrihet", "Audit report and discharge", &[
        first(last_day_before(2008, 1), Atergivning::Saknas),
        by("2007:411", day(2008, 1, 1), last_day_before(2018, 1), Atergivning::Ordagrant),
        SENARE[0], SENARE[1],
    ];
    "27", "Utträde", "Leaving", OANDRAD;
    "28", "Överklagande", "Appeals", &[
        first(last_day_before(2018, 1), Atergivning::Ordagrant),
        SENARE[0], SENARE[1],
    ];
}
