//! Which numbers a register takes.

use std::sync::Arc;

use super::{IdFel, Identitet, Testnummer};

/// Which numbers a register takes: the sandbox test numbers only, normal mode everything but them. Reservnummer are
/// taken by both.
///
/// ```
/// use chrono::NaiveDate;
/// use finsam_core::identitet::{IdFel, Identitet, Numrering, Testnummer};
///
/// let idag = NaiveDate::from_ymd_opt(2014, 5, 1).unwrap();
/// let test = Identitet::parse_nummer("000229-2399", idag)?;
/// assert_eq!(Numrering::sandlada(Testnummer::default()).check(&test), Ok(()));
/// assert_eq!(Numrering::skarp(Testnummer::default()).check(&test), Err(IdFel::Testnummer));
/// # Ok::<(), IdFel>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Numrering {
    /// Takes test numbers, those of the series and those listed, and reservnummer.
    Sandlada {
        /// Test numbers beside those of the series.
        extra: Arc<Testnummer>,
    },
    /// Takes everything but test numbers.
    Skarp {
        /// Test numbers beside those of the series.
        test: Arc<Testnummer>,
    },
}

impl Numrering {
    /// The sandbox, with the test numbers it takes beside those of the series.
    #[must_use]
    pub fn sandlada(extra: impl Into<Arc<Testnummer>>) -> Self {
        Self::Sandlada { extra: extra.into() }
    }

    /// Normal mode, with the test numbers it refuses beside those of the series.
    #[must_use]
    pub fn skarp(test: impl Into<Arc<Testnummer>>) -> Self {
        Self::Skarp { test: test.into() }
    }

    /// Whether this is the sandbox.
    #[must_use]
    pub const fn is_sandlada(&self) -> bool {
        matches!(self, Self::Sandlada { .. })
    }

    /// Whether the register takes this number.
    ///
    /// # Errors
    ///
    /// [`IdFel::InteTestnummer`] in the sandbox, [`IdFel::Testnummer`] in normal mode.
    pub fn check(&self, identitet: &Identitet) -> Result<(), IdFel> {
        if matches!(identitet, Identitet::Reservnummer(_)) {
            return Ok(());
        }
        let is_test = |listed: &Testnummer| identitet.is_test() || listed.contains(identitet);
        match self {
            Self::Sandlada { extra } if !is_test(extra) => Err(IdFel::InteTestnummer),
            Self::Skarp { test } if is_test(test) => Err(IdFel::Testnummer),
            _ => Ok(()),
        }
    }
}
