//! A calendar year in an address.

use finsam_core::ekonomi::validate_year;

use crate::fel::{ApiError, Svar};

/// The year of four digits.
///
/// # Errors
/// 422 with `REG-27` at `/ar` for what is not a year. What stood there is not quoted: it may be anything.
pub(super) fn year(text: &str) -> Svar<i32> {
    let ar = Some(text).filter(|text| text.len() == 4).and_then(|text| text.parse().ok()).unwrap_or(0);
    let found = validate_year("/ar", ar);
    if found.is_empty() { Ok(ar) } else { Err(ApiError::rules(found)) }
}
