//! What of a sender's own text may be said back: nothing that could be an identity number.

use finsam_core::regel::{Pekare, Varde};
use serde_json::Value;

/// From this many digits on a text could hold a birth date, and with a few more an identity number.
const DIGITS: usize = 6;
/// The longest text that is said back, in bytes.
const LONGEST: usize = 64;

/// Whether a text is short and holds too few digits to point out anyone.
pub(super) fn is_harmless(text: &str) -> bool {
    text.len() <= LONGEST
        && !text.chars().any(char::is_control)
        && text.chars().filter(|c| c.is_numeric()).count() < DIGITS
}

/// Whether what stands at a place is never said back, whatever it is.
fn is_secret(place: &str) -> bool {
    ["/personnummer", "/reservnummer"].iter().any(|name| place.contains(name))
}

/// The text as a value of a finding, if it may be said back.
pub(super) fn text(place: &str, text: &str) -> Option<Varde> {
    (!is_secret(place) && is_harmless(text)).then(|| Varde::from(text))
}

/// The value as a value of a finding, if it may be said back; arrays, objects and fractions never are.
pub(super) fn value(place: &str, value: &Value) -> Option<Varde> {
    match value {
        Value::String(content) => text(place, content),
        Value::Bool(content) => Some(Varde::from(*content)),
        Value::Number(number) => {
            let number = number.as_i64().filter(|number| number.unsigned_abs() < 10_u64.pow(DIGITS as u32))?;
            (!is_secret(place)).then(|| Varde::from(number))
        }
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The place as it may be said back: cut off before a name of the sender's own that could be an identity number.
pub(super) fn place(pointer: &str) -> Pekare {
    let mut end = 0;
    for segment in pointer.split('/').skip(1) {
        let index = segment.len() < 8 && segment.bytes().all(|b| b.is_ascii_digit());
        if !index && !is_harmless(segment) {
            break;
        }
        end += segment.len() + 1;
    }
    Pekare::from(pointer.get(..end).unwrap_or_default())
}
