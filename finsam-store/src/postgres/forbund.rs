//! Samordningsförbund. There are some eighty: lists are selected from all of them here instead of in SQL.

use async_trait::async_trait;
use finsam_core::forbund::{Forbund, Forbundsuppgift};
use finsam_core::id::ForbundId;

use super::anslut::Anslutning;
use super::las;
use super::logg::Sak;
use super::session::{Rum, Session};
use super::sql::{FORBUND_ALLA, FORBUND_GET, FORBUND_INSERT, FORBUND_NUMMER, FORBUND_UPDATE, FORBUND_UPPGA};
use crate::rad::to_json;
use crate::rum::{ForbundRead, ForbundWrite, Forbundsurval, Handelsetyp, Resurs, Sida, Sidval};
use crate::{StoreError, avkoda, beslut};

async fn get(conn: &Anslutning, id: ForbundId) -> Result<Option<(i64, Forbund)>, StoreError> {
    FORBUND_GET.first(conn, &[&id.0.as_bytes().as_slice()], avkoda::forbund).await
}

async fn all(conn: &Anslutning) -> Result<Vec<(i64, Forbund)>, StoreError> {
    FORBUND_ALLA.all(conn, &[], avkoda::forbund).await
}

/// The internal number of a förbund, that other tables name it by.
pub(super) async fn number(conn: &Anslutning, id: ForbundId) -> Result<i64, StoreError> {
    let found = FORBUND_NUMMER.first(conn, &[&id.0.as_bytes().as_slice()], |rad| rad.get(0, "nummer")).await?;
    found.ok_or(StoreError::Conflict("forbund"))
}

async fn lock(conn: &Anslutning, id: ForbundId) -> Result<(), StoreError> {
    las::lock(conn, &[b"forbund", id.0.as_bytes()]).await
}

async fn insert(session: &mut Session, id: ForbundId, uppgift: Forbundsuppgift) -> Result<Forbund, StoreError> {
    let json = to_json(&uppgift)?;
    lock(&session.conn, id).await?;
    if get(&session.conn, id).await?.is_some() {
        return Err(StoreError::Conflict("forbund.id"));
    }
    let nummer = FORBUND_INSERT.number(&session.conn, &[&id.0.as_bytes().as_slice(), &json]).await?;
    session.logg.changed(Handelsetyp::Skapad, Resurs::Forbund, Sak { nummer, id: id.0, version: 1 });
    Ok(Forbund { id, version: 1, ersatt_av: Vec::new(), uppgift })
}

async fn update(
    session: &mut Session,
    id: ForbundId,
    version: i64,
    uppgift: Forbundsuppgift,
) -> Result<Option<Forbund>, StoreError> {
    let json = to_json(&uppgift)?;
    lock(&session.conn, id).await?;
    let Some((nummer, known)) = get(&session.conn, id).await?.filter(|(_, known)| known.version == version) else {
        return Ok(None);
    };
    if known.uppgift == uppgift {
        session.logg.unchanged(Resurs::Forbund, id.0);
        return Ok(Some(known));
    }
    let version = version + 1;
    FORBUND_UPDATE.execute(&session.conn, &[&nummer, &version, &json]).await?;
    session.logg.changed(Handelsetyp::Andrad, Resurs::Forbund, Sak { nummer, id: id.0, version });
    Ok(Some(Forbund { version, uppgift, ..known }))
}

async fn merge_into(
    session: &mut Session,
    id: ForbundId,
    version: i64,
    uppgift: Forbundsuppgift,
    ersatt_av: ForbundId,
) -> Result<Option<Forbund>, StoreError> {
    let json = to_json(&uppgift)?;
    lock(&session.conn, id).await?;
    let Some((nummer, mut known)) = get(&session.conn, id).await?.filter(|(_, known)| known.version == version) else {
        return Ok(None);
    };
    let version = version + 1;
    known.ersatt_av.push(ersatt_av);
    let replaced = to_json(&known.ersatt_av)?;
    FORBUND_UPPGA.execute(&session.conn, &[&nummer, &version, &replaced, &json]).await?;
    session.logg.changed(Handelsetyp::Sammanslagen, Resurs::Forbund, Sak { nummer, id: id.0, version });
    Ok(Some(Forbund { version, uppgift, ..known }))
}

#[async_trait]
impl ForbundRead for Rum<'_> {
    async fn get(&mut self, id: ForbundId) -> Result<Option<Forbund>, StoreError> {
        let session = self.session.enter()?;
        let answer = get(&session.conn, id).await.map(|found| found.map(|(_, forbund)| forbund));
        session.leave(answer)
    }

    async fn list(&mut self, urval: Forbundsurval, sida: Sidval) -> Result<Sida<Forbund>, StoreError> {
        let session = self.session.enter()?;
        let answer = all(&session.conn).await;
        let found = session.leave(answer)?.into_iter();
        Ok(beslut::page(found.filter(|(_, forbund)| beslut::selects(urval, &forbund.uppgift)).collect(), sida))
    }

    async fn all(&mut self) -> Result<Vec<Forbund>, StoreError> {
        let session = self.session.enter()?;
        let answer = all(&session.conn).await;
        Ok(session.leave(answer)?.into_iter().map(|(_, forbund)| forbund).collect())
    }
}

#[async_trait]
impl ForbundWrite for Rum<'_> {
    async fn insert(&mut self, id: ForbundId, uppgift: Forbundsuppgift) -> Result<Forbund, StoreError> {
        let session = self.session.enter()?;
        let answer = insert(session, id, uppgift).await;
        session.leave(answer)
    }

    async fn update(
        &mut self,
        id: ForbundId,
        version: i64,
        uppgift: Forbundsuppgift,
    ) -> Result<Option<Forbund>, StoreError> {
        let session = self.session.enter()?;
        let answer = update(session, id, version, uppgift).await;
        session.leave(answer)
    }

    async fn merge_into(
        &mut self,
        id: ForbundId,
        version: i64,
        uppgift: Forbundsuppgift,
        ersatt_av: ForbundId,
    ) -> Result<Option<Forbund>, StoreError> {
        let session = self.session.enter()?;
        let answer = merge_into(session, id, version, uppgift, ersatt_av).await;
        session.leave(answer)
    }
}
