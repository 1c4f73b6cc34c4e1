//! Participations as CSV: one row each under the documented header (`docs/CSV.md`).

mod antal;
mod falt;
mod kolumner;
mod rubrik;
mod skriv;
mod teckenkod;
#[cfg(test)]
mod tests;
mod tolka;

use std::borrow::Cow;
use std::io::BufRead;

use finsam_core::protokoll::{Importpost, Raderingspost};
use finsam_core::regel::Avvikelse;
use finsam_core::regel::format::{FMT_09, FMT_11, FMT_12};

use super::rader::{Line, append_line, without_end};
use super::{Lasare, Lasfel, Limits, Mottagare, Post};
use falt::{Fields, Quotes};
use kolumner::{ANTAL, Kol, kolumn_in};

pub use antal::{ANTALSKOLUMNER, read as antal};
pub use kolumner::{INGET, KOLUMNER, kolumn};
pub use rubrik::Rubrik;
pub use skriv::rad;

/// The header is not larger than this, in bytes.
const MAX_HEADER: usize = 16 * 1024;
/// What is beyond the limit is read in pieces of this many bytes.
const PIECE: usize = 64 * 1024;

pub(super) fn for_each(reader: &mut dyn BufRead, limits: &Limits, f: &mut Mottagare<'_>) -> Result<(), Lasfel> {
    let rubrik = header(reader, limits.only_keys)?;
    let separator = rubrik.separator();
    let lasare = Lasare::csv(rubrik);
    let mut row = Vec::new();
    let mut rad = 0;
    while let Some(over) = next_row(reader, limits.post_bytes, separator, &mut row)? {
        let raw = without_end(&row);
        if !over && is_blank(raw, separator) {
            continue;
        }
        rad += 1;
        let over = (over || raw.len() > limits.post_bytes).then_some(limits.post_bytes);
        if f(Post { rad, raw, over, lasare: &lasare }).is_break() {
            break;
        }
    }
    Ok(())
}

/// The header.
fn header(reader: &mut dyn BufRead, only_keys: bool) -> Result<Rubrik, Lasfel> {
    Rubrik::read(&first_line(reader)?, only_keys).map_err(Lasfel::Innehall)
}

/// The first line that is not blank, without its end.
fn first_line(reader: &mut dyn BufRead) -> Result<Vec<u8>, Lasfel> {
    let mut line = Vec::new();
    loop {
        line.clear();
        match append_line(reader, MAX_HEADER, &mut line)? {
            Line::End => return Err(FMT_09.at("").expected("a header and rows").into()),
            Line::Part => return Err(FMT_11.at("").expected(format!("at most {MAX_HEADER} bytes")).into()),
            Line::Whole => {}
        }
        let text = without_end(&line);
        if !text.trim_ascii().is_empty() && text != super::BOM {
            return Ok(text.to_vec());
        }
    }
}

/// Reads a row into `row`, over several lines while a quote is open. `None` at the end; `true` when the row was
/// larger than `limit` and what is beyond was dropped.
fn next_row(reader: &mut dyn BufRead, limit: usize, separator: u8, row: &mut Vec<u8>) -> std::io::Result<Option<bool>> {
    row.clear();
    let mut quotes = Quotes::Field;
    let mut beyond = Vec::new();
    let (mut over, mut started) = (false, false);
    loop {
        // Room for the line end beside the largest row; past that, piece by piece to be dropped.
        let room = limit.saturating_add(2).saturating_sub(row.len());
        over |= room == 0;
        beyond.clear();
        let (target, most) = if over { (&mut beyond, PIECE) } else { (&mut *row, room) };
        let before = target.len();
        let got = append_line(reader, most, target)?;
        if got == Line::End {
            return Ok(started.then_some(over));
        }
        let new = target.get(before..).unwrap_or_default();
        if started || got == Line::Part || new.contains(&b'"') {
            quotes = quotes.after(new, separator);
        }
        if got == Line::Whole && quotes != Quotes::Inside {
            return Ok(Some(over));
        }
        started = true;
    }
}

