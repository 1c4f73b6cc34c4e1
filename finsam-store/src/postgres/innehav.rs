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
        let session = self.session.enter()?;
        let Some(nycklar) = session.ring().map(held) else { return session.leave(Ok(())) };
        let (server, tid) = (server.as_bytes().as_slice(), micros(tid));
        let answer = NYCKEL_INNEHAV_SATT.execute(&session.conn, &[&server, &nycklar, &tid]).await;
        session.leave(answer).map(drop)
    }

    async fn end(&mut self, server: Uuid, tid: DateTime<Utc>) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let (server, outdated) = (server.as_bytes().as_slice(), outdated(tid));
        let answer = NYCKEL_INNEHAV_SLUT.execute(&session.conn, &[&server, &outdated]).await;
        session.leave(answer).map(drop)
    }
}
