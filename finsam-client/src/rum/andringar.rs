//! The change feed: a stretch at a time, or all of it as a stream that goes on for ever.

use std::collections::VecDeque;
use std::time::Duration;

use finsam_core::protokoll::{Andring, Andringar};
use futures_util::stream::{self, StreamExt};

use crate::anrop::Anrop;
use crate::sidor::Strom;
use crate::{Client, Fel};

/// From where on the change feed is read.
///
/// ```
/// use finsam_client::Efter;
///
/// let kept = "AfR2mZ0o1tqjvQGEWcZ1o4n9Zc8mJx2pTt0c5b3XbH4r0PzK8uQmYd6s".to_owned();
/// assert_eq!(Efter::from(kept.clone()), Efter::Markor(kept));
/// assert_eq!(Efter::from(None), Efter::Borjan);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Efter {
    /// From the beginning of what is kept.
    #[default]
    Borjan,
    /// From now on.
    Nu,
    /// After a place, as an answer, a [`Steg`], a webhook or [`Fel::Utgangen`] gave it.
    Markor(String),
}

impl From<String> for Efter {
    fn from(markor: String) -> Self {
        Self::Markor(markor)
    }
}

/// What was kept since the last time, if anything was.
impl From<Option<String>> for Efter {
    fn from(markor: Option<String>) -> Self {
        markor.map_or(Self::Borjan, Self::Markor)
    }
}

/// Which stretch of the change feed is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Andringsfraga {
    /// From where on.
    pub efter: Efter,
    /// At most so many changes, 1-1 000; 20 when nothing is said.
    pub limit: Option<u32>,
    /// How long to wait for a change when there is none, in whole seconds up to 30.
    pub vanta: Duration,
}

impl Andringsfraga {
    fn query(&self) -> impl Iterator<Item = (&'static str, String)> {
        let efter = match &self.efter {
            Efter::Borjan => None,
            Efter::Nu => Some("nu".to_owned()),
            Efter::Markor(markor) => Some(markor.clone()),
        };
        let vanta = Some(self.vanta.as_secs()).filter(|seconds| *seconds > 0);
        let efter = efter.map(|efter| ("efter", efter));
        let limit = self.limit.map(|limit| ("limit", limit.to_string()));
        efter.into_iter().chain(limit).chain(vanta.map(|seconds| ("vanta", seconds.to_string())))
    }
}

/// A step along the change feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Steg {
    /// Something happened. When it has been taken care of, its `markor` can be kept, to go on from after a restart.
    Andring(Andring),
    /// Everything up to here has been handed out; there is no more for now. The marker can be kept as that of a change
    /// can; then it does not grow too old where little happens.
    Ikapp {
        /// The place.
        markor: String,
    },
}

impl Steg {
    /// The place after it.
    #[must_use]
    pub fn markor(&self) -> &str {
        match self {
            Self::Andring(andring) => &andring.markor,
            Self::Ikapp { markor } => markor,
        }
    }
}

/// The change feed.
#[derive(Debug, Clone, Copy)]
pub struct Andringsrum<'a> {
    pub(crate) client: &'a Client,
}

/// How many changes a stretch of a stream has.
const LIMIT: u32 = 1_000;
/// The longest that the server lets anyone wait, in seconds.
const VANTA: u64 = 30;
/// How long a stream rests after an error that may pass: at first, and at most.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);

impl Andringsrum<'_> {
    /// A stretch of the change feed, as far as the caller may see it.
    ///
    /// # Errors
    /// [`Fel::Utgangen`] when what comes after the place is not kept any more; else see [`Fel`].
    pub async fn list(&self, fraga: &Andringsfraga) -> Result<Andringar, Fel> {
        self.client.send(Anrop::get(&["andringar"]).query(fraga.query())).await?.json()
    }

    /// Follows the change feed from a place on, for as long as it is read: every change once, in the order in which they
    /// were written. Where there is none it waits, and holds one request open at the server.
    ///
    /// An error that may pass (the connection, 429, 5xx) is handed out, and the stream goes on from where it was when it
    /// is read again, after a pause that grows. Any other ends it. After [`Fel::Utgangen`] read everything from the
    /// lists again, and begin a new stream after the marker in it.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use finsam_client::{Steg, TryStreamExt};
    ///
    /// let kept = std::fs::read_to_string("markor").ok();
    /// let mut steps = client.andringar().stream(kept);
    /// while let Some(steg) = steps.try_next().await? {
    ///     if let Steg::Andring(andring) = &steg {
    ///         println!("{} {} {}", andring.resurs, andring.id, andring.typ);
    ///     }
    ///     std::fs::write("markor", steg.markor())?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn stream(&self, efter: impl Into<Efter>) -> Strom<Steg> {
        let seconds = VANTA.min(self.client.silence.as_secs() / 2);
        let gang = Gang {
            client: self.client.clone(),
            efter: efter.into(),
            vanta: Duration::from_secs(seconds),
            ready: VecDeque::new(),
            ikapp: false,
            pause: Duration::ZERO,
            over: false,
        };
        stream::unfold(gang, async |mut gang| {
            let step = gang.step().await?;
            Some((step, gang))
        })
        .boxed()
    }
}

/// A stream on its way.
struct Gang {
    client: Client,
    /// Up to where steps are ready.
    efter: Efter,
    /// How long to wait for a change.
    vanta: Duration,
    /// What is to be handed out.
    ready: VecDeque<Steg>,
    /// Whether everything there was has been read.
    ikapp: bool,
    /// How long to rest before the next request.
    pause: Duration,
    over: bool,
}

impl Gang {
    async fn step(&mut self) -> Option<Result<Steg, Fel>> {
        loop {
            if let Some(steg) = self.ready.pop_front() {
                return Some(Ok(steg));
            }
            if self.over {
                return None;
            }
            if let Err(fel) = self.fetch().await {
                return Some(Err(fel));
            }
        }
    }

    async fn fetch(&mut self) -> Result<(), Fel> {
        tokio::time::sleep(self.pause).await;
        let vanta = if self.ikapp { self.vanta } else { Duration::ZERO };
        let fraga = Andringsfraga { efter: self.efter.clone(), limit: Some(LIMIT), vanta };
        match self.client.andringar().list(&fraga).await {
            Ok(Andringar { poster, meta, .. }) => {
                self.pause = Duration::ZERO;
                self.ikapp = meta.ikapp;
                self.efter = Efter::Markor(meta.markor.clone());
                self.ready.extend(poster.into_iter().map(Steg::Andring));
                self.ready.extend(meta.ikapp.then_some(Steg::Ikapp { markor: meta.markor }));
                Ok(())
            }
            Err(fel) => {
                self.over = !may_pass(&fel);
                self.pause = (self.pause * 2).clamp(FIRST, LONGEST);
                Err(fel)
            }
        }
    }
}

fn may_pass(fel: &Fel) -> bool {
    match fel {
        Fel::Transport(_) => true,
        other => other.status().is_some_and(|status| status == 429 || status >= 500),
    }
}
