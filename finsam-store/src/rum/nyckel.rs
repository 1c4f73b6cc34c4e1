//! The keys of a register: which it has, and sealing anew what another one sealed.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::id::ImportId;
use uuid::Uuid;

use crate::{Nyckelring, StoreError};

/// Where something sealed is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Forvar {
    /// Identity numbers, `deltagande`.
    Deltagande,
    /// Refused records and plans of imports, `importpost`.
    Importpost,
    /// Secrets of webhooks, `webhook`.
    Webhook,
    /// Frozen states of the statistics, `faststallelse`.
    Faststallelse,
}

impl Forvar {
    /// All of them, in the order in which they are gone through.
    pub const ALLA: [Self; 4] = [Self::Deltagande, Self::Importpost, Self::Webhook, Self::Faststallelse];

    /// The table.
    #[must_use]
    pub const fn tabell(self) -> &'static str {
        match self {
            Self::Deltagande => "deltagande",
            Self::Importpost => "importpost",
            Self::Webhook => "webhook",
            Self::Faststallelse => "faststallelse",
        }
    }

    /// How many of its rows a round takes, where so many may be: a frozen state is large.
    pub(crate) fn round(self, antal: u32) -> u32 {
        if self == Self::Faststallelse { antal.min(1) } else { antal }
    }

    pub(crate) fn of(tabell: &str) -> Option<Self> {
        Self::ALLA.into_iter().find(|forvar| forvar.tabell() == tabell)
    }

    fn next(self) -> Option<Self> {
        Self::ALLA.into_iter().find(|forvar| *forvar > self)
    }
}

/// How much a key seals in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slutna {
    /// The table.
    pub forvar: Forvar,
    /// The number of the key.
    pub nyckel: u8,
    /// How many values.
    pub antal: u64,
}

/// How far sealing anew has come: after which row of which table it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stalle {
    /// The table.
    pub forvar: Forvar,
    pub(crate) efter: (i64, i64),
}

impl Default for Stalle {
    fn default() -> Self {
        Self { forvar: Forvar::Deltagande, efter: (0, -1) }
    }
}

/// What a round of sealing anew came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Omgang {
    /// How many rows were sealed anew.
    pub rader: u64,
    /// Where to go on; `None` when everything has been gone through.
    pub vidare: Option<Stalle>,
}

impl Omgang {
    /// After these rows, of which there are fewer than could be when they are the last of the table.
    pub(crate) fn after(fran: Stalle, rader: &[(i64, i64)], antal: u32) -> Self {
        let full = u32::try_from(rader.len()).is_ok_and(|found| found >= antal);
        let vidare = match rader.last().filter(|_| full) {
            Some(efter) => Some(Stalle { efter: *efter, ..fran }),
            None => fran.forvar.next().map(|forvar| Stalle { forvar, ..Stalle::default() }),
        };
        Self { rader: rader.len() as u64, vidare }
    }
}

/// Imports under way, with the number of the key that sealed their bodies where that is known.
pub type Spolade = BTreeMap<ImportId, Option<u8>>;

/// What a store does with keys.
#[async_trait]
pub trait Nyckelhallare {
    /// Lets a ring in: it must have every key that the register knows and seal with none that has been taken away, and what it
    /// seals with the register knows from now on. Opening a store does so with the ring given.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`] when a key is another than the register's of that number, [`StoreError::UnknownKey`] when
    /// one is missing, [`StoreError::RemovedKey`] when one that has been taken away seals, [`StoreError::Unavailable`] when the database does not answer.
    async fn admit(&self, ring: &Nyckelring) -> Result<(), StoreError>;

    /// How much each key seals.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer.
    async fn sealed(&self) -> Result<Vec<Slutna>, StoreError>;

    /// Seals anew, in one transaction, at most so many rows of a table that another key sealed than the one that seals.
    /// Neither versions nor the change feed nor the access log tell of it: nothing is read and nothing is changed by it.
    ///
    /// # Errors
    /// [`StoreError::NoKey`] without keys, [`StoreError::UnknownKey`] for what a key sealed that is not given,
    /// [`StoreError::WrongKey`] for what does not open, [`StoreError::Unavailable`] when the database does not answer.
    async fn reseal(&self, fran: Stalle, antal: u32) -> Result<Omgang, StoreError>;

    /// Imports that are under way: their bodies are sealed too, on the disk of a server, by the key that sealed when they
    /// came, which is told unless a program from before step 13 keeps them.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer.
    async fn spooled(&self) -> Result<Spolade, StoreError>;

    /// How many servers that have said since a moment which keys they hold do not hold this one.
    ///
    /// # Errors
    /// [`StoreError::OlderPrograms`] when programs are connected that do not say, [`StoreError::Unavailable`] when the
    /// database does not answer.
    async fn unaware(&self, nyckel: u8, efter: DateTime<Utc>) -> Result<u64, StoreError>;

    /// Takes away a key that seals nothing: from now on nothing can be sealed with it, by whatever program, and one may do
    /// without it. Those who are writing are waited for, for little more than a second, and others wait no longer for that.
    ///
    /// # Errors
    /// And then the key is as it was: [`StoreError::Conflict`] `"nyckel"` when it seals something,
    /// [`StoreError::OlderPrograms`] when programs are connected that do not tell with which key the bodies of imports are
    /// sealed, [`StoreError::Unavailable`] when others wrote for too long or the database does not answer.
    async fn forget_key(&self, nyckel: u8) -> Result<(), StoreError>;
}

/// What servers say of the keys that they hold, so that none seals before all know it. No access-log line or event comes of
/// it.
#[async_trait]
pub trait InnehavWrite: Send {
    /// Says which keys this store has, for a server, at a moment; without keys nothing.
    async fn tell(&mut self, server: Uuid, tid: DateTime<Utc>) -> Result<(), StoreError>;
    /// Says that a server does not run any more.
    async fn end(&mut self, server: Uuid, tid: DateTime<Utc>) -> Result<(), StoreError>;
}
