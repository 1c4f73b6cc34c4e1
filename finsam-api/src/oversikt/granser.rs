//! Which years can be chosen, and which are.

use finsam_core::statistik::Kolumner;

use super::fraga::Sidval;

/// So many years can be chosen at most: the latest.
const MEST: i32 = 30;

/// The years there are, and those that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Aren {
    /// The first and the last that can be chosen.
    pub(super) finns: (i32, i32),
    /// The first and the last that are shown.
    pub(super) visas: (i32, i32),
}

impl Aren {
    /// Of a register, by what was chosen: the last year alone where nothing was. An empty register has this year.
    pub(super) fn of(kolumner: &Kolumner, val: &Sidval, i_ar: i32) -> Self {
        Self::within(there(kolumner, i_ar), val.fran, val.till)
    }

    /// One year of a register.
    pub(super) fn one(kolumner: &Kolumner, ar: Option<i32>, i_ar: i32) -> Self {
        Self::within(there(kolumner, i_ar), ar, ar)
    }

    fn within(finns: (i32, i32), fran: Option<i32>, till: Option<i32>) -> Self {
        let within = |year: i32| year.clamp(finns.0, finns.1);
        let till = till.or(fran).map_or(finns.1, within);
        let fran = fran.map_or(till, within);
        Self { finns, visas: (fran.min(till), fran.max(till)) }
    }

    /// The last year that is shown.
    pub(super) const fn last(self) -> i32 {
        self.visas.1
    }

    /// In words.
    pub(super) fn text(self) -> String {
        let (fran, till) = self.visas;
        if fran == till { till.to_string() } else { format!("{fran}–{till}") }
    }
}

/// The first and the last year that can be chosen.
fn there(kolumner: &Kolumner, i_ar: i32) -> (i32, i32) {
    until(kolumner.years().unwrap_or((i_ar, i_ar)), i_ar)
}

/// The years of a register that have begun: a day ahead that somebody registered moves none of them.
fn until((first, last): (i32, i32), i_ar: i32) -> (i32, i32) {
    let last = last.min(i_ar);
    (first.clamp(last - MEST + 1, last), last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_year_is_shown_unless_others_are_chosen() {
        let visas = |fran, till| Aren::within((2011, 2014), fran, till).visas;
        assert_eq!(visas(None, None), (2014, 2014));
        assert_eq!(visas(None, Some(2012)), (2012, 2012));
        assert_eq!(visas(Some(2012), None), (2012, 2012));
        assert_eq!(visas(Some(2014), Some(2012)), (2012, 2014), "the wrong way round");
        assert_eq!(visas(Some(1999), Some(2100)), (2011, 2014), "what is not there");
    }

    #[test]
    fn a_year_that_has_not_begun_is_none_of_them() {
        assert_eq!(until((2011, 2014), 2026), (2011, 2014));
        assert_eq!(until((2011, 2099), 2014), (2011, 2014));
        assert_eq!(until((2031, 2099), 2014), (2014, 2014), "all of it lies ahead");
        assert_eq!(until((1950, 2014), 2014), (1985, 2014), "the latest");
    }
}
