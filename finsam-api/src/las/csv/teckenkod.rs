//! Text that is not UTF-8: what it is instead, where it stands, and how to mend the file.

use finsam_core::regel::Avvikelse;
use finsam_core::regel::format::FMT_08;

use super::falt::Fields;

/// The header as text.
///
/// # Errors
/// `FMT-08`: it is UTF-16, or most likely ISO-8859-1.
pub(super) fn header(raw: &[u8]) -> Result<&str, Vec<Avvikelse>> {
    // Half of the bytes of western text in UTF-16 are zero, which no name of a column holds.
    if raw.starts_with(b"\xff\xfe") || raw.starts_with(b"\xfe\xff") || raw.contains(&0) {
        return Err(vec![mended_by_saving("Filen är UTF-16 (Unicode-text)", "The file is UTF-16 (Unicode text)")]);
    }
    std::str::from_utf8(raw).map_err(|_| {
        let sv = "Rubrikraden är inte UTF-8 utan troligen ISO-8859-1 (ANSI)";
        let en = "The header is not UTF-8 but probably ISO-8859-1 (ANSI)";
        vec![mended_by_saving(sv, en)]
    })
}

/// A row as text. The columns of the file are given by name and JSON pointer.
///
/// # Errors
/// `FMT-08` at the first column that is not UTF-8.
pub(super) fn row<'r, 'k>(
    row: &'r [u8],
    separator: u8,
    column: impl FnOnce(usize) -> Option<(&'k str, &'k str)>,
) -> Result<&'r str, Vec<Avvikelse>> {
    std::str::from_utf8(row).map_err(|fault| {
        let before = row.get(..fault.valid_up_to()).and_then(|before| std::str::from_utf8(before).ok());
        let index = Fields::of(before.unwrap_or_default(), separator).count().saturating_sub(1);
        let (name, place) = column(index).unwrap_or_default();
        let number = index + 1;
        let name = if name.is_empty() { String::new() } else { format!(" ({name})") };
        let sv = format!("Kolumn {number}{name} är inte UTF-8 utan troligen ISO-8859-1 (ANSI)");
        let en = format!("Column {number}{name} is not UTF-8 but probably ISO-8859-1 (ANSI)");
        let mut finding = mended_by_saving(&sv, &en);
        finding.pekare = place.into();
        vec![finding]
    })
}

fn mended_by_saving(sv: &str, en: &str) -> Avvikelse {
    FMT_08.at("").expected("UTF-8").saying(
        format!("{sv}. Spara om filen som UTF-8; i Excel: Spara som, filformat CSV UTF-8."),
        format!("{en}. Save the file as UTF-8; in Excel: Save as, file type CSV UTF-8."),
    )
}
