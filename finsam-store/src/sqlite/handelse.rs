//! The change feed.

use async_trait::async_trait;

use super::session::Rum;
use super::sql::{HANDELSE_EFTER, HANDELSE_SISTA};
use crate::rum::{Handelse, HandelseRead};
use crate::{StoreError, avkoda};

#[async_trait]
impl HandelseRead for Rum<'_> {
    async fn after(&mut self, nummer: i64, limit: u32) -> Result<Vec<Handelse>, StoreError> {
        self.lank.read(move |plats| HANDELSE_EFTER.all(plats.conn, (nummer, limit), avkoda::handelse)).await
    }

    async fn last(&mut self) -> Result<i64, StoreError> {
        self.lank.read(|plats| HANDELSE_SISTA.number(plats.conn, ())).await
    }
}
