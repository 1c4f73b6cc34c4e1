//! Which keys servers hold.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::session::Rum;
use super::sql::{NYCKEL_INNEHAV_SATT, NYCKEL_INNEHAV_SLUT};
use crate::StoreError;
use crate::nyckel::{held, outdated};
use crate::rad::micros;
use crate::rum::InnehavWrite;

#[async_trait]
impl InnehavWrite for Rum<'_> {
    async fn tell(&mut self, server: Uuid, tid: DateTime<Utc>) -> Result<(), StoreError> {
        let Some(nycklar) = self.ring.map(|ring| held(ring)) else { return Ok(()) };
        let values = (server.into_bytes(), nycklar, micros(tid));
        self.lank.write(move |plats| NYCKEL_INNEHAV_SATT.execute(plats.conn, values).map(drop)).await
    }

    async fn end(&mut self, server: Uuid, tid: DateTime<Utc>) -> Result<(), StoreError> {
        let values = (server.into_bytes(), outdated(tid));
        self.lank.write(move |plats| NYCKEL_INNEHAV_SLUT.execute(plats.conn, values).map(drop)).await
    }
}
