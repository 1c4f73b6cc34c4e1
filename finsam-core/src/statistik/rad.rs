//! A row of a report and its measures.

use crate::identitet::Kon;
use crate::tid::Aldersgrupp;

crate::kodlista! {
    /// The measures that rows may have.
    pub enum Mattnamn = "matt", "Mått i en rapport", "Measures of a report" {
        Fore = "fore", "Före insatsen", "Before the insats";
        Efter = "efter", "Efter insatsen", "After the insats";
        Deltagare = "deltagare", "Deltagare", "Participants";
        ArbeteStudierJobready = "arbeteStudierJobready", "Till arbete, studier eller jobready", "To work, studies or jobready";
        FortsattRehab = "fortsattRehab", "Till fortsatt rehabilitering", "To continued rehabilitation";
        Ovrigt = "ovrigt", "Till övrigt", "To something else";
        AndelArbeteStudierJobready = "andelArbeteStudierJobready", "Andel till arbete, studier eller jobready", "Share to work, studies or jobready";
        AndelVidareSteg = "andelVidareSteg", "Andel som tagit steg vidare", "Share that took a step on";
    }
}

impl Mattnamn {
    /// Whether the measure is a share alone, without a count of its own.
    #[must_use]
    pub const fn is_plain_share(self) -> bool {
        matches!(self, Self::AndelArbeteStudierJobready | Self::AndelVidareSteg)
    }
}

/// A count and its share. Both absent and not `skyddad`: it cannot be told, and `forbehall` says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Cell {
    /// How many.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 2497))]
    pub antal: Option<i64>,
    /// Whole per cent of `underlag`, half up; absent where `underlag` is 0.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 29))]
    pub andel: Option<i64>,
    /// Whether it is hidden because it is a small number about people.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_false"))]
    pub skyddad: bool,
}

impl Cell {
    /// A count and its share of `underlag`; what is not known stays so.
    #[must_use]
    pub fn of(antal: Option<i64>, underlag: Option<i64>) -> Self {
        let andel = antal.zip(underlag).and_then(|(antal, underlag)| super::share(antal, underlag));
        Self { antal, andel, skyddad: false }
    }

    /// The count and its share, hidden where it is from 1 and below `troskel`.
    #[must_use]
    pub fn protected(self, troskel: i64) -> Self {
        if self.antal.is_some_and(|antal| (1..troskel).contains(&antal)) { Self::SKYDDAD } else { self }
    }

    /// A count that is hidden, and its share with it.
    pub const SKYDDAD: Self = Self { antal: None, andel: None, skyddad: true };
}

#[cfg(feature = "serde")]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// One measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matt {
    /// A count and its share.
    Antal(Cell),
    /// A share alone.
    Andel {
        /// Whole per cent, half up; absent where there is nothing to have a share of.
        andel: Option<i64>,
        /// Whether it is hidden because it follows from a hidden count. Does not go over the wire.
        skyddad: bool,
    },
}

/// The measures of a row, in the order of the report; on the wire fields of the row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mattlista(pub Vec<(Mattnamn, Matt)>);

impl Mattlista {
    /// A measure by its name.
    #[must_use]
    pub fn get(&self, namn: Mattnamn) -> Option<Matt> {
        self.0.iter().find(|(other, _)| *other == namn).map(|(_, matt)| *matt)
    }

    /// The count and share under a name.
    #[must_use]
    pub fn cell(&self, namn: Mattnamn) -> Option<Cell> {
        match self.get(namn)? {
            Matt::Antal(cell) => Some(cell),
            Matt::Andel { .. } => None,
        }
    }
}

/// A row of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Rad {
    /// What the shares are of; absent when it is hidden or cannot be told.
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, example = 8611))]
    pub underlag: Option<i64>,
    /// Whether `underlag` is hidden because it is a small number about people. Does not go over the wire.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub underlag_skyddad: bool,
    /// The calendar year.
    #[cfg_attr(feature = "utoipa", schema(example = 2013))]
    pub ar: i32,
    /// Kön, when asked for.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub kon: Option<Kon>,
    /// Age group, when asked for.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub aldersgrupp: Option<Aldersgrupp>,
    /// The category: a code, or the id of an insats.
    #[cfg_attr(feature = "utoipa", schema(example = "forsorjningsstod"))]
    pub kategori: String,
    /// The name of the insats, where the category is one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub namn: Option<String>,
    /// The measures.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub matt: Mattlista,
}
