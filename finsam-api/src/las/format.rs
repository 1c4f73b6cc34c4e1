//! The formats that a body of records may have.

use finsam_core::regel::Avvikelse;
use finsam_core::regel::format::FMT_14;
use serde::{Deserialize, Serialize};

use super::citat;

/// How the records of a body are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One JSON object a line.
    Ndjson,
    /// One JSON array of objects.
    Json,
    /// One row a record under a header.
    Csv,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Ndjson, Self::Json, Self::Csv];

    /// Its media type.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Ndjson => "application/x-ndjson",
            Self::Json => "application/json",
            Self::Csv => "text/csv",
        }
    }

    /// The format that a `Content-Type` names, in any letter case and with any parameters.
    ///
    /// # Errors
    /// `FMT-14`, to be answered with 415: another type, or a charset that is not UTF-8.
    ///
    /// ```
    /// use finsam_api::las::Format;
    ///
    /// assert_eq!(Format::from_content_type("text/csv; charset=UTF-8").ok(), Some(Format::Csv));
    /// assert!(Format::from_content_type("text/csv; charset=iso-8859-1").is_err());
    /// assert!(Format::from_content_type("application/xml").is_err());
    /// ```
    pub fn from_content_type(value: &str) -> Result<Self, Vec<Avvikelse>> {
        let mut parts = value.split(';').map(str::trim);
        let named = parts.next().unwrap_or_default();
        let format = Self::ALL.into_iter().find(|format| format.content_type().eq_ignore_ascii_case(named));
        let Some(format) = format else {
            let mut finding = FMT_14.at("").expected("application/x-ndjson, application/json or text/csv");
            finding.varde = citat::text("", named);
            return Err(vec![finding]);
        };
        match parts.find_map(foreign_charset) {
            None => Ok(format),
            Some(charset) => Err(vec![charset_fault(charset)]),
        }
    }
}

fn foreign_charset(parameter: &str) -> Option<&str> {
    let (name, value) = parameter.split_once('=')?;
    let charset = value.trim().trim_matches('"');
    let known = ["utf-8", "utf8", "us-ascii"].iter().any(|known| known.eq_ignore_ascii_case(charset));
    (name.trim().eq_ignore_ascii_case("charset") && !known).then_some(charset)
}

fn charset_fault(charset: &str) -> Avvikelse {
    let mut finding = FMT_14.at("").expected("charset=utf-8").saying(
        "Teckenkodningen stöds inte. Spara filen som UTF-8 (i Excel: CSV UTF-8) och ange charset=utf-8 eller inget.",
        "The charset is not supported. Save the file as UTF-8 (in Excel: CSV UTF-8) and state charset=utf-8 or none.",
    );
    finding.varde = citat::text("", charset);
    finding
}
