//! Shares of a whole on top of each other: a bar of 100 per cent for each period and group.

use maud::{Markup, html};

use super::varde::Varde;
use super::yta::{RAD, SKYDDAD, fill, line, rect, share, text, wrapped};
use crate::sprak::Sprak;

const BORJAN: i32 = 300;
const LANGD: i32 = 600;
const STAPEL: i32 = 26;
const TECKEN: usize = 40;
/// So wide that its share can be written in it.
const RYMMER: i32 = 40;

/// A bar: what it is of, and the share of each part.
pub(super) type Delad = (String, Vec<Varde>);

/// The picture and how high it is.
pub(super) fn draw(staplar: &[Delad], sprak: Sprak) -> (Markup, i32) {
    let top = RAD + 6;
    let mut y = top;
    let mut rows = Vec::new();
    for (label, delar) in staplar {
        let lines = wrapped(label, TECKEN);
        let height = (lines.len() as i32 * 16).max(STAPEL);
        let first = y + (height - lines.len() as i32 * 16) / 2 + 12;
        rows.push(html! {
            @for (n, words) in (0..).zip(&lines) { (text(BORJAN - 10, first + n * 16, "end", 13, words)) }
            (bar(delar, y, sprak))
        });
        y += height + 10;
    }
    let grid = html! { @for percent in [0, 25, 50, 75, 100] {
        @let x = BORJAN + LANGD * percent as i32 / 100;
        (line((x, top - 4), (x, y)))
        (text(x, top - 8, "middle", 12, &share(percent, sprak)))
    } };
    (html! { (grid) @for row in &rows { (row) } }, y)
}

/// The parts in order. What is left when parts are hidden is theirs together.
fn bar(delar: &[Varde], y: i32, sprak: Sprak) -> Markup {
    let (mut x, mut parts) = (BORJAN, Vec::new());
    for (n, del) in delar.iter().enumerate() {
        let Varde::Tal(length, words) = del else { continue };
        let width = (LANGD * i32::try_from(*length).unwrap_or(0) / 10_000).min(BORJAN + LANGD - x);
        parts.push(html! {
            (rect(x, y, width, STAPEL, &fill(n)))
            @if width >= RYMMER { (label(x + width / 2, y, words.split(' ').next().unwrap_or_default())) }
        });
        x += width;
    }
    let left = BORJAN + LANGD - x;
    html! {
        @for part in &parts { (part) }
        @if delar.contains(&Varde::Skyddad) && left > 0 {
            (rect(x, y, left, STAPEL, SKYDDAD))
        } @else if delar.iter().all(|del| del.length().is_none()) {
            (text(BORJAN + 6, y + 17, "start", 12, sprak.pick("ingen att fördela", "nobody to divide")))
        }
    }
}

/// A share that can be read on any filling.
fn label(x: i32, y: i32, words: &str) -> Markup {
    html! {
        rect x=(x - 17) y=(y + 5) width="34" height="16" rx="3" fill="#fff" {}
        (text(x, y + 17, "middle", 12, words))
    }
}
