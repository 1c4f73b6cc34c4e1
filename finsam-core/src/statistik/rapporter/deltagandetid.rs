//! How long those who closed in the period had taken part.
//!
//! Six months end on the day before the sixth monthly anniversary of the first day.

use chrono::{Months, NaiveDate};

use crate::statistik::definition::{Definition, Radmall};
use crate::statistik::forbehall::PER_DELTAGANDE;
use crate::statistik::kolumn::Kolumn;
use crate::statistik::population::Population;
use crate::statistik::rad::Mattnamn;
use crate::statistik::rakna::Klassning;
use crate::statistik::sedd::Sedd;

crate::kodlista! {
    /// How long a participation was.
    pub enum Langd = "deltagandetid", "Deltagandetid", "Length of participation" {
        TillSex = "upp_till_6_manader", "Upp till 6 månader", "Up to 6 months";
        TillTolv = "upp_till_12_manader", "Mer än 6, upp till 12 månader", "More than 6, up to 12 months";
        OverTolv = "mer_an_12_manader", "Mer än 12 månader", "More than 12 months";
    }
}

impl Langd {
    /// The length from a first day to a last one, both counted from 0001-01-01.
    pub(in crate::statistik) fn of(start: i32, slut: i32) -> Self {
        let first = NaiveDate::from_num_days_from_ce_opt(start);
        let last = NaiveDate::from_num_days_from_ce_opt(slut);
        let within = |months| first.and_then(|first| first.checked_add_months(Months::new(months))) > last;
        // A month has 28 days or more and 31 or fewer: most need no calendar.
        match slut.saturating_sub(start) {
            ..180 => Self::TillSex,
            180..184 if within(6) => Self::TillSex,
            180..364 => Self::TillTolv,
            364..367 if within(12) => Self::TillTolv,
            _ => Self::OverTolv,
        }
    }
}

pub(in crate::statistik) fn definition() -> Definition {
    let all = Langd::ALL.iter().copied();
    let rad = |kod: Langd| Radmall::of(kod.code(), Kolumn::AVSLUTADE, [(Mattnamn::Deltagare, Kolumn::langd(kod))]);
    Definition {
        klassning: Klassning {
            population: Population::Avslutade,
            kolumner: std::iter::once(Kolumn::AVSLUTADE).chain(all.clone().map(Kolumn::langd)).collect(),
            mask: &|sedd: &Sedd<'_>| {
                let (start, slut) = sedd.dagar();
                1 | 2 << Langd::of(start, slut) as u64
            },
        },
        rader: all.map(rad).collect(),
        forbehall: vec![PER_DELTAGANDE],
        utan_efter: None,
    }
}
