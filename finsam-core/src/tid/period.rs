//! Closed periods of days.

use chrono::{Datelike, NaiveDate};

/// A closed period of days: both ends belong to it, and no end means for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Period {
    /// First day.
    pub fran: NaiveDate,
    /// Last day; `None` means for ever.
    pub till: Option<NaiveDate>,
}

impl Period {
    /// A period; whether its ends are in order is for [`Period::is_ordered`] to say.
    #[must_use]
    pub const fn new(fran: NaiveDate, till: Option<NaiveDate>) -> Self {
        Self { fran, till }
    }

    /// Whether the last day is not before the first.
    #[must_use]
    pub fn is_ordered(self) -> bool {
        self.till.is_none_or(|till| self.fran <= till)
    }

    /// Whether `date` lies in the period.
    #[must_use]
    pub fn contains(self, date: NaiveDate) -> bool {
        self.fran <= date && self.till.is_none_or(|till| date <= till)
    }

    /// Whether the two share a day.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use finsam_core::tid::Period;
    ///
    /// let day = |d| NaiveDate::from_ymd_opt(2014, 5, d).unwrap();
    /// let a = Period::new(day(1), Some(day(10)));
    /// assert!(a.overlaps(Period::new(day(10), None)), "the tenth is shared");
    /// assert!(!a.overlaps(Period::new(day(11), None)));
    /// ```
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        other.till.is_none_or(|till| self.fran <= till) && self.till.is_none_or(|till| other.fran <= till)
    }

    /// Whether any day of the period lies in the calendar year.
    #[must_use]
    pub fn touches_year(self, ar: i32) -> bool {
        self.fran.year() <= ar && self.till.is_none_or(|till| till.year() >= ar)
    }
}

/// Whole years from `birth` to `date`; someone born on 29 February fills years on 1 March in other years.
///
/// Negative when `date` lies before `birth`.
#[must_use]
pub fn age_on(birth: NaiveDate, date: NaiveDate) -> i32 {
    let before_birthday = (date.month(), date.day()) < (birth.month(), birth.day());
    date.year() - birth.year() - i32::from(before_birthday)
}

/// Whether a number is a calendar year that the register may speak of: from 2004, when the act came into force, to 2100.
#[must_use]
pub const fn is_sound_year(ar: i32) -> bool {
    ar >= 2004 && ar <= 2100
}
