//! A map of Sweden: each kommun filled by the value of its place, and the values in words beside.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use finsam_core::geografi::KommunKod;
use maud::{Markup, html};

use super::varde::{Skala, Varde};
use super::yta::{BREDD, MARGINAL, SKYDDAD, text};
use crate::dokument::hidden_text;
use crate::sprak::Sprak;

/// The outlines of the kommuner; the file says in which form.
const TEXT: &str = include_str!("../../data/kommuner.karta");
/// How large the whole is, in the steps of the file.
const STORLEK: (i32, i32) = (6_401, 15_360);
const HOJD: i32 = 900;

/// From little to much: also from light to dark, so that print without colour keeps the order.
const KLASSER: [&str; 5] = ["#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c"];
/// A kommun of several places.
const FLERA: &str = "#d9d9d9";
/// The list beside the map: columns, rows in each, the height of a row, the size of a letter, the letters of a name.
struct Lista(usize, usize, i32, i32, usize);

/// Where the places have room in large letters, and where they are many.
const GLES: Lista = Lista(2, 56, 15, 10, 32);
const TAT: Lista = Lista(4, 74, 12, 9, 14);

/// A place: its name, its kommuner and its value.
pub(super) struct Plats {
    pub(super) namn: String,
    pub(super) kommuner: Vec<KommunKod>,
    pub(super) varde: Varde,
}

/// The outline of each kommun.
fn outlines() -> &'static BTreeMap<KommunKod, &'static str> {
    static ALLA: OnceLock<BTreeMap<KommunKod, &'static str>> = OnceLock::new();
    ALLA.get_or_init(|| {
        let lines = TEXT.lines().filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| line.split_once(' '))
            .filter_map(|(kod, path)| Some((kod.parse().ok()?, path)))
            .collect()
    })
}

/// Every kommun of a län.
pub(super) fn of_lan(lan: finsam_core::geografi::LanKod) -> Vec<KommunKod> {
    outlines().keys().copied().filter(|kod| kod.lan() == lan).collect()
}

/// Where classes end, in hundredths: of shares every fifth of a hundred, of numbers every fifth of the largest.
pub(super) fn limits(platser: &[Plats], skala: Skala) -> [i64; 5] {
    let most = platser.iter().filter_map(|plats| plats.varde.length()).max().unwrap_or(0);
    let whole = if skala == Skala::Andel { most.max(10_000) } else { most.max(500) };
    // Whole numbers: a class holds what is above the one before it, up to its own limit.
    [1, 2, 3, 4, 5].map(|n| (whole * n / 5 + 99) / 100 * 100)
}

/// What each filling means.
pub(super) fn keys(platser: &[Plats], skala: Skala, sprak: Sprak) -> Vec<(String, String)> {
    let unit = if skala == Skala::Andel { sprak.pick("\u{a0}%", "%") } else { "" };
    let limits = limits(platser, skala);
    let mut keys: Vec<_> = (0..5)
        .map(|n| {
            let from = if n == 0 { 0 } else { limits[n - 1] / 100 + 1 };
            (KLASSER[n].to_owned(), format!("{from}–{}{unit}", limits[n] / 100))
        })
        .collect();
    if platser.iter().any(|plats| plats.varde == Varde::Skyddad) {
        keys.push((SKYDDAD.to_owned(), hidden_text(sprak).to_owned()));
    }
    keys.push((FLERA.to_owned(), sprak.pick("flera, se listan", "several, see the list").to_owned()));
    keys.push(("#fff".to_owned(), sprak.pick("ingen uppgift", "no figure").to_owned()));
    keys
}

/// The picture and how high it is.
pub(super) fn draw(platser: &[Plats], skala: Skala, sprak: Sprak) -> (Markup, i32) {
    let limits = limits(platser, skala);
    let mut by_kommun: BTreeMap<KommunKod, Vec<&Plats>> = BTreeMap::new();
    for plats in platser {
        plats.kommuner.iter().for_each(|kod| by_kommun.entry(*kod).or_default().push(plats));
    }
    let scale = format!("translate({MARGINAL} 0) scale({:.5})", f64::from(HOJD) / f64::from(STORLEK.1));
    let picture = html! {
        g transform=(scale) stroke="#767676" stroke-width="8" stroke-linejoin="round" {
            @for (kod, path) in outlines() {
                @let here = by_kommun.get(kod).map_or(&[][..], Vec::as_slice);
                path d=(path) fill=(filling(here, &limits)) { @if !here.is_empty() { title { (told(*kod, here, sprak)) } } }
            }
        }
        (list(platser, sprak))
    };
    (picture, HOJD)
}

fn filling(here: &[&Plats], limits: &[i64; 5]) -> &'static str {
    match here {
        [] => "#fff",
        [one] => match &one.varde {
            Varde::Tal(length, _) => {
                KLASSER[limits.iter().position(|limit| length <= limit).unwrap_or(KLASSER.len() - 1)]
            }
            Varde::Skyddad => SKYDDAD,
            Varde::Utan(_) => "#fff",
        },
        _ => FLERA,
    }
}

fn told(kod: KommunKod, here: &[&Plats], sprak: Sprak) -> String {
    let places = here.iter().map(|plats| format!("{}: {}", plats.namn, plats.varde.text(sprak)));
    format!("{} – {}", kod.kommun().namn, places.collect::<Vec<_>>().join("; "))
}

/// The values in words, the largest first.
fn list(platser: &[Plats], sprak: Sprak) -> Markup {
    let mut known: Vec<&Plats> = platser.iter().filter(|plats| plats.varde != Varde::Utan(None)).collect();
    known.sort_by(|a, b| b.varde.length().cmp(&a.varde.length()).then_with(|| a.namn.cmp(&b.namn)));
    let left = MARGINAL + STORLEK.0 * HOJD / STORLEK.1 + 24;
    let Lista(columns, rows, step, size, letters) = if known.len() <= GLES.0 * GLES.1 { GLES } else { TAT };
    let width = (BREDD - left - MARGINAL) / columns as i32;
    html! {
        // No more kommuner than there is room for.
        @for (n, plats) in known.iter().take(columns * rows).enumerate() {
            @let (x, y) = (left + width * (n / rows) as i32, 12 + step * (n % rows) as i32);
            (text(x, y, "start", size, &short(&plats.namn, letters)))
            (text(x + width - 8, y, "end", size, plats.varde.text(sprak)))
        }
    }
}

/// A name that has room in a column.
fn short(namn: &str, letters: usize) -> String {
    if namn.chars().count() <= letters {
        return namn.to_owned();
    }
    namn.chars().take(letters - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kommun_has_an_outline() {
        assert_eq!(outlines().len(), 290);
        for (kod, path) in outlines() {
            assert!(path.starts_with('M') && path.ends_with('z'), "{kod}");
            assert!(path.chars().all(|c| "MlzZ -0123456789".contains(c)), "{kod}");
        }
        assert_eq!(of_lan("09".parse().unwrap()), ["0980".parse().unwrap()], "Gotland");
    }

    #[test]
    fn classes_share_what_there_is() {
        let of = |length| Plats { namn: String::new(), kommuner: Vec::new(), varde: Varde::Tal(length, String::new()) };
        assert_eq!(limits(&[of(4_000)], Skala::Andel), [2_000, 4_000, 6_000, 8_000, 10_000]);
        assert_eq!(limits(&[of(1_200)], Skala::Tal), [300, 500, 800, 1_000, 1_200]);
        assert_eq!(limits(&[], Skala::Tal), [100, 200, 300, 400, 500]);
    }
}
