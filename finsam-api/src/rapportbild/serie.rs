//! Time series: a line for each number over the periods.

use maud::{Markup, html};

use super::varde::Varde;
use super::yta::{BREDD, MARGINAL, SKYDDAD, colour, line, rect, text};
use crate::dokument::{Ruta, cell_text};
use crate::sprak::Sprak;

const VANSTER: i32 = 110;
const HOGER: i32 = BREDD - MARGINAL - 60;
const TOPP: i32 = 20;
const BOTTEN: i32 = 380;

/// How lines are dashed, so that they can be told apart without colour.
const STRECK: [&str; 4] = ["none", "8 4", "2 4", "12 4 2 4"];

/// The picture and how high it is: the periods, and the values of each line by period.
pub(super) fn draw(perioder: &[String], linjer: &[Vec<Varde>], sprak: Sprak) -> (Markup, i32) {
    let most = linjer.iter().flatten().filter_map(Varde::length).max().unwrap_or(0);
    let step = step(most);
    let whole = (most + step - 1).max(1) / step * step;
    let whole = whole.max(step);
    let at = |n: usize| VANSTER + (HOGER - VANSTER) * n as i32 / (perioder.len().max(2) as i32 - 1);
    let up = |length: i64| BOTTEN - i32::try_from(i64::from(BOTTEN - TOPP).saturating_mul(length) / whole).unwrap_or(0);
    let picture = html! {
        @for n in 0..=whole / step {
            @let y = up(n * step);
            (line((VANSTER, y), (HOGER, y)))
            (text(VANSTER - 10, y + 4, "end", 12, &cell_text(&Ruta::Antal(n * step / 100), false, sprak)))
        }
        @for (n, period) in perioder.iter().enumerate() { (text(at(n), BOTTEN + 22, "middle", 12, period)) }
        @for (n, varden) in linjer.iter().enumerate() { (series(n, varden, &at, &up)) }
    };
    (picture, BOTTEN + 40)
}

fn series(n: usize, varden: &[Varde], at: &dyn Fn(usize) -> i32, up: &dyn Fn(i64) -> i32) -> Markup {
    let mut path = String::new();
    let mut amid = false;
    for (i, varde) in varden.iter().enumerate() {
        if let Some(length) = varde.length() {
            path.push_str(&format!("{}{} {}", if amid { 'L' } else { 'M' }, at(i), up(length)));
        }
        amid = varde.length().is_some();
    }
    html! {
        path d=(path) stroke=(colour(n)) stroke-width="2.5" stroke-dasharray=(STRECK[n % STRECK.len()]) fill="none" {}
        @for (i, varde) in varden.iter().enumerate() {
            @match varde {
                Varde::Tal(length, words) => {
                    (mark(n, at(i), up(*length)))
                    (text(at(i), up(*length) - 9, "middle", 11, words))
                }
                Varde::Skyddad => (rect(at(i) - 7 + 16 * n as i32, BOTTEN - 14, 14, 14, SKYDDAD)),
                Varde::Utan(_) => {}
            }
        }
    }
}

/// The mark of a line: each its own form.
fn mark(n: usize, x: i32, y: i32) -> Markup {
    let form = match n % 4 {
        0 => format!("M{} {y}a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", x - 5),
        1 => format!("M{} {}h10v10h-10z", x - 5, y - 5),
        2 => format!("M{x} {}l6 11h-12z", y - 6),
        _ => format!("M{x} {}l6 6l-6 6l-6-6z", y - 6),
    };
    html! { path d=(form) fill=(colour(n)) stroke="#fff" {} }
}

/// A step of 1, 2 or 5 times a power of ten, so that the highest takes at most six.
fn step(most: i64) -> i64 {
    let mut step: i64 = 100;
    loop {
        for times in [1, 2, 5] {
            if most <= step.saturating_mul(6 * times) {
                return step.saturating_mul(times);
            }
        }
        step = step.saturating_mul(10);
    }
}
