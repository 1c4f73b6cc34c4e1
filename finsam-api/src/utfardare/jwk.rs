//! The public keys of an issuer (RFC 7517), and what they have signed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;

use super::jws::{Algoritm, Jws};

/// Bytes of one coordinate on P-256.
const KOORDINAT: usize = 32;
/// An uncompressed point begins with this.
const OKOMPRIMERAD: u8 = 4;

/// A set of keys. What is no key of a kind that is used here is passed over, as the standard asks.
#[derive(Deserialize)]
struct Jwks {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Nyckel {
    kid: Option<String>,
    slag: Slag,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Slag {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256 { punkt: Vec<u8> },
}

/// The keys of a set that can be used.
///
/// # Errors
/// When it is no set of keys.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Nyckel>, serde_json::Error> {
    let jwks: Jwks = serde_json::from_slice(bytes)?;
    let keys = jwks.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok());
    Ok(keys.filter_map(Nyckel::of).collect())
}

impl Nyckel {
    fn of(jwk: Jwk) -> Option<Self> {
        let signs = jwk.usage.as_deref().is_none_or(|usage| usage == "sig")
            && jwk.key_ops.as_ref().is_none_or(|ops| ops.iter().any(|op| op == "verify"));
        let slag = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("RSA", _) => Slag::Rsa { n: number(jwk.n.as_deref()?)?, e: number(jwk.e.as_deref()?)? },
            ("EC", Some("P-256")) => Slag::P256 { punkt: point(jwk.x.as_deref()?, jwk.y.as_deref()?)? },
            _ => return None,
        };
        let key = Self { kid: jwk.kid, slag };
        let algoritm = jwk.alg.as_deref().is_none_or(|alg| Algoritm::from_name(alg) == Some(key.algoritm()));
        Some(key).filter(|_| signs && algoritm)
    }

    /// The one algorithm that it is for.
    pub(super) const fn algoritm(&self) -> Algoritm {
        match self.slag {
            Slag::Rsa { .. } => Algoritm::Rs256,
            Slag::P256 { .. } => Algoritm::Es256,
        }
    }

    /// What the issuer calls it.
    pub(super) fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Whether it has signed a token. RSA keys of less than 2048 bits sign nothing.
    pub(super) fn has_signed(&self, jws: &Jws<'_>) -> bool {
        let verified = match (&self.slag, jws.algoritm) {
            (Slag::Rsa { n, e }, Algoritm::Rs256) => {
                let key = RsaPublicKeyComponents { n, e };
                key.verify(&signature::RSA_PKCS1_2048_8192_SHA256, jws.signed, &jws.signatur)
            }
            (Slag::P256 { punkt }, Algoritm::Es256) => {
                let key = UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, punkt);
                key.verify(jws.signed, &jws.signatur)
            }
            (Slag::Rsa { .. }, Algoritm::Es256) | (Slag::P256 { .. }, Algoritm::Rs256) => return false,
        };
        verified.is_ok()
    }
}

fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// A number without the zeros that some write before it.
fn number(text: &str) -> Option<Vec<u8>> {
    let bytes = decode(text)?;
    let first = bytes.iter().position(|byte| *byte != 0)?;
    Some(bytes[first..].to_vec())
}

fn point(x: &str, y: &str) -> Option<Vec<u8>> {
    let (x, y) = (decode(x)?, decode(y)?);
    (x.len() == KOORDINAT && y.len() == KOORDINAT).then(|| [&[OKOMPRIMERAD], x.as_slice(), y.as_slice()].concat())
}
