//! The keys that identity numbers are sealed and found with.
//!
//! A register has one master key of 32 bytes or several. What each seals with comes of it as HMAC-SHA256 over a label of
//! its own, so that one key gives nothing away about another. Whatever is sealed says first under which master, by a
//! number: all that are given open, one of them seals ([`Nyckelfil`] says which). So a register can be given a new key
//! while it is used: first everybody knows it, then it seals, then what the old one sealed is sealed anew.
//!
//! What persons are found by is a keyed hash and has no such number: everybody must find the same person by the same hash
//! at every moment. Its key, that of receipts and the one that signs checkpoints stand apart from those that seal.
//!
//! Nonces are *synthetic*: the first 12 bytes of HMAC-SHA256, under a key of their own, over the identity of the record
//! and what is sealed. AES-GCM breaks when a nonce comes back with another message; a counter would have to survive
//! every crash and restored backup, and randomness is not had here. A synthetic nonce comes back only with the very
//! same message, whose ciphertext is then the same too: that shows that a record has the number it had before, which
//! its search hash shows already. Ninety-six bits are enough for some four thousand million messages. Pieces of a
//! spooled stream have theirs from the stream and the place alone: a stream is written once, under an identity of its
//! own, and hashing its whole content for nothing would cost more than sealing it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use uuid::Uuid;

mod fil;
mod lada;
#[cfg(test)]
mod tests;

pub use fil::Nyckelfil;
use lada::{HmacSha256, Lada, Lador, derive, digest, first, keyed};

/// What can go wrong with a key. These texts are for the log, never for a caller.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key does not open what was sealed, or that has been altered.
    #[error("the key does not open what was sealed")]
    Wrong,
    /// It was sealed with a key, by its number, that is not among those given.
    #[error("sealed with key {0}, which is not among those given")]
    Unknown(u8),
    /// A key file cannot be read, or holds something else.
    #[error("key file {0}")]
    File(String),
}

/// The keys of a register. Printing it for debugging shows nothing of them. Copies of it are the same ring: what
/// [`Nyckelring::replace`] puts in one is in all.
///
/// ```
/// use finsam_nyckel::Nyckelring;
/// use uuid::Uuid;
///
/// let ring = Nyckelring::from_bytes([7; 32]);
/// let id = Uuid::from_u128(1);
/// let sealed = ring.seal(id, b"P:199003122380");
/// assert_eq!(ring.open(id, &sealed)?, b"P:199003122380");
/// assert!(ring.open(Uuid::from_u128(2), &sealed).is_err(), "sealed for another record");
/// assert_eq!(format!("{ring:?}"), "Nyckelring(…)");
/// # Ok::<(), finsam_nyckel::KeyError>(())
/// ```
#[derive(Clone)]
pub struct Nyckelring(Arc<RwLock<Arc<Nycklar>>>);

struct Nycklar {
    lador: BTreeMap<u8, Lador>,
    /// What each key is known by, and under 0 that of the search hash.
    kontroll: BTreeMap<u8, [u8; 16]>,
    sluter: u8,
    sok: HmacSha256,
    kvitto: HmacSha256,
    logg: [u8; 32],
}

impl Nycklar {
    fn of(fil: &Nyckelfil) -> Self {
        let kontroll = |key: &[u8; 32]| first(derive(key, "finsam/kontroll/1"));
        let sok = (Nyckelring::SOK, kontroll(&fil.harledda.sok));
        Self {
            lador: fil.nycklar.iter().map(|(id, key)| (*id, Lador::of(*id, key))).collect(),
            kontroll: fil.nycklar.iter().map(|(id, key)| (*id, kontroll(key))).chain([sok]).collect(),
            sluter: fil.sluter,
            sok: keyed(&fil.harledda.sok),
            kvitto: keyed(&fil.harledda.kvitto),
            logg: fil.harledda.logg,
        }
    }

    /// Seals with one of the ciphers of the key that seals.
    fn seal(&self, seal: impl FnOnce(&Lador) -> Vec<u8>) -> Vec<u8> {
        // A key file names one of its own; what could not be sealed becomes nothing, which does not open.
        self.lador.get(&self.sluter).map(seal).unwrap_or_default()
    }

