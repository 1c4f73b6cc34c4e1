//! Signatures and secrets, as Standard Webhooks has them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use finsam_core::protokoll::Hemlighet;
use finsam_store::StoreError;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::klocka::Slump;

/// What every secret begins with.
const PREFIX: &str = "whsec_";

/// A new secret.
///
/// # Errors
/// When there is no chance to be had.
pub fn make_secret(slump: &dyn Slump) -> Result<[u8; 32], StoreError> {
    slump.bytes()
}

/// A secret as its holder gets it: `whsec_` and base64.
#[must_use]
pub fn secret_text(secret: &[u8]) -> Hemlighet {
    Hemlighet::from(format!("{PREFIX}{}", STANDARD.encode(secret)))
}

/// The signature of a call: HMAC-SHA256 over its identity, its time in seconds since 1970 and its body, as
/// `v1,` and base64.
#[must_use]
pub fn sign(secret: &[u8], id: &str, seconds: i64, body: &[u8]) -> String {
    // HMAC takes keys of every length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(id.as_bytes());
    mac.update(format!(".{seconds}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector that the libraries of Standard Webhooks are tested with.
    #[test]
    fn it_signs_as_the_standard_does() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = sign(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, br#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn everything_signed_counts() {
        let whole = sign(b"k", "a", 1, b"b");
        for other in
            [sign(b"l", "a", 1, b"b"), sign(b"k", "b", 1, b"b"), sign(b"k", "a", 2, b"b"), sign(b"k", "a", 1, b"")]
        {
            assert_ne!(whole, other);
        }
        assert_eq!(secret_text(&[0; 32]).reveal(), "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    }
}
