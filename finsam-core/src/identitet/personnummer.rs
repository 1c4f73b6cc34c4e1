//! Personnummer.

use std::fmt;

use chrono::NaiveDate;

use super::siffror::Siffror;
use super::{IdFel, Kon};

/// A valid personnummer (folkbokföringslagen 1991:481, 18 §): birth date, serial number and check digit.
///
/// Printing one for debugging shows nothing of it, and there is no `Display`: whoever needs the digits asks for them
/// by [`Personnummer::digits`]. With the feature `serde` it is written as those twelve digits; reading one needs to
/// know the day ([`Personnummer::parse`]), so there is no `Deserialize`.
///
/// ```
/// use chrono::NaiveDate;
/// use finsam_core::identitet::{Kon, Personnummer};
///
/// let idag = NaiveDate::from_ymd_opt(2014, 5, 1).unwrap();
/// let nummer = Personnummer::parse("000229-2399", idag)?;
/// assert_eq!(nummer.digits(), "200002292399");
/// assert_eq!(nummer.kon(), Kon::Man);
/// assert_eq!(format!("{nummer:?}"), "Personnummer(****)");
/// # Ok::<(), finsam_core::identitet::IdFel>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Personnummer(Siffror);

impl Personnummer {
    /// Reads 10 or 12 digits with a hyphen, a plus or nothing before the last four.
    ///
    /// Ten digits mean the latest century in which the date is not after `idag`, and a hundred years less with a plus.
    /// Twelve digits state their century, so a plus adds nothing to them.
    ///
    /// # Errors
    ///
    /// - [`IdFel::Form`] - `20000229-239` has a digit too few; spaces are not taken off.
    /// - [`IdFel::ArSamordningsnummer`] - the day is above 60.
    /// - [`IdFel::Datum`] - `20010229-…` is no date.
    /// - [`IdFel::Framtid`] - twelve digits with a date after `idag`.
    /// - [`IdFel::Lopnummer`] - the serial number is 000.
    /// - [`IdFel::Kontrollsiffra`] - `20000229-2398`, where `20000229-2399` is right.
    pub fn parse(text: &str, idag: NaiveDate) -> Result<Self, IdFel> {
        Self::of(Siffror::read(text, idag)?)
    }

    /// Reads what [`Personnummer::digits`] wrote; the future is not asked.
    pub(super) fn from_canonical(text: &str) -> Result<Self, IdFel> {
        Self::of(Siffror::from_canonical(text)?)
    }

    pub(super) const fn of(siffror: Siffror) -> Result<Self, IdFel> {
        if siffror.is_samordningsnummer() { Err(IdFel::ArSamordningsnummer) } else { Ok(Self(siffror)) }
    }

    pub(super) const fn value(self) -> u64 {
        self.0.value()
    }

    /// The birth date.
    #[must_use]
    pub fn fodelsedatum(self) -> NaiveDate {
        self.0.fodelsedatum()
    }

    /// Legal sex: the ninth to eleventh digit are even for women and odd for men.
    #[must_use]
    pub const fn kon(self) -> Kon {
        self.0.kon()
    }

    /// Whether the number belongs to the tax agency's test series: digits 9-11 are 238 (women) or 239 (men), births
    /// from 1976. Other test numbers are known only by list, see [`Testnummer`](super::Testnummer).
    #[must_use]
    pub const fn is_test(self) -> bool {
        self.0.is_test()
    }

    /// The twelve digits, `YYYYMMDDNNNN`. **This reveals the number**: never for a log, an address, an error or a
    /// name of a file.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{:012}", self.0.value())
    }
}

impl fmt::Debug for Personnummer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personnummer(****)")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Personnummer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.digits())
    }
}
