//! What is told of an insats period by period: counts, people reached.

use async_trait::async_trait;
use chrono::NaiveDate;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Antal, Antalsuppgift, Enhet, Strukturdeltagande, Strukturuppgift};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Resurs;
use crate::StoreError;

/// A thing that is told of an insats and a period. An event about it names its insats.
pub trait Periodvis: Send + 'static {
    /// What names it among those of an insats.
    type Nyckel: Copy + Send;
    /// What is said of it, kept as JSON.
    type Uppgift: Serialize + DeserializeOwned + Copy + PartialEq + Send + Sync;
    /// What it is in the change feed and the access log.
    const RESURS: Resurs;

    /// The one of an insats.
    fn new(insats: InsatsId, version: i64, uppgift: Self::Uppgift) -> Self;
    /// What names it.
    fn nyckel(uppgift: &Self::Uppgift) -> Self::Nyckel;
    /// The first day of its period, and the unit where there are several.
    fn plats(nyckel: Self::Nyckel) -> (NaiveDate, Option<Enhet>);
    /// What names it, without any number.
    fn emptied(uppgift: Self::Uppgift) -> Self::Uppgift;
    /// Its version, from 1.
    fn version(&self) -> i64;
    /// What is said of it.
    fn uppgift(&self) -> &Self::Uppgift;
}

macro_rules! periodvis {
    ($($typ:ident, $uppgift:ident, $nyckel:ty, $av:expr, $plats:expr;)+) => {
        $(impl Periodvis for $typ {
            type Nyckel = $nyckel;
            type Uppgift = $uppgift;
            const RESURS: Resurs = Resurs::$typ;

            fn new(insats_id: InsatsId, version: i64, uppgift: $uppgift) -> Self {
                Self { insats_id, version, uppgift }
            }

            fn nyckel(uppgift: &$uppgift) -> $nyckel {
                ($av)(uppgift)
            }

            fn plats(nyckel: $nyckel) -> (NaiveDate, Option<Enhet>) {
                ($plats)(nyckel)
            }

            fn emptied(uppgift: $uppgift) -> $uppgift {
                uppgift.emptied()
            }

            fn version(&self) -> i64 {
                self.version
            }

            fn uppgift(&self) -> &$uppgift {
                &self.uppgift
            }
        })+
    };
}

periodvis! {
    Antal, Antalsuppgift, (NaiveDate, Enhet), |u: &Antalsuppgift| (u.fran, u.enhet), |(fran, enhet)| (fran, Some(enhet));
    Strukturdeltagande, Strukturuppgift, NaiveDate, |u: &Strukturuppgift| u.fran, |fran| (fran, None);
}

/// Reading what is told of insatser period by period.
#[async_trait]
pub trait PeriodvisRead<T: Periodvis>: Send {
    /// That of one period.
    async fn get(&mut self, insats: InsatsId, nyckel: T::Nyckel) -> Result<Option<T>, StoreError>;
    /// All of an insats, by first day and unit.
    async fn list(&mut self, insats: InsatsId) -> Result<Vec<T>, StoreError>;
    /// All there is.
    async fn all(&mut self) -> Result<Vec<T>, StoreError>;
}

/// Changing it.
#[async_trait]
pub trait PeriodvisWrite<T: Periodvis>: PeriodvisRead<T> {
    /// Registers or replaces that of a period. Unchanged content keeps its version and makes no event. What was removed is
    /// registered again, at the next version.
    async fn put(&mut self, insats: InsatsId, uppgift: T::Uppgift) -> Result<T, StoreError>;
    /// Keeps what is told of these insatser from being changed by others until the unit of work has ended; whoever is
    /// changing it is waited for. What is read of them afterwards stays true.
    async fn hold(&mut self, insatser: &[InsatsId]) -> Result<(), StoreError>;
    /// Removes that of a period, leaving a tombstone; `false` when there is none.
    async fn remove(&mut self, insats: InsatsId, nyckel: T::Nyckel) -> Result<bool, StoreError>;
}
