//! What makes a förbund well formed. Whether it follows the law is another question and never blocks.

use crate::regel::register::{ID_06, REG_01, REG_27, REG_28};
use crate::regel::{Avvikelse, Pekare};
use crate::tid::Period;

use super::forbundsordning::PUNKTER;
use super::{Forbundsuppgift, Medlemskap};

/// Everything that keeps a förbund from being registered.
#[must_use]
pub fn validate(uppgift: &Forbundsuppgift) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    name(&uppgift.namn, &mut found);
    life(uppgift, &mut found);
    area(uppgift, &mut found);
    members(&uppgift.medlemmar, &mut found);
    statutes(uppgift, &mut found);
    found
}

fn name(namn: &str, found: &mut Vec<Avvikelse>) {
    let length = namn.trim().chars().count();
    if !(1..=200).contains(&length) {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        found.push(
            REG_27
                .at("/namn")
                .value(length)
                .expected("1-200 characters")
                .saying("Namnet ska ha 1–200 tecken.", "The name must have 1-200 characters."),
        );
    }
    if namn.chars().any(char::is_control) {
        found.push(REG_27.at("/namn").expected("no control characters"));
    }
}

fn ordered(period: Period, pekare: impl Into<Pekare>, found: &mut Vec<Avvikelse>) {
    if let (false, Some(till)) = (period.is_ordered(), period.till) {
        found.push(REG_01.at(pekare).value(till).expected(format!("no earlier than {}", period.fran)));
    }
}

fn life(uppgift: &Forbundsuppgift, found: &mut Vec<Avvikelse>) {
    ordered(uppgift.life(), "/upphort", found);
    let day = uppgift.upphort.or(uppgift.bildat);
    let exists = day.map_or(uppgift.sate.kommun().till.is_none(), |day| uppgift.sate.kommun_on(day).is_some());
    if !exists {
        found.push(ID_06.at("/sate").value(uppgift.sate.to_string()));
    }
}

fn area(uppgift: &Forbundsuppgift, found: &mut Vec<Avvikelse>) {
    if uppgift.omrade.is_empty() {
        found.push(REG_27.at("/omrade").expected("at least one kommun or part of one").saying(
            "Området ska omfatta minst en kommun eller del av en.",
            "The area must hold at least one kommun or part of one.",
        ));
    }
    for (i, omrade) in uppgift.omrade.iter().enumerate() {
        if uppgift.omrade[..i].contains(omrade) {
            found.push(REG_28.at(format!("/omrade/{i}")).value(omrade.kommunkod.to_string()));
        }
        if omrade.kommundel.as_ref().is_some_and(|del| del.trim().is_empty()) {
            found.push(REG_27.at(format!("/omrade/{i}/kommundel")).expected("a name, or no field"));
        }
    }
}

fn members(medlemmar: &[Medlemskap], found: &mut Vec<Avvikelse>) {
    for (i, medlem) in medlemmar.iter().enumerate() {
        let period = period_of(medlem);
        ordered(period, format!("/medlemmar/{i}/till"), found);
        if let (Some(notice), Some(last)) = (medlem.uppsagd, medlem.till) {
            ordered(Period::new(notice, Some(last)), format!("/medlemmar/{i}/uppsagd"), found);
        }
        let twice = |other: &Medlemskap| other.part == medlem.part && period_of(other).overlaps(period);
        if medlemmar[..i].iter().any(twice) {
            found.push(REG_28.at(format!("/medlemmar/{i}")).value(medlem.part.to_string()).saying(
                "Samma part kan inte vara medlem två gånger samtidigt.",
                "The same part cannot be a member twice at the same time.",
            ));
        }
    }
}

fn period_of(medlem: &Medlemskap) -> Period {
    Period::new(medlem.fran.unwrap_or(chrono::NaiveDate::MIN), medlem.till)
}

fn statutes(uppgift: &Forbundsuppgift, found: &mut Vec<Avvikelse>) {
    let Some(ordning) = &uppgift.forbundsordning else { return };
    for (i, punkt) in ordning.punkter.iter().enumerate() {
        let pekare = || format!("/forbundsordning/punkter/{i}");
        if !(1..=PUNKTER).contains(punkt) {
            found.push(REG_27.at(pekare()).value(i64::from(*punkt)).expected("1-18, the points of 9 §"));
        }
        if ordning.punkter[..i].contains(punkt) {
            found.push(REG_28.at(pekare()).value(i64::from(*punkt)));
        }
    }
    for (i, part) in ordning.faststalld_av.iter().enumerate() {
        if ordning.faststalld_av[..i].contains(part) {
            found.push(REG_28.at(format!("/forbundsordning/faststalldAv/{i}")).value(*part));
        }
    }
    let mut span = |place: &str, value: Option<u16>, least: u16, most: u16| {
        if let Some(value) = value.filter(|value| !(least..=most).contains(value)) {
            let pekare = format!("/forbundsordning/{place}");
            found.push(REG_27.at(pekare).value(i64::from(value)).expected(format!("{least}-{most}")));
        }
    };
    span("mandattidAr", ordning.mandattid_ar.map(u16::from), 1, 10);
    span("uppsagningstidManader", ordning.uppsagningstid_manader, 0, 120);
}
