//! What makes an allocation well formed.

use crate::belopp::Belopp;
use crate::regel::Avvikelse;
use crate::regel::register::{REG_27, REG_28};

use super::{Ansokan, Parametrar, Tilldelningsuppgift};

/// How many may ask, and how large a measure may be: far beyond any year, and within what is counted exactly.
const MOST: usize = 1_000;
const LARGEST: u32 = 100_000_000;

/// Everything that keeps an allocation from being registered. Pointers go into it.
#[must_use]
pub fn validate(uppgift: &Tilldelningsuppgift) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    parameters(&uppgift.parametrar, &mut found);
    let n = uppgift.ansokningar.len();
    if !(1..=MOST).contains(&n) {
        found.push(REG_27.at("/ansokningar").value(i64::try_from(n).unwrap_or(i64::MAX)).expected("1-1 000"));
    }
    let mut seen = std::collections::BTreeSet::new();
    for (i, ansokan) in uppgift.ansokningar.iter().enumerate() {
        let place = format!("/ansokningar/{i}");
        if !seen.insert(ansokan.nyckel.as_str()) {
            found.push(REG_28.at(format!("{place}/nyckel")).value(ansokan.nyckel.as_str()));
        }
        request(&place, ansokan, &mut found);
    }
    found
}

fn whole(place: String, belopp: Belopp, found: &mut Vec<Avvikelse>) {
    if belopp.is_negative() || belopp > Belopp::MAX || belopp.kronor().is_none() {
        found.push(REG_27.at(place).value(belopp).expected("whole kronor, 0 or more"));
    }
}

fn parameters(parametrar: &Parametrar, found: &mut Vec<Avvikelse>) {
    whole("/parametrar/medel".to_owned(), parametrar.medel, found);
    whole("/parametrar/grundbelopp".to_owned(), parametrar.grundbelopp, found);
    for (member, procent) in [("mattProcent", parametrar.matt_procent), ("bromsProcent", parametrar.broms_procent)] {
        if procent > 100 {
            found.push(REG_27.at(format!("/parametrar/{member}")).value(i64::from(procent)).expected("0-100"));
        }
    }
}

fn request(place: &str, ansokan: &Ansokan, found: &mut Vec<Avvikelse>) {
    if !(1..=200).contains(&ansokan.nyckel.trim().chars().count()) {
        found.push(REG_27.at(format!("{place}/nyckel")).expected("1-200 characters"));
    }
    for (member, measure) in [("forsorjningsmatt", ansokan.forsorjningsmatt), ("befolkning", ansokan.befolkning)] {
        if measure > LARGEST {
            let pekare = format!("{place}/{member}");
            found.push(REG_27.at(pekare).value(i64::from(measure)).expected("0-100 000 000"));
        }
    }
    if let Some(before) = ansokan.foregaende {
        whole(format!("{place}/foregaende"), before, found);
    }
    whole(format!("{place}/askande"), ansokan.askande, found);
    whole(format!("{place}/overskott"), ansokan.overskott, found);
}
