//! Boards, audits, budgets and outcomes of förbund.

use async_trait::async_trait;
use chrono::NaiveDate;
use finsam_core::id::ForbundId;

use super::anslut::Anslutning;
use super::logg::Sak;
use super::session::{Rum, Session};
use super::sql::{FORBUNDSAKT_EKONOMI, FORBUNDSAKT_GET, FORBUNDSAKT_INSERT, FORBUNDSAKT_LISTA, FORBUNDSAKT_UPDATE};
use super::{forbund, las};
use crate::rad::days;
use crate::rum::{Akt, AktRead, AktWrite, Aktnamn, Aktuppgift, Dagar, Handelsetyp};
use crate::{StoreError, avkoda, beslut};

async fn get(conn: &Anslutning, id: ForbundId, namn: Aktnamn) -> Result<Option<(i64, Akt)>, StoreError> {
    let (id, ar) = (id.0.as_bytes().as_slice(), i64::from(namn.ar()));
    FORBUNDSAKT_GET.first(conn, &[&id, &namn.resurs().code(), &ar], avkoda::akt).await
}

async fn lock(conn: &Anslutning, id: ForbundId, namn: Aktnamn) -> Result<(), StoreError> {
    let (slag, ar) = (namn.resurs().code(), namn.ar().to_be_bytes());
    las::lock(conn, &[b"forbundsakt", id.0.as_bytes(), slag.as_bytes(), &ar]).await
}

async fn insert(session: &mut Session, id: ForbundId, uppgift: Aktuppgift) -> Result<Akt, StoreError> {
    let (namn, json) = (uppgift.namn(), uppgift.to_json()?);
    let (forbund, ar) = (forbund::number(&session.conn, id).await?, i64::from(namn.ar()));
    let nummer = FORBUNDSAKT_INSERT.number(&session.conn, &[&forbund, &namn.resurs().code(), &ar, &json]).await?;
    session.logg.changed(Handelsetyp::Skapad, namn.resurs(), Sak { nummer, id: id.0, version: 1 });
    Ok(uppgift.kept(id, 1, Dagar::default()))
}

async fn update(
    session: &mut Session,
    id: ForbundId,
    (nummer, known): (i64, Akt),
    now: Akt,
) -> Result<Akt, StoreError> {
    let (uppgift, dagar, version) = (now.uppgift(), now.dagar(), now.version());
    if now == known {
        session.logg.unchanged(uppgift.namn().resurs(), id.0);
        return Ok(known);
    }
    let kept = |day: Option<NaiveDate>| day.map(|day| i64::from(days(day)));
    let (forst, nu, json) = (kept(dagar.forst), kept(dagar.nu), uppgift.to_json()?);
    FORBUNDSAKT_UPDATE.execute(&session.conn, &[&nummer, &version, &forst, &nu, &json]).await?;
    session.logg.changed(Handelsetyp::Andrad, uppgift.namn().resurs(), Sak { nummer, id: id.0, version });
    Ok(now)
}

async fn put(
    session: &mut Session,
    id: ForbundId,
    version: Option<i64>,
    uppgift: Aktuppgift,
) -> Result<Option<Akt>, StoreError> {
    lock(&session.conn, id, uppgift.namn()).await?;
    match get(&session.conn, id, uppgift.namn()).await? {
        None if version.is_none() => insert(session, id, uppgift).await.map(Some),
        Some(known) if version == Some(known.1.version()) => {
            let now = beslut::replaced(id, &known.1, uppgift);
            update(session, id, known, now).await.map(Some)
        }
        _ => Ok(None),
    }
}

async fn set(
    session: &mut Session,
    id: ForbundId,
    ar: i32,
    version: i64,
    datum: NaiveDate,
) -> Result<Option<Akt>, StoreError> {
    lock(&session.conn, id, Aktnamn::Budget(ar)).await?;
    match get(&session.conn, id, Aktnamn::Budget(ar)).await? {
        Some(known) if version == known.1.version() => {
            let now = beslut::set(id, &known.1, datum);
            update(session, id, known, now).await.map(Some)
        }
        _ => Ok(None),
    }
}

#[async_trait]
impl AktRead for Rum<'_> {
    async fn get(&mut self, forbund: ForbundId, namn: Aktnamn) -> Result<Option<Akt>, StoreError> {
        let session = self.session.enter()?;
        let answer = get(&session.conn, forbund, namn).await;
        session.leave(answer.map(|found| found.map(|(_, akt)| akt)))
    }

    async fn list(&mut self, forbund: ForbundId) -> Result<Vec<Akt>, StoreError> {
        let session = self.session.enter()?;
        let id = forbund.0.as_bytes().as_slice();
        let answer = FORBUNDSAKT_LISTA.all(&session.conn, &[&id], |rad| Ok(avkoda::akt(rad)?.1)).await;
        session.leave(answer)
    }

    async fn economy(&mut self) -> Result<Vec<Akt>, StoreError> {
        let session = self.session.enter()?;
        let answer = FORBUNDSAKT_EKONOMI.all(&session.conn, &[], |rad| Ok(avkoda::akt(rad)?.1)).await;
        session.leave(answer)
    }
}

#[async_trait]
impl AktWrite for Rum<'_> {
    async fn put(
        &mut self,
        forbund: ForbundId,
        version: Option<i64>,
        uppgift: Aktuppgift,
    ) -> Result<Option<Akt>, StoreError> {
        let session = self.session.enter()?;
        let answer = put(session, forbund, version, uppgift).await;
        session.leave(answer)
    }

    async fn set(
        &mut self,
        forbund: ForbundId,
        ar: i32,
        version: i64,
        datum: NaiveDate,
    ) -> Result<Option<Akt>, StoreError> {
        let session = self.session.enter()?;
        let answer = set(session, forbund, ar, version, datum).await;
        session.leave(answer)
    }
}
