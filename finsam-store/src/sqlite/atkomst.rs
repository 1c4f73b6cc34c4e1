//! The access log.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::session::Rum;
use super::sql::{
    LOGG_ANDAR, LOGG_GALLRINGSBARA, LOGG_HUVUDEN, LOGG_LED, LOGG_LED_RADER, LOGG_LISTA, LOGG_LISTA_ID, LOGG_MANGD,
    LOGG_RAKNA, LOGG_RAKNA_ID, LOGG_SEGMENT, LOGG_START,
};
use crate::logg::avkoda;
use crate::rad::{micros, signed};
use crate::rum::{
    AtkomstWrite, Atkomstmal, Atkomstpost, LoggRead, Loggande, Loggkedja, Loggled, Loggrad, Loggurval, Sida, Sidval,
};
use crate::{StoreError, beslut, koder};

#[async_trait]
impl AtkomstWrite for Rum<'_> {
    async fn log(&mut self, mal: &[Atkomstmal]) -> Result<(), StoreError> {
        let kept: Vec<_> = mal.iter().map(Atkomstmal::kept).collect();
        self.lank
            .write(move |plats| kept.into_iter().try_for_each(|(resurs, id, antal)| plats.log(resurs, id, antal)))
            .await
    }
}

fn list(conn: &Connection, urval: &Loggurval, sida: Sidval) -> Result<Sida<Atkomstpost>, StoreError> {
    let (fran, till) = (urval.fran.map(micros), urval.till.map(micros));
    let (vem, handling) = (urval.vem.as_deref(), urval.handling.as_deref());
    let part = urval.part.map(|part| part.to_string());
    let part = part.as_deref();
    let resurs = urval.resurs.as_deref().map(|namn| koder::named(namn).unwrap_or_default());
    let (after, skip, limit) = beslut::bounds(sida);
    let (skip, limit) = (signed(skip), i64::from(limit) + 1);
    let (found, totalt) = if let Some(id) = &urval.id {
        let values = (fran, till, vem, handling, resurs, part, after, limit, skip, id.as_bytes());
        let count = (fran, till, vem, handling, resurs, part, id.as_bytes());
        (LOGG_LISTA_ID.all(conn, values, avkoda::post)?, LOGG_RAKNA_ID.number(conn, count)?)
    } else {
        let values = (fran, till, vem, handling, resurs, part, after, limit, skip);
        let count = (fran, till, vem, handling, resurs, part);
        (LOGG_LISTA.all(conn, values, avkoda::post)?, LOGG_RAKNA.number(conn, count)?)
    };
    Ok(beslut::cut(found, sida, totalt.unsigned_abs()))
}

#[async_trait]
impl LoggRead for Rum<'_> {
    async fn list(&mut self, urval: Loggurval, sida: Sidval) -> Result<Sida<Atkomstpost>, StoreError> {
        self.lank.read(move |plats| list(plats.conn, &urval, sida)).await
    }

    async fn ends(&mut self) -> Result<Vec<Loggande>, StoreError> {
        self.lank.read(|plats| LOGG_ANDAR.all(plats.conn, (), avkoda::ande)).await
    }

    async fn prunable(&mut self, fore: DateTime<Utc>) -> Result<Vec<Loggande>, StoreError> {
        self.lank.read(move |plats| LOGG_GALLRINGSBARA.all(plats.conn, (micros(fore),), avkoda::ande)).await
    }

    async fn chain(&mut self) -> Result<Loggkedja, StoreError> {
        self.lank
            .read(|plats| {
                let (arenden, rader, fore) =
                    LOGG_MANGD.first(plats.conn, (), avkoda::mangd)?.ok_or(StoreError::Conflict("loggstart"))?;
                Ok(Loggkedja {
                    start: LOGG_START.first(plats.conn, (), avkoda::start)?.unwrap_or_default(),
                    segment: LOGG_SEGMENT.all(plats.conn, (), avkoda::segment)?,
                    huvuden: LOGG_HUVUDEN.all(plats.conn, (), avkoda::huvud)?,
                    arenden,
                    rader,
                    fore,
                })
            })
            .await
    }

    async fn links(&mut self, segment: i64, efter: i64, limit: u32) -> Result<Vec<Loggled>, StoreError> {
        self.lank.read(move |plats| LOGG_LED.all(plats.conn, (segment, efter, limit), avkoda::led)).await
    }

    async fn link_lines(&mut self, segment: i64, fran: i64, till: i64) -> Result<Vec<Loggrad>, StoreError> {
        self.lank.read(move |plats| LOGG_LED_RADER.all(plats.conn, (segment, fran, till), avkoda::rad)).await
    }
}
