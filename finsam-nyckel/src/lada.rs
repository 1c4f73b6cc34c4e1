//! Ciphers, and the keys that come of a master key.

use aes_gcm::aead::array::Array;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::KeyError;

const NONCE: usize = 12;

pub(crate) type HmacSha256 = Hmac<Sha256>;

/// What one key seals with, for each kind of thing that is sealed.
pub(crate) struct Lador {
    pub(crate) identitet: Lada,
    pub(crate) spole: Lada,
    pub(crate) importpost: Lada,
    pub(crate) webhook: Lada,
    pub(crate) tillstand: Lada,
    pub(crate) skyddat: Lada,
    pub(crate) oversikt: Lada,
}

impl Lador {
    pub(crate) fn of(id: u8, master: &[u8; 32]) -> Self {
        let lada = |cipher: &str, nonce: &str| Lada {
            id,
            cipher: Aes256Gcm::new(&Array::from(derive(master, cipher))),
            nonce: keyed(&derive(master, nonce)),
        };
        Self {
            identitet: lada("finsam/identitet/1", "finsam/identitet-nonce/1"),
            spole: lada("finsam/spole/1", "finsam/spole-nonce/1"),
            importpost: lada("finsam/importpost/1", "finsam/importpost-nonce/1"),
            webhook: lada("finsam/webhook/1", "finsam/webhook-nonce/1"),
            tillstand: lada("finsam/tillstand/1", "finsam/tillstand-nonce/1"),
            skyddat: lada("finsam/skyddat/1", "finsam/skyddat-nonce/1"),
            oversikt: lada("finsam/oversikt/1", "finsam/oversikt-nonce/1"),
        }
    }
}

/// A cipher, the number of the key that it comes of, and the key that makes its nonces.
pub(crate) struct Lada {
    id: u8,
    cipher: Aes256Gcm,
    nonce: HmacSha256,
}

impl Lada {
    pub(crate) fn seal(&self, context: &[u8], msg: &[u8]) -> Vec<u8> {
        self.seal_with(first(digest(self.nonce.clone(), &[context, msg])), context, msg)
    }

    /// Seals what is the only message that is ever sealed for this context.
    pub(crate) fn seal_once(&self, context: &[u8], msg: &[u8]) -> Vec<u8> {
        self.seal_with(first(digest(self.nonce.clone(), &[context])), context, msg)
    }

    fn seal_with(&self, nonce: [u8; NONCE], context: &[u8], msg: &[u8]) -> Vec<u8> {
        let aad = self.with_id(context);
        // Only what is longer than 64 GiB cannot be sealed; it becomes nothing, which does not open.
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), Payload { msg, aad: &aad }).unwrap_or_default();
        let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
        out.push(self.id);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        out
    }

    /// Opens what stands after the number of the key.
    pub(crate) fn open(&self, context: &[u8], body: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (nonce, msg) = body.split_first_chunk::<NONCE>().ok_or(KeyError::Wrong)?;
        let aad = self.with_id(context);
        self.cipher.decrypt(&Nonce::from(*nonce), Payload { msg, aad: &aad }).map_err(|_| KeyError::Wrong)
    }

    fn with_id(&self, context: &[u8]) -> Vec<u8> {
        [&[self.id], context].concat()
    }
}

/// The key that a master gives for a label.
pub(crate) fn derive(master: &[u8; 32], label: &str) -> [u8; 32] {
    digest(keyed(master), &[label.as_bytes()])
}

/// HMAC fills a short key up with zeros to the block of its hash; done here, no length can be wrong.
pub(crate) fn keyed(key: &[u8; 32]) -> HmacSha256 {
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    HmacSha256::new(&Array::from(block))
}

pub(crate) fn digest(mut mac: HmacSha256, parts: &[&[u8]]) -> [u8; 32] {
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

pub(crate) fn first<const N: usize>(digest: [u8; 32]) -> [u8; N] {
    std::array::from_fn(|i| digest[i])
}
