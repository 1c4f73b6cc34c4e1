//! The keys that identity numbers are sealed and found with.
//!
//! All keys come from one master key of 32 bytes, each as HMAC-SHA256 of the master over a label of its own, so that
//! one key gives nothing away about another.
//!
//! Nonces are *synthetic*: the first 12 bytes of HMAC-SHA256, under a key of their own, over the identity of the record
//! and what is sealed. AES-GCM breaks when a nonce comes back with another message; a counter would have to survive
//! every crash and restored backup, and randomness is not had here. A synthetic nonce comes back only with the very
//! same message, whose ciphertext is then the same too: that shows that a record has the number it had before, which
//! its search hash shows already. Ninety-six bits are enough for some four thousand million messages. Pieces of a
//! spooled stream have theirs from the stream and the place alone: a stream is written once, under an identity of its
//! own, and hashing its whole content for nothing would cost more than sealing it.

use std::fmt;
use std::path::Path;

use aes_gcm::aead::array::Array;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

#[cfg(test)]
mod tests;

/// What can go wrong with a key. These texts are for the log, never for a caller.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key does not open what was sealed, or that has been altered.
    #[error("the key does not open what was sealed")]
    Wrong,
    /// A key file cannot be read, or holds something else.
    #[error("key file {0}")]
    File(String),
}

/// Stands first in everything sealed and says under which key it was.
const KEY_ID: u8 = 1;
const NONCE: usize = 12;

type HmacSha256 = Hmac<Sha256>;

/// The keys of a register. Printing it for debugging shows nothing of them.
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
pub struct Nyckelring {
    master: [u8; 32],
    identitet: Lada,
    spole: Lada,
    importpost: Lada,
    webhook: Lada,
    sok: HmacSha256,
    kvitto: HmacSha256,
}

/// A cipher and the key that makes its nonces.
#[derive(Clone)]
struct Lada {
    cipher: Aes256Gcm,
    nonce: HmacSha256,
}

impl Nyckelring {
    /// The keys that come from a master key, which should be 32 bytes of good randomness.
    #[must_use]
    pub fn from_bytes(master: [u8; 32]) -> Self {
        let key = |label: &str| digest(keyed(&master), &[label.as_bytes()]);
        let lada = |cipher: &str, nonce: &str| Lada {
            cipher: Aes256Gcm::new(&Array::from(key(cipher))),
            nonce: keyed(&key(nonce)),
        };
        Self {
            identitet: lada("finsam/identitet/1", "finsam/identitet-nonce/1"),
            spole: lada("finsam/spole/1", "finsam/spole-nonce/1"),
            importpost: lada("finsam/importpost/1", "finsam/importpost-nonce/1"),
            webhook: lada("finsam/webhook/1", "finsam/webhook-nonce/1"),
            sok: keyed(&key("finsam/sok/1")),
            kvitto: keyed(&key("finsam/kvitto/1")),
            master,
        }
    }

    /// Reads a key file: the master key as 64 hexadecimal digits, white space around them.
    ///
    /// # Errors
    /// [`KeyError::File`] when it cannot be read or holds something else.
    pub fn from_file(path: &Path) -> Result<Self, KeyError> {
        let text = std::fs::read_to_string(path).map_err(|fel| KeyError::File(format!("{}: {fel}", path.display())))?;
        let master = parse_hex(text.trim());
        master
            .map(Self::from_bytes)
            .ok_or_else(|| KeyError::File(format!("{}: expected 64 hexadecimal digits", path.display())))
    }

