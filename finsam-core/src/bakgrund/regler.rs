//! What makes background figures well formed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::regel::Avvikelse;
use crate::regel::register::{REG_27, REG_28};

use super::{Bakgrundsrad, Bakgrundsuppgift};

/// How many kommuner a year may have, and how large a number of people may be: beyond any country.
const MOST: usize = 1_000;
const LARGEST: u32 = 100_000_000;

/// Everything that keeps the background figures of a year from being registered. Pointers go into them.
#[must_use]
pub fn validate(ar: i32, uppgift: &Bakgrundsuppgift) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    let n = uppgift.rader.len();
    if n > MOST {
        found.push(REG_27.at("/rader").value(i64::try_from(n).unwrap_or(i64::MAX)).expected("0-1 000"));
    }
    let mut seen = BTreeSet::new();
    for (i, rad) in uppgift.rader.iter().enumerate() {
        let place = format!("/rader/{i}");
        if !seen.insert(rad.kommun) {
            found.push(REG_28.at(format!("{place}/kommun")).value(rad.kommun.to_string()));
        }
        if NaiveDate::from_ymd_opt(ar, 12, 31).is_some_and(|last| rad.kommun.kommun_on(last).is_none()) {
            let expected = format!("a kommun of {ar}");
            found.push(REG_27.at(format!("{place}/kommun")).value(rad.kommun.to_string()).expected(expected));
        }
        numbers(&place, rad, &mut found);
    }
    found
}

fn numbers(place: &str, rad: &Bakgrundsrad, found: &mut Vec<Avvikelse>) {
    let people = [("befolkning", rad.befolkning), ("arbetslosa", rad.arbetslosa), ("arbetskraft", rad.arbetskraft)];
    for (member, number) in people {
        if let Some(number) = number.filter(|number| *number > LARGEST) {
            let pekare = format!("{place}/{member}");
            found.push(REG_27.at(pekare).value(i64::from(number)).expected("0-100 000 000"));
        }
    }
    if let (Some(arbetslosa), Some(arbetskraft)) = (rad.arbetslosa, rad.arbetskraft)
        && arbetslosa > arbetskraft
    {
        let expected = format!("at most arbetskraft, {arbetskraft}");
        found.push(REG_27.at(format!("{place}/arbetslosa")).value(i64::from(arbetslosa)).expected(expected));
    }
    if let Some(days) = rad.ohalsotal
        && (days.is_sign_negative() || days > Decimal::from(366) || days.normalize().scale() > 2)
    {
        let pekare = format!("{place}/ohalsotal");
        found.push(REG_27.at(pekare).value(days.to_string()).expected("0-366 days, at most two decimals"));
    }
}
