//! Query parameters: every one known, every one sound, all faults at once.

use std::fmt::Display;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono::NaiveDate;
use finsam_core::regel::Avvikelse;
use finsam_core::regel::format::FMT_13;
use finsam_core::tid::parse_datum;

use crate::fel::ApiError;

/// A query read into `T`.
#[derive(Debug, Clone)]
pub struct Fraga<T>(pub T);

/// What can be read from a query.
pub trait FromFraga: Sized {
    /// Takes its parameters; faults are noted in `fragor`.
    fn from_fraga(fragor: &mut Fragor) -> Self;
}

/// The parameters of a query that nobody has taken yet, and what was wrong with those taken.
#[derive(Debug, Default)]
pub struct Fragor {
    rest: Vec<(String, String)>,
    found: Vec<Avvikelse>,
}

impl Fragor {
    /// The parameters of a query string.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let rest = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Self { rest, found: Vec::new() }
    }

    /// Takes every value of a parameter.
    pub fn all(&mut self, name: &str) -> Vec<String> {
        self.rest.extract_if(.., |(key, _)| key == name).map(|(_, value)| value).collect()
    }

    /// Takes a parameter that may stand once.
    pub fn one<T: FromStr<Err: Display>>(&mut self, name: &'static str, expected: &'static str) -> Option<T> {
        let mut values = self.all(name);
        if values.len() > 1 {
            self.fault(name, "the parameter once");
        }
        let value = values.pop()?;
        value.parse().map_err(|_| self.fault(name, expected)).ok()
    }

    /// Takes a day that may stand once.
    pub fn day(&mut self, name: &'static str) -> Option<NaiveDate> {
        self.one(name, "a day, YYYY-MM-DD").map(|Dag(day)| day)
    }

    /// Takes a parameter whose values are separated by commas.
    pub fn list<T: FromStr<Err: Display>>(&mut self, name: &'static str, expected: &'static str) -> Vec<T> {
        let values = self.all(name);
        let pieces = values.iter().flat_map(|value| value.split(',')).map(str::trim).filter(|piece| !piece.is_empty());
        let mut taken = Vec::new();
        let mut faulty = false;
        for piece in pieces {
            match piece.parse() {
                Ok(value) => taken.push(value),
                Err(_) => faulty = true,
            }
        }
        if faulty {
            self.fault(name, expected);
        }
        taken
    }

    /// Notes a fault. The value itself is not quoted: nobody knows what stands there.
    pub fn fault(&mut self, name: &str, expected: &'static str) {
        self.found.push(FMT_13.at(format!("?{name}")).value(name).expected(expected));
    }

    /// Everything that is wrong, unknown parameters included.
    ///
    /// # Errors
    /// All faults, when there are any.
    pub fn finish(mut self) -> Result<(), Vec<Avvikelse>> {
        for (name, _) in &self.rest {
            let shown: String = name.chars().filter(char::is_ascii_alphabetic).take(40).collect();
            self.found.push(FMT_13.at(format!("?{shown}")).value(shown).expected("a parameter that is described"));
        }
        if self.found.is_empty() { Ok(()) } else { Err(self.found) }
    }
}

/// A day, written `YYYY-MM-DD` and not otherwise.
struct Dag(NaiveDate);

impl FromStr for Dag {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_datum(text).map(Self).ok_or("not a day")
    }
}

impl<S: Sync, T: FromFraga> FromRequestParts<S> for Fraga<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let mut fragor = Fragor::parse(parts.uri.query().unwrap_or_default());
        let value = T::from_fraga(&mut fragor);
        fragor.finish().map_err(ApiError::format)?;
        Ok(Self(value))
    }
}

/// No parameters at all.
impl FromFraga for () {
    fn from_fraga(_: &mut Fragor) -> Self {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_come_at_once() {
        let mut fragor = Fragor::parse("limit=x&ar=2014&ar=2015&okand=1&personnummer=19900312");
        assert_eq!(fragor.one::<u32>("limit", "a number"), None);
        assert_eq!(fragor.one::<i32>("ar", "a year"), Some(2015));
        let found = fragor.finish().unwrap_err();
        let places: Vec<&str> = found.iter().map(|a| a.pekare.as_str()).collect();
        assert_eq!(places, ["?limit", "?ar", "?okand", "?personnummer"]);
        assert!(!format!("{found:?}").contains("1990"));
    }

    #[test]
    fn lists_are_separated_by_commas_or_repeated() {
        let mut fragor = Fragor::parse("indelning=kon,aldersgrupp&indelning=x");
        assert_eq!(fragor.list::<String>("indelning", "names"), ["kon", "aldersgrupp", "x"]);
        assert!(fragor.finish().is_ok());
    }
}
