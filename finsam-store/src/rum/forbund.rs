//! Samordningsförbund in the store.

use async_trait::async_trait;
use chrono::NaiveDate;
use finsam_core::forbund::{Forbund, Forbundsuppgift};
use finsam_core::geografi::{KommunKod, LanKod};
use finsam_core::id::ForbundId;

use super::{Sida, Sidval};
use crate::StoreError;

/// Which förbund are asked for; what is not given does not select.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Forbundsurval {
    /// Those that exist on this day.
    pub datum: Option<NaiveDate>,
    /// Those whose area touches this län.
    pub lan: Option<LanKod>,
    /// Those whose area touches this kommun.
    pub kommun: Option<KommunKod>,
}

/// Reading förbund.
#[async_trait]
pub trait ForbundRead: Send {
    /// The förbund, if there is one.
    async fn get(&mut self, id: ForbundId) -> Result<Option<Forbund>, StoreError>;
    /// Those selected, in order of creation.
    async fn list(&mut self, urval: Forbundsurval, sida: Sidval) -> Result<Sida<Forbund>, StoreError>;
    /// All of them, in order of creation.
    async fn all(&mut self) -> Result<Vec<Forbund>, StoreError>;
}

/// Changing förbund.
#[async_trait]
pub trait ForbundWrite: ForbundRead {
    /// Registers a förbund with the identity given, at version 1.
    async fn insert(&mut self, id: ForbundId, uppgift: Forbundsuppgift) -> Result<Forbund, StoreError>;
    /// Replaces what is said of a förbund; `None` when it is not at `version` any more. Unchanged content keeps its
    /// version and makes no event.
    async fn update(
        &mut self,
        id: ForbundId,
        version: i64,
        uppgift: Forbundsuppgift,
    ) -> Result<Option<Forbund>, StoreError>;
    /// Lets a förbund go up in another, with what is said of it from then on; `None` when it is not at `version` any
    /// more.
    async fn merge_into(
        &mut self,
        id: ForbundId,
        version: i64,
        uppgift: Forbundsuppgift,
        ersatt_av: ForbundId,
    ) -> Result<Option<Forbund>, StoreError>;
}
