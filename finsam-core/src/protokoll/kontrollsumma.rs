//! Checksums: how two systems find where they differ without sending records.

use std::fmt;
use std::str::FromStr;

use crate::id::InsatsId;
use crate::part::PartKod;

/// A sum of digests modulo 2^256. That of nothing is zero.
///
/// Digests are added, so their order makes no difference and one can be taken away again. They are not combined by
/// exclusive or: there the same digest twice would be as if it were not there, and sums of chosen records could be
/// solved for as linear equations.
///
/// ```
/// use finsam_core::protokoll::Kontrollsumma;
///
/// let all_ones: Kontrollsumma = "ff".repeat(32).parse()?;
/// let two: Kontrollsumma = format!("{:064x}", 2).parse()?;
/// assert_eq!((all_ones + two).to_string(), format!("{:064x}", 1), "it wraps around");
/// assert!("FF".repeat(32).parse::<Kontrollsumma>().is_err(), "digits are lower case");
/// # Ok::<(), finsam_core::protokoll::OkandKontrollsumma>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "utoipa", schema(value_type = String, pattern = "^[0-9a-f]{64}$",
    example = "04a43bbcbb62b8e76b4ee2b0d4d3ef6bd43be2a2d9b2a7b5a1b4b1f6a2f4f3c1"))]
pub struct Kontrollsumma(pub(crate) [u8; 32]);

/// A text that is no checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a checksum is 64 hexadecimal digits in lower case")]
pub struct OkandKontrollsumma;

impl std::ops::Add for Kontrollsumma {
    type Output = Self;

    /// Modulo 2^256, the bytes being one number with its most significant byte first.
    fn add(self, other: Self) -> Self {
        let mut sum = [0; 32];
        let mut carry = 0;
        for (place, (one, other)) in sum.iter_mut().zip(self.0.into_iter().zip(other.0)).rev() {
            let [over, low] = (u16::from(one) + u16::from(other) + carry).to_be_bytes();
            (*place, carry) = (low, u16::from(over));
        }
        Self(sum)
    }
}

impl std::ops::AddAssign for Kontrollsumma {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl fmt::Display for Kontrollsumma {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Kontrollsumma {
    type Err = OkandKontrollsumma;

    fn from_str(text: &str) -> Result<Self, OkandKontrollsumma> {
        let digits = text.as_bytes();
        let lower = digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        if digits.len() != 64 || !lower {
            return Err(OkandKontrollsumma);
        }
        let mut sum = [0; 32];
        for (i, byte) in sum.iter_mut().enumerate() {
            let pair = text.get(2 * i..2 * i + 2).ok_or(OkandKontrollsumma)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| OkandKontrollsumma)?;
        }
        Ok(Self(sum))
    }
}

impl serde::Serialize for Kontrollsumma {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Kontrollsumma {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde_text::parsed(deserializer, "64 hexadecimal digits")
    }
}

/// What a checksum is taken over: the participations of one system in one insats that begin in one calendar year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Omfang {
    /// The sending system.
    #[cfg_attr(feature = "utoipa", schema(example = "treserva"))]
    pub kallsystem: String,
    /// The insats.
    pub insats_id: InsatsId,
    /// The calendar year of the first day.
    #[cfg_attr(feature = "utoipa", schema(example = 2014))]
    pub ar: i32,
}

/// The checksum of a scope.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Omfangssumma {
    /// What it is of.
    #[serde(flatten)]
    pub omfang: Omfang,
    /// How many participations there are.
    #[cfg_attr(feature = "utoipa", schema(example = 17))]
    pub antal: u64,
    /// The sum of their digests.
    pub kontrollsumma: Kontrollsumma,
}

/// The checksums of a part's participations.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Kontrollsummor {
    /// Whose they are: the caller's own part.
    pub part: PartKod,
    /// How they are taken. Another form gets another name.
    #[cfg_attr(feature = "utoipa", schema(example = "finsam-avstamning-1"))]
    pub algoritm: String,
    /// Every scope that has participations, in order of system, insats and year.
    pub poster: Vec<Omfangssumma>,
}

/// The digest of one participation.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Postsumma {
    /// Its key in the system of the scope.
    #[cfg_attr(feature = "utoipa", schema(example = "d-1"))]
    pub nyckel: String,
    /// Its digest.
    pub kontrollsumma: Kontrollsumma,
}
