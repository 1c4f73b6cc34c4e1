//! Webhooks: a call to a receiver when the change feed has something new for it.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::atkomst::Hyresgast;
use crate::id::WebhookId;

/// What is said of a webhook: the body of POST and PUT.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Webhookuppgift {
    /// Where it is received: an `https` address of at most 1 000 characters, without user or fragment.
    #[cfg_attr(feature = "utoipa", schema(example = "https://kommun.example.org/finsam"))]
    pub url: String,
    /// Whether it is called.
    #[cfg_attr(feature = "serde", serde(default = "active"))]
    #[cfg_attr(feature = "utoipa", schema(default = true))]
    pub aktiv: bool,
}

#[cfg(feature = "serde")]
const fn active() -> bool {
    true
}

/// A webhook as the register keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Webhook {
    /// Its identity.
    pub id: WebhookId,
    /// Counts its changes from 1.
    #[cfg_attr(feature = "utoipa", schema(example = 1))]
    pub version: i64,
    /// Whose it is: a part, or a förbund.
    #[cfg_attr(feature = "utoipa", schema(value_type = String, example = "kommun:2280"))]
    pub hyresgast: Hyresgast,
    /// When it was set up.
    #[cfg_attr(feature = "utoipa", schema(example = "2015-06-01T08:00:00Z"))]
    pub skapad: DateTime<Utc>,
    /// What is said of it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub uppgift: Webhookuppgift,
    /// The secret that its calls are signed with. It is shown where it has just been made, and nowhere else.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub hemlighet: Option<Hemlighet>,
}

/// The secret of a webhook, `whsec_` and 32 bytes in base64 (Standard Webhooks). Debug shows nothing of it.
///
/// ```
/// use finsam_core::protokoll::Hemlighet;
///
/// let secret = Hemlighet::from("whsec_bWFuIHNrYSBpbnRlIHZpc2E".to_owned());
/// assert_eq!(format!("{secret:?}"), "Hemlighet(…)");
/// assert!(secret.reveal().starts_with("whsec_"));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[cfg_attr(
    feature = "utoipa",
    schema(value_type = String, example = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
)]
pub struct Hemlighet(String);

impl Hemlighet {
    /// The secret itself. It must not reach a log, an error or a URL.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Hemlighet {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Hemlighet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hemlighet(…)")
    }
}

/// What a webhook brings: that there is something new, and from where on to read it. Nothing of what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
pub struct Webhookmeddelande {
    /// Whose webhook it is.
    pub hyresgast: Hyresgast,
    /// The place in the change feed after which the new stands: `GET /andringar?efter=`.
    pub markor: String,
}

crate::kodlista! {
    /// How the calls of a webhook are going.
    pub enum Leveranslage = "leveranslage", "Leveransläge", "State of delivery" {
        IDrift = "i_drift", "I drift", "In operation";
        Omsands = "omsands", "Omsänds", "Being sent again";
        Uppgiven = "uppgiven", "Uppgiven till nästa ändring", "Given up until the next change";
        Avstangd = "avstangd", "Avstängd", "Switched off";
    }
}

crate::kodlista! {
    /// Why a call of a webhook failed.
    pub enum Leveransfel = "leveransfel", "Leveransfel", "Fault of delivery" {
        Adress = "adress", "Adressen är inte tillåten", "The address is not allowed";
        Namn = "namn", "Värdnamnet finns inte", "The host name does not exist";
        Anslutning = "anslutning", "Ingen säker anslutning", "No secure connection";
        Tidsgrans = "tidsgrans", "Mottagaren svarade inte i tid", "The receiver did not answer in time";
        Svar = "svar", "Mottagaren svarade med ett fel", "The receiver answered with an error";
    }
}

/// How the calls of a webhook have gone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Leverans {
    /// How it is going.
    pub lage: Leveranslage,
    /// When a call was last received.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(example = "2015-06-01T08:00:00Z"))]
    pub senast: Option<DateTime<Utc>>,
    /// How many calls have failed since then.
    #[cfg_attr(feature = "utoipa", schema(example = 0))]
    pub misslyckade: u32,
    /// When it will be tried again.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(example = "2015-06-01T08:05:00Z"))]
    pub nasta: Option<DateTime<Utc>>,
    /// Why the last call failed.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub fel: Option<Leveransfel>,
    /// The status that the receiver answered with, where it did.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "utoipa", schema(example = 503))]
    pub status: Option<u16>,
}
