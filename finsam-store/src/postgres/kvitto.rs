//! Receipts of idempotent requests.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::session::Rum;
use super::sql::{KVITTO_FIND, KVITTO_GALLRA, KVITTO_INSERT, Varden};
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
        let session = self.session.enter()?;
        let aldst = micros(aldst);
        let values: Varden<'_> = &[&anropare, &handling, &nyckel, &aldst];
        let answer = KVITTO_FIND.first(&session.conn, values, avkoda::kvitto).await;
        session.leave(answer)
    }
}

#[async_trait]
impl KvittoWrite for Rum<'_> {
    /// Another transaction that keeps the same receipt is waited for.
    async fn insert(&mut self, kvitto: &Kvitto, aldst: DateTime<Utc>) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let (kropp, status) = (kvitto.kropp.as_slice(), i64::from(kvitto.status));
        let (skapat, aldst) = (micros(kvitto.skapat), micros(aldst));
        let values: Varden<'_> = &[
            &kvitto.anropare,
            &kvitto.handling,
            &kvitto.nyckel,
            &kropp,
            &status,
            &kvitto.plats,
            &kvitto.svar,
            &skapat,
            &aldst,
        ];
        let answer = KVITTO_INSERT.execute(&session.conn, values).await;
        session.leave(answer.and_then(|kept| if kept == 0 { Err(StoreError::Conflict("kvitto")) } else { Ok(()) }))
    }

    async fn prune(&mut self, aldst: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
        let session = self.session.enter()?;
        let values: Varden<'_> = &[&micros(aldst), &i64::from(limit)];
        let answer = KVITTO_GALLRA.execute(&session.conn, values).await;
        session.leave(answer)
    }
}
