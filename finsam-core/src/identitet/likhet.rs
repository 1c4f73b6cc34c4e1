//! Whether text is an identity number in disguise.

use chrono::NaiveDate;

use super::siffror::Siffror;

/// Whether the whole text is a valid personnummer or samordningsnummer in any format: 10 or 12 digits, whatever spaces,
/// hyphens, dots, slashes or other punctuation stand around and between them.
///
/// Used to refuse keys and other free text that must point out no one (REG-19, ID-08). One ten-digit text in some
/// hundreds is such a number by chance, and is refused too.
///
/// ```
/// use chrono::NaiveDate;
/// use finsam_core::identitet::looks_like_identity_number;
///
/// let idag = NaiveDate::from_ymd_opt(2014, 5, 1).unwrap();
/// assert!(looks_like_identity_number(" 2000-02-29 / 2399 ", idag));
/// assert!(!looks_like_identity_number("2000-02-29 / 2398", idag));
/// assert!(!looks_like_identity_number("arende 0002292399", idag));
/// ```
#[must_use]
pub fn looks_like_identity_number(text: &str, idag: NaiveDate) -> bool {
    let mut digits = [0_u8; 12];
    let mut len = 0;
    for c in text.chars() {
        if let Some(digit) = digit(c) {
            let Some(place) = digits.get_mut(len) else { return false };
            *place = digit;
            len += 1;
        } else if !is_separator(c) {
            return false;
        }
    }
    match len {
        10 => is_short(&digits[..10], idag),
        12 => is_valid(&digits, idag),
        _ => false,
    }
}

/// Ten digits may mean either of two centuries, told apart by a plus that may have been lost.
fn is_short(digits: &[u8], idag: NaiveDate) -> bool {
    let mut plus = [b'+'; 11];
    plus[..6].copy_from_slice(&digits[..6]);
    plus[7..].copy_from_slice(&digits[6..]);
    is_valid(digits, idag) || is_valid(&plus, idag)
}

fn is_valid(digits: &[u8], idag: NaiveDate) -> bool {
    std::str::from_utf8(digits).is_ok_and(|text| Siffror::read(text, idag).is_ok())
}

/// The ASCII digit that a digit means, full-width ones included.
fn digit(c: char) -> Option<u8> {
    let offset = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '\u{ff10}'..='\u{ff19}' => u32::from(c) - 0xff10,
        _ => return None,
    };
    u8::try_from(offset).ok().map(|offset| b'0' + offset)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || c.is_ascii_punctuation()
        || matches!(c, '\u{ad}' | '\u{b7}' | '\u{200b}'..='\u{2027}' | '\u{202a}'..='\u{206f}' | '\u{2212}' | '\u{feff}' | '\u{ff0b}' | '\u{ff0d}')
}
