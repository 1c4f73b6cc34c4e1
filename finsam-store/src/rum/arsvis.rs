//! What is registered once for each calendar year, of the whole country: the allocation of the state's money, background
//! figures of kommuner.

use async_trait::async_trait;
use finsam_core::bakgrund::{Bakgrundstal, Bakgrundsuppgift};
use finsam_core::ekonomi::tilldelning::{Tilldelning, Tilldelningsuppgift};
use finsam_core::id::{BakgrundstalId, TilldelningId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::Resurs;
use crate::StoreError;

/// A thing that is registered once for each year: its identity, its version, and what is said of it.
pub trait Arsvis: Send + 'static {
    /// Its identity.
    type Id: Send;
    /// What is said of it, kept as JSON.
    type Uppgift: Serialize + DeserializeOwned + PartialEq + Send;
    /// What it is in the change feed and the access log.
    const RESURS: Resurs;

    /// The one of a year.
    fn new(id: Self::Id, ar: i32, version: i64, uppgift: Self::Uppgift) -> Self;
    /// An identity that is kept.
    fn id(uuid: Uuid) -> Self::Id;
    /// Its identity, as it is kept.
    fn uuid(&self) -> Uuid;
    /// Its version, from 1.
    fn version(&self) -> i64;
    /// What is said of it.
    fn uppgift(&self) -> &Self::Uppgift;
}

macro_rules! arsvis {
    ($($typ:ident, $id:ident, $uppgift:ty, $resurs:ident;)+) => {
        $(impl Arsvis for $typ {
            type Id = $id;
            type Uppgift = $uppgift;
            const RESURS: Resurs = Resurs::$resurs;

            fn new(id: $id, ar: i32, version: i64, uppgift: $uppgift) -> Self {
                Self { id, ar, version, uppgift }
            }

            fn id(uuid: Uuid) -> $id {
                $id(uuid)
            }

            fn uuid(&self) -> Uuid {
                self.id.0
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

arsvis! {
    Tilldelning, TilldelningId, Tilldelningsuppgift, Tilldelning;
    Bakgrundstal, BakgrundstalId, Bakgrundsuppgift, Bakgrundstal;
}

/// Reading what is registered for each year.
#[async_trait]
pub trait ArsvisRead<T: Arsvis>: Send {
    /// That of a year, if there is one.
    async fn get(&mut self, ar: i32) -> Result<Option<T>, StoreError>;
    /// Those of all years, in order.
    async fn all(&mut self) -> Result<Vec<T>, StoreError>;
}

/// Changing it.
#[async_trait]
pub trait ArsvisWrite<T: Arsvis>: ArsvisRead<T> {
    /// Registers that of a year with the identity given, or replaces it (with a version); `None` when there is one
    /// already, or it is not at `version` any more. Unchanged content keeps its version and makes no event.
    async fn put(
        &mut self,
        nytt_id: T::Id,
        ar: i32,
        version: Option<i64>,
        uppgift: T::Uppgift,
    ) -> Result<Option<T>, StoreError>;
}
