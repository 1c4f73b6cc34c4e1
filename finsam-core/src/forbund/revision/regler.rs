//! What makes the audit of a förbund well formed. Whether it follows the act is another question and never blocks.

use chrono::NaiveDate;

use crate::identitet::looks_like_identity_number;
use crate::part::PartKod;
use crate::regel::Avvikelse;
use crate::regel::register::{REG_01, REG_19, REG_27, REG_28};
use crate::tid::is_sound_year;

use super::{Revisionsuppgift, Revisor};

/// Everything that keeps it from being registered.
#[must_use]
pub fn validate(uppgift: &Revisionsuppgift) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    for (i, revisor) in uppgift.revisorer.iter().enumerate() {
        auditor(&format!("/revisorer/{i}"), revisor, &mut found);
    }
    for (i, one) in uppgift.berattelser.iter().enumerate() {
        let place = format!("/berattelser/{i}");
        if !is_sound_year(one.ar) {
            found.push(REG_27.at(format!("{place}/ar")).value(i64::from(one.ar)).expected("2004-2100"));
        }
        if uppgift.berattelser[..i].iter().any(|other| other.ar == one.ar) {
            found.push(REG_28.at(format!("{place}/ar")).value(i64::from(one.ar)));
        }
        twice(&format!("{place}/tillParter"), &one.till_parter, &mut found);
        let deciding: Vec<PartKod> = one.ansvarsfrihet.iter().map(|decision| decision.part).collect();
        twice(&format!("{place}/ansvarsfrihet"), &deciding, &mut found);
        for (j, decision) in one.ansvarsfrihet.iter().enumerate().filter(|(_, d)| d.datum < one.datum) {
            let pekare = format!("{place}/ansvarsfrihet/{j}/datum");
            found.push(REG_01.at(pekare).value(decision.datum).expected(format!("no earlier than {}", one.datum)));
        }
    }
    found
}

fn auditor(place: &str, revisor: &Revisor, found: &mut Vec<Avvikelse>) {
    if let Some(namn) = &revisor.namn {
        let length = namn.trim().chars().count();
        if !(1..=200).contains(&length) {
            found.push(REG_27.at(format!("{place}/namn")).expected("1-200 characters"));
        }
        // Whatever day it is: a number that is valid on the last of days would be one on any.
        if looks_like_identity_number(namn, NaiveDate::MAX) {
            found.push(REG_19.at(format!("{place}/namn")).expected("a name"));
        }
    }
    if revisor.raknar_for.is_empty() {
        found.push(REG_27.at(format!("{place}/raknarFor")).expected("at least one part"));
    }
    twice(&format!("{place}/raknarFor"), &revisor.raknar_for, found);
    if let (false, Some(till)) = (revisor.period().is_ordered(), revisor.till) {
        let expected = format!("no earlier than {}", revisor.fran);
        found.push(REG_01.at(format!("{place}/till")).value(till).expected(expected));
    }
}

fn twice(place: &str, parts: &[PartKod], found: &mut Vec<Avvikelse>) {
    for (i, part) in parts.iter().enumerate().filter(|(i, part)| parts[..*i].contains(part)) {
        found.push(REG_28.at(format!("{place}/{i}")).value(*part));
    }
}
