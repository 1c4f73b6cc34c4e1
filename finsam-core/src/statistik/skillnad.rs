//! Differences between two states of the same report.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::belopp::Belopp;

use super::grupp::Grupp;
use super::rad::{Matt, Rad};
use super::rapport::Rapport;

/// How a number differs: a count, or an amount or another number with decimals. Shares are not told of; they follow.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Skillnad {
    /// The measure, or `underlag`.
    #[cfg_attr(feature = "utoipa", schema(example = "fore"))]
    pub matt: String,
    /// The later count less the earlier; absent where it is hidden, or no count.
    #[cfg_attr(feature = "utoipa", schema(example = -12))]
    pub antal: Option<i64>,
    /// The later amount or number with decimals less the earlier; absent where it is hidden, or is a count.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<String>, example = "453000.00"))]
    pub tal: Option<Decimal>,
    /// Whether it is hidden: one of the two numbers is, or they differ by so little that it tells of a few people.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_false"))]
    pub skyddad: bool,
}

#[cfg(feature = "serde")]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// A row in which anything differs, or may differ and is hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Skillnadsrad {
    /// The calendar year.
    #[cfg_attr(feature = "utoipa", schema(example = 2014))]
    pub ar: i32,
    /// The half-year, 1 or 2, when half-years are asked for.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 1, maximum = 2))]
    pub halvar: Option<u8>,
    /// The month, when months are asked for.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 1, maximum = 12))]
    pub manad: Option<u8>,
    /// What the report is divided by.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub grupp: Grupp,
    /// The category: a code, or the id of an insats.
    #[cfg_attr(feature = "utoipa", schema(example = "forsorjningsstod"))]
    pub kategori: String,
    /// The name of the insats, where the category is one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub namn: Option<String>,
    /// What differs, or may differ and is hidden: `underlag` first, then the measures in the order of the report.
    pub skillnader: Vec<Skillnad>,
}

/// A number as it was told.
#[derive(Clone, Copy)]
enum Sagt {
    Antal(Option<i64>),
    Tal(Option<Decimal>),
    Skyddat,
}

impl Sagt {
    /// What a measure tells; `None` of a share, which follows from what is told beside it.
    fn of(matt: &Matt) -> Option<Self> {
        Some(match matt {
            Matt::Andel { .. } => return None,
            _ if matt.is_hidden() => Self::Skyddat,
            Matt::Antal(cell) => Self::Antal(cell.antal),
            Matt::Tal { antal, .. } => Self::Antal(*antal),
            Matt::Belopp { belopp, .. } => Self::Tal(belopp.map(Belopp::decimal)),
            Matt::Decimal { tal, .. } => Self::Tal(*tal),
        })
    }

    /// What a row tells, by name: `underlag`, then each measure.
    fn all(rad: &Rad) -> Vec<(&'static str, Self)> {
        let underlag = if rad.underlag_skyddad { Self::Skyddat } else { Self::Antal(rad.underlag) };
        let matt = rad.matt.0.iter().filter_map(|(namn, matt)| Some((namn.code(), Self::of(matt)?)));
        std::iter::once(("underlag", underlag)).chain(matt).collect()
    }

    /// What is told where there is no row: nobody, and no money.
    const fn nothing(self) -> Self {
        match self {
            Self::Tal(_) => Self::Tal(Some(Decimal::ZERO)),
            Self::Antal(_) | Self::Skyddat => Self::Antal(Some(0)),
        }
    }

    /// How it differs from what was told before; `None` where it does not.
    fn less(self, before: Self, matt: &str, troskel: i64) -> Option<Skillnad> {
        let told = Skillnad { matt: matt.to_owned(), antal: None, tal: None, skyddad: false };
        let hidden = Skillnad { skyddad: true, ..told.clone() };
        match (before, self) {
            (Self::Skyddat, _) | (_, Self::Skyddat) => Some(hidden),
            (Self::Antal(before), Self::Antal(now)) if before != now => {
                let antal = now.zip(before).map(|(now, before)| now - before);
                let few = antal.is_some_and(|antal| (1..troskel).contains(&antal.abs()));
                Some(if few { hidden } else { Skillnad { antal, ..told } })
            }
            (Self::Tal(before), Self::Tal(now)) if before != now => {
                Some(Skillnad { tal: now.zip(before).map(|(now, before)| now - before), ..told })
            }
            _ => None,
        }
    }
}

type Radnamn<'a> = (i32, Option<u8>, Option<u8>, Grupp, &'a str);

fn name(rad: &Rad) -> Radnamn<'_> {
    (rad.ar, rad.halvar, rad.manad, rad.grupp, &rad.kategori)
}

impl Rapport {
    /// How it differs from what the same report said before, row by row: rows in which nothing differs are left out, and
    /// a difference from 1 and below `troskel` is hidden, with every amount where any is. For whoever counted both: read from the wire they no longer know
    /// of `underlag` and plain numbers whether they are hidden or not there.
    ///
    /// ```
    /// use finsam_core::statistik::{Kolumner, Rapportnamn, Urval, rapport};
    ///
    /// let urval = Urval::of_years([2014]);
    /// let nobody = rapport(Rapportnamn::Aldersgrupper, &Kolumner::new(), &urval);
    /// assert!(nobody.less(&nobody, 5).is_empty());
    /// ```
    #[must_use]
    pub fn less(&self, before: &Self, troskel: i64) -> Vec<Skillnadsrad> {
        let [now, then] =
            [self, before].map(|one| one.rader.iter().map(|rad| (name(rad), rad)).collect::<HashMap<_, _>>());
        let gone = before.rader.iter().filter(|rad| !now.contains_key(&name(rad)));
        let of = |rad: &Rad| {
            let pair = [&then, &now].map(|all| all.get(&name(rad)).copied());
            let skillnader = differences(pair, troskel);
            (!skillnader.is_empty()).then(|| Skillnadsrad::of(rad, skillnader))
        };
        let mut rows: Vec<Skillnadsrad> = self.rader.iter().chain(gone).filter_map(of).collect();
        // Amounts follow from how many people there are: where a count is hidden, none of them is told.
        if rows.iter().flat_map(|row| &row.skillnader).any(|one| one.skyddad) {
            let amounts = rows.iter_mut().flat_map(|row| &mut row.skillnader).filter(|one| one.tal.is_some());
            amounts.for_each(|one| (one.tal, one.skyddad) = (None, true));
        }
        rows
    }
}

/// What differs between a row before and now, either of which may not be there.
fn differences([before, now]: [Option<&Rad>; 2], troskel: i64) -> Vec<Skillnad> {
    let told = |rad: Option<&Rad>, other: Option<&Rad>| match rad {
        Some(rad) => Sagt::all(rad),
        None => other.map(Sagt::all).unwrap_or_default().into_iter().map(|(matt, one)| (matt, one.nothing())).collect(),
    };
    let both = told(now, before).into_iter().zip(told(before, now));
    both.filter_map(|((matt, now), (_, before))| now.less(before, matt, troskel)).collect()
}

impl Skillnadsrad {
    fn of(rad: &Rad, skillnader: Vec<Skillnad>) -> Self {
        Self {
            ar: rad.ar,
            halvar: rad.halvar,
            manad: rad.manad,
            grupp: rad.grupp,
            kategori: rad.kategori.clone(),
            namn: rad.namn.clone(),
            skillnader,
        }
    }
}
