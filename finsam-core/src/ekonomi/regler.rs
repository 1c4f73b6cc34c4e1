//! What makes a budget and an outcome well formed. Whether they follow the act is another question and never blocks.

use chrono::Datelike;

use crate::belopp::Belopp;
use crate::regel::Avvikelse;
use crate::regel::register::{REG_01, REG_27, REG_28};
use crate::tid::is_sound_year;

use super::{Balans, Bidrag, Budgetuppgift, Ekonomimal, Rakning, Utfallsuppgift};

/// Whether the year is one, 2004-2100; `place` points at it.
#[must_use]
pub fn validate_year(place: &str, ar: i32) -> Vec<Avvikelse> {
    if is_sound_year(ar) {
        return Vec::new();
    }
    vec![REG_27.at(place).expected("a year, 2004-2100")]
}

/// Everything that keeps a budget from being registered.
#[must_use]
pub fn validate_budget(uppgift: &Budgetuppgift) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    for (place, year) in uppgift.years() {
        self::year(&place, year, &mut found);
    }
    contributions("/bud", &uppgift.bud, &mut found);
    if uppgift.flerarsplan.len() > 2 {
        found.push(REG_27.at("/flerarsplan").expected("at most 2 years"));
    }
    common(uppgift.foregaende.as_ref(), uppgift.mal.as_ref(), &mut found);
    found
}

/// Everything that keeps the outcome of a year from being registered.
#[must_use]
pub fn validate_utfall(ar: i32, uppgift: &Utfallsuppgift) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    year("/rakning", &uppgift.rakning, &mut found);
    if let Some(day) = uppgift.arsredovisning.filter(|day| day.year() <= ar) {
        found.push(REG_01.at("/arsredovisning").value(day).expected(format!("after the end of {ar}")));
    }
    common(uppgift.foregaende.as_ref(), uppgift.mal.as_ref(), &mut found);
    found
}

fn common(foregaende: Option<&Balans>, mal: Option<&Ekonomimal>, found: &mut Vec<Avvikelse>) {
    if let Some(balans) = foregaende {
        balance("/foregaende", balans, found);
    }
    if let Some(mal) = mal {
        levels(mal, found);
    }
}

fn not_negative(place: String, belopp: Belopp, found: &mut Vec<Avvikelse>) {
    if belopp.is_negative() {
        found.push(REG_27.at(place).value(belopp).expected("0 or more"));
    }
}

/// Each part once, and no amount below zero.
fn contributions(place: &str, bidrag: &[Bidrag], found: &mut Vec<Avvikelse>) {
    for (i, one) in bidrag.iter().enumerate() {
        not_negative(format!("{place}/{i}/belopp"), one.belopp, found);
        if bidrag[..i].iter().any(|other| other.part == one.part) {
            found.push(REG_28.at(format!("{place}/{i}/part")).value(one.part));
        }
    }
}

fn year(place: &str, year: &Rakning, found: &mut Vec<Avvikelse>) {
    contributions(&format!("{place}/bidrag"), &year.bidrag, found);
    if let Some(used) = year.ianspraktaget_kapital {
        not_negative(format!("{place}/ianspraktagetKapital"), used, found);
    }
    let named = year.ovriga_intakter.iter().map(|one| &one.benamning).enumerate().map(|one| ("ovrigaIntakter", one));
    let costs = year.kostnader.iter().map(|one| &one.benamning).enumerate().map(|one| ("kostnader", one));
    for (list, (i, benamning)) in named.chain(costs) {
        if benamning.as_ref().is_some_and(|text| !(1..=200).contains(&text.trim().chars().count())) {
            found.push(REG_27.at(format!("{place}/{list}/{i}/benamning")).expected("1-200 characters, or no field"));
        }
    }
    if let Some(balans) = &year.balans {
        balance(&format!("{place}/balans"), balans, found);
    }
}

fn balance(place: &str, balans: &Balans, found: &mut Vec<Avvikelse>) {
    let sides = [
        ("anlaggningstillgangar", balans.anlaggningstillgangar),
        ("omsattningstillgangar", balans.omsattningstillgangar),
        ("kortfristigaSkulder", balans.kortfristiga_skulder),
        ("langfristigaSkulder", balans.langfristiga_skulder),
        ("borgen", balans.borgen),
    ];
    for (member, belopp) in sides {
        not_negative(format!("{place}/{member}"), belopp, found);
    }
}

fn levels(mal: &Ekonomimal, found: &mut Vec<Avvikelse>) {
    if let Some(procent) = mal.administration_procent.filter(|procent| *procent > 100) {
        found.push(REG_27.at("/mal/administrationProcent").value(i64::from(procent)).expected("0-100"));
    }
    let trappa = &mal.kapitaltrappa;
    for (i, step) in trappa.iter().enumerate() {
        if step.procent > 1000 {
            let pekare = format!("/mal/kapitaltrappa/{i}/procent");
            found.push(REG_27.at(pekare).value(i64::from(step.procent)).expected("0-1000"));
        }
        let is_last = i + 1 == trappa.len();
        let rises =
            trappa.get(i + 1).and_then(|next| next.till).is_none_or(|next| step.till.is_some_and(|till| till < next));
        if !is_last && (step.till.is_none() || !rises) {
            let pekare = format!("/mal/kapitaltrappa/{i}/till");
            found.push(REG_27.at(pekare).expected("less than the next step; only the last is without"));
        }
    }
}
