//! Kommuner.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use super::{GeografiFel, KOMMUNER, LanKod};

/// The code of a kommun, four digits: always one that some kommun has had since 2004.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "utoipa", schema(value_type = String, pattern = "^[0-9]{4}$", example = "2280"))]
pub struct KommunKod(u16);

/// A kommun under one code and one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kommun {
    /// Its code.
    pub kod: KommunKod,
    /// Its name: `Härnösand`.
    pub namn: &'static str,
    /// Its län.
    pub lan: LanKod,
    /// First day of this code and name; `None` from before 2004.
    pub fran: Option<NaiveDate>,
    /// Last day of this code and name; `None` while they hold.
    pub till: Option<NaiveDate>,
}

impl Kommun {
    /// A row of the table.
    pub(super) const fn row(
        kod: u16,
        namn: &'static str,
        lan: LanKod,
        fran: Option<NaiveDate>,
        till: Option<NaiveDate>,
    ) -> Self {
        Self { kod: KommunKod(kod), namn, lan, fran, till }
    }

    /// Whether code and name held on `date`.
    #[must_use]
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.fran.is_none_or(|fran| fran <= date) && self.till.is_none_or(|till| date <= till)
    }

    /// Whether the kommun stands outside any region: only Gotland (0980).
    #[must_use]
    pub const fn is_outside_region(&self) -> bool {
        !self.lan.has_region()
    }
}

/// A day of the table.
pub(super) const fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    Some(crate::tid::day(year, month, day))
}

/// The kommun that had the code on `date`, under the name of that day.
///
/// A look at an index and at one row, or two where the name has changed.
///
/// ```
/// use chrono::NaiveDate;
/// use finsam_core::geografi::kommun_on;
/// use finsam_core::kommunkod;
///
/// let day = |year| NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
/// assert_eq!(kommun_on(kommunkod!(2023), day(2007)).unwrap().namn, "Malung");
/// assert_eq!(kommun_on(kommunkod!(2023), day(2008)).unwrap().namn, "Malung-Sälen");
/// assert_eq!(kommun_on(kommunkod!(1917), day(2008)), None);
/// ```
#[must_use]
pub fn kommun_on(kod: KommunKod, date: NaiveDate) -> Option<&'static Kommun> {
    kod.rows().find(|kommun| kommun.holds_on(date))
}

/// Codes are below this.
const CODES: usize = 2600;

/// The place in [`KOMMUNER`] of the first row of each code, counted from 1; 0 for none.
static PLACES: [u16; CODES] = {
    let mut places = [0; CODES];
    let mut i = KOMMUNER.len();
    while i > 0 {
        places[KOMMUNER[i - 1].kod.0 as usize] = i as u16;
        i -= 1;
    }
    places
};

impl KommunKod {
    /// Gotland, the one kommun outside any region.
    pub const GOTLAND: Self = crate::kommunkod!(980);

    /// The code as a number, if any kommun has had it since 2004. See also [`kommunkod!`](crate::kommunkod!).
    ///
    /// ```
    /// use finsam_core::geografi::KommunKod;
    ///
    /// assert!(KommunKod::new(2280).is_some());
    /// assert!(KommunKod::new(2279).is_none());
    /// ```
    #[must_use]
    pub const fn new(kod: u16) -> Option<Self> {
        if (kod as usize) < CODES && PLACES[kod as usize] > 0 { Some(Self(kod)) } else { None }
    }

    /// The code as a number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The kommun that had the code on `date`; see [`kommun_on`].
    #[must_use]
    pub fn kommun_on(self, date: NaiveDate) -> Option<&'static Kommun> {
        kommun_on(self, date)
    }

    /// The same, for a rule.
    ///
    /// # Errors
    ///
    /// [`GeografiFel::KommunDatum`] when no kommun had the code on that day, as 0331 in 2006.
    pub fn check_on(self, date: NaiveDate) -> Result<&'static Kommun, GeografiFel> {
        kommun_on(self, date).ok_or(GeografiFel::KommunDatum)
    }

    /// The kommun that has the code, or had it last, under its latest name.
    #[must_use]
    pub fn kommun(self) -> &'static Kommun {
        let first = self.first();
        self.rows().last().unwrap_or(&KOMMUNER[first])
    }

    /// The län: its first two digits.
    #[must_use]
    pub const fn lan(self) -> LanKod {
        KOMMUNER[self.first()].lan
    }

    const fn first(self) -> usize {
        PLACES[self.0 as usize] as usize - 1
    }

    fn rows(self) -> impl Iterator<Item = &'static Kommun> {
        KOMMUNER[self.first()..].iter().take_while(move |kommun| kommun.kod == self)
    }
}

impl FromStr for KommunKod {
    type Err = GeografiFel;

    /// Reads four digits.
    ///
    /// [`GeografiFel::KommunForm`] for `980`, where `0980` is right; [`GeografiFel::KommunOkand`] for `9999`.
    fn from_str(text: &str) -> Result<Self, GeografiFel> {
        let bytes = text.as_bytes();
        if bytes.len() != 4 || !bytes.iter().all(u8::is_ascii_digit) {
            return Err(GeografiFel::KommunForm);
        }
        let kod = bytes.iter().fold(0, |kod, byte| kod * 10 + u16::from(byte - b'0'));
        Self::new(kod).ok_or(GeografiFel::KommunOkand)
    }
}

impl fmt::Display for KommunKod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

impl fmt::Debug for KommunKod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KommunKod({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for KommunKod {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for KommunKod {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde_text::parsed(deserializer, "a kommunkod as text of four digits")
    }
}

/// A [`KommunKod`](crate::geografi::KommunKod) known when compiling; one that no kommun has had does not compile.
///
/// ```
/// assert_eq!(finsam_core::kommunkod!(2280).kommun().namn, "Härnösand");
/// ```
///
/// ```compile_fail
/// let _ = finsam_core::kommunkod!(2279);
/// ```
#[macro_export]
macro_rules! kommunkod {
    ($kod:literal) => {
        const {
            match $crate::geografi::KommunKod::new($kod) {
                Some(kod) => kod,
                None => panic!("no kommun has had this code since 2004"),
            }
        }
    };
}
