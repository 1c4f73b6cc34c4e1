//! Numbers as they are written: in Swedish a space between thousands and a comma before decimals, in English a comma and a
//! point; in both a true minus.

use finsam_core::belopp::Belopp;
use rust_decimal::Decimal;

use super::Ruta;
use crate::sprak::Sprak;

/// What separates thousands in Swedish, and a number from its sign of per cent: a space at which no line is broken.
const SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';

/// What stands where a small number about people is hidden.
pub(crate) const fn hidden_text(sprak: Sprak) -> &'static str {
    sprak.pick("skyddad", "protected")
}

/// A cell as text; amounts with two decimals or with none.
pub(crate) fn text(ruta: &Ruta, hundredths: bool, sprak: Sprak) -> String {
    match ruta {
        Ruta::Tom => String::new(),
        Ruta::Text(text) => text.clone(),
        Ruta::Belopp(belopp) => amount(*belopp, hundredths, sprak),
        Ruta::Antal(antal) => signed(*antal < 0, &grouped(&antal.unsigned_abs().to_string(), sprak)),
        Ruta::Procent(andel) => share(*andel, sprak),
        Ruta::Decimal(tal) => decimal(*tal, sprak),
        Ruta::Dag(dag) => dag.to_string(),
        Ruta::Skyddad => hidden_text(sprak).to_owned(),
    }
}

fn share(andel: i64, sprak: Sprak) -> String {
    let digits = signed(andel < 0, &andel.unsigned_abs().to_string());
    match sprak {
        Sprak::Svenska => format!("{digits}{SPACE}%"),
        Sprak::Engelska => format!("{digits}%"),
    }
}

fn decimal(tal: Decimal, sprak: Sprak) -> String {
    let printed = tal.abs().to_string();
    let text = match printed.split_once('.') {
        Some((whole, decimals)) => with_decimals(whole, decimals, sprak),
        None => grouped(&printed, sprak),
    };
    signed(tal.is_sign_negative() && !tal.is_zero(), &text)
}

fn amount(belopp: Belopp, hundredths: bool, sprak: Sprak) -> String {
    let printed = belopp.abs().to_string();
    let (whole, decimals) = printed.split_once('.').unwrap_or((&printed, "00"));
    let text = if hundredths { with_decimals(whole, decimals, sprak) } else { grouped(whole, sprak) };
    signed(belopp.is_negative(), &text)
}

fn with_decimals(whole: &str, decimals: &str, sprak: Sprak) -> String {
    format!("{}{}{decimals}", grouped(whole, sprak), sprak.pick(",", "."))
}

fn signed(is_negative: bool, digits: &str) -> String {
    if is_negative { format!("{MINUS}{digits}") } else { digits.to_owned() }
}

fn grouped(digits: &str, sprak: Sprak) -> String {
    let between = match sprak {
        Sprak::Svenska => SPACE,
        Sprak::Engelska => ',',
    };
    let mut text = String::with_capacity(digits.len() * 2);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(between);
        }
        text.push(digit);
    }
    text
}
