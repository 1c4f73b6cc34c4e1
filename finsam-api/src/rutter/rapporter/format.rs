//! The formats of a report, chosen by `Accept`.

use axum::http::HeaderMap;
use finsam_core::statistik::Rapport;

use crate::dokument::{XLSX, to_xlsx};
use crate::extract::accepted;
use crate::fel::{ApiError, Svar};
use crate::rapportbild::{Namnbok, SVG, to_document, to_svg};
use crate::sprak::Sprak;
use finsam_core::protokoll::Felkod;

/// A format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rapportformat {
    /// `application/json`.
    Json,
    /// `text/csv`.
    Csv,
    /// A workbook (`.xlsx`).
    Xlsx,
    /// A chart, `image/svg+xml`.
    Svg,
}

impl Rapportformat {
    /// The format that the caller prefers; JSON when it does not say.
    ///
    /// # Errors
    /// 406 when it accepts none that can be given.
    pub fn from_accept(headers: &HeaderMap) -> Svar<Self> {
        let offers = [(Self::Json, "application/json"), (Self::Csv, "text/csv"), (Self::Xlsx, XLSX), (Self::Svg, SVG)];
        accepted(headers, &offers).ok_or_else(|| {
            ApiError::new(
                Felkod::InteAcceptabelt,
                "Rapporten ges som application/json, text/csv, arbetsbok (.xlsx) eller image/svg+xml. Ändra Accept.",
                "The report is given as application/json, text/csv, a workbook (.xlsx) or image/svg+xml. Change Accept.",
            )
        })
    }
}

/// A report in a format: its content type and its bytes. What is for people is in their language; JSON and CSV are the same
/// in all.
///
/// # Errors
/// 500 when it cannot be written.
pub fn render(rapport: &Rapport, format: Rapportformat, namn: &Namnbok, sprak: Sprak) -> Svar<(&'static str, Vec<u8>)> {
    Ok(match format {
        Rapportformat::Json => ("application/json", serde_json::to_vec(rapport).map_err(ApiError::internal)?),
        Rapportformat::Csv => ("text/csv; charset=utf-8", to_csv(rapport).map_err(ApiError::internal)?),
        Rapportformat::Xlsx => (XLSX, to_xlsx(&to_document(rapport, namn, sprak)).map_err(ApiError::internal)?),
        Rapportformat::Svg => (SVG, to_svg(rapport, namn, sprak).into_bytes()),
    })
}

/// A report as CSV (RFC 4180): a header and a line for each row.
///
/// # Errors
/// When the text cannot be built; it cannot fail for lack of disk, since it is in memory.
pub fn to_csv(rapport: &Rapport) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(rapport.header())?;
    for record in rapport.records() {
        writer.write_record(record)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;

    fn format(accept: &str) -> Option<Rapportformat> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        Rapportformat::from_accept(&headers).ok()
    }

    #[test]
    fn the_caller_chooses() {
        assert_eq!(Rapportformat::from_accept(&HeaderMap::new()).ok(), Some(Rapportformat::Json));
        assert_eq!(format("*/*"), Some(Rapportformat::Json));
        assert_eq!(format("text/csv"), Some(Rapportformat::Csv));
        assert_eq!(format("text/csv;q=0.5, application/json"), Some(Rapportformat::Json));
        assert_eq!(format("text/*, application/json;q=0.1"), Some(Rapportformat::Csv));
        assert_eq!(format("application/json;q=0, */*"), Some(Rapportformat::Csv));
        assert_eq!(format(XLSX), Some(Rapportformat::Xlsx));
        assert_eq!(format("image/svg+xml, text/csv;q=0.5"), Some(Rapportformat::Svg));
        assert_eq!(format("application/pdf"), None);
    }
}
