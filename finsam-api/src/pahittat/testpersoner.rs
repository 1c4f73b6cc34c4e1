//! The tax agency's test personnummer: one woman's and one man's for each birth date from 1976.

use chrono::{Datelike, NaiveDate};
use finsam_core::deltagande::Nummertext;
use finsam_core::identitet::Kon;

/// The first year of the series.
pub(super) const FIRST_YEAR: i32 = 1976;

/// The test number of someone born on `fodd`: digits 9-11 are 238 for a woman and 239 for a man.
pub(super) fn test_number(fodd: NaiveDate, kon: Kon) -> Nummertext {
    let serial = match kon {
        Kon::Kvinna => 238,
        Kon::Man => 239,
    };
    let nine = format!("{:02}{:02}{:02}{serial}", fodd.year() % 100, fodd.month(), fodd.day());
    Nummertext::from(format!("{:02}{nine}{}", fodd.year() / 100, check_digit(&nine)))
}

/// The digit that makes the Luhn sum of ten digits a multiple of ten.
fn check_digit(nine: &str) -> u32 {
    let sum: u32 = nine
        .bytes()
        .enumerate()
        .map(|(i, b)| {
            let digit = u32::from(b - b'0') * if i.is_multiple_of(2) { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    (10 - sum % 10) % 10
}
