//! The twelve digits that personnummer and samordningsnummer share: form, century, date and check digit.

use chrono::{Datelike, NaiveDate};

use super::{IdFel, Kon};

/// The earliest year of birth a number can carry: the tax agency writes the centuries 18, 19 and 20.
const FIRST_YEAR: i32 = 1800;
/// First year of birth of the tax agency's test series.
const FIRST_TEST_YEAR: u64 = 1976;
/// What a samordningsnummer adds to the day.
const SAMORDNING: u32 = 60;
/// 701063-2391, the example in the tax agency's own description of samordningsnummer (SKV M 2010:3). It carries a
/// serial of the test series but a year before it, and is a test number all the same.
const SKATTEVERKETS_EXEMPEL: u64 = 1970_1063_2391;

/// Twelve digits as a number: `YYYYMMDDNNNC`, with 60 added to the day in a samordningsnummer.
///
/// A value made by [`Siffror::read`] or [`Siffror::from_canonical`] is valid.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Siffror(u64);

impl Siffror {
    /// Reads 10 or 12 digits with their separator and checks all of them.
    pub(super) fn read(text: &str, idag: NaiveDate) -> Result<Self, IdFel> {
        let bytes = text.as_bytes();
        let (head, separator, tail) = match *bytes {
            [ref head @ .., a, b, c, d] if matches!(head.len(), 6 | 8) => (head, None, [a, b, c, d]),
            [ref head @ .., s @ (b'-' | b'+'), a, b, c, d] if matches!(head.len(), 6 | 8) => {
                (head, Some(s), [a, b, c, d])
            }
            _ => return Err(IdFel::Form),
        };
        let head_number = number(head).ok_or(IdFel::Form)?;
        let last = number(&tail).ok_or(IdFel::Form)?;
        let date =
            if head.len() == 8 { head_number } else { with_century(head_number, separator == Some(b'+'), idag)? };
        let read = Self(date * 10_000 + last);
        if read.checked_date()? > idag {
            return Err(IdFel::Framtid);
        }
        read.checked_end()
    }

    /// Reads exactly twelve digits; whether the date lies in the future is not asked.
    pub(super) fn from_canonical(text: &str) -> Result<Self, IdFel> {
        let bytes = text.as_bytes();
        if bytes.len() != 12 {
            return Err(IdFel::Form);
        }
        let read = Self(number(bytes).ok_or(IdFel::Form)?);
        read.checked_date()?;
        read.checked_end()
    }

    /// The digits as one number.
    pub(super) const fn value(self) -> u64 {
        self.0
    }

    /// Whether the day is increased by 60.
    pub(super) const fn is_samordningsnummer(self) -> bool {
        self.0 / 10_000 % 100 > SAMORDNING as u64
    }

    /// The birth date, with the 60 of a samordningsnummer taken off.
    pub(super) fn fodelsedatum(self) -> NaiveDate {
        self.date().unwrap_or_default()
    }

    /// Even for women, odd for men.
    pub(super) const fn kon(self) -> Kon {
        if (self.0 / 10).is_multiple_of(2) { Kon::Kvinna } else { Kon::Man }
    }

    /// Whether the number belongs to the tax agency's test series: 238 or 239, births from 1976.
    pub(super) const fn is_test(self) -> bool {
        let series = matches!(self.0 / 10 % 1000, 238 | 239) && self.0 / 100_000_000 >= FIRST_TEST_YEAR;
        series || self.0 == SKATTEVERKETS_EXEMPEL
    }

    fn date(self) -> Option<NaiveDate> {
        let year = i32::try_from(self.0 / 100_000_000).ok()?;
        let month = u32::try_from(self.0 / 1_000_000 % 100).ok()?;
        let day = u32::try_from(self.0 / 10_000 % 100).ok()?;
        NaiveDate::from_ymd_opt(year, month, real_day(day))
    }

    fn checked_date(self) -> Result<NaiveDate, IdFel> {
        self.date().filter(|date| date.year() >= FIRST_YEAR).ok_or(IdFel::Datum)
    }

    fn checked_end(self) -> Result<Self, IdFel> {
        if (self.0 / 10).is_multiple_of(1000) {
            return Err(IdFel::Lopnummer);
        }
        if luhn(self.0 % 10_000_000_000) { Ok(self) } else { Err(IdFel::Kontrollsiffra) }
    }
}

const fn real_day(day: u32) -> u32 {
    if day > SAMORDNING { day - SAMORDNING } else { day }
}

/// `YYMMDD` with the latest century that is not in the future, a hundred years less with a plus.
fn with_century(yymmdd: u64, plus: bool, idag: NaiveDate) -> Result<u64, IdFel> {
    let (yy, month, day) = (yymmdd / 10_000, yymmdd / 100 % 100, yymmdd % 100);
    let in_century = |n: u64| i32::try_from(n).map_err(|_| IdFel::Form);
    let mut year = idag.year() - idag.year().rem_euclid(100) + in_century(yy)?;
    let day = u32::try_from(day).map_err(|_| IdFel::Form)?;
    let month = u32::try_from(month).map_err(|_| IdFel::Form)?;
    if (year, month, real_day(day)) > (idag.year(), idag.month(), idag.day()) {
        year -= 100;
    }
    if plus {
        year -= 100;
    }
    let year = u64::try_from(year).map_err(|_| IdFel::Datum)?;
    Ok(year * 10_000 + yymmdd % 10_000)
}

/// Digits as a number; `None` when anything else stands among them.
pub(super) fn number(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0_u64, |n, b| b.is_ascii_digit().then(|| n * 10 + u64::from(b - b'0')))
}

/// Whether the last of ten digits makes the Luhn sum a multiple of ten.
pub(super) const fn luhn(ten_digits: u64) -> bool {
    let (mut rest, mut sum, mut double) = (ten_digits, 0, false);
    while rest > 0 {
        let digit = rest % 10 * if double { 2 } else { 1 };
        sum += digit / 10 + digit % 10;
        double = !double;
        rest /= 10;
    }
    sum % 10 == 0
}
