//! Medians, and how figures are shown.

use std::time::Duration;

/// The median; 0 of nothing.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The value below which a share of the values lies, from 0 to 1: the nearest one.
///
/// ```
/// assert_eq!(finsam_bench::figures::quantile(&[4.0, 1.0, 3.0, 2.0, 5.0], 0.5), 3.0);
/// assert_eq!(finsam_bench::figures::quantile(&[4.0, 1.0, 3.0, 2.0, 5.0], 1.0), 5.0);
/// ```
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place")]
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len().saturating_sub(1) as f64 * share).round() as usize;
    sorted.get(place).copied().unwrap_or_default()
}

/// How many a second.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub fn rate(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

/// In milliseconds.
#[must_use]
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// A figure without decimals, thousands apart.
///
/// ```
/// assert_eq!(finsam_bench::figures::whole(1234567.4), "1 234 567");
/// ```
#[must_use]
pub fn whole(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// A share in per cent.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Shows a row of a Markdown table.
#[expect(clippy::print_stdout, reason = "what a measurement is for")]
pub fn row(cells: &[&str]) {
    println!("| {} |", cells.join(" | "));
}

/// Shows the head of a Markdown table, the first column to the left and the others to the right.
pub fn head(cells: &[&str]) {
    row(cells);
    let rules: Vec<_> = (0..cells.len()).map(|i| if i == 0 { "---" } else { "---:" }).collect();
    row(&rules);
}

/// Shows a line.
#[expect(clippy::print_stdout, reason = "what a measurement is for")]
pub fn line(text: &str) {
    println!("{text}");
}
