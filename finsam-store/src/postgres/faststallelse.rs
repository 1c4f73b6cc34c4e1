//! Frozen states of the statistics.

use async_trait::async_trait;
use finsam_core::id::FaststallelseId;
use finsam_core::protokoll::Faststallelse;

use super::las;
use super::session::{Rum, Session};
use super::sql::{FASTSTALLELSE_ALLA, FASTSTALLELSE_INNEHALL, FASTSTALLELSE_INSERT, FASTSTALLELSE_KLAR, Varden};
use crate::rad::{Rad, micros};
use crate::rum::{FaststallelseRead, FaststallelseWrite, Nyfaststallelse};
use crate::{StoreError, avkoda, koder};

async fn content(session: &Session, id: FaststallelseId) -> Result<Option<Vec<u8>>, StoreError> {
    let sealed = |rad: Rad<'_>| rad.get::<Vec<u8>>(1, "innehall");
    let found = FASTSTALLELSE_INNEHALL.first(&session.conn, &[&id.0.as_bytes().as_slice()], sealed).await?;
    found.map(|sealed| Ok(session.ring().ok_or(StoreError::NoKey)?.open_state(id.0, &sealed)?)).transpose()
}

async fn insert(session: &mut Session, ny: &Nyfaststallelse) -> Result<bool, StoreError> {
    let sealed = session.ring().ok_or(StoreError::NoKey)?.seal_state(ny.id.0, &ny.innehall);
    las::lock(&session.conn, &[b"faststallelse", &ny.ar.to_be_bytes()]).await?;
    let (id, tid) = (ny.id.0.as_bytes().as_slice(), micros(ny.tid));
    let values: Varden<'_> =
        &[&id, &ny.ar, &ny.dataversion, &ny.regelversion, &ny.troskel, &tid, &ny.vem, &ny.anmarkning, &sealed];
    let kept = FASTSTALLELSE_INSERT.execute(&session.conn, values).await? > 0;
    if kept {
        session.logg.line(koder::FASTSTALLELSE, Some(ny.id.0), None);
    }
    Ok(kept)
}

async fn finish(
    session: &mut Session,
    id: FaststallelseId,
    digest: [u8; 32],
    innehall: &[u8],
) -> Result<bool, StoreError> {
    let sealed = session.ring().ok_or(StoreError::NoKey)?.seal_state(id.0, innehall);
    let values: Varden<'_> = &[&id.0.as_bytes().as_slice(), &digest.as_slice(), &sealed];
    let ended = FASTSTALLELSE_KLAR.execute(&session.conn, values).await? > 0;
    session.logg.line(koder::FASTSTALLELSE, Some(id.0), None);
    Ok(ended)
}

#[async_trait]
impl FaststallelseRead for Rum<'_> {
    async fn all(&mut self) -> Result<Vec<Faststallelse>, StoreError> {
        let session = self.session.enter()?;
        let answer = FASTSTALLELSE_ALLA.all(&session.conn, &[], avkoda::faststallelse).await;
        session.leave(answer)
    }

    async fn content(&mut self, id: FaststallelseId) -> Result<Option<Vec<u8>>, StoreError> {
        let session = self.session.enter()?;
        let answer = content(session, id).await;
        session.leave(answer)
    }
}

#[async_trait]
impl FaststallelseWrite for Rum<'_> {
    async fn insert(&mut self, ny: Nyfaststallelse) -> Result<bool, StoreError> {
        let session = self.session.enter()?;
        let answer = insert(session, &ny).await;
        session.leave(answer)
    }

    async fn finish(&mut self, id: FaststallelseId, digest: [u8; 32], innehall: Vec<u8>) -> Result<bool, StoreError> {
        let session = self.session.enter()?;
        let answer = finish(session, id, digest, &innehall).await;
        session.leave(answer)
    }
}
