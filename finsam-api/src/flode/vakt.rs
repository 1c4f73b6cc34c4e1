//! Who looks for what is new, on behalf of all who wait for it.
//!
//! One task looks while anyone waits: at once after a commit of this process, and every now and then for those of
//! others. It tells whom the new events are about, so that only those look who may find something; nobody holds a
//! connection while waiting.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use finsam_core::part::PartKod;
use finsam_store::{Store, StoreError};
use tokio::sync::watch;

/// After how long those who write in other processes are noticed.
const TAKT: Duration = Duration::from_millis(500);
/// How long it rests between two looks: commits that come close to each other are told of together.
const VILA: Duration = Duration::from_millis(20);

/// Up to where there is something new, and for whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lage {
    /// Up to here it is not known for whom.
    golv: i64,
    registret: i64,
    parter: BTreeMap<PartKod, i64>,
}

impl Lage {
    /// Up to where there may be something that concerns one who sees förbund, insatser and this part's participations.
    #[must_use]
    pub fn touched(&self, part: Option<PartKod>) -> i64 {
        let of_part = part.and_then(|part| self.parter.get(&part)).copied().unwrap_or_default();
        self.golv.max(self.registret).max(of_part)
    }
}

/// The one who looks.
#[derive(Debug)]
pub struct Vakt {
    store: Arc<dyn Store>,
    lage: watch::Sender<Lage>,
    /// Whether its task is running.
    igang: Mutex<bool>,
}

impl Vakt {
    /// Nobody waits yet, so nothing is looked for.
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { store, lage: watch::Sender::default(), igang: Mutex::new(false) }
    }

    /// Tells of what is new from now on, for as long as this is kept.
    #[must_use]
    pub fn subscribe(self: &Arc<Self>) -> watch::Receiver<Lage> {
        let mut igang = self.igang.lock().unwrap_or_else(PoisonError::into_inner);
        let receiver = self.lage.subscribe();
        if !*igang {
            *igang = true;
            tokio::spawn(Arc::clone(self).run());
        }
        receiver
    }

    async fn run(self: Arc<Self>) {
        let mut commits = self.store.commits();
        let mut known = None;
        while self.anyone() {
            match self.look(known).await {
                Ok(sista) => known = Some(sista),
                Err(cause) => tracing::warn!(%cause, "the change feed could not be looked at"),
            }
            tokio::time::sleep(VILA).await;
            tokio::select! {
                Ok(()) = commits.changed() => {}
                () = tokio::time::sleep(TAKT) => {}
            }
        }
    }

    /// Looks once, for what has come after the place that is known; up to where it has looked.
    async fn look(&self, known: Option<i64>) -> Result<i64, StoreError> {
        let mut session = self.store.read().await?;
        let Some(known) = known else {
            let sista = session.handelser().last().await?;
            self.lage.send_if_modified(|lage| std::mem::replace(&mut lage.golv, sista) != sista);
            return Ok(sista);
        };
        let rorda = session.handelser().touched(known).await?;
        drop(session);
        self.lage.send_if_modified(|lage| {
            lage.registret = rorda.registret.unwrap_or(lage.registret);
            lage.parter.extend(&rorda.parter);
            rorda.registret.is_some() || !rorda.parter.is_empty()
        });
        Ok(rorda.sista.max(known))
    }

    /// Whether anyone waits; if not, the task is over.
    fn anyone(&self) -> bool {
        let mut igang = self.igang.lock().unwrap_or_else(PoisonError::into_inner);
        *igang = self.lage.receiver_count() > 0;
        *igang
    }
}
