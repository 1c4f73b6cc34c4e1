//! Allocations of the state's money in the store: one for each year.

use async_trait::async_trait;
use finsam_core::ekonomi::tilldelning::{Tilldelning, Tilldelningsuppgift};
use finsam_core::id::TilldelningId;

use crate::StoreError;

/// Reading allocations.
#[async_trait]
pub trait TilldelningRead: Send {
    /// That of a year, if there is one.
    async fn get(&mut self, ar: i32) -> Result<Option<Tilldelning>, StoreError>;
    /// Those of all years, in order.
    async fn all(&mut self) -> Result<Vec<Tilldelning>, StoreError>;
}

/// Changing allocations.
#[async_trait]
pub trait TilldelningWrite: TilldelningRead {
    /// Registers that of a year with the identity given, or replaces it (with a version); `None` when there is one
    /// already, or it is not at `version` any more. Unchanged content keeps its version and makes no event.
    async fn put(
        &mut self,
        nytt_id: TilldelningId,
        ar: i32,
        version: Option<i64>,
        uppgift: Tilldelningsuppgift,
    ) -> Result<Option<Tilldelning>, StoreError>;
}
