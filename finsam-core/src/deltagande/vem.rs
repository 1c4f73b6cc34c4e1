//! Which person is meant: one identity number, as it was sent.

use chrono::NaiveDate;

use super::Nummertext;
use crate::identitet::{Identitet, Numrering, Reservnummeruppgift};
use crate::regel::Avvikelse;
use crate::regel::register::REG_17;

/// Which person is meant: exactly one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Personuppgift {
    /// Personnummer or samordningsnummer, 10 or 12 digits.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub personnummer: Option<Nummertext>,
    /// For people without either.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub reservnummer: Option<Reservnummeruppgift>,
}

impl Personuppgift {
    /// Who it is.
    ///
    /// # Errors
    /// As [`identify`].
    pub fn identify(&self, idag: NaiveDate, numrering: &Numrering) -> Result<Identitet, Box<Avvikelse>> {
        let (place, identitet) = identify(self.personnummer.as_ref(), self.reservnummer.as_ref(), idag)?;
        numrering.check(&identitet).map_err(|fel| Box::new(fel.avvikelse(place)))?;
        Ok(identitet)
    }
}

/// REG-17 and ID-nn: the one number of a person, sound, and where it stands.
///
/// # Errors
/// What is wrong with it: none or both are there, or the number is not sound.
///
/// ```
/// use finsam_core::deltagande::{Nummertext, identify};
///
/// let idag = "2026-03-02".parse()?;
/// let text = Nummertext::from("199003122380".to_owned());
/// assert_eq!(identify(Some(&text), None, idag).unwrap().0, "/personnummer");
/// assert_eq!(identify(None, None, idag).unwrap_err().kod, "REG-17");
/// # Ok::<(), chrono::ParseError>(())
/// ```
pub fn identify(
    personnummer: Option<&Nummertext>,
    reservnummer: Option<&Reservnummeruppgift>,
    idag: NaiveDate,
) -> Result<(&'static str, Identitet), Box<Avvikelse>> {
    let (place, parsed) = match (personnummer, reservnummer) {
        (Some(text), None) => ("/personnummer", Identitet::parse_nummer(text.reveal(), idag)),
        (None, Some(reserv)) => ("/reservnummer", reserv.validate(idag).map(Identitet::Reservnummer)),
        (both, _) => {
            let place = if both.is_some() { "/reservnummer" } else { "/personnummer" };
            return Err(Box::new(REG_17.at(place).expected("exactly one of personnummer and reservnummer")));
        }
    };
    parsed.map(|identitet| (place, identitet)).map_err(|fel| Box::new(fel.avvikelse(place)))
}
