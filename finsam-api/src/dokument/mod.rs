//! Documents for people: parts with a table each, as a workbook (`.xlsx`) and as one page to read and print (HTML).
//!
//! A document is a value of words in one language and typed cells; it knows nothing of what it is about. The same document
//! gives the same bytes, whenever it is written: its day is its own and no clock is asked.

mod html;
mod tal;
#[cfg(test)]
mod tests;
mod xlsx;

use chrono::NaiveDate;
use finsam_core::belopp::Belopp;
use finsam_core::statistik::Cell;
use rust_decimal::Decimal;

use crate::sprak::Sprak;
pub use html::to_html;
pub(crate) use html::{TABLE_CSS, table};
pub(crate) use tal::{hidden_text, text as cell_text};
pub use xlsx::to_xlsx;

/// The content type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dokument {
    /// The language of its words, and of those put around them.
    pub sprak: Sprak,
    /// What it is: "Årsredovisning 2016".
    pub titel: String,
    /// Whose it is.
    pub underrubrik: String,
    /// What is known of the whole: a label and its value.
    pub fakta: Vec<(&'static str, Ruta)>,
    /// Its parts, in order.
    pub delar: Vec<Del>,
    /// Where the figures come from.
    pub kalla: String,
    /// What must be said with it.
    pub forbehall: Vec<String>,
    /// The day that the file says it was made on.
    pub daterat: NaiveDate,
}

/// A part: a sheet of the workbook, a section of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Del {
    /// Its name: at most 31 characters, none of `[]:*?/\`, since a sheet is called by it.
    pub namn: &'static str,
    /// What its table shows: the caption.
    pub rubrik: String,
    /// Its columns; the first names the row.
    pub kolumner: Vec<Kolumn>,
    /// Its rows, in groups.
    pub grupper: Vec<Grupp>,
    /// What is said where there is no row.
    pub tomt: &'static str,
    /// Whether it is so wide that it is printed on a page that lies down.
    pub bred: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kolumn {
    /// Its heading.
    pub rubrik: String,
    /// What stands in it.
    pub slag: Kolumnslag,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kolumnslag {
    /// Words, to the left.
    Text,
    /// Numbers, to the right.
    Tal,
}

/// Rows under a heading of their own, or without.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grupp {
    /// The heading.
    pub rubrik: Option<String>,
    /// The rows.
    pub rader: Vec<Rad>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rad {
    /// How it stands among the others.
    pub slag: Radslag,
    /// A cell for each column.
    pub rutor: Vec<Ruta>,
}

/// How a row stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Radslag {
    /// By itself.
    Post,
    /// Part of the row above.
    Underpost,
    /// The sum of rows.
    Summa,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruta {
    /// Nothing is known.
    Tom,
    /// Words.
    Text(String),
    /// Money, in the unit that the heading names.
    Belopp(Belopp),
    /// A number.
    Antal(i64),
    /// Whole per cent.
    Procent(i64),
    /// A number with decimals, as many as it has.
    Decimal(Decimal),
    /// A day.
    Dag(NaiveDate),
    /// A small number about people, which is hidden.
    Skyddad,
}

impl Ruta {
    /// Words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A count about people.
    #[must_use]
    pub fn count(cell: Cell) -> Self {
        if cell.skyddad { Self::Skyddad } else { Self::of(cell.antal, Self::Antal) }
    }

    /// The share that goes with it.
    #[must_use]
    pub fn share(cell: Cell) -> Self {
        if cell.skyddad { Self::Skyddad } else { Self::of(cell.andel, Self::Procent) }
    }

    /// What may not be known.
    #[must_use]
    pub fn of<T>(value: Option<T>, ruta: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Tom, ruta)
    }
}

impl Kolumn {
    /// A column of words.
    #[must_use]
    pub fn text(rubrik: impl Into<String>) -> Self {
        Self { rubrik: rubrik.into(), slag: Kolumnslag::Text }
    }

    /// A column of numbers.
    #[must_use]
    pub fn tal(rubrik: impl Into<String>) -> Self {
        Self { rubrik: rubrik.into(), slag: Kolumnslag::Tal }
    }
}

impl Rad {
    /// A row of these cells.
    #[must_use]
    pub const fn new(slag: Radslag, rutor: Vec<Ruta>) -> Self {
        Self { slag, rutor }
    }
}

impl Del {
    fn rows(&self) -> impl Iterator<Item = &Rad> {
        self.grupper.iter().flat_map(|grupp| &grupp.rader)
    }

    /// Whether any amount has hundredths: then all of them are written with two decimals.
    fn has_hundredths(&self) -> bool {
        let amounts = self.rows().flat_map(|rad| &rad.rutor);
        amounts.into_iter().any(|ruta| matches!(ruta, Ruta::Belopp(belopp) if !belopp.decimal().is_integer()))
    }
}
