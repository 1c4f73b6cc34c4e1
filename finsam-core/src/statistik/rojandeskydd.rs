//! Disclosure control: small numbers about people are hidden before a report leaves.

use super::rad::{Cell, Matt, Rad};
use super::rapport::{Rapport, Skydd, Skyddsmetod};

/// Hides counts from 1 and below `troskel`, and what follows from them; zero is shown. A threshold of 0 hides nothing.
///
/// This is primary suppression: each number is judged by itself. In every row
/// - a count below the threshold is hidden with its share, and shares that follow from it are too;
/// - an `underlag` below the threshold is hidden, and every count of the row that is not zero with it.
///
/// Numbers of people in `forbehall` are told as "fewer than". What several shown numbers let one work out together, such
/// as the difference between `underlag` and a sum of shown counts, is not hidden by this step.
#[must_use]
pub fn protect(rapport: Rapport, troskel: i64) -> Rapport {
    if troskel <= 0 {
        return Rapport { skydd: Skydd::INGET, ..rapport };
    }
    let mut undertryckta = 0;
    let rader = rapport.rader.into_iter().map(|rad| protect_row(rad, troskel, &mut undertryckta)).collect();
    let forbehall = rapport.forbehall.into_iter().map(|said| said.protected(troskel)).collect();
    let skydd = Skydd { metod: Skyddsmetod::Primar, troskel, undertryckta };
    Rapport { rader, forbehall, skydd, ..rapport }
}

fn protect_row(mut rad: Rad, troskel: i64, undertryckta: &mut i64) -> Rad {
    let small = |antal: Option<i64>| antal.is_some_and(|antal| (1..troskel).contains(&antal));
    let whole = small(rad.underlag);
    if whole {
        rad.underlag = None;
        rad.underlag_skyddad = true;
        *undertryckta += 1;
    }
    let mut hidden = whole;
    for (_, matt) in &mut rad.matt.0 {
        let Matt::Antal(cell) = matt else { continue };
        if small(cell.antal) || (whole && cell.antal != Some(0) && cell.antal.is_some()) {
            *cell = Cell::SKYDDAD;
            *undertryckta += 1;
            hidden = true;
        }
    }
    for (_, matt) in &mut rad.matt.0 {
        if let (true, Matt::Andel { andel, skyddad }) = (hidden, matt) {
            *skyddad |= andel.take().is_some();
        }
    }
    rad
}
