//! Insatser in the store.

use async_trait::async_trait;
use finsam_core::forbund::Forbund;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::insats::{Inriktning, Insats, Insatsnyckel, Insatstyp, Insatsuppgift};

use super::{Sida, Sidval};
use crate::StoreError;

/// Which insatser are asked for; what is not given does not select.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Insatsurval {
    /// Those of any of these förbund.
    pub forbund: Option<Vec<ForbundId>>,
    /// Those whose period touches this calendar year.
    pub ar: Option<i32>,
    /// Those of this inriktning.
    pub inriktning: Option<Inriktning>,
    /// Those of this kind.
    pub typ: Option<Insatstyp>,
}

/// An insats by its identity, or by the key that a part's system knows it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Insatsval {
    /// By its identity.
    Id(InsatsId),
    /// By a key.
    Nyckel(Insatsnyckel),
}

/// Reading insatser.
#[async_trait]
pub trait InsatsRead: Send {
    /// The insats, if there is one.
    async fn get(&mut self, id: InsatsId) -> Result<Option<Insats>, StoreError>;
    /// The insats, if there is one, and its förbund.
    async fn with_forbund(&mut self, insats: &Insatsval) -> Result<Option<(Insats, Forbund)>, StoreError>;
    /// Those selected, in order of creation.
    async fn list(&mut self, urval: &Insatsurval, sida: Sidval) -> Result<Sida<Insats>, StoreError>;
    /// All of them, in order of creation.
    async fn all(&mut self) -> Result<Vec<Insats>, StoreError>;
}

/// Changing insatser.
#[async_trait]
pub trait InsatsWrite: InsatsRead {
    /// Registers an insats with the identity given, at version 1.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] `"insats.nyckel"` when one of its keys names another insats.
    async fn insert(&mut self, id: InsatsId, uppgift: Insatsuppgift) -> Result<Insats, StoreError>;
    /// Replaces what is said of an insats; `None` when it is not at `version` any more. Unchanged content keeps its
    /// version and makes no event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] `"insats.nyckel"` when one of its keys names another insats.
    async fn update(
        &mut self,
        id: InsatsId,
        version: i64,
        uppgift: Insatsuppgift,
    ) -> Result<Option<Insats>, StoreError>;
}
