//! The kinds of values that settings have, read the same way wherever they stand.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use axum::http::HeaderValue;
use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

use crate::skydd::origin;
use crate::webhook::{OkandMottagare, Tillat};

/// The longest time that can be set.
const LANGST: Duration = Duration::from_secs(24 * 3_600);

/// A length of time of at least `MIN` milliseconds and at most a day, written `5ms`, `30s`, `2m` or `1h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tid<const MIN: u64>(pub Duration);

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Antal<const MIN: u32, const MAX: u32>(pub u32);

/// An address that may hold a password: never shown.
#[derive(Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub struct Adress(pub String);

/// Origins of web pages, with commas between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ursprungen(pub Vec<HeaderValue>);

/// Receivers of webhooks, with commas between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tillatna(pub Vec<Tillat>);

impl<const MIN: u64> FromStr for Tid<MIN> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let within = Duration::from_millis(MIN)..=LANGST;
        let parsed = humantime::parse_duration(text).ok().filter(|time| within.contains(time));
        parsed.map(Self).ok_or_else(|| {
            let least = humantime::format_duration(Duration::from_millis(MIN));
            format!("en tid från {least} till 24h, som \"30s\" / a time from {least} to 24h, as in \"30s\"")
        })
    }
}

impl<const MIN: u32, const MAX: u32> FromStr for Antal<MIN, MAX> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.parse().ok().filter(|number| (MIN..=MAX).contains(number));
        parsed.map(Self).ok_or_else(|| format!("ett heltal {MIN}-{MAX} / a whole number {MIN}-{MAX}"))
    }
}

impl FromStr for Tillatna {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let pieces = text.split(',').map(|piece| piece.trim().parse().map_err(|fel: OkandMottagare| fel.to_string()));
        pieces.collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for Ursprungen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let pieces = text.split(',').map(|piece| origin(piece.trim()).map_err(|fel| fel.to_string()));
        pieces.collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for Adress {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Adress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Adress(…)")
    }
}

impl<'de, const MIN: u64> Deserialize<'de> for Tid<MIN> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text::<Self>(std::marker::PhantomData))
    }
}

impl<'de> Deserialize<'de> for Ursprungen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text::<Self>(std::marker::PhantomData))
    }
}

impl<'de> Deserialize<'de> for Tillatna {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text::<Self>(std::marker::PhantomData))
    }
}

/// Reads what is written as text, by its own parser.
struct Text<T>(std::marker::PhantomData<T>);

impl<T: FromStr<Err = String>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&T::from_str("").err().unwrap_or_default())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }
}

impl<'de, const MIN: u32, const MAX: u32> Deserialize<'de> for Antal<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u64(Tal::<MIN, MAX>)
    }
}

/// Reads a number within its limits.
struct Tal<const MIN: u32, const MAX: u32>;

impl<const MIN: u32, const MAX: u32> Visitor<'_> for Tal<MIN, MAX> {
    type Value = Antal<MIN, MAX>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ett heltal {MIN}-{MAX} / a whole number {MIN}-{MAX}")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        let within = u32::try_from(number).ok().filter(|number| (MIN..=MAX).contains(number));
        within.map(Antal).ok_or_else(|| E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        let within = u32::try_from(number).ok().filter(|number| (MIN..=MAX).contains(number));
        within.map(Antal).ok_or_else(|| E::invalid_value(Unexpected::Unsigned(number), &self))
    }
}
