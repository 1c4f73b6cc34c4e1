//! Budgets and outcomes, contributions, level, shortage, capital and payoff.

mod budget;
mod delar;

use chrono::NaiveDate;

use crate::belopp::Belopp;
use crate::forbund::{Forbundsuppgift, Medlemskap, Omrade};
use crate::id::ForbundId;
use crate::regel::Avvikelse;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn belopp(text: &str) -> Belopp {
    text.parse().unwrap()
}

fn bidrag(all: &[(&str, i64)]) -> Vec<Bidrag> {
    all.iter().map(|(part, n)| Bidrag { part: part.parse().unwrap(), belopp: Belopp::from_kronor(*n) }).collect()
}

fn forbund(parter: &[&str]) -> Forbundsuppgift {
    Forbundsuppgift {
        namn: "Härnösand-Timrå".into(),
        organisationsnummer: None,
        sate: "2280".parse().unwrap(),
        bildat: Some(day("2005-11-01")),
        upphort: None,
        medlemmar: parter.iter().map(|part| Medlemskap::new(part.parse().unwrap(), None)).collect(),
        omrade: vec![Omrade { kommunkod: "2280".parse().unwrap(), kommundel: None }],
        forbundsordning: None,
    }
}

fn harnosand_timra() -> Forbundsuppgift {
    forbund(&["forsakringskassan", "arbetsformedlingen", "region:22", "kommun:2280", "kommun:2262"])
}

fn of_year(ar: i32, uppgift: Budgetuppgift) -> Budget {
    let set = NaiveDate::from_ymd_opt(ar - 1, 11, 27);
    Budget::new(ForbundId(uuid::Uuid::nil()), ar, 1, set, set, Budgetuppgift { samradd: set, ..uppgift })
}

fn with_bidrag(enhet: Penningenhet, all: &[(&str, i64)]) -> Budgetuppgift {
    Budgetuppgift { enhet, rakning: Rakning { bidrag: bidrag(all), ..Rakning::default() }, ..Budgetuppgift::default() }
}

fn codes(found: &[Avvikelse]) -> Vec<String> {
    found.iter().map(|a| format!("{} {}", a.kod, a.pekare)).collect()
}
