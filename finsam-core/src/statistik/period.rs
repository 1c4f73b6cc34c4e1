//! The periods that a report has rows for: calendar years, half-years or months.

use chrono::{Datelike, NaiveDate};

crate::kodlista! {
    /// How long the periods of a report are.
    #[derive(Default)]
    pub enum Periodslag = "periodslag", "Period i en rapport", "Period of a report" {
        #[default]
        Ar = "ar", "Kalenderår", "Calendar year";
        Halvar = "halvar", "Halvår", "Half-year";
        Manad = "manad", "Månad", "Month";
    }
}

impl Periodslag {
    /// How much more it costs to hide a number of a longer period.
    pub(super) const fn weight(self) -> i32 {
        match self {
            Self::Ar => 4,
            Self::Halvar => 2,
            Self::Manad => 1,
        }
    }

    /// How many there are in a year.
    pub(super) const fn in_year(self) -> u8 {
        match self {
            Self::Ar => 1,
            Self::Halvar => 2,
            Self::Manad => 12,
        }
    }

    /// The number of the period of its kind, from 1, in which a month (1-12) lies.
    pub(super) const fn part_of(self, month: u32) -> u8 {
        ((month as u8 - 1) * self.in_year()) / 12 + 1
    }
}

/// A calendar year or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Rapportperiod {
    pub(super) ar: i32,
    pub(super) slag: Periodslag,
    /// Which of the year, from 1.
    pub(super) del: u8,
}

impl Rapportperiod {
    /// The periods of a kind in these years, in order.
    pub(super) fn of_years(ar: &[i32], slag: Periodslag) -> Vec<Self> {
        ar.iter().flat_map(|ar| (1..=slag.in_year()).map(move |del| Self { ar: *ar, slag, del })).collect()
    }

    /// The period of a kind in which a day lies.
    pub(super) fn containing(day: NaiveDate, slag: Periodslag) -> Self {
        Self { ar: day.year(), slag, del: slag.part_of(day.month()) }
    }

    /// Its first and last day; `None` outside the calendar of the machine.
    pub(super) fn days(self) -> Option<(NaiveDate, NaiveDate)> {
        let months = 12 / u32::from(self.slag.in_year());
        let first = NaiveDate::from_ymd_opt(self.ar, months * (u32::from(self.del) - 1) + 1, 1)?;
        let last = first.checked_add_months(chrono::Months::new(months))?.pred_opt()?;
        Some((first, last))
    }

    /// Which half-year, where it is one.
    pub(super) fn halvar(self) -> Option<u8> {
        (self.slag == Periodslag::Halvar).then_some(self.del)
    }

    /// Which month, where it is one.
    pub(super) fn manad(self) -> Option<u8> {
        (self.slag == Periodslag::Manad).then_some(self.del)
    }
}
