//! What every chart stands on: title, key, picture, source and caveats, and the same in words for those who do not see it.

use maud::{Markup, PreEscaped, html};

use crate::dokument::{Ruta, cell_text};
use crate::sprak::Sprak;

/// How wide a chart is.
pub(super) const BREDD: i32 = 960;
/// The margin around it.
pub(super) const MARGINAL: i32 = 24;
/// The height of a line of text.
pub(super) const RAD: i32 = 18;
/// How many letters a line holds from margin to margin.
const TECKEN: usize = 130;

/// Colours that can be told apart by the colour-blind (Okabe and Ito), each with a pattern of its own, so that they can be
/// told apart in print without colour too.
const FARGER: [(&str, &str); 8] = [
    ("#0072b2", ""),
    ("#e69f00", "M0 0l8 8"),
    ("#009e73", "M0 4h8"),
    ("#cc79a7", "M4 0v8"),
    ("#56b4e9", "M0 8l8-8"),
    ("#d55e00", "M0 4h8M4 0v8"),
    ("#f0e442", "M0 0l8 8M0 8l8-8"),
    ("#666666", "M2 2h1v1h-1zM6 6h1v1h-1z"),
];

/// What is filled as the n:th of several.
pub(super) fn fill(n: usize) -> String {
    format!("url(#m{})", n % FARGER.len())
}

/// The colour of the n:th of several, for lines.
pub(super) const fn colour(n: usize) -> &'static str {
    FARGER[n % FARGER.len()].0
}

/// What stands where a small number is hidden.
pub(super) const SKYDDAD: &str = "url(#skyddad)";

/// What is said of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Huvud {
    pub(super) sprak: Sprak,
    pub(super) titel: String,
    pub(super) underrubrik: String,
    /// What the picture shows, in words: a line for each row.
    pub(super) beskrivning: Vec<String>,
    /// What each filling means.
    pub(super) nycklar: Vec<(String, String)>,
    pub(super) kalla: String,
    pub(super) forbehall: Vec<String>,
}

/// A text that begins, ends or has its middle at a place.
pub(super) fn text(x: i32, y: i32, anchor: &str, size: i32, words: &str) -> Markup {
    html! { text x=(x) y=(y) text-anchor=(anchor) font-size=(size) { (words) } }
}

/// Whole per cent along a scale.
pub(super) fn share(percent: i64, sprak: Sprak) -> String {
    cell_text(&Ruta::Procent(percent), false, sprak)
}

/// A rectangle.
pub(super) fn rect(x: i32, y: i32, width: i32, height: i32, fill: &str) -> Markup {
    html! { rect x=(x) y=(y) width=(width) height=(height) fill=(fill) stroke="#fff" {} }
}

/// A line.
pub(super) fn line(from: (i32, i32), to: (i32, i32)) -> Markup {
    html! { path d=(format!("M{} {}L{} {}", from.0, from.1, to.0, to.1)) stroke="#bbb" fill="none" {} }
}

/// Words in lines of at most so many letters; a word that is longer has a line of its own.
pub(super) fn wrapped(words: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= letters => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The chart as a file. The picture begins at (0, 0) and is so high.
pub(super) fn page(huvud: &Huvud, bild: &Markup, hojd: i32) -> String {
    let mut y = MARGINAL + RAD;
    let (head, key, foot): (Markup, Markup, Markup);
    (head, y) = lines(&huvud.titel, 60, 24, y);
    let under;
    (under, y) = lines(&huvud.underrubrik, TECKEN, 14, y);
    (key, y) = keys(&huvud.nycklar, y + 6);
    let top = y;
    let said = std::iter::once(&huvud.kalla).chain(&huvud.forbehall).flat_map(|words| wrapped(words, TECKEN));
    let said: Vec<String> = said.collect();
    let below = top + hojd + RAD;
    foot = html! { @for (n, words) in (0..).zip(&said) { (text(MARGINAL, below + n * RAD, "start", 12, words)) } };
    let hojd = below + said.len() as i32 * RAD + MARGINAL;
    let page = html! {
        svg xmlns="http://www.w3.org/2000/svg" lang=(huvud.sprak.tag()) role="img" aria-labelledby="titel beskrivning"
            viewBox=(format!("0 0 {BREDD} {hojd}")) width=(BREDD) height=(hojd)
            font-family="Helvetica, Arial, sans-serif" fill="#1a1a1a" {
            title id="titel" { (huvud.titel) ". " (huvud.underrubrik) }
            desc id="beskrivning" { @for line in &huvud.beskrivning { (line) "\n" } (huvud.kalla) }
            (patterns())
            rect width=(BREDD) height=(hojd) fill="#fff" {}
            (head) (under) (key)
            g transform=(format!("translate(0 {top})")) { (bild) }
            (foot)
        }
    };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", page.into_string())
}

fn lines(words: &str, letters: usize, size: i32, mut y: i32) -> (Markup, i32) {
    let mut all = String::new();
    for line in wrapped(words, letters) {
        all.push_str(&text(MARGINAL, y, "start", size, &line).into_string());
        y += size + 6;
    }
    (PreEscaped(all), y)
}

/// The key: as many in a line as there is room for.
fn keys(nycklar: &[(String, String)], y: i32) -> (Markup, i32) {
    let (mut x, mut at, mut all) = (MARGINAL, y, String::new());
    for (fill, words) in nycklar {
        let width = 26 + 8 * words.chars().count() as i32 + 18;
        if x > MARGINAL && x + width > BREDD - MARGINAL {
            (x, at) = (MARGINAL, at + 22);
        }
        let swatch = html! { rect x=(x) y=(at - 12) width="18" height="14" fill=(fill) stroke="#767676" {} };
        all.push_str(&swatch.into_string());
        all.push_str(&text(x + 26, at, "start", 13, words).into_string());
        x += width;
    }
    (PreEscaped(all), if nycklar.is_empty() { at } else { at + 22 })
}

fn patterns() -> Markup {
    html! {
        defs {
            @for (n, (colour, lines)) in FARGER.iter().enumerate() {
                pattern id=(format!("m{n}")) width="8" height="8" patternUnits="userSpaceOnUse" {
                    rect width="8" height="8" fill=(colour) {}
                    path d=(lines) stroke="#fff" stroke-width="1.5" fill="none" {}
                }
            }
            pattern id="skyddad" width="6" height="6" patternUnits="userSpaceOnUse" {
                rect width="6" height="6" fill="#fff" {}
                path d="M0 6l6-6" stroke="#555" fill="none" {}
            }
        }
    }
}
