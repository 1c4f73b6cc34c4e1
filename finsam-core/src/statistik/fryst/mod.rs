//! Frozen states: what is needed to count a year's reports again exactly as they were.

mod bild;

pub use bild::Bildfel;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::kolumner::Kolumner;
use super::rapport::{Rapport, Skyddsmetod};
use super::rapportnamn::Rapportnamn;
use super::rojandeskydd::Skyddsplaner;
use super::urval::Urval;
use super::{REGELVERSION, fraga_med};
use crate::regel::Avvikelse;
use crate::regel::statistik::STA_04;

/// The statistics of a year, frozen: the participations that share a day with it, the förbund, insatser and counts there
/// were, and which numbers are hidden. Whoever has it counts each report of the year again, to the byte.
///
/// It says of nobody who they are: no number, no key, no hash of one. A person is a number that is given within the state,
/// and only to those who have several participations in it.
///
/// What is hidden is worked out when it is made ([`Fryst::of`]), of all that may be asked of the whole register, so that a
/// year and the next can be published together. That can take minutes; answering is as quick as ever.
///
/// ```
/// use finsam_core::statistik::{Fryst, Kolumner, Rapportnamn, TROSKEL, Urval};
///
/// let mut kolumner = Kolumner::new();
/// kolumner.set_dataversion(17);
/// let fryst = Fryst::of(&kolumner, 2014, TROSKEL)?;
/// let rapport = fryst.rapport(Rapportnamn::Aldersgrupper, &Urval::of_years([2014])).unwrap();
/// assert_eq!((rapport.dataversion, rapport.skydd.troskel), (17, TROSKEL));
/// let other = fryst.rapport(Rapportnamn::Aldersgrupper, &Urval::of_years([2013])).unwrap_err();
/// assert_eq!(other[0].kod, "STA-04");
/// # Ok::<(), finsam_core::statistik::Bildfel>(())
/// ```
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fryst {
    ar: i32,
    regelversion: String,
    troskel: i64,
    kolumner: Kolumner,
    dolda: Skyddsplaner,
}

impl Fryst {
    /// Freezes a year of some columns, small numbers hidden below `troskel`; 0 or less hides nothing.
    ///
    /// # Errors
    /// [`Bildfel`] when the columns are not whole, as those are that were read from what somebody changed.
    pub fn of(kolumner: &Kolumner, ar: i32, troskel: i64) -> Result<Self, Bildfel> {
        let day = |month, day| NaiveDate::from_ymd_opt(ar, month, day).map(|day| day.num_days_from_ce());
        let (first, last) = day(1, 1).zip(day(12, 31)).unwrap_or((i32::MAX, i32::MIN));
        let (year, mut dolda) = (kolumner.touching(first, last)?, Skyddsplaner::new());
        if troskel > 0 {
            dolda = Skyddsplaner::of_year(kolumner, ar, troskel);
        }
        Ok(Self { ar, regelversion: REGELVERSION.to_owned(), troskel, kolumner: year, dolda })
    }

    /// What is counted.
    #[must_use]
    pub const fn kolumner(&self) -> &Kolumner {
        &self.kolumner
    }

    /// Answers a report of the year.
    ///
    /// # Errors
    /// Why the selection may not be asked, all reasons at once: STA-04 for another year, and those of
    /// [`check_urval`](super::check_urval).
    pub fn rapport(&self, namn: Rapportnamn, urval: &Urval) -> Result<Rapport, Vec<Avvikelse>> {
        let others = urval.ar.iter().filter(|ar| **ar != self.ar);
        let mut found: Vec<_> =
            others.map(|ar| STA_04.at("/ar").value(i64::from(*ar)).expected(self.ar.to_string())).collect();
        let metod = if self.troskel > 0 { Skyddsmetod::Sekundar } else { Skyddsmetod::Ingen };
        match fraga_med(namn, &self.kolumner, urval, (metod, self.troskel), &self.dolda) {
            Ok(rapport) if found.is_empty() => Ok(rapport),
            Ok(_) => Err(found),
            Err(more) => {
                found.extend(more);
                Err(found)
            }
        }
    }
}
