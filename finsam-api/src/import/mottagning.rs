//! Receiving the body of an import to its end, and scanning it.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use finsam_core::protokoll::Felkod;
use finsam_store::Nyckelring;
use sha2::{Digest, Sha256};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::medan::Medskanning;
use super::packning::{Packning, Uppackare};
use super::spole::Spolskrivare;
use super::{Kalla, Skannat, Skanning, granser, scan};
use crate::app::App;
use crate::extract::{Bitar, too_large};
use crate::fel::{ApiError, Svar};

/// How a body is received.
#[derive(Debug)]
pub struct Mottagning {
    /// The most bytes.
    pub most: u64,
    /// What it is scanned for.
    pub skanning: Skanning,
    /// The folder of the spool.
    pub folder: PathBuf,
    /// The identity of what is spooled, used once.
    pub id: Uuid,
    /// What seals the spool.
    pub ring: Option<Nyckelring>,
    /// Whether its SHA-256 is asked for: over a large body it costs as much as sealing does.
    pub digest: bool,
    /// How it is packed. It may not be larger than `most` packed, nor unpacked.
    pub packning: Packning,
    /// Bounds how many bodies are scanned while they come, each of which holds a thread for as long as its sender takes.
    /// One that comes when all are taken is scanned afterwards.
    pub samtidiga: Arc<Semaphore>,
}

/// A body that has come to its end.
#[derive(Debug)]
pub struct Mottagen {
    /// Where it is read from.
    pub kalla: Kalla,
    /// What the scan found.
    pub skannat: Skannat,
    /// Its SHA-256, where a receipt asks for it; zeros otherwise.
    pub kropp: [u8; 32],
}

/// What has come of a body.
#[derive(Default)]
struct Hallen {
    bytes: u64,
    memory: Vec<u8>,
    spolning: Option<Spolning>,
}

/// A body that has become too large for the memory.
struct Spolning {
    skrivare: Spolskrivare,
    medan: Option<Medskanning>,
}

impl Mottagning {
    /// The way that a server is set up for, up to the largest import and without a digest.
    #[must_use]
    pub fn new(app: &App, id: Uuid, skanning: Skanning) -> Self {
        Self {
            most: granser::BYTE,
            skanning,
            folder: app.installning.spole.clone(),
            id,
            ring: app.jobb.ring(),
            digest: false,
            packning: Packning::Ingen,
            samtidiga: app.jobb.scans(),
        }
    }

    /// Receives it: in memory up to `granser::DIREKT_BYTE`, beyond that sealed in the spool.
    ///
    /// # Errors
    /// 413 beyond the most bytes, 503 when it would have to be spooled and there is no key, 400 when the sender breaks
    /// off, it does not unpack, or it cannot be read as a whole.
    pub async fn receive(self, body: Body) -> Svar<Mottagen> {
        let mut pieces = Bitar::new(body, self.most)?;
        let mut uppackare = Uppackare::new(self.packning);
        let mut digest = self.digest.then(Sha256::new);
        let mut held = Hallen::default();
        while let Some(mut piece) = pieces.next().await? {
            if let Some(digest) = &mut digest {
                digest.update(&piece);
            }
            while let Some(part) = uppackare.next(&mut piece)? {
                self.hold(&mut held, part).await?;
            }
        }
        self.hold(&mut held, uppackare.finish()?).await?;
        let Hallen { memory, spolning, .. } = held;
        let (kalla, medan) = match spolning {
            Some(Spolning { skrivare, medan }) => (skrivare.finish().map(Box::new).map(Kalla::Spole), medan),
            None => (Ok(Kalla::Minne(memory.into())), None),
        };
        let (kalla, skannat) = self.scanned(kalla.map_err(ApiError::internal)?, medan).await?;
        Ok(Mottagen { kalla, skannat, kropp: digest.map_or([0; 32], |digest| digest.finalize().into()) })
    }

    /// Takes a part of the body, in memory for as long as it has room there.
    async fn hold(&self, held: &mut Hallen, part: Bytes) -> Svar<()> {
        held.bytes += part.len() as u64;
        if held.bytes > self.most {
            return Err(too_large(self.most));
        }
        if let Some(spolning) = &mut held.spolning {
            return spolning.take(part).await;
        }
        held.memory.extend_from_slice(&part);
        if held.bytes > granser::DIREKT_BYTE {
            held.spolning = Some(self.spool(std::mem::take(&mut held.memory).into()).await?);
        }
        Ok(())
    }

    /// Begins the spool with what the memory held.
    async fn spool(&self, start: Bytes) -> Svar<Spolning> {
        let ring = self.ring.clone().ok_or_else(cannot_wait)?;
        let create = || Spolskrivare::create(&self.folder, self.id, &ring);
        let skrivare = off_the_worker(create).map_err(ApiError::internal)?;
        let permit = Arc::clone(&self.samtidiga).try_acquire_owned().ok();
        let medan = permit.map(|permit| Medskanning::start(self.skanning, permit));
        let mut spolning = Spolning { skrivare, medan };
        spolning.take(start).await?;
        Ok(spolning)
    }

    async fn scanned(&self, kalla: Kalla, medan: Option<Medskanning>) -> Svar<(Kalla, Skannat)> {
        if let Some(medan) = medan {
            return Ok((kalla, medan.finish().await??));
        }
        let skanning = self.skanning;
        let afterwards = tokio::task::spawn_blocking(move || {
            let skannat = scan(kalla.open()?, &skanning);
            skannat.map(|skannat| (kalla, skannat))
        });
        Ok(afterwards.await.map_err(ApiError::internal)??)
    }
}

impl Spolning {
    async fn take(&mut self, piece: Bytes) -> Svar<()> {
        let written: io::Result<()> = if self.skrivare.has_room(piece.len()) {
            self.skrivare.write(&piece)
        } else {
            off_the_worker(|| self.skrivare.write(&piece))
        };
        written.map_err(ApiError::internal)?;
        if let Some(medan) = &self.medan {
            medan.take(piece).await;
        }
        Ok(())
    }
}

/// Without a key no body can wait on disk, where it would outlive the process.
pub(crate) fn cannot_wait() -> ApiError {
    ApiError::new(
        Felkod::NyckelSaknas,
        format!(
            "Servern har ingen krypteringsnyckel, så innehållet i ett jobb kan inte vänta på disk. Skicka högst {} poster och {} byte åt gången, utan Prefer, eller starta servern med --nyckel.",
            granser::DIREKT_POSTER,
            granser::DIREKT_BYTE,
        ),
        format!(
            "The server has no encryption key, so the body of a job cannot wait on disk. Send at most {} records and {} bytes at a time, without Prefer, or start the server with --nyckel.",
            granser::DIREKT_POSTER,
            granser::DIREKT_BYTE,
        ),
    )
}

/// Does what may have to wait for the disk without holding up the other requests of this worker, where there are any.
fn off_the_worker<T>(work: impl FnOnce() -> T) -> T {
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => tokio::task::block_in_place(work),
        _ => work(),
    }
}
