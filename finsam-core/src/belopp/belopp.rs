//! Amounts of money.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::regel::format::{FMT_06, FMT_07};
use crate::regel::{Avvikelse, Pekare, Regel, Text};

/// An amount in kronor with at most two decimals.
///
/// It is text everywhere: `453000.00` in JSON and in print, so that no reader makes a binary fraction of it. What is
/// read lies within ±10¹³ kr ([`Belopp::MAX`]); sums may grow past that and are exact. Only beyond 10²⁶ kr, which no
/// sum of amounts that fit in memory reaches, do `+` and `-` stop at the edge instead of wrapping.
///
/// ```
/// use finsam_core::belopp::Belopp;
///
/// let stat: Belopp = "1811000".parse()?;
/// let region = Belopp::from_kronor(906_000);
/// assert_eq!((stat + region).to_string(), "2717000.00");
/// assert!("1 811 000".parse::<Belopp>().is_err());
/// assert!("0.005".parse::<Belopp>().is_err());
/// # Ok::<(), finsam_core::belopp::BeloppFel>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "utoipa", schema(value_type = String, pattern = r"^-?[0-9]{1,14}(\.[0-9]{1,2})?$", example = "453000.00"))]
pub struct Belopp(Decimal);

/// What is wrong with an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.text().en)]
pub enum BeloppFel {
    /// Not digits with at most two decimals after a point (FMT-06).
    Form,
    /// Beyond ±10¹³ kr (FMT-07).
    Storlek,
}

impl BeloppFel {
    /// The rule that was broken.
    #[must_use]
    pub const fn regel(self) -> &'static Regel {
        match self {
            Self::Form => &FMT_06,
            Self::Storlek => &FMT_07,
        }
    }

    /// The finding at a place in the record.
    #[must_use]
    pub fn avvikelse(self, pekare: impl Into<Pekare>) -> Avvikelse {
        let text = self.text();
        self.regel().at(pekare).expected("453000.00").saying(text.sv, text.en)
    }

    /// What is wrong and what to do.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Self::Form => Text {
                sv: "Ett belopp anges som text i kronor med högst två decimaler efter punkt: \"453000.00\".",
                en: "An amount is text in kronor with at most two decimals after a point: \"453000.00\".",
            },
            Self::Storlek => Text {
                sv: "Beloppet är större än tio biljoner kronor. Kontrollera enheten.",
                en: "The amount is beyond ten trillion kronor. Check its unit.",
            },
        }
    }
}

impl Belopp {
    /// No kronor at all.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// The largest amount that is read, 10¹³ kr; the smallest is as far below zero.
    pub const MAX: Self = Self(Decimal::from_parts(1_316_134_912, 2328, 0, false, 0));

    /// Whole kronor.
    #[must_use]
    pub fn from_kronor(kronor: i64) -> Self {
        Self(Decimal::from(kronor))
    }

    /// Whole öre.
    #[must_use]
    pub fn from_ore(ore: i64) -> Self {
        Self(Decimal::new(ore, 2))
    }

    /// The amount in kronor.
    #[must_use]
    pub const fn decimal(self) -> Decimal {
        self.0
    }

    /// The amount in whole öre; `None` beyond what 64 bits hold, some 9 · 10¹⁶ kr.
    #[must_use]
    pub fn ore(self) -> Option<i64> {
        i64::try_from(self.0.checked_mul(Decimal::ONE_HUNDRED)?).ok()
    }

    /// The amount in whole kronor; `None` when there are öre, or beyond what 64 bits hold.
    #[must_use]
    pub fn kronor(self) -> Option<i64> {
        self.0.is_integer().then(|| i64::try_from(self.0).ok()).flatten()
    }

    /// Whether it is less than zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self < Self::ZERO
    }

    /// So many times the amount.
    #[must_use]
    pub fn times(self, n: u32) -> Self {
        Self(self.0.saturating_mul(Decimal::from(n)))
    }

    /// So many per cent of it, to the öre; half an öre goes up, away from zero.
    ///
    /// ```
    /// use finsam_core::belopp::Belopp;
    ///
    /// assert_eq!(Belopp::from_kronor(150).percent_of(20), Belopp::from_kronor(30));
    /// assert_eq!(Belopp::from_ore(50).percent_of(1), Belopp::from_ore(1));
    /// ```
    #[must_use]
    pub fn percent_of(self, procent: u16) -> Self {
        let exact = self.0.saturating_mul(Decimal::from(procent)) / Decimal::ONE_HUNDRED;
        Self(exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize())
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }
}

impl TryFrom<Decimal> for Belopp {
    type Error = BeloppFel;

    /// [`BeloppFel::Form`] for `0.005`, [`BeloppFel::Storlek`] beyond [`Belopp::MAX`].
    fn try_from(kronor: Decimal) -> Result<Self, BeloppFel> {
        if kronor.abs() > Self::MAX.0 {
            return Err(BeloppFel::Storlek);
        }
        let kronor = kronor.normalize();
        if kronor.scale() > 2 { Err(BeloppFel::Form) } else { Ok(Self(kronor)) }
    }
}

impl FromStr for Belopp {
    type Err = BeloppFel;

    /// Reads digits, with a minus before them and a point and one or two decimals after them as wanted.
    ///
    /// [`BeloppFel::Form`] for `1e3`, `.5`, `1,50`, `+1`, `1.005`; [`BeloppFel::Storlek`] beyond [`Belopp::MAX`].
    fn from_str(text: &str) -> Result<Self, BeloppFel> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (kronor, ore) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(kronor) || !is_digits(ore) || ore.len() > 2 {
            return Err(BeloppFel::Form);
        }
        let significant = kronor.trim_start_matches('0');
        if significant.len() > 14 {
            return Err(BeloppFel::Storlek);
        }
        let digits = format!("{significant}{ore:0<2}");
        let ore: i64 = digits.parse().map_err(|_| BeloppFel::Form)?;
        Self::try_from(Decimal::new(if unsigned.len() < text.len() { -ore } else { ore }, 2))
    }
}

impl fmt::Display for Belopp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative() { "-" } else { "" };
        write!(f, "{sign}{:.2}", self.0.abs())
    }
}

impl fmt::Debug for Belopp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Belopp({self})")
    }
}

impl Add for Belopp {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Belopp {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Belopp {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl SubAssign for Belopp {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Neg for Belopp {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Belopp {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Self> for Belopp {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Belopp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Belopp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde_text::parsed(deserializer, "an amount as text: \"453000.00\"")
    }
}
