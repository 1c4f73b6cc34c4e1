//! Pruning by age.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::las;
use super::session::{Rum, Session};
use super::sql::{
    GALLRING_BARA, GALLRING_FINNS, GALLRING_HAV, GALLRING_STOPP, GALLRING_STOPPA, GALLRING_STOPPADE, Varden,
};
use crate::rad::{days, micros};
use crate::rum::{GallringRead, GallringWrite, Gallringsbar, Gallringsmal, Gallringsstopp, Gallringsurval};
use crate::{StoreError, avkoda, koder};

async fn lock(session: &Session) -> Result<(), StoreError> {
    las::lock(&session.conn, &[b"gallringsstopp"]).await
}

async fn hold(session: &Session, stopp: &Gallringsstopp) -> Result<bool, StoreError> {
    lock(session).await?;
    let id = stopp.mal.id();
    let id = id.as_bytes().as_slice();
    if matches!(stopp.mal, Gallringsmal::Deltagande(_)) && GALLRING_FINNS.number(&session.conn, &[&id]).await? == 0 {
        return Err(StoreError::Conflict("deltagande"));
    }
    if GALLRING_STOPPADE.number(&session.conn, &[&id]).await? > 0 {
        return Ok(false);
    }
    let (resurs, tid) = (koder::gallringsmal(stopp.mal), micros(stopp.tid));
    GALLRING_STOPPA.execute(&session.conn, &[&resurs, &id, &stopp.anledning, &stopp.vem, &tid]).await?;
    Ok(true)
}

#[async_trait]
impl GallringRead for Rum<'_> {
    async fn prunable(
        &mut self,
        urval: Gallringsurval,
        efter: i64,
        limit: u32,
    ) -> Result<Vec<Gallringsbar>, StoreError> {
        let session = self.session.enter()?;
        let (fore, part) = (days(urval.fore), urval.part.map(|part| part.to_string()));
        let values: Varden<'_> = &[&efter, &fore, &i64::from(urval.anonyma), &part, &i64::from(limit)];
        let answer = GALLRING_BARA.all(&session.conn, values, avkoda::gallringsbar).await;
        session.leave(answer)
    }

    async fn holds(&mut self) -> Result<Vec<Gallringsstopp>, StoreError> {
        let session = self.session.enter()?;
        let answer = GALLRING_STOPP.all(&session.conn, &[], avkoda::gallringsstopp).await;
        session.leave(answer)
    }
}

#[async_trait]
impl GallringWrite for Rum<'_> {
    async fn lock(&mut self) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = lock(session).await;
        session.leave(answer)
    }

    async fn hold(&mut self, stopp: Gallringsstopp) -> Result<bool, StoreError> {
        let session = self.session.enter()?;
        let answer = hold(session, &stopp).await;
        session.leave(answer)
    }

    async fn lift(&mut self, mal: Gallringsmal, tid: DateTime<Utc>, vem: String) -> Result<bool, StoreError> {
        let session = self.session.enter()?;
        let id = mal.id();
        let answer = GALLRING_HAV.execute(&session.conn, &[&id.as_bytes().as_slice(), &micros(tid), &vem]).await;
        session.leave(answer.map(|lifted| lifted > 0))
    }
}
