//! Webhooks in the store, with how their calls are going.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::atkomst::{Hyresgast, Roll, Synfalt};
use finsam_core::id::{ForbundId, WebhookId};
use finsam_core::protokoll::{Leveransfel, Webhookuppgift};
use uuid::Uuid;

use super::{Sida, Sidval};
use crate::StoreError;

/// A webhook. Its secret is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its identity.
    pub id: WebhookId,
    /// Counts its changes from 1.
    pub version: i64,
    /// The role of the key that set it up.
    pub roll: Roll,
    /// Whose it is.
    pub hyresgast: Hyresgast,
    /// The förbund that the key was narrowed to.
    pub forbund: Option<ForbundId>,
    /// What is said of it.
    pub uppgift: Webhookuppgift,
    /// When it was set up.
    pub skapad: DateTime<Utc>,
    /// How its calls are going.
    pub leverans: Leveranstillstand,
}

impl Webhook {
    /// How much of the change feed it tells of.
    #[must_use]
    pub fn synfalt(&self) -> Synfalt {
        let part = match self.hyresgast {
            Hyresgast::Part(part) => Some(part),
            Hyresgast::Forbund(_) => None,
        };
        Synfalt { roll: self.roll, part, forbund: self.forbund, insatser: Vec::new() }
    }
}

/// How the calls of a webhook are going.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leveranstillstand {
    /// Up to this event the receiver has been told.
    pub levererad: i64,
    /// Up to this event there is nothing more to tell: the receiver knows, it was not for it, or it was given up.
    pub sedd: i64,
    /// The identity of the call under way.
    pub meddelande: Option<Uuid>,
    /// How many calls have failed since the last one that was received.
    pub misslyckade: u32,
    /// When they began to fail.
    pub fran: Option<DateTime<Utc>>,
    /// When it is to be tried again.
    pub nasta: Option<DateTime<Utc>>,
    /// Whether it has been given up, until there is something new.
    pub uppgiven: bool,
    /// Why the last call failed.
    pub fel: Option<Leveransfel>,
    /// The status that the receiver answered with, where it did.
    pub status: Option<u16>,
    /// When a call was last received.
    pub senast: Option<DateTime<Utc>>,
    /// Until when someone has it on loan, to call.
    pub lanad_till: Option<DateTime<Utc>>,
}

/// The secrets that calls are signed with. Debug shows nothing of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Hemligheter {
    /// The one that holds.
    pub hemlighet: Vec<u8>,
    /// The one before it, and until when it is good.
    pub forra: Option<(Vec<u8>, DateTime<Utc>)>,
}

impl std::fmt::Debug for Hemligheter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hemligheter(…)")
    }
}

/// A loan of a webhook, for calling it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lan {
    /// Whose it is.
    pub av: Uuid,
    /// Now.
    pub nu: DateTime<Utc>,
    /// Until when, unless it is given back before.
    pub till: DateTime<Utc>,
    /// The identity of the call, if none is under way.
    pub meddelande: Uuid,
}

/// Reading webhooks.
#[async_trait]
pub trait WebhookRead: Send {
    /// The webhook, whoever's it is.
    async fn get(&mut self, id: WebhookId) -> Result<Option<Webhook>, StoreError>;
    /// Those of a tenant, in order of creation; of a key that is narrowed to a förbund only those that are too.
    async fn list(
        &mut self,
        hyresgast: Hyresgast,
        forbund: Option<ForbundId>,
        sida: Sidval,
    ) -> Result<Sida<Webhook>, StoreError>;
    /// All that are to be called.
    async fn active(&mut self) -> Result<Vec<Webhook>, StoreError>;
    /// Its secrets.
    ///
    /// # Errors
    /// [`StoreError::NoKey`] without keys to open them with.
    async fn secrets(&mut self, id: WebhookId) -> Result<Option<Hemligheter>, StoreError>;
}

/// Changing webhooks. What users change gives a line in the access log, and nothing gives an event.
#[async_trait]
pub trait WebhookWrite: WebhookRead {
    /// Keeps a new one, which tells of what happens from now on.
    ///
    /// # Errors
    /// [`StoreError::NoKey`] without keys to seal its secret with, [`StoreError::Conflict`] `"webhook"` when its
    /// identity stands already.
    async fn insert(&mut self, webhook: &Webhook, hemlighet: &[u8]) -> Result<(), StoreError>;
    /// Replaces what is said of it, which takes it up again if it was given up; `None` when it is not at `version` any
    /// more. Unchanged content of one that is not failing keeps its version.
    async fn update(
        &mut self,
        id: WebhookId,
        version: i64,
        uppgift: Webhookuppgift,
    ) -> Result<Option<Webhook>, StoreError>;
    /// Gives it another secret; the one before is good until `till`. `None` when it is not at `version` any more.
    ///
    /// # Errors
    /// [`StoreError::NoKey`] without keys to seal it with.
    async fn replace_secret(
        &mut self,
        id: WebhookId,
        version: i64,
        hemlighet: &[u8],
        till: DateTime<Utc>,
    ) -> Result<Option<Webhook>, StoreError>;
    /// Removes it; `false` when it is not at `version` any more.
    async fn delete(&mut self, id: WebhookId, version: i64) -> Result<bool, StoreError>;

    /// Takes a webhook on loan that stands as it was read; `None` when it does not, or someone else has it.
    async fn borrow(&mut self, webhook: &Webhook, lan: Lan) -> Result<Option<Webhook>, StoreError>;
    /// Gives it back as it has become: `leverans`, and whether it is still called. If it is no longer on loan to `av`,
    /// nothing comes of it.
    async fn give_back(&mut self, webhook: &Webhook, av: Uuid) -> Result<(), StoreError>;
    /// Notes that there is nothing to tell up to an event, unless something has happened to it since it was read.
    async fn nothing_new(&mut self, webhook: &Webhook, till: i64, nu: DateTime<Utc>) -> Result<(), StoreError>;
}
