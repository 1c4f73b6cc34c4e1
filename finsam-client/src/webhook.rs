//! Receiving webhooks: whether a call is from the server, fresh and unaltered (Standard Webhooks).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use finsam_core::protokoll::{Hemlighet, Webhookmeddelande};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::HeaderMap;
use sha2::Sha256;

/// How far the time of a call may lie from now, either way, in minutes.
const TOLERANS: i64 = 5;

/// A call that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhookanrop {
    /// Its identity: a call that is sent again has the same.
    pub id: String,
    /// What it says.
    pub meddelande: Webhookmeddelande,
}

/// Why a call does not hold. Nothing of it is to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Signaturfel {
    /// A header is missing, or is not what it should be.
    #[error("the header {0} is missing or malformed")]
    Huvud(&'static str),
    /// The call was made too long ago, or is yet to be made: someone may be sending an old one again, or a clock is wrong.
    #[error("the call was made at another time than now")]
    Tid,
    /// It was signed with another secret, or has been altered.
    #[error("the signature does not hold")]
    Signatur,
    /// The secret is not of the kind that the server gives.
    #[error("the secret is not of the kind whsec_ and base64")]
    Hemlighet,
    /// It is signed, but says nothing that this client understands.
    #[error("the body is not that of a webhook of Finsam")]
    Innehall,
}

/// Judges a call: its headers, its body as it came, byte by byte, the secret of the webhook, and what the time is.
///
/// When it holds, answer 2xx at once and read the change feed after its marker. The same call may come more than once.
///
/// ```
/// use finsam_client::webhook::{Signaturfel, verify};
/// use finsam_client::{HeaderMap, Hemlighet};
///
/// let secret = Hemlighet::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned());
/// let body = br#"{"hyresgast":"kommun:2280","markor":"AfR2mZ0o1tqjvQGEWcZ1"}"#;
/// let mut headers = HeaderMap::new();
/// headers.insert("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek".parse()?);
/// headers.insert("webhook-timestamp", "1614265330".parse()?);
/// headers.insert("webhook-signature", "v1,gPfGyPd2w5z8raqTSQwG2FkCQdIJf4HKong+VnVwI+g=".parse()?);
///
/// let now = "2021-02-25T15:02:10Z".parse()?;
/// let anrop = verify(&headers, body, &secret, now)?;
/// assert_eq!(anrop.meddelande.hyresgast.to_string(), "kommun:2280");
///
/// assert_eq!(verify(&headers, b"{}", &secret, now), Err(Signaturfel::Signatur));
/// let later = "2021-02-25T15:10:00Z".parse()?;
/// assert_eq!(verify(&headers, body, &secret, later), Err(Signaturfel::Tid));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// See [`Signaturfel`].
pub fn verify(
    headers: &HeaderMap,
    body: &[u8],
    secret: &Hemlighet,
    now: DateTime<Utc>,
) -> Result<Webhookanrop, Signaturfel> {
    let id = header(headers, "webhook-id")?;
    let timestamp = header(headers, "webhook-timestamp")?;
    let signatures = header(headers, "webhook-signature")?;
    let made = timestamp.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let made = made.ok_or(Signaturfel::Huvud("webhook-timestamp"))?;
    if (now - made).abs() > TimeDelta::minutes(TOLERANS) {
        return Err(Signaturfel::Tid);
    }
    let key = key(secret)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| Signaturfel::Hemlighet)?;
    for piece in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
        mac.update(piece);
    }
    // Compared in constant time, each of them.
    let holds = |signature: &str| {
        let bytes = signature.strip_prefix("v1,").and_then(|text| STANDARD.decode(text).ok());
        bytes.is_some_and(|bytes| mac.clone().verify_slice(&bytes).is_ok())
    };
    if !signatures.split(' ').any(holds) {
        return Err(Signaturfel::Signatur);
    }
    let meddelande = serde_json::from_slice(body).map_err(|_| Signaturfel::Innehall)?;
    Ok(Webhookanrop { id: id.to_owned(), meddelande })
}

/// A header that stands there once.
fn header<'h>(headers: &'h HeaderMap, name: &'static str) -> Result<&'h str, Signaturfel> {
    let mut values = headers.get_all(name).iter();
    match (values.next().and_then(|value| value.to_str().ok()), values.next()) {
        (Some(text), None) if !text.is_empty() => Ok(text),
        _ => Err(Signaturfel::Huvud(name)),
    }
}

fn key(secret: &Hemlighet) -> Result<Vec<u8>, Signaturfel> {
    let text = secret.reveal().trim().strip_prefix("whsec_").ok_or(Signaturfel::Hemlighet)?;
    STANDARD.decode(text).ok().filter(|key| !key.is_empty()).ok_or(Signaturfel::Hemlighet)
}
