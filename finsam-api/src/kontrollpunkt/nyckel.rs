//! The keys of checkpoints: one that signs, and one that anybody may have to tell whether it did.

use std::fmt;
use std::str::FromStr;

use finsam_store::rum::Logghuvud;
use finsam_store::{Nyckelring, StoreError};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

use super::{hex, unhex};

/// The key that signs. Printing it for debugging shows nothing of it.
pub struct Signeringsnyckel(Ed25519KeyPair);

impl Signeringsnyckel {
    /// That of a register.
    ///
    /// # Errors
    /// When no key comes of its key ring, which does not happen.
    pub fn of(ring: &Nyckelring) -> Result<Self, StoreError> {
        let made = Ed25519KeyPair::from_seed_unchecked(&ring.log_seed());
        made.map(Self).map_err(|fel| StoreError::Unavailable(format!("no key to sign with: {fel}")))
    }

    /// The key that tells whether this one signed.
    #[must_use]
    pub fn publik(&self) -> Kontrollnyckel {
        let mut publik = [0; 32];
        let bytes = self.0.public_key().as_ref();
        publik.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        Kontrollnyckel(publik)
    }

    /// The signature of something.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).as_ref().to_vec()
    }
}

impl fmt::Debug for Signeringsnyckel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signeringsnyckel(…)")
    }
}

/// The public key: it tells what the server signed, and nothing can be signed with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kontrollnyckel([u8; 32]);

impl Kontrollnyckel {
    /// Whether something was signed with its private key.
    #[must_use]
    pub fn holds(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0).verify(message, signature).is_ok()
    }

    /// Whether the head of a pruned segment was signed with its private key.
    #[must_use]
    pub fn signed(&self, huvud: &Logghuvud) -> bool {
        self.holds(pruned_text(huvud).as_bytes(), &huvud.signatur)
    }
}

/// What is signed of the head of a pruned segment.
pub(crate) fn pruned_text(huvud: &Logghuvud) -> String {
    let Logghuvud { ande, tid, beslut, .. } = huvud;
    let (hash, tid) = (hex(&ande.hash), tid.timestamp_micros());
    format!("finsam/logghuvud/1 {}:{}:{hash} {tid} {beslut}", ande.segment, ande.led)
}

/// A text that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("ingen kontrollnyckel; 64 hexadecimala siffror väntas / no public key; expected 64 hexadecimal digits")]
pub struct IngenNyckel;

impl FromStr for Kontrollnyckel {
    type Err = IngenNyckel;

    fn from_str(text: &str) -> Result<Self, IngenNyckel> {
        unhex(text).and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(IngenNyckel)
    }
}

impl fmt::Display for Kontrollnyckel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}
