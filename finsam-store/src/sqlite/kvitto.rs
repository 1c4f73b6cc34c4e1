//! Receipts of idempotent requests.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::session::Rum;
use super::sql::{KVITTO_FIND, KVITTO_GALLRA, KVITTO_INSERT};
use crate::rad::micros;
use crate::rum::{Kvitto, KvittoRead, KvittoWrite};
use crate::{StoreError, avkoda};

#[async_trait]
impl KvittoRead for Rum<'_> {
    async fn find(
        &mut self,
        anropare: &str,
        handling: &str,
        nyckel: &str,
        aldst: DateTime<Utc>,
    ) -> Result<Option<Kvitto>, StoreError> {
        let values = (anropare.to_owned(), handling.to_owned(), nyckel.to_owned(), micros(aldst));
        self.lank.read(move |plats| KVITTO_FIND.first(plats.conn, values, avkoda::kvitto)).await
    }
}

#[async_trait]
impl KvittoWrite for Rum<'_> {
    async fn insert(&mut self, kvitto: &Kvitto, aldst: DateTime<Utc>) -> Result<(), StoreError> {
        let kvitto = kvitto.clone();
        self.lank
            .write(move |plats| {
                let values = (
                    &kvitto.anropare,
                    &kvitto.handling,
                    &kvitto.nyckel,
                    kvitto.kropp,
                    kvitto.status,
                    &kvitto.plats,
                    &kvitto.svar,
                    micros(kvitto.skapat),
                    micros(aldst),
                );
                let kept = KVITTO_INSERT.execute(plats.conn, values)?;
                if kept == 0 { Err(StoreError::Conflict("kvitto")) } else { Ok(()) }
            })
            .await
    }

    async fn prune(&mut self, aldst: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
        let values = (micros(aldst), limit);
        self.lank.write(move |plats| Ok(KVITTO_GALLRA.execute(plats.conn, values)? as u64)).await
    }
}
