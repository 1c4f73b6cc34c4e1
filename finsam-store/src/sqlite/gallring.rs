//! Pruning by age. There is one unit of work at a time.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::session::Rum;
use super::sql::{GALLRING_BARA, GALLRING_FINNS, GALLRING_HAV, GALLRING_STOPP, GALLRING_STOPPA, GALLRING_STOPPADE};
use crate::rad::{days, micros};
use crate::rum::{GallringRead, GallringWrite, Gallringsbar, Gallringsmal, Gallringsstopp, Gallringsurval};
use crate::{StoreError, avkoda, koder};

#[async_trait]
impl GallringRead for Rum<'_> {
    async fn prunable(
        &mut self,
        urval: Gallringsurval,
        efter: i64,
        limit: u32,
    ) -> Result<Vec<Gallringsbar>, StoreError> {
        let part = urval.part.map(|part| part.to_string());
        let values = (efter, days(urval.fore), urval.anonyma, part, limit);
        self.lank.read(move |plats| GALLRING_BARA.all(plats.conn, values, avkoda::gallringsbar)).await
    }

    async fn holds(&mut self) -> Result<Vec<Gallringsstopp>, StoreError> {
        self.lank.read(|plats| GALLRING_STOPP.all(plats.conn, (), avkoda::gallringsstopp)).await
    }
}

#[async_trait]
impl GallringWrite for Rum<'_> {
    async fn lock(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn hold(&mut self, stopp: Gallringsstopp) -> Result<bool, StoreError> {
        self.lank
            .write(move |plats| {
                let id = *stopp.mal.id().as_bytes();
                if matches!(stopp.mal, Gallringsmal::Deltagande(_)) && GALLRING_FINNS.number(plats.conn, (id,))? == 0 {
                    return Err(StoreError::Conflict("deltagande"));
                }
                if GALLRING_STOPPADE.number(plats.conn, (id,))? > 0 {
                    return Ok(false);
                }
                let values = (koder::gallringsmal(stopp.mal), id, stopp.anledning, stopp.vem, micros(stopp.tid));
                GALLRING_STOPPA.execute(plats.conn, values)?;
                Ok(true)
            })
            .await
    }

    async fn lift(&mut self, mal: Gallringsmal, tid: DateTime<Utc>, vem: String) -> Result<bool, StoreError> {
        let values = (*mal.id().as_bytes(), micros(tid), vem);
        self.lank.write(move |plats| Ok(GALLRING_HAV.execute(plats.conn, values)? > 0)).await
    }
}
