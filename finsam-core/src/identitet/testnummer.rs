//! Listed test numbers.

use std::fmt;

use super::siffror::Siffror;
use super::{Identitet, Personnummer, Samordningsnummer};

/// Test numbers known by list: the tax agency publishes more than the series that
/// [`Personnummer::is_test`] recognises.
///
/// Printing one for debugging shows how many there are.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Testnummer(Box<[u64]>);

/// A line of a list of test numbers that holds none. The line itself is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {rad} holds no valid personnummer or samordningsnummer of twelve digits")]
pub struct TestnummerFel {
    /// The line, counted from 1.
    pub rad: usize,
}

impl Testnummer {
    /// Reads the text of a file: one number of twelve digits a line. Empty lines, lines that begin with `#` and a
    /// heading without digits on the first line are passed over.
    ///
    /// # Errors
    ///
    /// [`TestnummerFel`] with the first line that holds something else.
    ///
    /// ```
    /// use finsam_core::identitet::Testnummer;
    ///
    /// assert_eq!(Testnummer::parse("# own\n200002292399\n197010632391\n")?.len(), 2);
    /// assert_eq!(Testnummer::parse("200002292399\n20000229-2399\n").unwrap_err().rad, 2);
    /// # Ok::<(), finsam_core::identitet::TestnummerFel>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, TestnummerFel> {
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).enumerate();
        let is_heading = |index, line: &str| index == 0 && !line.contains(|c: char| c.is_ascii_digit());
        lines
            .filter(|(index, line)| !line.is_empty() && !line.starts_with('#') && !is_heading(*index, line))
            .map(|(index, line)| {
                Siffror::from_canonical(line).map(Siffror::value).map_err(|_| TestnummerFel { rad: index + 1 })
            })
            .collect::<Result<Vec<u64>, _>>()
            .map(Self::of)
    }

    fn of(mut numbers: Vec<u64>) -> Self {
        numbers.sort_unstable();
        numbers.dedup();
        Self(numbers.into_boxed_slice())
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the list is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the number stands in the list; a reservnummer never does.
    #[must_use]
    pub fn contains(&self, identitet: &Identitet) -> bool {
        let value = match identitet {
            Identitet::Personnummer(nummer) => nummer.value(),
            Identitet::Samordningsnummer(nummer) => nummer.value(),
            Identitet::Reservnummer(_) => return false,
        };
        self.0.binary_search(&value).is_ok()
    }
}

impl FromIterator<Personnummer> for Testnummer {
    fn from_iter<I: IntoIterator<Item = Personnummer>>(numbers: I) -> Self {
        Self::of(numbers.into_iter().map(Personnummer::value).collect())
    }
}

impl FromIterator<Samordningsnummer> for Testnummer {
    fn from_iter<I: IntoIterator<Item = Samordningsnummer>>(numbers: I) -> Self {
        Self::of(numbers.into_iter().map(Samordningsnummer::value).collect())
    }
}

impl fmt::Debug for Testnummer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Testnummer({} listed)", self.len())
    }
}
