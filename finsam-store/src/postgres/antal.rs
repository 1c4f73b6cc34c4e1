//! Counts.

use async_trait::async_trait;
use chrono::NaiveDate;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Antal, Antalsuppgift, Enhet};

use super::anslut::Anslutning;
use super::logg::Sak;
use super::session::{Rum, Session};
use super::sql::{ANTAL_ALLA, ANTAL_GET, ANTAL_INSERT, ANTAL_LISTA, ANTAL_UPDATE};
use super::{insats, las};
use crate::rad::{days, to_json};
use crate::rum::{AntalRead, AntalWrite, Handelsetyp, Resurs};
use crate::{StoreError, avkoda};

async fn get(
    conn: &Anslutning,
    insats: InsatsId,
    fran: NaiveDate,
    enhet: Enhet,
) -> Result<Option<(i64, Antal)>, StoreError> {
    let (id, fran) = (insats.0.as_bytes().as_slice(), i64::from(days(fran)));
    ANTAL_GET.first(conn, &[&id, &fran, &enhet.code()], avkoda::antal).await
}

/// An event about counts names their insats.
async fn put(session: &mut Session, id: InsatsId, uppgift: Antalsuppgift) -> Result<Antal, StoreError> {
    let json = to_json(&uppgift)?;
    let fran = i64::from(days(uppgift.fran));
    let name: [&[u8]; 4] = [b"antal", id.0.as_bytes(), &fran.to_be_bytes(), uppgift.enhet.code().as_bytes()];
    las::lock(&session.conn, &name).await?;
    let Some((nummer, known)) = get(&session.conn, id, uppgift.fran, uppgift.enhet).await? else {
        let insats = insats::number(&session.conn, id).await?;
        let enhet = uppgift.enhet.code();
        let nummer = ANTAL_INSERT.number(&session.conn, &[&insats, &fran, &enhet, &json]).await?;
        session.logg.changed(Handelsetyp::Skapad, Resurs::Antal, Sak { nummer, id: id.0, version: 1 });
        return Ok(Antal { insats_id: id, version: 1, uppgift });
    };
    if known.uppgift == uppgift {
        session.logg.unchanged(Resurs::Antal, id.0);
        return Ok(known);
    }
    let version = known.version + 1;
    ANTAL_UPDATE.execute(&session.conn, &[&nummer, &version, &json]).await?;
    session.logg.changed(Handelsetyp::Andrad, Resurs::Antal, Sak { nummer, id: id.0, version });
    Ok(Antal { version, uppgift, ..known })
}

#[async_trait]
impl AntalRead for Rum<'_> {
    async fn get(&mut self, insats: InsatsId, fran: NaiveDate, enhet: Enhet) -> Result<Option<Antal>, StoreError> {
        let session = self.session.enter()?;
        let answer = get(&session.conn, insats, fran, enhet).await;
        session.leave(answer.map(|found| found.map(|(_, antal)| antal)))
    }

    async fn list(&mut self, insats: InsatsId) -> Result<Vec<Antal>, StoreError> {
        let session = self.session.enter()?;
        let id = insats.0.as_bytes().as_slice();
        let answer = ANTAL_LISTA.all(&session.conn, &[&id], |rad| Ok(avkoda::antal(rad)?.1)).await;
        session.leave(answer)
    }

    async fn all(&mut self) -> Result<Vec<Antal>, StoreError> {
        let session = self.session.enter()?;
        let answer = ANTAL_ALLA.all(&session.conn, &[], |rad| Ok(avkoda::antal(rad)?.1)).await;
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
}
