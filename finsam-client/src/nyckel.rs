//! Secrets and names that go with a request: the access token, and the key that makes sending again safe.

use std::fmt;

use reqwest::header::HeaderValue;
use uuid::Uuid;

use crate::Fel;

/// An access token, as `finsam token skapa` showed it. Debug shows nothing of it.
///
/// ```
/// use finsam_client::Token;
///
/// let token = Token::new("finsam_abc\n")?;
/// assert_eq!(format!("{token:?}"), "Token(…)");
/// assert!(Token::new("two words").is_err());
/// # Ok::<(), finsam_client::Fel>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token; spaces and line ends around it are passed over, so that the text of a file will do.
    ///
    /// # Errors
    /// [`Fel::Bruk`] when it is empty or holds anything but visible ASCII.
    pub fn new(text: &str) -> Result<Self, Fel> {
        let text = text.trim();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Fel::Bruk("a token is one word of visible ASCII"));
        }
        Ok(Self(text.to_owned()))
    }

    /// The value of `Authorization`, marked so that it is never shown.
    pub(crate) fn header(&self) -> Result<HeaderValue, Fel> {
        let value = HeaderValue::try_from(format!("Bearer {}", self.0));
        let mut value = value.map_err(|_| Fel::Bruk("a token is one word of visible ASCII"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// An `Idempotency-Key`: with the same key and body the server gives its first answer again, for 30 days.
///
/// Where no key is given, the client makes one for each call, so that sending again after a lost connection is safe.
/// One who must be able to send again after a crash of its own makes the key beforehand and keeps it.
///
/// ```
/// use finsam_client::Idempotensnyckel;
///
/// let made = Idempotensnyckel::generate();
/// assert_ne!(made, Idempotensnyckel::generate());
/// assert_eq!(Idempotensnyckel::new("order-17")?.as_str(), "order-17");
/// assert!(Idempotensnyckel::new("två ord").is_err());
/// # Ok::<(), finsam_client::Fel>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotensnyckel(String);

impl Idempotensnyckel {
    /// A key of the caller's own.
    ///
    /// # Errors
    /// [`Fel::Bruk`] unless it is 1-255 visible ASCII characters.
    pub fn new(text: impl Into<String>) -> Result<Self, Fel> {
        let text = text.into();
        let sound = (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if sound { Ok(Self(text)) } else { Err(Fel::Bruk("an Idempotency-Key is 1-255 visible ASCII characters")) }
    }

    /// A new key: a UUID of version 7.
    #[must_use]
    pub fn generate() -> Self {
        Self(Uuid::now_v7().to_string())
    }

    /// The key itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
