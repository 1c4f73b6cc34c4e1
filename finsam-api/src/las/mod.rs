//! Reads what callers send: one JSON document ([`json::parse`]), or a body of records as a stream ([`for_each`]).
//!
//! A body is split into records before any of them is understood, so that one can scan its keys first
//! ([`Post::key`]) and parse its records later and on another thread ([`Lasare::parse`]). Only one record is in memory
//! at a time, and none is larger than [`Limits::post_bytes`]: a larger one is skipped as it is read, and refused.
//!
//! ```
//! use std::ops::ControlFlow;
//! use finsam_api::las::{Format, Limits, for_each};
//!
//! let body = br#"{"kallsystem":"treserva","nyckel":"d-1"}"#;
//! let mut keys = vec![];
//! for_each(Format::Ndjson, &body[..], &Limits::default(), &mut |post| {
//!     keys.extend(post.key().map(|(_, nyckel)| nyckel.into_owned()));
//!     assert_eq!(post.parse().unwrap_err()[0].pekare.as_str(), "/registrering");
//!     ControlFlow::Continue(())
//! })?;
//! assert_eq!(keys, ["d-1"]);
//! # Ok::<(), finsam_api::las::Lasfel>(())
//! ```

mod citat;
pub mod csv;
mod format;
pub mod json;
mod jsonarray;
mod lasare;
mod ndjson;
mod nyckel;
mod rader;
mod schema;
#[cfg(test)]
mod tests;
mod varde;

use std::borrow::Cow;
use std::io::BufRead;
use std::ops::ControlFlow;

use finsam_core::protokoll::{Importpost, Raderingspost};
use finsam_core::regel::Avvikelse;
use finsam_core::regel::format::FMT_10;

pub use format::Format;
pub use lasare::Lasare;

/// The byte order mark that some programs put before UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// What a body may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest record, in bytes as sent.
    pub post_bytes: usize,
    /// Whether records are only to be deleted: a CSV then needs no columns but those of the key.
    pub only_keys: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { post_bytes: 256 * 1024, only_keys: false }
    }
}

/// A record as it stands in a body.
#[derive(Debug, Clone, Copy)]
pub struct Post<'a> {
    /// The number of the record, from 1; blank lines are not counted.
    pub rad: u64,
    /// The record as sent: a JSON document or a CSV row without its line end. Cut off when it is too large.
    pub raw: &'a [u8],
    /// Why it is not read at all: it is larger than the limit, in bytes, that stands here.
    pub over: Option<usize>,
    lasare: &'a Lasare,
}

impl<'a> Post<'a> {
    /// A record that was kept as it stood in a body.
    #[must_use]
    pub const fn again(rad: u64, raw: &'a [u8], lasare: &'a Lasare) -> Self {
        Self { rad, raw, over: None, lasare }
    }
}

impl Post<'_> {
    /// Reads the record.
    ///
    /// # Errors
    /// Every format fault; `FMT-10` when it is too large.
    pub fn parse(&self) -> Result<Importpost, Vec<Avvikelse>> {
        self.fits().and_then(|()| self.lasare.parse(self.raw))
    }

    /// Reads the record as one to be deleted: only its key.
    ///
    /// # Errors
    /// Every format fault; `FMT-10` when it is too large.
    pub fn parse_deletion(&self) -> Result<Raderingspost, Vec<Avvikelse>> {
        self.fits().and_then(|()| self.lasare.parse_deletion(self.raw))
    }

    /// `kallsystem` and `nyckel` as they stand there, when they can be read; the rest of the record may be faulty.
    #[must_use]
    pub fn key(&self) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
        if self.over.is_some() { None } else { self.lasare.key(self.raw) }
    }

    fn fits(&self) -> Result<(), Vec<Avvikelse>> {
        self.over.map_or(Ok(()), |limit| Err(vec![too_large(limit)]))
    }

    /// The reader that understands this record, to be kept with a copy of [`Post::raw`].
    #[must_use]
    pub const fn lasare(&self) -> &Lasare {
        self.lasare
    }
}

/// The finding for a record of more than `limit` bytes.
#[must_use]
pub fn too_large(limit: usize) -> Avvikelse {
    FMT_10.at("").expected(format!("at most {limit} bytes"))
}

/// A body that cannot be split into records.
#[derive(Debug, thiserror::Error)]
pub enum Lasfel {
    /// Its content is wrong as a whole; records before the fault may have been given already, so scan before writing.
    #[error("the body cannot be read: {}", codes(.0))]
    Innehall(Vec<Avvikelse>),
    /// It could not be read to its end.
    #[error("the body could not be read to its end")]
    Io(#[from] std::io::Error),
}

impl From<Avvikelse> for Lasfel {
    fn from(avvikelse: Avvikelse) -> Self {
        Self::Innehall(vec![avvikelse])
    }
}

fn codes(found: &[Avvikelse]) -> String {
    found.iter().map(|avvikelse| avvikelse.kod.as_ref()).collect::<Vec<_>>().join(", ")
}

/// What [`for_each`] gives its records to; `Break` ends the reading.
pub type Mottagare<'a> = dyn FnMut(Post<'_>) -> ControlFlow<()> + 'a;

/// Gives every record of a body, in order, to `f` until it breaks off.
///
/// # Errors
/// - [`Lasfel::Innehall`]: nothing there (`FMT-09`), not a JSON array (`FMT-01`, `FMT-02`), a CSV header that is not
///   UTF-8 (`FMT-08`) or names wrong columns (`FMT-11`). What is wrong with one record is that record's own.
/// - [`Lasfel::Io`]: the reader failed.
pub fn for_each(
    format: Format,
    mut reader: impl BufRead,
    limits: &Limits,
    f: &mut Mottagare<'_>,
) -> Result<(), Lasfel> {
    match format {
        Format::Ndjson => ndjson::for_each(&mut reader, limits, f),
        Format::Json => jsonarray::for_each(&mut reader, limits, f),
        Format::Csv => csv::for_each(&mut reader, limits, f),
    }
}
