//! The access log: who saw what, when, in which role. Changes write their own lines.

use async_trait::async_trait;
use finsam_core::id::DeltagandeId;

use crate::StoreError;

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Atkomstmal {
    /// One participation.
    Deltagande(DeltagandeId),
    /// So many records judged without being stored.
    Validering(u64),
    /// Checksums taken over so many records.
    Kontrollsumma(u64),
    /// So many persons looked for, whether anything was found or not.
    Sokning(u64),
}

/// Writing the access log.
#[async_trait]
pub trait AtkomstWrite: Send {
    /// Writes one line for each thing that was read.
    async fn log(&mut self, mal: &[Atkomstmal]) -> Result<(), StoreError>;
}
