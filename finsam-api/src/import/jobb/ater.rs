//! A job whose database went away: it waits until one answers, reads what was kept, and goes on from there. One that was
//! cancelled through another process learns of it here.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use finsam_store::StoreError;
use finsam_store::rum::Import;

use super::{Avbrott, Gang, Slut, Uppdrag};

/// How long to wait before a database is asked again that did not answer.
const PAUS: Duration = Duration::from_millis(500);
/// How often a job is begun again that has come no further, although the database answered in between.
const FORSOK: u32 = 5;

/// Waits before what failed with this is tried again; gives it back when that would not help.
pub(super) async fn pause(fel: StoreError) -> Result<(), StoreError> {
    match fel {
        StoreError::Unavailable(cause) => {
            tracing::debug!(cause, "the database is waited for");
            tokio::time::sleep(PAUS).await;
            Ok(())
        }
        fel => Err(fel),
    }
}

impl Gang {
    /// Carries the job out. When the database goes away it is not known what was kept last, so that is read.
    pub(super) async fn persist(&mut self, uppdrag: &Uppdrag, stop: &Arc<AtomicBool>) -> Result<Slut, Avbrott> {
        if !self.kept {
            self.import = self.standing().await?;
        }
        let mut vain = 0;
        loop {
            let stood = self.import.lasta;
            let fel = match self.carry_out(uppdrag, stop).await {
                Err(Avbrott::Store(fel @ (StoreError::Unavailable(_) | StoreError::Conflict("import")))) => fel,
                ended => return ended,
            };
            self.import = self.standing().await?;
            // It came to its end in the commit that gave no answer, or was cancelled.
            if self.import.status.is_final() {
                return Ok((self.import.status, self.import.orsak.clone()));
            }
            tracing::warn!(import = %self.import.id, cause = %fel, "an import waits for the database");
            vain = if self.import.lasta > stood { 0 } else { vain + 1 };
            if vain == FORSOK {
                return Err(fel.into());
            }
        }
    }

    /// What is kept of the import, once the database answers.
    pub(super) async fn standing(&self) -> Result<Import, Avbrott> {
        loop {
            match self.held().await {
                Ok(found) => return found.ok_or(Avbrott::Borta),
                Err(fel) => pause(fel).await?,
            }
        }
    }

    /// A commit that was sent before the connection was lost is waited for.
    async fn held(&self) -> Result<Option<Import>, StoreError> {
        self.begin().await?.importer().hold(self.import.part, self.import.id).await
    }

    /// Keeps how the import ended, once the database answers.
    pub(super) async fn keep_end(&mut self) -> Result<(), StoreError> {
        loop {
            match self.keep(&[]).await {
                // It has ended already: with its last rows, or the time before when no answer came.
                Ok(()) | Err(StoreError::Conflict(_)) => return Ok(()),
                Err(fel) => pause(fel).await?,
            }
        }
    }
}
