//! Background figures of kommuner.

use async_trait::async_trait;
use finsam_core::bakgrund::{Bakgrundstal, Bakgrundsuppgift};
use finsam_core::id::BakgrundstalId;

use super::anslut::Anslutning;
use super::las;
use super::logg::Sak;
use super::session::{Rum, Session};
use super::sql::{BAKGRUNDSTAL_ALLA, BAKGRUNDSTAL_GET, BAKGRUNDSTAL_INSERT, BAKGRUNDSTAL_UPDATE};
use crate::rad::to_json;
use crate::rum::{BakgrundRead, BakgrundWrite, Handelsetyp, Resurs};
use crate::{StoreError, avkoda};

async fn get(conn: &Anslutning, ar: i32) -> Result<Option<(i64, Bakgrundstal)>, StoreError> {
    BAKGRUNDSTAL_GET.first(conn, &[&i64::from(ar)], avkoda::bakgrundstal).await
}

async fn insert(
    session: &mut Session,
    id: BakgrundstalId,
    ar: i32,
    uppgift: Bakgrundsuppgift,
) -> Result<Bakgrundstal, StoreError> {
    let json = to_json(&uppgift)?;
    let values: (&[u8], i64) = (id.0.as_bytes(), ar.into());
    let nummer = BAKGRUNDSTAL_INSERT.number(&session.conn, &[&values.0, &values.1, &json]).await?;
    session.logg.changed(Handelsetyp::Skapad, Resurs::Bakgrundstal, Sak { nummer, id: id.0, version: 1 });
    Ok(Bakgrundstal { id, ar, version: 1, uppgift })
}

async fn update(
    session: &mut Session,
    nummer: i64,
    known: Bakgrundstal,
    uppgift: Bakgrundsuppgift,
) -> Result<Bakgrundstal, StoreError> {
    if known.uppgift == uppgift {
        session.logg.unchanged(Resurs::Bakgrundstal, known.id.0);
        return Ok(known);
    }
    let (version, json) = (known.version + 1, to_json(&uppgift)?);
    BAKGRUNDSTAL_UPDATE.execute(&session.conn, &[&nummer, &version, &json]).await?;
    session.logg.changed(Handelsetyp::Andrad, Resurs::Bakgrundstal, Sak { nummer, id: known.id.0, version });
    Ok(Bakgrundstal { version, uppgift, ..known })
}

async fn put(
    session: &mut Session,
    nytt_id: BakgrundstalId,
    ar: i32,
    version: Option<i64>,
    uppgift: Bakgrundsuppgift,
) -> Result<Option<Bakgrundstal>, StoreError> {
    las::lock(&session.conn, &[b"bakgrundstal", &ar.to_be_bytes()]).await?;
    match get(&session.conn, ar).await? {
        None if version.is_none() => insert(session, nytt_id, ar, uppgift).await.map(Some),
        Some((nummer, known)) if version == Some(known.version) => {
            update(session, nummer, known, uppgift).await.map(Some)
        }
        _ => Ok(None),
    }
}

#[async_trait]
impl BakgrundRead for Rum<'_> {
    async fn get(&mut self, ar: i32) -> Result<Option<Bakgrundstal>, StoreError> {
        let session = self.session.enter()?;
        let answer = get(&session.conn, ar).await;
        session.leave(answer.map(|found| found.map(|(_, tal)| tal)))
    }

    async fn all(&mut self) -> Result<Vec<Bakgrundstal>, StoreError> {
        let session = self.session.enter()?;
        let answer = BAKGRUNDSTAL_ALLA.all(&session.conn, &[], |rad| Ok(avkoda::bakgrundstal(rad)?.1)).await;
        session.leave(answer)
    }
}

#[async_trait]
impl BakgrundWrite for Rum<'_> {
    async fn put(
        &mut self,
        nytt_id: BakgrundstalId,
        ar: i32,
        version: Option<i64>,
        uppgift: Bakgrundsuppgift,
    ) -> Result<Option<Bakgrundstal>, StoreError> {
        let session = self.session.enter()?;
        let answer = put(session, nytt_id, ar, version, uppgift).await;
        session.leave(answer)
    }
}
