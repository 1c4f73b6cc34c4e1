//! Organisationsnummer.

use std::fmt;
use std::str::FromStr;

use super::IdFel;
use super::siffror::{luhn, number};

/// A valid organisationsnummer of a legal person (lag 1974:174): ten digits, the third at least 2.
///
/// It is public, so it prints in clear: `NNNNNN-NNNN`, which is also its JSON form. A sole trader's, which is a
/// personnummer, is refused.
///
/// ```
/// use finsam_core::identitet::Organisationsnummer;
///
/// let nummer: Organisationsnummer = "168020051952".parse()?;
/// assert_eq!(nummer.to_string(), "802005-1952");
/// assert!("802005-1953".parse::<Organisationsnummer>().is_err());
/// # Ok::<(), finsam_core::identitet::IdFel>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "utoipa", schema(value_type = String, pattern = "^(16)?[0-9]{6}-?[0-9]{4}$", example = "802005-1952"))]
pub struct Organisationsnummer(u64);

impl Organisationsnummer {
    /// Reads ten digits with or without a hyphen before the last four, or those with 16 before them.
    ///
    /// # Errors
    ///
    /// - [`IdFel::OrganisationsnummerForm`] - `802005 1952`, where `802005-1952` is right.
    /// - [`IdFel::OrganisationsnummerTredjeSiffran`] - a personnummer, as a sole trader has.
    /// - [`IdFel::OrganisationsnummerKontrollsiffra`] - `802005-1953`.
    pub fn parse(text: &str) -> Result<Self, IdFel> {
        let bytes = match text.as_bytes() {
            [b'1', b'6', rest @ ..] if matches!(rest.len(), 10 | 11) => rest,
            bytes => bytes,
        };
        let number = match bytes {
            [head @ .., b'-', _, _, _, _] if head.len() == 6 => {
                number(head).zip(number(&bytes[7..])).map(|(head, tail)| head * 10_000 + tail)
            }
            bytes if bytes.len() == 10 => number(bytes),
            _ => None,
        };
        let number = number.ok_or(IdFel::OrganisationsnummerForm)?;
        if number / 10_000_000 % 10 < 2 {
            return Err(IdFel::OrganisationsnummerTredjeSiffran);
        }
        if luhn(number) { Ok(Self(number)) } else { Err(IdFel::OrganisationsnummerKontrollsiffra) }
    }
}

impl FromStr for Organisationsnummer {
    type Err = IdFel;

    fn from_str(text: &str) -> Result<Self, IdFel> {
        Self::parse(text)
    }
}

impl fmt::Display for Organisationsnummer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}-{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

impl fmt::Debug for Organisationsnummer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Organisationsnummer({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Organisationsnummer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Organisationsnummer {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde_text::parsed(deserializer, "an organisationsnummer as text: NNNNNN-NNNN")
    }
}
