//! Dates as they travel: `YYYY-MM-DD`, nothing else.

use chrono::NaiveDate;

/// Reads a date of four, two and two digits, as `2014-05-01`.
///
/// `NaiveDate`'s own parser also takes `2014-5-1` and years beyond 9999, which would sort wrongly as text.
///
/// ```
/// use finsam_core::tid::parse_datum;
///
/// assert!(parse_datum("2014-05-01").is_some());
/// assert!(parse_datum("2014-5-1").is_none());
/// assert!(parse_datum("2014-02-30").is_none());
/// ```
#[must_use]
pub fn parse_datum(text: &str) -> Option<NaiveDate> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[m1, m2])?, number(&[d1, d2])?)
}

/// A day known when compiling; one that does not exist does not compile.
pub(crate) const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    let date = NaiveDate::from_ymd_opt(year, month, day);
    assert!(date.is_some(), "there is no such day");
    match date {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
}

/// For `#[serde(deserialize_with)]`: a date in JSON.
#[cfg(feature = "serde")]
pub(crate) mod json {
    use std::fmt;

    use chrono::NaiveDate;
    use serde::de::{Deserializer, Error, Visitor};

    struct Datum;

    impl Visitor<'_> for Datum {
        type Value = NaiveDate;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a date YYYY-MM-DD")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<NaiveDate, E> {
            super::parse_datum(text).ok_or_else(|| E::custom("not a date YYYY-MM-DD"))
        }
    }

    /// Reads a date.
    pub(crate) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        deserializer.deserialize_str(Datum)
    }

    /// Reads a date or null.
    pub(crate) fn option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
        struct Maybe;

        impl<'de> Visitor<'de> for Maybe {
            type Value = Option<NaiveDate>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date YYYY-MM-DD or null")
            }

            fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
                date(deserializer).map(Some)
            }
        }

        deserializer.deserialize_option(Maybe)
    }
}
