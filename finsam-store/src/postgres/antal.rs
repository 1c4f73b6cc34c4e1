//! Counts.

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::NaiveDate;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Antal, Antalsuppgift, Enhet};

use super::anslut::Anslutning;
use super::logg::Sak;
use super::session::{Rum, Session};
use super::sql::{
    ANTAL_ALLA, ANTAL_GET, ANTAL_INSERT, ANTAL_LISTA, ANTAL_RADERA, ANTAL_UPDATE, TRANSAKTION_LAS_NYCKLAR,
};
use super::{insats, las};
use crate::avkoda::Antalsrad;
use crate::rad::{days, to_json};
use crate::rum::{AntalRead, AntalWrite, Handelsetyp, Resurs};
use crate::{StoreError, avkoda};

async fn get(
    conn: &Anslutning,
    insats: InsatsId,
    fran: NaiveDate,
    enhet: Enhet,
) -> Result<Option<Antalsrad>, StoreError> {
    let (id, fran) = (insats.0.as_bytes().as_slice(), i64::from(days(fran)));
    ANTAL_GET.first(conn, &[&id, &fran, &enhet.code()], avkoda::antal).await
}

/// An event about counts names their insats.
async fn put(session: &mut Session, id: InsatsId, uppgift: Antalsuppgift) -> Result<Antal, StoreError> {
    let json = to_json(&uppgift)?;
    let fran = i64::from(days(uppgift.fran));
    hold(session, &[id]).await?;
    let Some(Antalsrad { nummer, antal: known, raderad }) = get(&session.conn, id, uppgift.fran, uppgift.enhet).await?
    else {
        let insats = insats::number(&session.conn, id).await?;
        let enhet = uppgift.enhet.code();
        let nummer = ANTAL_INSERT.number(&session.conn, &[&insats, &fran, &enhet, &json]).await?;
        session.logg.changed(Handelsetyp::Skapad, Resurs::Antal, Sak { nummer, id: id.0, version: 1 });
        return Ok(Antal { insats_id: id, version: 1, uppgift });
    };
    if known.uppgift == uppgift && !raderad {
        session.logg.unchanged(Resurs::Antal, id.0);
        return Ok(known);
    }
    let version = known.version + 1;
    ANTAL_UPDATE.execute(&session.conn, &[&nummer, &version, &json]).await?;
    let typ = if raderad { Handelsetyp::Skapad } else { Handelsetyp::Andrad };
    session.logg.changed(typ, Resurs::Antal, Sak { nummer, id: id.0, version });
    Ok(Antal { version, uppgift, ..known })
}

/// How many locks the counts of all insatser share: a transaction has room for some thousands of locks, and an import
/// may name as many insatser.
const LAS: u8 = 128;

/// In the order of their numbers, so that two imports do not wait for each other.
async fn hold(session: &Session, insatser: &[InsatsId]) -> Result<(), StoreError> {
    let lock = |insats: &InsatsId| las::hash(&[b"antal", &[insats.0.as_bytes()[15] % LAS]]);
    let locks: BTreeSet<i64> = insatser.iter().map(lock).collect();
    let locks: Vec<i64> = locks.into_iter().collect();
    TRANSAKTION_LAS_NYCKLAR.execute(&session.conn, &[&locks]).await.map(drop)
}

async fn remove(session: &mut Session, id: InsatsId, fran: NaiveDate, enhet: Enhet) -> Result<bool, StoreError> {
    hold(session, &[id]).await?;
    let found = get(&session.conn, id, fran, enhet).await?;
    let Some(Antalsrad { nummer, antal, raderad: false }) = found else { return Ok(false) };
    let version = antal.version + 1;
    let left = to_json(&antal.uppgift.emptied())?;
    ANTAL_RADERA.execute(&session.conn, &[&nummer, &version, &left]).await?;
    session.logg.changed(Handelsetyp::Raderad, Resurs::Antal, Sak { nummer, id: id.0, version });
    Ok(true)
}

#[async_trait]
impl AntalRead for Rum<'_> {
    async fn get(&mut self, insats: InsatsId, fran: NaiveDate, enhet: Enhet) -> Result<Option<Antal>, StoreError> {
        let session = self.session.enter()?;
        let answer = get(&session.conn, insats, fran, enhet).await;
        session.leave(answer.map(|found| found.and_then(Antalsrad::kept)))
    }

    async fn list(&mut self, insats: InsatsId) -> Result<Vec<Antal>, StoreError> {
        let session = self.session.enter()?;
        let id = insats.0.as_bytes().as_slice();
        let answer = ANTAL_LISTA.all(&session.conn, &[&id], |rad| Ok(avkoda::antal(rad)?.antal)).await;
        session.leave(answer)
    }

    async fn all(&mut self) -> Result<Vec<Antal>, StoreError> {
        let session = self.session.enter()?;
        let answer = ANTAL_ALLA.all(&session.conn, &[], |rad| Ok(avkoda::antal(rad)?.antal)).await;
        session.leave(answer)
    }
}

#[async_trait]
impl AntalWrite for Rum<'_> {
    async fn put(&mut self, insats: InsatsId, uppgift: Antalsuppgift) -> Result<Antal, StoreError> {
        let session = self.session.enter()?;
        let answer = put(session, insats, uppgift).await;
        session.leave(answer)
    }

    async fn hold(&mut self, insatser: &[InsatsId]) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = hold(session, insatser).await;
        session.leave(answer)
    }

    async fn remove(&mut self, insats: InsatsId, fran: NaiveDate, enhet: Enhet) -> Result<bool, StoreError> {
        let session = self.session.enter()?;
        let answer = remove(session, insats, fran, enhet).await;
        session.leave(answer)
    }
}
