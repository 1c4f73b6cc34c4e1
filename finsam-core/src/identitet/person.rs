//! Who a participation is about.

use std::fmt;

use chrono::NaiveDate;

use super::siffror::Siffror;
use super::{IdFel, Kon, Personnummer, Reservnummer, Samordningsnummer};

/// Who a person is: one of the three kinds of number, valid.
///
/// Printing one for debugging shows the kind and nothing more.
///
/// ```
/// use chrono::NaiveDate;
/// use finsam_core::identitet::Identitet;
///
/// let idag = NaiveDate::from_ymd_opt(2014, 5, 1).unwrap();
/// let person = Identitet::parse_nummer("701063-2391", idag)?;
/// assert!(matches!(person, Identitet::Samordningsnummer(_)));
/// assert_eq!(person.canonical(), "S:197010632391");
/// assert_eq!(Identitet::from_canonical(&person.canonical()), Some(person));
/// # Ok::<(), finsam_core::identitet::IdFel>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identitet {
    /// A personnummer.
    Personnummer(Personnummer),
    /// A samordningsnummer.
    Samordningsnummer(Samordningsnummer),
    /// A reservnummer.
    Reservnummer(Reservnummer),
}

impl Identitet {
    /// Reads a personnummer or, when the day is above 60, a samordningsnummer.
    ///
    /// # Errors
    ///
    /// As [`Personnummer::parse`], without those about the kind.
    pub fn parse_nummer(text: &str, idag: NaiveDate) -> Result<Self, IdFel> {
        Self::of(Siffror::read(text, idag)?)
    }

    fn of(siffror: Siffror) -> Result<Self, IdFel> {
        if siffror.is_samordningsnummer() {
            Samordningsnummer::of(siffror).map(Self::Samordningsnummer)
        } else {
            Personnummer::of(siffror).map(Self::Personnummer)
        }
    }

    /// The birth date.
    #[must_use]
    pub fn fodelsedatum(&self) -> NaiveDate {
        match self {
            Self::Personnummer(nummer) => nummer.fodelsedatum(),
            Self::Samordningsnummer(nummer) => nummer.fodelsedatum(),
            Self::Reservnummer(nummer) => nummer.fodelsedatum(),
        }
    }

    /// Legal sex.
    #[must_use]
    pub const fn kon(&self) -> Kon {
        match self {
            Self::Personnummer(nummer) => nummer.kon(),
            Self::Samordningsnummer(nummer) => nummer.kon(),
            Self::Reservnummer(nummer) => nummer.kon(),
        }
    }

    /// Whether the number belongs to the tax agency's test series; a reservnummer never does.
    #[must_use]
    pub const fn is_test(&self) -> bool {
        match self {
            Self::Personnummer(nummer) => nummer.is_test(),
            Self::Samordningsnummer(nummer) => nummer.is_test(),
            Self::Reservnummer(_) => false,
        }
    }

    /// The form for storage, to be encrypted or hashed: `P:` or `S:` and twelve digits, or
    /// `R:issuer:number:birth date:kön` with `%` and `:` in issuer and number written `%25` and `%3A`.
    ///
    /// Distinct persons have distinct forms. **This reveals the number.**
    #[must_use]
    pub fn canonical(&self) -> String {
        match self {
            Self::Personnummer(nummer) => format!("P:{}", nummer.digits()),
            Self::Samordningsnummer(nummer) => format!("S:{}", nummer.digits()),
            Self::Reservnummer(nummer) => format!(
                "R:{}:{}:{}:{}",
                escape(nummer.utfardare()),
                escape(nummer.nummer()),
                nummer.fodelsedatum(),
                nummer.kon()
            ),
        }
    }

    /// Reads what [`Identitet::canonical`] wrote, and nothing else. Whether the birth date lies in the future is not
    /// asked: that was done when it was stored.
    #[must_use]
    pub fn from_canonical(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once(':')?;
        match kind {
            "P" => Personnummer::from_canonical(rest).ok().map(Self::Personnummer),
            "S" => Samordningsnummer::from_canonical(rest).ok().map(Self::Samordningsnummer),
            "R" => reservnummer(rest).map(Self::Reservnummer).filter(|read| read.canonical() == text),
            _ => None,
        }
    }
}

impl From<Personnummer> for Identitet {
    fn from(nummer: Personnummer) -> Self {
        Self::Personnummer(nummer)
    }
}

impl From<Samordningsnummer> for Identitet {
    fn from(nummer: Samordningsnummer) -> Self {
        Self::Samordningsnummer(nummer)
    }
}

impl From<Reservnummer> for Identitet {
    fn from(nummer: Reservnummer) -> Self {
        Self::Reservnummer(nummer)
    }
}

impl fmt::Debug for Identitet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Personnummer(nummer) => nummer.fmt(f),
            Self::Samordningsnummer(nummer) => nummer.fmt(f),
            Self::Reservnummer(nummer) => nummer.fmt(f),
        }
    }
}

fn reservnummer(text: &str) -> Option<Reservnummer> {
    let mut parts = text.split(':');
    let (utfardare, nummer) = (unescape(parts.next()?), unescape(parts.next()?));
    let fodelsedatum = parts.next()?.parse().ok()?;
    let kon = parts.next()?.parse().ok()?;
    if parts.next().is_some() {
        return None;
    }
    Reservnummer::stored(&utfardare, &nummer, fodelsedatum, kon).ok()
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace(':', "%3A")
}

fn unescape(text: &str) -> String {
    text.replace("%3A", ":").replace("%25", "%")
}
