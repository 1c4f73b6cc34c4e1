//! The change feed.

use async_trait::async_trait;

use super::session::Rum;
use super::sql::{HANDELSE_EFTER, HANDELSE_SISTA};
use crate::rum::{Handelse, HandelseRead};
use crate::{StoreError, avkoda};

#[async_trait]
impl HandelseRead for Rum<'_> {
    async fn after(&mut self, nummer: i64, limit: u32) -> Result<Vec<Handelse>, StoreError> {
        let session = self.session.enter()?;
        let answer = HANDELSE_EFTER.all(&session.conn, &[&nummer, &i64::from(limit)], avkoda::handelse).await;
        session.leave(answer)
    }

    async fn last(&mut self) -> Result<i64, StoreError> {
        let session = self.session.enter()?;
        let answer = HANDELSE_SISTA.number(&session.conn, &[]).await;
        session.leave(answer)
    }
}