    /// The master key as the text of a key file. **This reveals it.**
    #[must_use]
    pub fn to_hex(&self) -> String {
        self.master.iter().fold(String::with_capacity(64), |mut text, byte| {
            text.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])));
            text
        })
    }

    /// Seals what stands in a record. It opens for the same record only.
    #[must_use]
    pub fn seal(&self, id: Uuid, text: &[u8]) -> Vec<u8> {
        self.identitet.seal(id.as_bytes(), text)
    }

    /// Opens what [`Nyckelring::seal`] sealed for this record.
    ///
    /// # Errors
    /// [`KeyError::Wrong`] when it was sealed with another key or for another record, or has been altered.
    pub fn open(&self, id: Uuid, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.identitet.open(id.as_bytes(), sealed)
    }

    /// The keyed hash that equal texts are found by: the first 16 bytes of an HMAC-SHA256.
    #[must_use]
    pub fn search_hash(&self, text: &[u8]) -> [u8; 16] {
        first(digest(self.sok.clone(), &[text]))
    }

    /// What a receipt knows a body by, given its SHA-256: an HMAC-SHA256, so that nobody without the key can try out what
    /// a body was.
    #[must_use]
    pub fn receipt_hash(&self, body: &[u8; 32]) -> [u8; 32] {
        digest(self.kvitto.clone(), &[body])
    }

    /// Seals a piece of a spooled stream; `index` is its place, so that pieces cannot change places. A place of a stream
    /// must never be sealed twice with different pieces.
    #[must_use]
    pub fn seal_chunk(&self, stream_id: Uuid, index: u64, chunk: &[u8]) -> Vec<u8> {
        self.spole.seal_once(&place(stream_id, index), chunk)
    }

    /// Opens a piece of a spooled stream.
    ///
    /// # Errors
    /// [`KeyError::Wrong`] when it was sealed with another key, for another stream or place, or has been altered.
    pub fn open_chunk(&self, stream_id: Uuid, index: u64, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.spole.open(&place(stream_id, index), sealed)
    }

    /// Seals a record of an import. It opens for the same row of the same import only.
    #[must_use]
    pub fn seal_post(&self, import: Uuid, rad: u64, post: &[u8]) -> Vec<u8> {
        self.importpost.seal(&place(import, rad), post)
    }

    /// Opens what [`Nyckelring::seal_post`] sealed for this row.
    ///
    /// # Errors
    /// [`KeyError::Wrong`] when it was sealed with another key or for another row, or has been altered.
    pub fn open_post(&self, import: Uuid, rad: u64, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.importpost.open(&place(import, rad), sealed)
    }

    /// Seals the secret of a webhook. It opens for the same webhook only.
    #[must_use]
    pub fn seal_secret(&self, id: Uuid, secret: &[u8]) -> Vec<u8> {
        self.webhook.seal(id.as_bytes(), secret)
    }

    /// Opens what [`Nyckelring::seal_secret`] sealed for this webhook.
    ///
    /// # Errors
    /// [`KeyError::Wrong`] when it was sealed with another key or for another webhook, or has been altered.
    pub fn open_secret(&self, id: Uuid, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        self.webhook.open(id.as_bytes(), sealed)
    }

    /// What the key that signs the checkpoints of the access log is made of. **This reveals it**: whoever has it can sign.
    #[must_use]
    pub fn log_seed(&self) -> [u8; 32] {
        digest(keyed(&self.master), &[b"finsam/kontrollpunkt/1"])
    }

    /// What stands in a database to tell whether a key is the one it was made with.
    #[must_use]
    pub fn check_value(&self) -> [u8; 16] {
        first(digest(keyed(&self.master), &[b"finsam/kontroll/1"]))
    }
}

impl fmt::Debug for Nyckelring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nyckelring(…)")
    }
}

impl Lada {
    fn seal(&self, context: &[u8], msg: &[u8]) -> Vec<u8> {
        self.seal_with(first(digest(self.nonce.clone(), &[context, msg])), context, msg)
    }

    /// Seals what is the only message that is ever sealed for this context.
    fn seal_once(&self, context: &[u8], msg: &[u8]) -> Vec<u8> {
        self.seal_with(first(digest(self.nonce.clone(), &[context])), context, msg)
    }

    fn seal_with(&self, nonce: [u8; NONCE], context: &[u8], msg: &[u8]) -> Vec<u8> {
        let aad = with_key_id(context);
        // Only what is longer than 64 GiB cannot be sealed; it becomes nothing, which does not open.
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), Payload { msg, aad: &aad }).unwrap_or_default();
        let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
        out.push(KEY_ID);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        out
    }

    fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let body = sealed.strip_prefix(&[KEY_ID]).ok_or(KeyError::Wrong)?;
        let (nonce, msg) = body.split_first_chunk::<NONCE>().ok_or(KeyError::Wrong)?;
        let aad = with_key_id(context);
        self.cipher.decrypt(&Nonce::from(*nonce), Payload { msg, aad: &aad }).map_err(|_| KeyError::Wrong)
    }
}

fn with_key_id(context: &[u8]) -> Vec<u8> {
    [&[KEY_ID], context].concat()
}

fn place(stream_id: Uuid, index: u64) -> [u8; 24] {
    let mut place = [0; 24];
    place[..16].copy_from_slice(stream_id.as_bytes());
    place[16..].copy_from_slice(&index.to_be_bytes());
    place
}

/// HMAC fills a short key up with zeros to the block of its hash; done here, no length can be wrong.
fn keyed(key: &[u8; 32]) -> HmacSha256 {
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    HmacSha256::new(&Array::from(block))
}

fn digest(mut mac: HmacSha256, parts: &[&[u8]]) -> [u8; 32] {
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn first<const N: usize>(digest: [u8; 32]) -> [u8; N] {
    std::array::from_fn(|i| digest[i])
}

fn parse_hex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut master = [0; 32];
    for (byte, pair) in master.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |c: u8| char::from(c).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(master)
}
