//! Background figures of kommuner in the store: one set for each year.

use async_trait::async_trait;
use finsam_core::bakgrund::{Bakgrundstal, Bakgrundsuppgift};
use finsam_core::id::BakgrundstalId;

use crate::StoreError;

/// Reading background figures.
#[async_trait]
pub trait BakgrundRead: Send {
    /// Those of a year, if there are any.
    async fn get(&mut self, ar: i32) -> Result<Option<Bakgrundstal>, StoreError>;
    /// Those of all years, in order.
    async fn all(&mut self) -> Result<Vec<Bakgrundstal>, StoreError>;
}

/// Changing background figures.
#[async_trait]
pub trait BakgrundWrite: BakgrundRead {
    /// Registers those of a year with the identity given, or replaces them (with a version); `None` when there are some
    /// already, or they are not at `version` any more. Unchanged content keeps its version and makes no event.
    async fn put(
        &mut self,
        nytt_id: BakgrundstalId,
        ar: i32,
        version: Option<i64>,
        uppgift: Bakgrundsuppgift,
    ) -> Result<Option<Bakgrundstal>, StoreError>;
}
