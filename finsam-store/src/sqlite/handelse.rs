//! The change feed.

use async_trait::async_trait;

use super::koder;
use super::rad::Rad;
use super::session::Rum;
use super::sql::{HANDELSE_EFTER, HANDELSE_SISTA};
use crate::StoreError;
use crate::rum::{Handelse, HandelseRead};

fn read(rad: Rad<'_, '_>) -> Result<Handelse, StoreError> {
    Ok(Handelse {
        nummer: rad.get(0, "nummer")?,
        tid: rad.moment(1, "tid")?,
        typ: koder::typ_of(rad.get(2, "typ")?).ok_or_else(|| rad.undecodable("typ", "unknown code"))?,
        resurs: koder::resurs_of(rad.get(3, "resurs")?).ok_or_else(|| rad.undecodable("resurs", "unknown code"))?,
        id: rad.uuid(4, "id")?,
        version: rad.get(5, "version")?,
    })
}

#[async_trait]
impl HandelseRead for Rum<'_> {
    async fn after(&mut self, nummer: i64, limit: u32) -> Result<Vec<Handelse>, StoreError> {
        self.lank.read(move |plats| HANDELSE_EFTER.all(plats.conn, (nummer, limit), read)).await
    }

    async fn last(&mut self) -> Result<i64, StoreError> {
        self.lank.read(|plats| HANDELSE_SISTA.number(plats.conn, ())).await
    }
}
