//! Tenants: in whose name a webhook is set up.

use std::fmt;
use std::str::FromStr;

use crate::id::ForbundId;
use crate::part::PartKod;

/// A part, or a förbund: `kommun:2280`, `forbund:0190a5c0-7c00-7000-8000-000000000001`.
///
/// ```
/// use finsam_core::atkomst::Hyresgast;
///
/// let kommun: Hyresgast = "kommun:2280".parse()?;
/// assert_eq!(kommun, Hyresgast::Part("kommun:2280".parse()?));
/// assert_eq!(kommun.to_string(), "kommun:2280");
/// assert!("forbund:x".parse::<Hyresgast>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hyresgast {
    /// A part.
    Part(PartKod),
    /// A förbund.
    Forbund(ForbundId),
}

/// A text that names no tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such tenant; expected the code of a part, or forbund: and the identity of one")]
pub struct OkandHyresgast;

/// What stands before the identity of a förbund.
const FORBUND: &str = "forbund:";

impl fmt::Display for Hyresgast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Part(part) => part.fmt(f),
            Self::Forbund(id) => write!(f, "{FORBUND}{id}"),
        }
    }
}

impl FromStr for Hyresgast {
    type Err = OkandHyresgast;

    fn from_str(text: &str) -> Result<Self, OkandHyresgast> {
        match text.strip_prefix(FORBUND) {
            Some(id) => id.parse().map(Self::Forbund).map_err(|_| OkandHyresgast),
            None => text.parse().map(Self::Part).map_err(|_| OkandHyresgast),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Hyresgast {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Hyresgast {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde_text::parsed(deserializer, "the code of a part, or forbund: and the identity of one")
    }
}
