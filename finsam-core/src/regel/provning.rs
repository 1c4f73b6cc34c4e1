//! Judging compliance as of a day.

use chrono::NaiveDate;

use super::{Avvikelse, Pekare, Regel};

/// Something judged as of a day, and what has been found so far.
///
/// A rule that does not hold on the day finds nothing, and a finding of the act names the wording of that day.
///
/// ```
/// use finsam_core::regel::{Provning, lag::LAG_3_7};
///
/// let mut provning = Provning::new("2009-12-31".parse()?);
/// provning.note(&LAG_3_7, "/medlemmar", |found| found.value(2));
/// assert_eq!(provning.into_found().len(), 1);
///
/// let mut provning = Provning::new("2015-04-30".parse()?);
/// provning.note(&LAG_3_7, "/medlemmar", |found| found.value(2));
/// assert_eq!(provning.into_found(), [], "several regions may take part since 2010-07-01");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Provning {
    datum: NaiveDate,
    found: Vec<Avvikelse>,
}

impl Provning {
    /// Nothing found yet.
    #[must_use]
    pub const fn new(datum: NaiveDate) -> Self {
        Self { datum, found: Vec::new() }
    }

    /// The day that is asked about.
    #[must_use]
    pub const fn datum(&self) -> NaiveDate {
        self.datum
    }

    /// Notes what a rule finds on the day asked about.
    pub fn note(&mut self, regel: &'static Regel, pekare: impl Into<Pekare>, say: impl FnOnce(Avvikelse) -> Avvikelse) {
        self.note_on(self.datum, regel, pekare, say);
    }

    /// Notes what a rule finds about something that has a day of its own: an appointment, a decision, a year.
    pub fn note_on(
        &mut self,
        datum: NaiveDate,
        regel: &'static Regel,
        pekare: impl Into<Pekare>,
        say: impl FnOnce(Avvikelse) -> Avvikelse,
    ) {
        if !regel.holds_on(datum) {
            return;
        }
        let found = say(regel.at(pekare));
        let Some(bestammelse) = regel.bestammelse() else { return self.found.push(found) };
        if let Some(lydelse) = bestammelse.lydelse_on(datum) {
            self.found.push(found.worded(bestammelse.paragraf, lydelse));
        }
    }

    /// What was found, in the order of looking.
    #[must_use]
    pub fn into_found(self) -> Vec<Avvikelse> {
        self.found
    }
}
