//! Allocations of the state's money.

use async_trait::async_trait;
use finsam_core::ekonomi::tilldelning::{Tilldelning, Tilldelningsuppgift};
use finsam_core::id::TilldelningId;

use super::anslut::Anslutning;
use super::las;
use super::logg::Sak;
use super::session::{Rum, Session};
use super::sql::{TILLDELNING_ALLA, TILLDELNING_GET, TILLDELNING_INSERT, TILLDELNING_UPDATE};
use crate::rad::to_json;
use crate::rum::{Handelsetyp, Resurs, TilldelningRead, TilldelningWrite};
use crate::{StoreError, avkoda};

async fn get(conn: &Anslutning, ar: i32) -> Result<Option<(i64, Tilldelning)>, StoreError> {
    TILLDELNING_GET.first(conn, &[&i64::from(ar)], avkoda::tilldelning).await
}

async fn insert(
    session: &mut Session,
    id: TilldelningId,
    ar: i32,
    uppgift: Tilldelningsuppgift,
) -> Result<Tilldelning, StoreError> {
    let json = to_json(&uppgift)?;
    let values: (&[u8], i64) = (id.0.as_bytes(), ar.into());
    let nummer = TILLDELNING_INSERT.number(&session.conn, &[&values.0, &values.1, &json]).await?;
    session.logg.changed(Handelsetyp::Skapad, Resurs::Tilldelning, Sak { nummer, id: id.0, version: 1 });
    Ok(Tilldelning { id, ar, version: 1, uppgift })
}

async fn update(
    session: &mut Session,
    nummer: i64,
    known: Tilldelning,
    uppgift: Tilldelningsuppgift,
) -> Result<Tilldelning, StoreError> {
    if known.uppgift == uppgift {
        session.logg.unchanged(Resurs::Tilldelning, known.id.0);
        return Ok(known);
    }
    let (version, json) = (known.version + 1, to_json(&uppgift)?);
    TILLDELNING_UPDATE.execute(&session.conn, &[&nummer, &version, &json]).await?;
    session.logg.changed(Handelsetyp::Andrad, Resurs::Tilldelning, Sak { nummer, id: known.id.0, version });
    Ok(Tilldelning { version, uppgift, ..known })
}

async fn put(
    session: &mut Session,
    nytt_id: TilldelningId,
    ar: i32,
    version: Option<i64>,
    uppgift: Tilldelningsuppgift,
) -> Result<Option<Tilldelning>, StoreError> {
    las::lock(&session.conn, &[b"tilldelning", &ar.to_be_bytes()]).await?;
    match get(&session.conn, ar).await? {
        None if version.is_none() => insert(session, nytt_id, ar, uppgift).await.map(Some),
        Some((nummer, known)) if version == Some(known.version) => {
            update(session, nummer, known, uppgift).await.map(Some)
        }
        _ => Ok(None),
    }
}

#[async_trait]
impl TilldelningRead for Rum<'_> {
    async fn get(&mut self, ar: i32) -> Result<Option<Tilldelning>, StoreError> {
        let session = self.session.enter()?;
        let answer = get(&session.conn, ar).await;
        session.leave(answer.map(|found| found.map(|(_, tilldelning)| tilldelning)))
    }

    async fn all(&mut self) -> Result<Vec<Tilldelning>, StoreError> {
        let session = self.session.enter()?;
        let answer = TILLDELNING_ALLA.all(&session.conn, &[], |rad| Ok(avkoda::tilldelning(rad)?.1)).await;
        session.leave(answer)
    }
}

#[async_trait]
impl TilldelningWrite for Rum<'_> {
    async fn put(
        &mut self,
        nytt_id: TilldelningId,
        ar: i32,
        version: Option<i64>,
        uppgift: Tilldelningsuppgift,
    ) -> Result<Option<Tilldelning>, StoreError> {
        let session = self.session.enter()?;
        let answer = put(session, nytt_id, ar, version, uppgift).await;
        session.leave(answer)
    }
}
