//! Reservnummer.

use std::fmt;

use chrono::NaiveDate;

use super::{IdFel, Kon, looks_like_identity_number};

/// The longest issuer or number of a reservnummer, in characters.
const MAX_CHARS: usize = 40;

/// A reservnummer: what an issuer calls a person who has neither personnummer nor samordningsnummer.
///
/// The number means nothing outside its issuer, so birth date and kön are given beside it. Two are the same when all
/// four agree. Printing one for debugging shows nothing of it.
///
/// ```
/// use chrono::NaiveDate;
/// use finsam_core::identitet::{IdFel, Kon, Reservnummer};
///
/// let idag = NaiveDate::from_ymd_opt(2014, 5, 1).unwrap();
/// let born = NaiveDate::from_ymd_opt(1980, 2, 3).unwrap();
/// let nummer = Reservnummer::new("region:22", "R-0042", born, Kon::Kvinna, idag)?;
/// assert_eq!(nummer.utfardare(), "region:22");
/// let disguised = Reservnummer::new("region:22", "000229 2399", born, Kon::Man, idag);
/// assert_eq!(disguised, Err(IdFel::ReservnummerArIdentitetsnummer));
/// # Ok::<(), IdFel>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reservnummer {
    utfardare: String,
    nummer: String,
    fodelsedatum: NaiveDate,
    kon: Kon,
}

impl Reservnummer {
    /// A reservnummer; white space around issuer and number is taken off.
    ///
    /// # Errors
    ///
    /// - [`IdFel::ReservnummerUtfardare`], [`IdFel::ReservnummerNummer`] - empty, over 40 characters, or holding control
    ///   characters.
    /// - [`IdFel::ReservnummerFramtid`] - born after `idag`.
    /// - [`IdFel::ReservnummerArIdentitetsnummer`] - `000229-2399` is a personnummer and belongs elsewhere.
    pub fn new(
        utfardare: &str,
        nummer: &str,
        fodelsedatum: NaiveDate,
        kon: Kon,
        idag: NaiveDate,
    ) -> Result<Self, IdFel> {
        if fodelsedatum > idag {
            return Err(IdFel::ReservnummerFramtid);
        }
        if looks_like_identity_number(nummer, idag) || looks_like_identity_number(utfardare, idag) {
            return Err(IdFel::ReservnummerArIdentitetsnummer);
        }
        Self::stored(utfardare.trim(), nummer.trim(), fodelsedatum, kon)
    }

    /// As it was stored: the form of its parts is checked, and nothing that depends on the day.
    pub(super) fn stored(utfardare: &str, nummer: &str, fodelsedatum: NaiveDate, kon: Kon) -> Result<Self, IdFel> {
        if !is_name(utfardare) {
            return Err(IdFel::ReservnummerUtfardare);
        }
        if !is_name(nummer) {
            return Err(IdFel::ReservnummerNummer);
        }
        Ok(Self { utfardare: utfardare.to_owned(), nummer: nummer.to_owned(), fodelsedatum, kon })
    }

    /// Who issued it.
    #[must_use]
    pub fn utfardare(&self) -> &str {
        &self.utfardare
    }

    /// The issuer's number. **It points out a person**: treat it as a personnummer.
    #[must_use]
    pub fn nummer(&self) -> &str {
        &self.nummer
    }

    /// The birth date.
    #[must_use]
    pub const fn fodelsedatum(&self) -> NaiveDate {
        self.fodelsedatum
    }

    /// Legal sex.
    #[must_use]
    pub const fn kon(&self) -> Kon {
        self.kon
    }

    /// The same as it travels in JSON.
    #[must_use]
    pub fn uppgift(&self) -> Reservnummeruppgift {
        Reservnummeruppgift {
            utfardare: self.utfardare.clone(),
            nummer: self.nummer.clone(),
            fodelsedatum: self.fodelsedatum,
            kon: self.kon,
        }
    }
}

impl fmt::Debug for Reservnummer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reservnummer(****)")
    }
}

fn is_name(text: &str) -> bool {
    let chars = text.chars().take(MAX_CHARS + 1).count();
    (1..=MAX_CHARS).contains(&chars) && text.trim() == text && !text.chars().any(char::is_control)
}

/// A reservnummer as it travels in JSON, not yet checked.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", deny_unknown_fields))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Reservnummeruppgift {
    /// Who issued it, 1-40 characters.
    #[cfg_attr(feature = "utoipa", schema(min_length = 1, max_length = 40, example = "region:22"))]
    pub utfardare: String,
    /// The issuer's number, 1-40 characters; never a personnummer or samordningsnummer.
    #[cfg_attr(feature = "utoipa", schema(min_length = 1, max_length = 40, example = "R-0042"))]
    pub nummer: String,
    /// The birth date, not in the future.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::tid::json::date"))]
    pub fodelsedatum: NaiveDate,
    /// Legal sex.
    pub kon: Kon,
}

impl Reservnummeruppgift {
    /// The reservnummer, if it is one.
    ///
    /// # Errors
    ///
    /// As [`Reservnummer::new`].
    pub fn validate(&self, idag: NaiveDate) -> Result<Reservnummer, IdFel> {
        Reservnummer::new(&self.utfardare, &self.nummer, self.fodelsedatum, self.kon, idag)
    }
}

impl fmt::Debug for Reservnummeruppgift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reservnummeruppgift(****)")
    }
}
