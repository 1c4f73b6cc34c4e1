//! How the server is doing: its time limits, whether it is ending, and whether its database answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use finsam_store::{Store, Tillstand};
use tokio::sync::{Mutex, watch};
use tokio::time::{Instant, timeout};

/// How long the database may take to tell its state.
const SVAR: Duration = Duration::from_secs(1);
/// For how long what it told is good: probes, however many, ask it no more often.
const FARSK: Duration = Duration::from_millis(250);

/// How long things may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tider {
    /// From the opening of a connection, or the last answer on it, until the whole head of the next request has come.
    pub huvud: Duration,
    /// How long the other end may be silent in the midst of a body, or take nothing of an answer.
    pub tystnad: Duration,
    /// How long a body may take to come in all.
    pub kropp: Duration,
    /// From the end of a request until its answer.
    pub anrop: Duration,
}

impl Default for Tider {
    fn default() -> Self {
        Self {
            huvud: Duration::from_secs(30),
            tystnad: Duration::from_secs(30),
            kropp: Duration::from_secs(3_600),
            anrop: Duration::from_secs(300),
        }
    }
}

/// How the server is doing.
#[derive(Debug)]
pub struct Drift {
    tider: Tider,
    ending: watch::Sender<bool>,
    requests: AtomicUsize,
    told: Mutex<Option<(Instant, Option<Tillstand>)>>,
}

impl Default for Drift {
    fn default() -> Self {
        Self::new(Tider::default())
    }
}

impl Drift {
    /// A server with these limits, not ending.
    #[must_use]
    pub fn new(tider: Tider) -> Self {
        Self { tider, ending: watch::Sender::new(false), requests: AtomicUsize::new(0), told: Mutex::default() }
    }

    /// How long things may take.
    #[must_use]
    pub const fn tider(&self) -> Tider {
        self.tider
    }

    /// From now on the server is ending: it takes no new work upon itself that can be done elsewhere.
    pub fn end(&self) {
        self.ending.send_replace(true);
    }

    /// Whether it is ending.
    #[must_use]
    pub fn is_ending(&self) -> bool {
        *self.ending.borrow()
    }

    /// Waits until it is ending: for requests that wait for something to happen.
    pub async fn ends(&self) {
        // The sender is here, so it cannot go away.
        drop(self.ending.subscribe().wait_for(|ending| *ending).await);
    }

    /// How many requests are under way.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    /// Counts a request for as long as what is returned stands.
    pub(super) fn enter(self: &Arc<Self>) -> Pagaende {
        self.requests.fetch_add(1, Ordering::Relaxed);
        Pagaende(Arc::clone(self))
    }

    /// What state the database is in; `None` when it does not answer within a second.
    pub async fn state(&self, store: &dyn Store) -> Option<Tillstand> {
        let asked = async {
            let mut told = self.told.lock().await;
            if let Some((when, state)) = *told
                && when.elapsed() < FARSK
            {
                return state;
            }
            let state = match timeout(SVAR, store.state()).await {
                Ok(Ok(state)) => Some(state),
                Ok(Err(cause)) => {
                    tracing::warn!(%cause, "the database does not tell its state");
                    None
                }
                Err(_) => {
                    tracing::warn!("the database does not tell its state in time");
                    None
                }
            };
            *told = Some((Instant::now(), state));
            state
        };
        timeout(SVAR, asked).await.ok().flatten()
    }
}

/// A request under way.
#[derive(Debug)]
pub(super) struct Pagaende(Arc<Drift>);

impl Drop for Pagaende {
    fn drop(&mut self) {
        self.0.requests.fetch_sub(1, Ordering::Relaxed);
    }
}
