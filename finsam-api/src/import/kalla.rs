//! Where the body of an import is read from, as often as needed: memory when it is small, the spool when it is not.

use std::io::{self, BufRead, Cursor};
use std::path::PathBuf;

use axum::body::{Body, Bytes};
use finsam_store::Nyckelring;
use sha2::{Digest, Sha256};
use tokio::runtime::{Handle, RuntimeFlavor};
use uuid::Uuid;

use super::granser;
use super::spole::{Spole, Spolskrivare};
use crate::extract::Bitar;
use crate::fel::{ApiError, Svar};

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

/// A body that has come to its end.
#[derive(Debug)]
pub struct Mottagen {
    /// Where it is read from.
    pub kalla: Kalla,
    /// Its SHA-256, for receipts.
    pub kropp: [u8; 32],
}

/// Receives a body to its end: in memory up to `granser::DIREKT_BYTE`, beyond that sealed in the spool.
///
/// # Errors
/// 413 beyond `most` bytes, 503 when it would have to be spooled and there is no key, 400 when the sender breaks off.
pub async fn receive(body: Body, most: u64, folder: PathBuf, id: Uuid, ring: Option<Nyckelring>) -> Svar<Mottagen> {
    let mut pieces = Bitar::new(body, most)?;
    let mut digest = Sha256::new();
    let mut memory = Vec::new();
    let mut spool: Option<Spolskrivare> = None;
    let mut total = 0_u64;
    while let Some(piece) = pieces.next().await? {
        total += piece.len() as u64;
        digest.update(&piece);
        match &mut spool {
            Some(writer) if writer.has_room(piece.len()) => writer.write(&piece).map_err(ApiError::internal)?,
            Some(writer) => off_the_worker(|| writer.write(&piece)).map_err(ApiError::internal)?,
            None if total > granser::DIREKT_BYTE => {
                let ring = ring.clone().ok_or(finsam_store::StoreError::NoKey)?;
                let folder = folder.clone();
                let write = || {
                    let mut writer = Spolskrivare::create(&folder, id, ring)?;
                    writer.write(&std::mem::take(&mut memory))?;
                    writer.write(&piece)?;
                    Ok::<_, io::Error>(writer)
                };
                spool = Some(off_the_worker(write).map_err(ApiError::internal)?);
            }
            None => memory.extend_from_slice(&piece),
        }
    }
    let kalla = match spool {
        Some(writer) => Kalla::Spole(Box::new(writer.finish().map_err(ApiError::internal)?)),
        None => Kalla::Minne(memory.into()),
    };
    Ok(Mottagen { kalla, kropp: digest.finalize().into() })
}

/// Does what may have to wait for the disk without holding up the other requests of this worker, where there are any.
fn off_the_worker<T>(work: impl FnOnce() -> T) -> T {
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => tokio::task::block_in_place(work),
        _ => work(),
    }
}
