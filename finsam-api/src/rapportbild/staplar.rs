//! Bars beside each other: one row of the report a group, one measure a bar.

use maud::{Markup, html};

use super::varde::{Skala, Varde};
use super::yta::{RAD, SKYDDAD, fill, line, rect, share, text, wrapped};
use crate::sprak::Sprak;

/// Where bars begin, and how long the longest is.
const BORJAN: i32 = 340;
const LANGD: i32 = 420;
const STAPEL: i32 = 18;
/// How many letters a line of a label holds.
const TECKEN: usize = 46;

/// A row: what it is, and a value for each measure.
pub(super) type Grupprad = (String, Vec<Varde>);

/// The picture and how high it is.
pub(super) fn draw(rader: &[Grupprad], skala: Skala, sprak: Sprak) -> (Markup, i32) {
    let longest = rader.iter().flat_map(|(_, varden)| varden).filter_map(Varde::length).max().unwrap_or(0);
    let whole = if skala == Skala::Andel { longest.max(10_000) } else { longest.max(1) };
    let mut y = RAD + 6;
    let top = y;
    let mut rows = Vec::new();
    for (label, varden) in rader {
        let (drawn, height) = row(label, varden, (whole, sprak), y);
        rows.push(drawn);
        y += height;
    }
    let grid = html! {
        @if skala == Skala::Andel { @for percent in [0, 25, 50, 75, 100] {
            @let x = BORJAN + along(percent * 100, whole);
            (line((x, top - 4), (x, y)))
            (text(x, top - 8, "middle", 12, &share(percent, sprak)))
        } } @else { (line((BORJAN, top - 4), (BORJAN, y))) }
    };
    (html! { (grid) @for row in &rows { (row) } }, y)
}

fn row(label: &str, varden: &[Varde], how: (i64, Sprak), y: i32) -> (Markup, i32) {
    let lines = wrapped(label, TECKEN);
    let height = (lines.len() as i32 * 16).max(varden.len() as i32 * STAPEL);
    let first = y + (height - lines.len() as i32 * 16) / 2 + 12;
    let drawn = html! {
        @for (n, words) in (0..).zip(&lines) { (text(BORJAN - 10, first + n * 16, "end", 13, words)) }
        @for (n, varde) in varden.iter().enumerate() { (bar(varde, n, how, y + n as i32 * STAPEL)) }
    };
    (drawn, height + 12)
}

fn bar(varde: &Varde, n: usize, (whole, sprak): (i64, Sprak), y: i32) -> Markup {
    let (width, fill) = match varde {
        Varde::Tal(length, _) => (along(*length, whole), fill(n)),
        Varde::Skyddad => (28, SKYDDAD.to_owned()),
        Varde::Utan(_) => (0, String::from("none")),
    };
    html! {
        (rect(BORJAN, y, width, STAPEL - 2, &fill))
        (text(BORJAN + width + 6, y + 13, "start", 12, varde.text(sprak)))
    }
}

/// How far along the whole a length is.
fn along(length: i64, whole: i64) -> i32 {
    i32::try_from(i64::from(LANGD).saturating_mul(length) / whole.max(1)).unwrap_or(LANGD)
}
