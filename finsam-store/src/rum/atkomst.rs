//! The access log: who saw what, when, in which role. Changes write their own lines.

use async_trait::async_trait;
use finsam_core::id::{DeltagandeId, InsatsId};
use uuid::Uuid;

use super::Resurs;
use crate::rad::signed;
use crate::{StoreError, koder};

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Atkomstmal {
    /// One participation.
    Deltagande(DeltagandeId),
    /// An insats.
    Insats(InsatsId),
    /// So many records judged without being stored.
    Validering(u64),
    /// Checksums taken over so many records.
    Kontrollsumma(u64),
    /// So many lines of the access log.
    Atkomstlogg(u64),
    /// A search for a person, and so many participations found.
    Sokning(u64),
    /// The columns of the statistics, of so many participations, written to a file.
    Statistikfil(u64),
}

impl Atkomstmal {
    /// As it is kept: the kind of thing, which, and how many.
    pub(crate) fn kept(&self) -> (i64, Option<Uuid>, Option<i64>) {
        match self {
            Self::Deltagande(id) => (koder::resurs(Resurs::Deltagande), Some(id.0), None),
            Self::Insats(id) => (koder::resurs(Resurs::Insats), Some(id.0), None),
            Self::Validering(antal) => (koder::VALIDERING, None, Some(signed(*antal))),
            Self::Kontrollsumma(antal) => (koder::KONTROLLSUMMA, None, Some(signed(*antal))),
            Self::Atkomstlogg(antal) => (koder::ATKOMSTLOGG, None, Some(signed(*antal))),
            Self::Sokning(antal) => (koder::SOKNING, None, Some(signed(*antal))),
            Self::Statistikfil(antal) => (koder::STATISTIKFIL, None, Some(signed(*antal))),
        }
    }
}

/// Writing the access log.
#[async_trait]
pub trait AtkomstWrite: Send {
    /// Writes one line for each thing that was read.
    async fn log(&mut self, mal: &[Atkomstmal]) -> Result<(), StoreError>;
}
