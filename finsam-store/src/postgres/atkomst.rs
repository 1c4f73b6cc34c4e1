//! The access log.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::anslut::Anslutning;
use super::session::Rum;
use super::sql::{
    LOGG_ANDAR, LOGG_GALLRINGSBARA, LOGG_HUVUDEN, LOGG_LED, LOGG_LED_RADER, LOGG_LISTA, LOGG_LISTA_ID, LOGG_MANGD,
    LOGG_RAKNA, LOGG_RAKNA_ID, LOGG_SEGMENT, LOGG_START,
};
use super::varde::{Varde, can_stand};
use crate::logg::avkoda;
use crate::rad::{micros, signed};
use crate::rum::{
    AtkomstWrite, Atkomstmal, Atkomstpost, LoggRead, Loggande, Loggkedja, Loggled, Loggrad, Loggurval, Sida, Sidval,
};
use crate::{StoreError, beslut, koder};

#[async_trait]
impl AtkomstWrite for Rum<'_> {
    /// The lines are written with everything else, before the commit.
    async fn log(&mut self, mal: &[Atkomstmal]) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        for (resurs, id, antal) in mal.iter().map(Atkomstmal::kept) {
            session.logg.line(resurs, id, antal);
        }
        session.leave(Ok(()))
    }
}

async fn list(conn: &Anslutning, urval: &Loggurval, sida: Sidval) -> Result<Sida<Atkomstpost>, StoreError> {
    let cannot = |text: &Option<String>| text.as_deref().is_some_and(|text| !can_stand(text));
    let (after, skip, limit) = beslut::bounds(sida);
    if cannot(&urval.vem) || cannot(&urval.handling) {
        return Ok(beslut::cut(Vec::new(), sida, 0));
    }
    let (fran, till) = (urval.fran.map(micros), urval.till.map(micros));
    let resurs = urval.resurs.as_deref().map(|namn| koder::named(namn).unwrap_or_default());
    let (skip, limit) = (signed(skip), i64::from(limit) + 1);
    let part = urval.part.map(|part| part.to_string());
    let wanted: [&dyn Varde; 6] = [&fran, &till, &urval.vem, &urval.handling, &resurs, &part];
    let place: [&dyn Varde; 3] = [&after, &limit, &skip];
    let (found, totalt) = if let Some(id) = &urval.id {
        let id = id.as_bytes().as_slice();
        let of: [&dyn Varde; 1] = [&id];
        let found = LOGG_LISTA_ID.all(conn, &[&wanted[..], &place, &of].concat(), avkoda::post).await?;
        (found, LOGG_RAKNA_ID.number(conn, &[&wanted[..], &of].concat()).await?)
    } else {
        let found = LOGG_LISTA.all(conn, &[&wanted[..], &place].concat(), avkoda::post).await?;
        (found, LOGG_RAKNA.number(conn, &wanted).await?)
    };
    Ok(beslut::cut(found, sida, totalt.unsigned_abs()))
}

async fn chain(conn: &Anslutning) -> Result<Loggkedja, StoreError> {
    let mangd = LOGG_MANGD.first(conn, &[], avkoda::mangd).await?;
    let (arenden, rader, fore) = mangd.ok_or(StoreError::Conflict("loggstart"))?;
    Ok(Loggkedja {
        start: LOGG_START.first(conn, &[], avkoda::start).await?.unwrap_or_default(),
        segment: LOGG_SEGMENT.all(conn, &[], avkoda::segment).await?,
        huvuden: LOGG_HUVUDEN.all(conn, &[], avkoda::huvud).await?,
        arenden,
        rader,
        fore,
    })
}

#[async_trait]
impl LoggRead for Rum<'_> {
    async fn list(&mut self, urval: Loggurval, sida: Sidval) -> Result<Sida<Atkomstpost>, StoreError> {
        let session = self.session.enter()?;
        let answer = list(&session.conn, &urval, sida).await;
        session.leave(answer)
    }

    async fn ends(&mut self) -> Result<Vec<Loggande>, StoreError> {
        let session = self.session.enter()?;
        let answer = LOGG_ANDAR.all(&session.conn, &[], avkoda::ande).await;
        session.leave(answer)
    }

    async fn prunable(&mut self, fore: DateTime<Utc>) -> Result<Vec<Loggande>, StoreError> {
        let session = self.session.enter()?;
        let answer = LOGG_GALLRINGSBARA.all(&session.conn, &[&micros(fore)], avkoda::ande).await;
        session.leave(answer)
    }

    async fn chain(&mut self) -> Result<Loggkedja, StoreError> {
        let session = self.session.enter()?;
        let answer = chain(&session.conn).await;
        session.leave(answer)
    }

    async fn links(&mut self, segment: i64, efter: i64, limit: u32) -> Result<Vec<Loggled>, StoreError> {
        let session = self.session.enter()?;
        let values: [&dyn Varde; 3] = [&segment, &efter, &i64::from(limit)];
        let answer = LOGG_LED.all(&session.conn, &values, avkoda::led).await;
        session.leave(answer)
    }

    async fn link_lines(&mut self, segment: i64, fran: i64, till: i64) -> Result<Vec<Loggrad>, StoreError> {
        let session = self.session.enter()?;
        let values: [&dyn Varde; 3] = [&segment, &fran, &till];
        let answer = LOGG_LED_RADER.all(&session.conn, &values, avkoda::rad).await;
        session.leave(answer)
    }
}
