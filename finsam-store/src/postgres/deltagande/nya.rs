//! A large batch whose records are thought to be new, since all of the one before it were: they are not looked up under
//! their keys, which takes the server a sixth of what a new record takes it. That they are new is seen when they are written.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use finsam_core::part::PartKod;

use super::skriv::{SMALL, decide, read, tell, write};
use crate::StoreError;
use crate::beredd::Beredd;
use crate::postgres::fel;
use crate::postgres::session::Session;
use crate::postgres::sql::{STEG, STEG_ATER, STEG_SLAPP};
use crate::rum::{Skrivutfall, Strategi};

/// The parts whose last large batch was all new.
#[derive(Default)]
pub(in crate::postgres) struct Nya(Mutex<HashSet<PartKod>>);

impl Nya {
    fn all(&self) -> MutexGuard<'_, HashSet<PartKod>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn expects(&self, part: PartKod, beredda: &[Beredd]) -> bool {
        beredda.len() > SMALL && self.all().contains(&part)
    }

    /// Remembers what came of a batch.
    pub(super) fn learn(&self, part: PartKod, outcomes: &[Skrivutfall]) {
        if outcomes.len() > SMALL {
            let new = outcomes.iter().all(|outcome| matches!(outcome, Skrivutfall::Skapad { .. }));
            if new {
                self.all().insert(part)
            } else {
                self.all().remove(&part)
            };
        }
    }
}

/// Saves a batch that is thought to be new. `None`, and nothing has been written, if it is not to be thought so, or if
/// some record of it is not new or was not accepted: another period may have been in its way that is its own.
pub(super) async fn save(
    session: &mut Session,
    part: PartKod,
    strategi: Strategi,
    beredda: &[Beredd],
) -> Result<Option<Vec<Skrivutfall>>, StoreError> {
    if !session.hus.nya.expects(part, beredda) {
        return Ok(None);
    }
    let (kallor, mut plan) = read(&session.conn, part, strategi, beredda, false).await?;
    let outcomes = decide(&mut plan, beredda)?;
    let accepted = |outcome: &Skrivutfall| {
        use Skrivutfall::{Oforandrad, Skapad, Uppdaterad};
        // A key that comes twice in the batch is new the first time.
        matches!(outcome, Skapad { .. } | Uppdaterad { .. } | Oforandrad { .. })
    };
    if !outcomes.iter().all(accepted) {
        return Ok(None);
    }
    STEG.control(&session.conn).await?;
    match write(session, part, kallor, &mut plan, beredda).await {
        Ok(nummer) => {
            STEG_SLAPP.control(&session.conn).await?;
            tell(&mut session.logg, nummer, &plan);
            Ok(Some(outcomes))
        }
        Err(fel) if fel::is_unique(&fel) => {
            STEG_ATER.control(&session.conn).await?;
            Ok(None)
        }
        Err(fel) => Err(fel),
    }
}
