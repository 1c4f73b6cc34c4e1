//! Counts in the store: one row for each insats, period and unit.

use async_trait::async_trait;
use chrono::NaiveDate;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Antal, Antalsuppgift, Enhet};

use crate::StoreError;

/// Reading counts.
#[async_trait]
pub trait AntalRead: Send {
    /// The counts of one period.
    async fn get(&mut self, insats: InsatsId, fran: NaiveDate, enhet: Enhet) -> Result<Option<Antal>, StoreError>;
    /// All counts of an insats, by first day and unit.
    async fn list(&mut self, insats: InsatsId) -> Result<Vec<Antal>, StoreError>;
    /// All counts there are.
    async fn all(&mut self) -> Result<Vec<Antal>, StoreError>;
}

/// Changing counts.
#[async_trait]
pub trait AntalWrite: AntalRead {
    /// Registers or replaces the counts of a period (named by its first day and unit). Unchanged content keeps its
    /// version and makes no event. Where some were removed they are registered again, at the next version.
    async fn put(&mut self, insats: InsatsId, uppgift: Antalsuppgift) -> Result<Antal, StoreError>;
    /// Keeps the counts of these insatser from being changed by others until the unit of work has ended; whoever is
    /// changing them is waited for. What is read of them afterwards stays true.
    async fn hold(&mut self, insatser: &[InsatsId]) -> Result<(), StoreError>;
    /// Removes the counts of a period, leaving a tombstone; `false` when there are none.
    async fn remove(&mut self, insats: InsatsId, fran: NaiveDate, enhet: Enhet) -> Result<bool, StoreError>;
}
