//! An identity number as it was sent, before anyone has read it.

use std::fmt;

/// The text of a personnummer or samordningsnummer as it was sent. Debug shows nothing of it.
///
/// ```
/// use finsam_core::deltagande::Nummertext;
///
/// let text = Nummertext::from("19121212-1212".to_owned());
/// assert_eq!(format!("{text:?}"), "Nummertext(…)");
/// assert_eq!(text.reveal(), "19121212-1212");
/// ```
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "utoipa", schema(value_type = String, example = "19900101-2385"))]
pub struct Nummertext(String);

impl Nummertext {
    /// The text itself. It must not reach a log, an error or a URL.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Nummertext {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Nummertext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nummertext(…)")
    }
}
