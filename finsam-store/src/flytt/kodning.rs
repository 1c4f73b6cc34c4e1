//! The one form in which rows go from one database to the other, and that their sums are taken of.
//!
//! A value is a byte that says what it is, and then: nothing for NULL (0); eight bytes, the highest first, for a whole
//! number of any width (1); the length in eight bytes and the bytes themselves for text in UTF-8 (2) and for bytes (3).
//! A row is its values in the order of the columns. The sum of a table is the SHA-256 of its name, a zero byte and its
//! rows in the order of its key.

use sha2::{Digest, Sha256};

use super::tabeller::{Slag, Tabell};
use crate::StoreError;
use crate::rad::{AnnanTyp, Kolumner};

/// So many bytes of rows go together.
const BUNT: usize = 64 * 1024;

/// A value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// Rows on their way.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Bunt {
    bytes: Vec<u8>,
    rader: u64,
}

impl Bunt {
    /// Adds a row; whether there are enough of them now.
    pub(crate) fn push(&mut self, cells: &[Cell<'_>]) -> bool {
        for cell in cells {
            match cell {
                Cell::Null => self.bytes.push(0),
                Cell::Int(value) => {
                    self.bytes.push(1);
                    self.bytes.extend(value.to_be_bytes());
                }
                Cell::Text(text) => self.put(2, text.as_bytes()),
                Cell::Bytes(bytes) => self.put(3, bytes),
            }
        }
        self.rader += 1;
        self.bytes.len() >= BUNT
    }

    fn put(&mut self, kind: u8, bytes: &[u8]) {
        self.bytes.push(kind);
        self.bytes.extend(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.bytes.extend(bytes);
    }

    /// Whether it holds nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.rader == 0
    }

    /// Its rows, each of so many values. They end early where it was not made by [`Bunt::push`] with as many.
    pub(crate) fn rows(&self, columns: usize) -> impl Iterator<Item = Vec<Cell<'_>>> {
        let mut rest = self.bytes.as_slice();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            (0..columns).map(|_| take(&mut rest)).collect()
        })
    }
}

fn take<'a>(rest: &mut &'a [u8]) -> Option<Cell<'a>> {
    let kind = *rest.split_off_first()?;
    if kind == 0 {
        return Some(Cell::Null);
    }
    let (head, after) = rest.split_first_chunk::<8>()?;
    *rest = after;
    if kind == 1 {
        return Some(Cell::Int(i64::from_be_bytes(*head)));
    }
    let bytes = rest.split_off(..usize::try_from(u64::from_be_bytes(*head)).ok()?)?;
    if kind == 2 { std::str::from_utf8(bytes).ok().map(Cell::Text) } else { Some(Cell::Bytes(bytes)) }
}

/// The values of a row, each of the kind of its column.
pub(crate) fn cells<'r>(
    tabell: &'static Tabell,
    row: &'r dyn Kolumner,
    place: u64,
) -> Result<Vec<Cell<'r>>, StoreError> {
    let mut cells = Vec::with_capacity(tabell.kolumner.len());
    for (index, kolumn) in tabell.kolumner.iter().enumerate() {
        match cell(kolumn.slag, row, index) {
            Ok(cell) => cells.push(cell),
            Err(AnnanTyp) => return Err(unfit(tabell, index, &cells, place, "another type of value")),
        }
    }
    Ok(cells)
}

fn cell(slag: Slag, row: &dyn Kolumner, index: usize) -> Result<Cell<'_>, AnnanTyp> {
    let within = |range: std::ops::RangeInclusive<i64>| match row.int(index)? {
        Some(value) if range.contains(&value) => Ok(Cell::Int(value)),
        Some(_) => Err(AnnanTyp),
        None => Ok(Cell::Null),
    };
    match slag {
        Slag::Int8 => within(i64::MIN..=i64::MAX),
        Slag::Int4 => within(i32::MIN.into()..=i32::MAX.into()),
        Slag::Int2 => within(i16::MIN.into()..=i16::MAX.into()),
        Slag::Text => Ok(row.text(index)?.map_or(Cell::Null, Cell::Text)),
        Slag::Bytes => Ok(row.blob(index)?.map_or(Cell::Null, Cell::Bytes)),
    }
}

/// A value that does not fit, named by table, column and row: the row by its numbers, or by its place where its key is
/// text, which may say more of people than an error should.
pub(crate) fn unfit(
    tabell: &'static Tabell,
    column: usize,
    cells: &[Cell<'_>],
    place: u64,
    reason: &str,
) -> StoreError {
    let numbers = cells.iter().take(tabell.nyckel).map_while(|cell| match cell {
        Cell::Int(number) => Some(number.to_string()),
        _ => None,
    });
    let numbers = numbers.collect::<Vec<_>>();
    let row = if numbers.len() == tabell.nyckel { numbers.join("/") } else { format!("#{place} by key") };
    let column = tabell.kolumner.get(column).map_or("?", |kolumn| kolumn.namn);
    StoreError::Decode { table: tabell.namn, column, row, reason: reason.to_owned() }
}

/// How many rows a table has, and a digest of them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summa {
    /// How many.
    pub antal: u64,
    /// SHA-256 of the rows, in the order of the table's key.
    pub digest: [u8; 32],
}

impl Summa {
    /// The digest in hexadecimal digits.
    #[must_use]
    pub fn hex(&self) -> String {
        self.digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A sum on its way.
#[derive(Debug)]
pub(crate) struct Summering {
    antal: u64,
    digest: Sha256,
}

impl Summering {
    pub(crate) fn new(tabell: &Tabell) -> Self {
        Self { antal: 0, digest: Sha256::new().chain_update(tabell.namn).chain_update([0]) }
    }

    pub(crate) fn add(&mut self, bunt: &Bunt) {
        self.antal += bunt.rader;
        self.digest.update(&bunt.bytes);
    }

    pub(crate) fn antal(&self) -> u64 {
        self.antal
    }

    pub(crate) fn end(self) -> Summa {
        Summa { antal: self.antal, digest: self.digest.finalize().into() }
    }
}