/// Whether nothing stands in a row: spreadsheets leave such rows of bare separators at the end.
fn is_blank(row: &[u8], separator: u8) -> bool {
    row.iter().all(|byte| *byte == separator || byte.is_ascii_whitespace())
}

impl Rubrik {
    /// Reads a row.
    ///
    /// # Errors
    /// Every format fault, each with the JSON pointer of its field and naming its column; `FMT-08` when it is not
    /// UTF-8, `FMT-12` when it has another number of fields than the header.
    pub fn parse(&self, row: &[u8]) -> Result<Importpost, Vec<Avvikelse>> {
        tolka::post(&self.cells(row)?)
    }

    /// Reads only the key of a row.
    ///
    /// # Errors
    /// As [`Rubrik::parse`].
    pub fn parse_deletion(&self, row: &[u8]) -> Result<Raderingspost, Vec<Avvikelse>> {
        tolka::radering(&self.cells(row)?)
    }

    /// `kallsystem` and `nyckel` of a row, when they can be read.
    #[must_use]
    pub fn key<'a>(&self, row: &'a [u8]) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
        let row = std::str::from_utf8(row).ok()?;
        let at = |kol| Fields::of(row, self.separator()).nth(self.position(kol)?)?.ok().filter(|cell| !cell.is_empty());
        at(Kol::Kallsystem).zip(at(Kol::Nyckel))
    }

    /// What stands in each column of [`KOLUMNER`]; empty where the file lacks the column.
    fn cells<'a>(&self, row: &'a [u8]) -> Result<[Cow<'a, str>; ANTAL], Vec<Avvikelse>> {
        let text = teckenkod::row(row, self.separator(), |index| KOLUMNER.get(*self.order().get(index)?).copied())?;
        let mut cells = [const { Cow::Borrowed("") }; ANTAL];
        let mut count = 0;
        for field in Fields::of(text, self.separator()) {
            let field = field.map_err(|_| vec![unclosed()])?;
            if let Some(cell) = self.order().get(count).and_then(|place| cells.get_mut(*place)) {
                *cell = field;
            }
            count += 1;
        }
        if count == self.order().len() { Ok(cells) } else { Err(vec![wrong_count(count, self.order().len())]) }
    }
}

/// The fields of a row, as many as the header has.
fn fields(row: &str, separator: u8, expected: usize) -> Result<Vec<Cow<'_, str>>, Vec<Avvikelse>> {
    let fields: Result<Vec<_>, _> = Fields::of(row, separator).collect();
    let fields = fields.map_err(|_| vec![unclosed()])?;
    if fields.len() == expected { Ok(fields) } else { Err(vec![wrong_count(fields.len(), expected)]) }
}

fn wrong_count(count: usize, expected: usize) -> Avvikelse {
    FMT_12.at("").value(i64::try_from(count).unwrap_or(i64::MAX)).expected(format!("{expected} fields"))
}

fn unclosed() -> Avvikelse {
    FMT_12
        .at("")
        .expected("a closing quote")
        .saying("Ett citattecken på raden är inte stängt.", "A quote in the row is not closed.")
}

/// Names the column before the words of a finding about a row, where its place is that of a column.
pub(super) fn name_column(avvikelse: &mut Avvikelse) {
    name_column_in(&KOLUMNER, avvikelse);
}

/// The same among other columns.
fn name_column_in(columns: &[(&'static str, &str)], avvikelse: &mut Avvikelse) {
    let Some(namn) = kolumn_in(columns, avvikelse.pekare.as_str()) else { return };
    let words = &mut avvikelse.meddelande;
    words.sv = format!("Kolumn {namn}: {}", words.sv).into();
    words.en = format!("Column {namn}: {}", words.en).into();
}
