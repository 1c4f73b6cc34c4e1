//! Where the body of an import is read from, as often as needed: memory when it is small, the spool when it is not.

use std::io::{self, BufRead, Cursor};
use std::path::Path;

use axum::body::Bytes;
use finsam_store::Nyckelring;
use uuid::Uuid;

use super::spole::{Spole, Spolskrivare};

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

    /// The same on disk, so that it outlives the process.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn on_disk(self, folder: &Path, id: Uuid, ring: &Nyckelring) -> io::Result<Self> {
        let Self::Minne(bytes) = self else { return Ok(self) };
        let mut skrivare = Spolskrivare::create(folder, id, ring)?;
        skrivare.write(&bytes)?;
        Ok(Self::Spole(Box::new(skrivare.finish()?)))
    }

    /// The number of the key that it is sealed with on disk.
    #[must_use]
    pub fn nyckel(&self) -> Option<u8> {
        match self {
            Self::Minne(_) => None,
            Self::Spole(spole) => Some(spole.nyckel()),
        }
    }

    /// From now on it stays on disk, if it is there, until it is removed.
    pub fn keep(&self) {
        if let Self::Spole(spole) = self {
            spole.keep();
        }
    }

    /// Removes it from the disk.
    pub fn remove(&self) {
        if let Self::Spole(spole) = self {
            spole.remove();
        }
    }
}
