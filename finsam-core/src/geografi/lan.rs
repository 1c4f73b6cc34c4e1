//! Län.

use std::fmt;
use std::str::FromStr;

use super::{GeografiFel, LAN};

/// The code of a län, two digits: always one of the 21.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "utoipa", schema(value_type = String, format = "lanskod", example = "22"))]
pub struct LanKod(u8);

/// A län.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lan {
    /// Its code.
    pub kod: LanKod,
    /// Its name: `Västernorrlands län`.
    pub namn: &'static str,
    /// Whether it has a region (landsting before 2020); every län but Gotland's has.
    pub has_region: bool,
}

impl Lan {
    /// A row of the table.
    pub(super) const fn row(kod: u8, namn: &'static str, has_region: bool) -> Self {
        Self { kod: LanKod(kod), namn, has_region }
    }
}

/// Codes are below this.
const CODES: usize = 100;

/// The place in [`LAN`] of each code, counted from 1; 0 for none.
static PLACES: [u8; CODES] = {
    let mut places = [0; CODES];
    let mut i = 0;
    while i < LAN.len() {
        places[LAN[i].kod.0 as usize] = i as u8 + 1;
        i += 1;
    }
    places
};

impl LanKod {
    /// Gotlands län, the one without a region.
    pub const GOTLAND: Self = crate::lankod!(9);

    /// The code as a number, if a län has it. See also [`lankod!`](crate::lankod!).
    ///
    /// ```
    /// use finsam_core::geografi::LanKod;
    ///
    /// assert!(LanKod::new(22).is_some());
    /// assert!(LanKod::new(2).is_none());
    /// ```
    #[must_use]
    pub const fn new(kod: u8) -> Option<Self> {
        if (kod as usize) < CODES && PLACES[kod as usize] > 0 { Some(Self(kod)) } else { None }
    }

    /// The code as a number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The län.
    #[must_use]
    pub const fn lan(self) -> &'static Lan {
        &LAN[PLACES[self.0 as usize] as usize - 1]
    }

    /// Whether the län has a region.
    #[must_use]
    pub const fn has_region(self) -> bool {
        self.lan().has_region
    }

    /// The län, if it has a region.
    ///
    /// # Errors
    ///
    /// [`GeografiFel::LanUtanRegion`] for Gotland.
    pub const fn check_region(self) -> Result<&'static Lan, GeografiFel> {
        if self.has_region() { Ok(self.lan()) } else { Err(GeografiFel::LanUtanRegion) }
    }
}

impl FromStr for LanKod {
    type Err = GeografiFel;

    /// Reads two digits.
    ///
    /// [`GeografiFel::LanForm`] for `1`, where `01` is right; [`GeografiFel::LanOkand`] for `02`.
    fn from_str(text: &str) -> Result<Self, GeografiFel> {
        match text.as_bytes() {
            &[tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
                Self::new((tens - b'0') * 10 + (ones - b'0')).ok_or(GeografiFel::LanOkand)
            }
            _ => Err(GeografiFel::LanForm),
        }
    }
}

impl fmt::Display for LanKod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

impl fmt::Debug for LanKod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LanKod({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for LanKod {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for LanKod {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde_text::parsed(deserializer, "a länskod as text of two digits")
    }
}

/// A [`LanKod`](crate::geografi::LanKod) known when compiling; one that no län has does not compile.
///
/// ```
/// assert_eq!(finsam_core::lankod!(3).lan().namn, "Uppsala län");
/// ```
///
/// ```compile_fail
/// let _ = finsam_core::lankod!(2);
/// ```
#[macro_export]
macro_rules! lankod {
    ($kod:literal) => {
        const {
            match $crate::geografi::LanKod::new($kod) {
                Some(kod) => kod,
                None => panic!("no län has this code"),
            }
        }
    };
}
