//! The values of a chart: how long each is, and what it says.

use finsam_core::statistik::{Cell, Matt, Mattnamn, Mattslag, Rad, Rapport};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::dokument::{Ruta, cell_text, hidden_text};
use crate::sprak::Sprak;

/// What is drawn of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Skala {
    /// Whole per cent, 0-100.
    Andel,
    /// Numbers from 0 to the largest.
    Tal,
}

/// A value of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Varde {
    /// How long it is, in hundredths of what the scale counts in, and what it says.
    Tal(i64, String),
    /// A small number about people, which is hidden.
    Skyddad,
    /// It has no length: it cannot be told, or there is nothing to have a share of, or what it is a share of is hidden.
    Utan(Option<String>),
}

impl Varde {
    pub(super) fn of(matt: Matt, skala: Skala, sprak: Sprak) -> Self {
        let number = |ruta: Ruta| cell_text(&ruta, false, sprak);
        let (skyddad, told) = match matt {
            Matt::Antal(Cell { antal: Some(n), andel: None, skyddad: false }) if skala == Skala::Andel => {
                return Self::Utan(Some(number(Ruta::Antal(n))));
            }
            Matt::Antal(cell) => {
                let both = cell.antal.zip(cell.andel);
                let share = both.map(|(n, share)| {
                    (100 * share, format!("{} ({})", number(Ruta::Procent(share)), number(Ruta::Antal(n))))
                });
                let count = cell.antal.map(|n| (100 * n, number(Ruta::Antal(n))));
                (cell.skyddad, if skala == Skala::Andel { share } else { count })
            }
            Matt::Andel { andel, skyddad } => (skyddad, andel.map(|n| (100 * n, number(Ruta::Procent(n))))),
            Matt::Tal { antal, skyddad } => (skyddad, antal.map(|n| (100 * n, number(Ruta::Antal(n))))),
            Matt::Belopp { belopp, skyddad } => {
                (skyddad, belopp.and_then(|kr| Some((hundredths(kr.decimal())?, number(Ruta::Belopp(kr))))))
            }
            Matt::Decimal { tal, skyddad } => {
                (skyddad, tal.and_then(|n| Some((hundredths(n)?, number(Ruta::Decimal(n))))))
            }
        };
        match told {
            _ if skyddad => Self::Skyddad,
            Some((length, text)) => Self::Tal(length.max(0), text),
            None => Self::Utan(None),
        }
    }

    /// How long it is, where that is known.
    pub(super) const fn length(&self) -> Option<i64> {
        match self {
            Self::Tal(length, _) => Some(*length),
            Self::Skyddad | Self::Utan(_) => None,
        }
    }

    /// What it says.
    pub(super) fn text(&self, sprak: Sprak) -> &str {
        match self {
            Self::Tal(_, text) | Self::Utan(Some(text)) => text,
            Self::Skyddad => hidden_text(sprak),
            Self::Utan(None) => sprak.pick("uppgift saknas", "not known"),
        }
    }
}

fn hundredths(n: Decimal) -> Option<i64> {
    (n * Decimal::ONE_HUNDRED).round().to_i64()
}

/// The measures of a report that can be drawn beside its first, and by which scale: shares, or numbers of one kind.
pub(super) fn drawn(rapport: &Rapport) -> (Vec<Mattnamn>, Skala) {
    let all = rapport.rapport.matt();
    let is_share = |slag| matches!(slag, Mattslag::Antal | Mattslag::Andel);
    // A goal and how many reached it are both per cent.
    let shares: Vec<_> = all.iter().copied().filter(|one| is_share(one.slag()) || *one == Mattnamn::Malandel).collect();
    if shares.iter().any(|one| is_share(one.slag())) {
        return (shares, Skala::Andel);
    }
    let first = all.first().map(|one| one.slag());
    (all.iter().copied().filter(|one| Some(one.slag()) == first).collect(), Skala::Tal)
}

/// The value of a measure in a row.
pub(super) fn value(rad: &Rad, namn: Mattnamn, skala: Skala, sprak: Sprak) -> Varde {
    rad.matt.get(namn).map_or(Varde::Utan(None), |matt| Varde::of(matt, skala, sprak))
}
