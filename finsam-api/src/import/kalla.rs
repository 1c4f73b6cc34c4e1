//! Where the body of an import is read from, as often as needed: memory when it is small, the spool when it is not.

use std::io::{self, BufRead, Cursor};

use axum::body::Bytes;

use super::spole::Spole;

/// The body of an import.
#[derive(Debug)]
pub enum Kalla {
    /// In memory.
    Minne(Bytes),
    /// On disk, sealed.
    Spole(Box<Spole>),
}

impl Kalla {
    /// Reads it from the start.
    ///
    /// # Errors
    /// When the spool cannot be read.
    pub fn open(&self) -> io::Result<Box<dyn BufRead + Send>> {
        Ok(match self {
            Self::Minne(bytes) => Box::new(Cursor::new(bytes.clone())),
            Self::Spole(spole) => Box::new(spole.open()?),
        })
    }

    /// Whether it is small enough to be answered at once.
    #[must_use]
    pub const fn is_small(&self) -> bool {
        matches!(self, Self::Minne(_))
    }
}
