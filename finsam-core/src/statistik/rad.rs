//! A row of a report and its measures.

use rust_decimal::Decimal;

use crate::belopp::Belopp;

use super::grupp::Grupp;

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
        Kvinnor = "kvinnor", "Kvinnor, andel av kvinnorna", "Women, share of the women";
        Man = "man", "Män, andel av männen", "Men, share of the men";
        Kvar = "kvar", "Kvar i samma omfattning eller mer", "Still there, to the same extent or more";
        HeltUpphort = "helt_upphort", "Helt upphört", "Ended altogether";
        Minskad = "minskad", "Kvar i mindre omfattning", "Still there to a smaller extent";
        Ny = "ny", "Ny efter insatsen", "New after the insats";
        ArbeteEllerStudier = "arbeteEllerStudier", "I arbete eller studier", "In work or studies";
        Uppfoljda = "uppfoljda", "Uppföljda, andel av avslutade", "Followed up, share of the closed";
        Natt = "natt", "Nådde målet", "Reached the goal";
        Upphort = "upphort", "Stödet har upphört", "The support has ended";
        Insatser = "insatser", "Insatser", "Insatser";
        Person = "person", "Med personuppgifter", "With personal data";
        Anonym = "anonym", "Anonyma", "Anonymous";
        Volym = "volym", "Enligt antal", "By counts";
        Summa = "summa", "Summa", "Sum";
        Antal = "antal", "Antal", "Number";
        Malandel = "malandel", "Mål, procent", "Goal, per cent";
        Budget = "budget", "Budget, kronor", "Budget, kronor";
        Utfall = "utfall", "Utfall, kronor", "Outcome, kronor";
        Intakt = "intakt", "Intäkt per år, kronor", "Income a year, kronor";
        Kostnad = "kostnad", "Kostnad, kronor", "Cost, kronor";
        Lonsamhet = "lonsamhet", "Lönsamhet första året, kronor", "Net the first year, kronor";
        PayoffManader = "payoffManader", "Återbetalningstid, månader", "Time to pay-off, months";
        Mnkr = "mnkr", "Miljoner kronor", "Millions of kronor";
        Befolkning = "befolkning", "Befolkning 16–64 år", "Population aged 16–64";
        Arbetslosa = "arbetslosa", "Arbetslösa", "Unemployed";
        Arbetsloshet = "arbetsloshet", "Arbetslöshet, procent av arbetskraften", "Unemployment, per cent of the labour force";
        Ohalsotal = "ohalsotal", "Ohälsotal, dagar", "Days with benefits for ill health a person";
    }
}

/// What kind of value a measure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mattslag {
    /// A count and its share.
    Antal,
    /// A share alone.
    Andel,
    /// A plain whole number.
    Tal,
    /// Kronor.
    Belopp,
    /// A number with decimals.
    Decimal,
}

impl Mattnamn {
    /// What kind of value the measure is.
    #[must_use]
    pub const fn slag(self) -> Mattslag {
        match self {
            Self::AndelArbeteStudierJobready | Self::AndelVidareSteg => Mattslag::Andel,
            Self::Person
            | Self::Anonym
            | Self::Volym
            | Self::Summa
            | Self::Antal
            | Self::Malandel
            | Self::Befolkning
            | Self::Arbetslosa => Mattslag::Tal,
            Self::Budget | Self::Utfall | Self::Intakt | Self::Kostnad | Self::Lonsamhet => Mattslag::Belopp,
            Self::PayoffManader | Self::Mnkr | Self::Arbetsloshet | Self::Ohalsotal => Mattslag::Decimal,
            _ => Mattslag::Antal,
        }
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

/// One measure. What is hidden and is no count does not say so over the wire; it is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matt {
    /// A count and its share.
    Antal(Cell),
    /// A share alone.
    Andel {
        /// Whole per cent, half up; absent where there is nothing to have a share of.
        andel: Option<i64>,
        /// Whether it is hidden because it follows from a hidden count.
        skyddad: bool,
    },
    /// A plain whole number.
    Tal {
        /// The number; absent where it cannot be told.
        antal: Option<i64>,
        /// Whether it is hidden because it is, or follows from, a small number about people.
        skyddad: bool,
    },
    /// Kronor.
    Belopp {
        /// The amount; absent where it is not known.
        belopp: Option<Belopp>,
        /// Whether it is hidden because it follows from a hidden count.
        skyddad: bool,
    },
    /// A number with decimals.
    Decimal {
        /// The number; absent where it is not known.
        tal: Option<Decimal>,
        /// Whether it is hidden because it follows from a hidden count.
        skyddad: bool,
    },
}

impl Matt {
    /// What cannot be told, as a measure of its kind.
    pub(super) const fn absent(slag: Mattslag) -> Self {
        match slag {
            Mattslag::Antal => Self::Antal(Cell { antal: None, andel: None, skyddad: false }),
            Mattslag::Andel => Self::Andel { andel: None, skyddad: false },
            Mattslag::Tal => Self::Tal { antal: None, skyddad: false },
            Mattslag::Belopp => Self::Belopp { belopp: None, skyddad: false },
            Mattslag::Decimal => Self::Decimal { tal: None, skyddad: false },
        }
    }

    /// Whether it is hidden.
    pub(super) const fn is_hidden(&self) -> bool {
        match self {
            Self::Antal(cell) => cell.skyddad,
            Self::Andel { skyddad, .. }
            | Self::Tal { skyddad, .. }
            | Self::Belopp { skyddad, .. }
            | Self::Decimal { skyddad, .. } => *skyddad,
        }
    }

    /// The measure hidden.
    pub(super) const fn hidden(self) -> Self {
        match self {
            Self::Antal(_) => Self::Antal(Cell::SKYDDAD),
            Self::Andel { .. } => Self::Andel { andel: None, skyddad: true },
            Self::Tal { .. } => Self::Tal { antal: None, skyddad: true },
            Self::Belopp { .. } => Self::Belopp { belopp: None, skyddad: true },
            Self::Decimal { .. } => Self::Decimal { tal: None, skyddad: true },
        }
    }
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
            _ => None,
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
    /// The measures.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub matt: Mattlista,
}
