//! Numbers as they are written in Swedish: a space between thousands, a comma before decimals, a true minus.

use finsam_core::belopp::Belopp;
use rust_decimal::Decimal;

use super::Ruta;

/// What separates thousands, and a number from its sign of per cent: a space at which no line is broken.
const SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';

/// What stands where a small number about people is hidden.
pub(super) const SKYDDAD: &str = "skyddad";

/// A cell as text; amounts with two decimals or with none.
pub(crate) fn text(ruta: &Ruta, hundredths: bool) -> String {
    match ruta {
        Ruta::Tom => String::new(),
        Ruta::Text(text) => text.clone(),
        Ruta::Belopp(belopp) => amount(*belopp, hundredths),
        Ruta::Antal(antal) => signed(*antal < 0, &grouped(&antal.unsigned_abs().to_string())),
        Ruta::Procent(andel) => format!("{}{SPACE}%", signed(*andel < 0, &andel.unsigned_abs().to_string())),
        Ruta::Decimal(tal) => decimal(*tal),
        Ruta::Dag(dag) => dag.to_string(),
        Ruta::Skyddad => SKYDDAD.to_owned(),
    }
}

fn decimal(tal: Decimal) -> String {
    let printed = tal.abs().to_string();
    let text = match printed.split_once('.') {
        Some((whole, decimals)) => format!("{},{decimals}", grouped(whole)),
        None => grouped(&printed),
    };
    signed(tal.is_sign_negative() && !tal.is_zero(), &text)
}

fn amount(belopp: Belopp, hundredths: bool) -> String {
    let printed = belopp.abs().to_string();
    let (whole, decimals) = printed.split_once('.').unwrap_or((&printed, "00"));
    let whole = grouped(whole);
    signed(belopp.is_negative(), &if hundredths { format!("{whole},{decimals}") } else { whole })
}

fn signed(is_negative: bool, digits: &str) -> String {
    if is_negative { format!("{MINUS}{digits}") } else { digits.to_owned() }
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 2);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(SPACE);
        }
        text.push(digit);
    }
    text
}