    /// Opens with that cipher of the key that it was sealed with.
    fn open(&self, which: fn(&Lador) -> &Lada, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (id, body) = sealed.split_first().ok_or(KeyError::Wrong)?;
        match (id, self.lador.get(id)) {
            (_, Some(lador)) => which(lador).open(context, body),
            // No key has this number: it is nothing sealed.
            (&Nyckelring::SOK, None) => Err(KeyError::Wrong),
            (id, None) => Err(KeyError::Unknown(*id)),
        }
    }
}

impl Nyckelring {
    /// Stands for the key of the search hash among the numbers of keys.
    pub const SOK: u8 = 0;

    /// The keys that come from a master key, which should be 32 bytes of good randomness.
    #[must_use]
    pub fn from_bytes(master: [u8; 32]) -> Self {
        Self::of(&Nyckelfil::single(master))
    }

    /// Those of a key file.
    #[must_use]
    pub fn of(fil: &Nyckelfil) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(Nycklar::of(fil)))))
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// [`KeyError::File`] when it cannot be read or holds something else.
    pub fn from_file(path: &Path) -> Result<Self, KeyError> {
        Nyckelfil::read(path).map(|fil| Self::of(&fil))
    }

    /// Puts the keys of another ring in the place of these, here and in all copies of this ring.
    pub fn replace(&self, other: &Self) {
        let other = other.now();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = other;
    }

    /// A ring of its own with the keys of this moment: what is put in the place of these is not put in it.
    #[must_use]
    pub fn fixed(&self) -> Self {
        Self(Arc::new(RwLock::new(self.now())))
    }

    fn now(&self) -> Arc<Nycklar> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The number of the key that seals.
    #[must_use]
    pub fn sealing(&self) -> u8 {
        self.now().sluter
    }

    /// What stands in a database to tell whether keys are those it was made with: by the number of each key, and by
    /// [`Nyckelring::SOK`] for that of the search hash.
    #[must_use]
    pub fn check_values(&self) -> BTreeMap<u8, [u8; 16]> {
        self.now().kontroll.clone()
    }

    /// Seals what stands in a record. It opens for the same record only.
    #[must_use]
    pub fn seal(&self, id: Uuid, text: &[u8]) -> Vec<u8> {
        self.now().seal(|lador| lador.identitet.seal(id.as_bytes(), text))
    }

    /// Opens what [`Nyckelring::seal`] sealed for this record.
    ///
    /// # Errors
    /// [`KeyError::Unknown`] when the key that it was sealed with is not here, [`KeyError::Wrong`] when it was sealed
    /// for another record, or has been altered.
    pub fn open(&self, id: Uuid, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.now().open(|lador| &lador.identitet, id.as_bytes(), sealed)
    }

    /// The keyed hash that equal texts are found by: the first 16 bytes of an HMAC-SHA256.
    #[must_use]
    pub fn search_hash(&self, text: &[u8]) -> [u8; 16] {
        first(digest(self.now().sok.clone(), &[text]))
    }

    /// What a receipt knows a body by, given its SHA-256: an HMAC-SHA256, so that nobody without the key can try out what
    /// a body was.
    #[must_use]
    pub fn receipt_hash(&self, body: &[u8; 32]) -> [u8; 32] {
        digest(self.now().kvitto.clone(), &[body])
    }

    /// Seals a piece of a spooled stream; `index` is its place, so that pieces cannot change places. A place of a stream
    /// must never be sealed twice with different pieces.
    #[must_use]
    pub fn seal_chunk(&self, stream_id: Uuid, index: u64, chunk: &[u8]) -> Vec<u8> {
        self.now().seal(|lador| lador.spole.seal_once(&place(stream_id, index), chunk))
    }

    /// Opens a piece of a spooled stream.
    ///
    /// # Errors
    /// [`KeyError::Unknown`] when the key that it was sealed with is not here, [`KeyError::Wrong`] when it was sealed
    /// for another stream or place, or has been altered.
    pub fn open_chunk(&self, stream_id: Uuid, index: u64, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.now().open(|lador| &lador.spole, &place(stream_id, index), sealed)
    }

    /// Seals a record of an import. It opens for the same row of the same import only.
    #[must_use]
    pub fn seal_post(&self, import: Uuid, rad: u64, post: &[u8]) -> Vec<u8> {
        self.now().seal(|lador| lador.importpost.seal(&place(import, rad), post))
    }

    /// Opens what [`Nyckelring::seal_post`] sealed for this row.
    ///
    /// # Errors
    /// [`KeyError::Unknown`] when the key that it was sealed with is not here, [`KeyError::Wrong`] when it was sealed
    /// for another row, or has been altered.
    pub fn open_post(&self, import: Uuid, rad: u64, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.now().open(|lador| &lador.importpost, &place(import, rad), sealed)
    }

    /// Seals the secret of a webhook. It opens for the same webhook only.
    #[must_use]
    pub fn seal_secret(&self, id: Uuid, secret: &[u8]) -> Vec<u8> {
        self.now().seal(|lador| lador.webhook.seal(id.as_bytes(), secret))
    }

    /// Opens what [`Nyckelring::seal_secret`] sealed for this webhook.
    ///
    /// # Errors
    /// [`KeyError::Unknown`] when the key that it was sealed with is not here, [`KeyError::Wrong`] when it was sealed
    /// for another webhook, or has been altered.
    pub fn open_secret(&self, id: Uuid, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.now().open(|lador| &lador.webhook, id.as_bytes(), sealed)
    }

    /// Seals a frozen state of the statistics. It opens for the same state only.
    #[must_use]
    pub fn seal_state(&self, id: Uuid, state: &[u8]) -> Vec<u8> {
        self.now().seal(|lador| lador.tillstand.seal(id.as_bytes(), state))
    }

    /// Opens what [`Nyckelring::seal_state`] sealed for this state.
    ///
    /// # Errors
    /// [`KeyError::Unknown`] when the key that it was sealed with is not here, [`KeyError::Wrong`] when it was sealed
    /// for another state, or has been altered.
    pub fn open_state(&self, id: Uuid, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.now().open(|lador| &lador.tillstand, id.as_bytes(), sealed)
    }

    /// Seals a state of the statistics of which it is known what is hidden. `of` says which: it opens for the same alone.
    #[must_use]
    pub fn seal_protected(&self, of: &[u8], state: &[u8]) -> Vec<u8> {
        self.now().seal(|lador| lador.skyddat.seal(of, state))
    }

    /// Opens what [`Nyckelring::seal_protected`] sealed for this state.
    ///
    /// # Errors
    /// [`KeyError::Unknown`] when the key that it was sealed with is not here, [`KeyError::Wrong`] when it was sealed
    /// for another state, or has been altered.
    pub fn open_protected(&self, of: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.now().open(|lador| &lador.skyddat, of, sealed)
    }

    /// Seals what a visitor of the overview pages is known by for a while. It opens for the same visit only.
    #[must_use]
    pub fn seal_visit(&self, id: Uuid, visit: &[u8]) -> Vec<u8> {
        self.now().seal(|lador| lador.oversikt.seal(id.as_bytes(), visit))
    }

    /// Opens what [`Nyckelring::seal_visit`] sealed for this visit.
    ///
    /// # Errors
    /// [`KeyError::Unknown`] when the key that it was sealed with is not here, [`KeyError::Wrong`] when it was sealed
    /// for another visit, or has been altered.
    pub fn open_visit(&self, id: Uuid, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.now().open(|lador| &lador.oversikt, id.as_bytes(), sealed)
    }

    /// What the key that signs the checkpoints of the access log is made of. **This reveals it**: whoever has it can sign.
    #[must_use]
    pub fn log_seed(&self) -> [u8; 32] {
        self.now().logg
    }
}

impl fmt::Debug for Nyckelring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nyckelring(…)")
    }
}

fn place(stream_id: Uuid, index: u64) -> [u8; 24] {
    let mut place = [0; 24];
    place[..16].copy_from_slice(stream_id.as_bytes());
    place[16..].copy_from_slice(&index.to_be_bytes());
    place
}
