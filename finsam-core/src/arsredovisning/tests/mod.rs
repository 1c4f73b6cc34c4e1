//! Annual reports of small made-up registers.

mod egenskaper;
mod ekonomi;
mod insatser;

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::ekonomi::{Budgetuppgift, Utfallsuppgift};
use crate::forbund::{Forbundsuppgift, Medlemskap, Omrade};
use crate::insats::{Insats, Insatsstatus, Insatstyp, Insatsuppgift, Uppfoljningsmetod};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn belopp(text: &str) -> Belopp {
    text.parse().unwrap()
}

fn forbund_id() -> ForbundId {
    ForbundId(Uuid::from_u128(1))
}

fn harnosand_timra() -> Forbund {
    let parter = ["forsakringskassan", "arbetsformedlingen", "region:22", "kommun:2280", "kommun:2262"];
    Forbund {
        id: forbund_id(),
        version: 1,
        ersatt_av: Vec::new(),
        uppgift: Forbundsuppgift {
            namn: "Samordningsförbundet Härnösand-Timrå".into(),
            organisationsnummer: None,
            sate: "2280".parse().unwrap(),
            bildat: Some(day("2005-11-01")),
            upphort: None,
            medlemmar: parter.iter().map(|part| Medlemskap::new(part.parse().unwrap(), None)).collect(),
            omrade: vec![
                Omrade { kommunkod: "2280".parse().unwrap(), kommundel: None },
                Omrade { kommunkod: "2262".parse().unwrap(), kommundel: None },
            ],
            forbundsordning: None,
        },
    }
}

fn insats(n: u128, namn: &str) -> Insats {
    Insats {
        id: crate::id::InsatsId(Uuid::from_u128(n)),
        version: 1,
        uppgift: Insatsuppgift {
            typ: Insatstyp::Forberedande,
            parter: vec!["kommun:2280".parse().unwrap(), "region:22".parse().unwrap()],
            ..Insatsuppgift::starting(forbund_id(), namn.into(), day("2015-01-01"))
        },
    }
}

fn budget(ar: i32, uppgift: Budgetuppgift) -> Budget {
    let set = NaiveDate::from_ymd_opt(ar - 1, 11, 27);
    Budget::new(forbund_id(), ar, 1, set, set, Budgetuppgift { samradd: set, ..uppgift })
}

fn utfall(ar: i32, enhet: Penningenhet, rakning: Rakning) -> Utfall {
    let uppgift = Utfallsuppgift { enhet, rakning, ..Utfallsuppgift::default() };
    Utfall { forbund_id: forbund_id(), ar, version: 1, uppgift }
}

/// A register of one förbund.
#[derive(Default)]
struct Register {
    budgetar: Vec<Budget>,
    utfall: Vec<Utfall>,
    insatser: Vec<Insats>,
    resultat: Option<Insatsresultat>,
}

impl Register {
    fn draw_up_of(&self, forbund: &Forbund, ar: i32, idag: &str) -> Option<Arsredovisning> {
        let register = regelkontroll::Underlag {
            forbund: &forbund.uppgift,
            others: &[],
            styrelse: None,
            revision: None,
            budgetar: &self.budgetar,
            utfall: &self.utfall,
            insatser: &self.insatser,
        };
        draw_up(&Underlag { forbund, register, resultat: self.resultat.as_ref() }, ar, day(idag))
    }

    fn draw_up(&self, ar: i32, idag: &str) -> Arsredovisning {
        self.draw_up_of(&harnosand_timra(), ar, idag).unwrap()
    }
}

fn codes(report: &Arsredovisning) -> Vec<String> {
    report.avvikelser.iter().map(|a| format!("{} {}", a.kod, a.pekare)).collect()
}

fn says(report: &Arsredovisning, words: &str) -> bool {
    report.forbehall.iter().any(|said| said.sv.contains(words))
}
