//! A signed token in its compact form (RFC 7515), read before anything of it is believed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::fel::Tokenfel;

/// The longest that is looked at, in bytes.
const LANGST: usize = 8_192;

/// The algorithms that are taken. There is no other way to one than by its name here, so what a token says cannot choose
/// one that makes a public key a shared secret, or none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algoritm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
}

impl Algoritm {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "ES256" => Some(Self::Es256),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
struct Huvud {
    alg: String,
    typ: Option<String>,
    kid: Option<String>,
    crit: Option<serde_json::Value>,
}

/// A token that is well formed, of the right kind and by an algorithm that is taken. Nothing more is known of it.
pub(super) struct Jws<'a> {
    pub(super) algoritm: Algoritm,
    pub(super) kid: Option<String>,
    /// What is signed: the first two pieces, as they stand.
    pub(super) signed: &'a [u8],
    pub(super) innehall: Vec<u8>,
    pub(super) signatur: Vec<u8>,
}

/// Whether a key looks like a signed token rather than one of the register's own.
pub(crate) fn is_signed(key: &str) -> bool {
    key.starts_with("ey") && key.bytes().filter(|byte| *byte == b'.').count() == 2
}

impl<'a> Jws<'a> {
    /// # Errors
    /// When it is malformed, asks for something that is not understood, is by another algorithm or of another kind.
    pub(super) fn read(token: &'a str) -> Result<Self, Tokenfel> {
        if token.len() > LANGST {
            return Err(Tokenfel::Form);
        }
        let (signed, signatur) = token.rsplit_once('.').ok_or(Tokenfel::Form)?;
        let (huvud, innehall) = signed.split_once('.').ok_or(Tokenfel::Form)?;
        let huvud: Huvud = serde_json::from_slice(&decode(huvud)?).map_err(|_| Tokenfel::Form)?;
        let algoritm = Algoritm::from_name(&huvud.alg).ok_or(Tokenfel::Algoritm)?;
        let typ = huvud.typ.unwrap_or_default().to_ascii_lowercase();
        if typ.strip_prefix("application/").unwrap_or(&typ) != "at+jwt" {
            return Err(Tokenfel::Typ);
        }
        // What must be understood is not (RFC 7515, 4.1.11).
        if huvud.crit.is_some() {
            return Err(Tokenfel::Form);
        }
        let (innehall, signatur) = (decode(innehall)?, decode(signatur)?);
        Ok(Self { algoritm, kid: huvud.kid, signed: signed.as_bytes(), innehall, signatur })
    }
}

fn decode(text: &str) -> Result<Vec<u8>, Tokenfel> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Tokenfel::Form)
}
