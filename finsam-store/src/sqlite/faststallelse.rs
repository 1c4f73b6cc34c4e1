//! Frozen states of the statistics.

use async_trait::async_trait;
use finsam_core::id::FaststallelseId;
use finsam_core::protokoll::Faststallelse;

use super::lank::Plats;
use super::session::Rum;
use super::sql::{FASTSTALLELSE_ALLA, FASTSTALLELSE_INNEHALL, FASTSTALLELSE_INSERT, FASTSTALLELSE_KLAR};
use crate::rad::{Rad, micros};
use crate::rum::{FaststallelseRead, FaststallelseWrite, Nyfaststallelse};
use crate::{StoreError, avkoda, koder};

fn content(plats: &Plats<'_>, id: FaststallelseId) -> Result<Option<Vec<u8>>, StoreError> {
    let sealed = |rad: Rad<'_>| rad.get::<Vec<u8>>(1, "innehall");
    let found = FASTSTALLELSE_INNEHALL.first(plats.conn, (id.0.as_bytes(),), sealed)?;
    found.map(|sealed| Ok(plats.ring()?.open_state(id.0, &sealed)?)).transpose()
}

fn insert(plats: &mut Plats<'_>, ny: &Nyfaststallelse) -> Result<bool, StoreError> {
    let values = (
        ny.id.0.as_bytes(),
        ny.ar,
        ny.dataversion,
        &ny.regelversion,
        ny.troskel,
        micros(ny.tid),
        &ny.vem,
        &ny.anmarkning,
        plats.ring()?.seal_state(ny.id.0, &ny.innehall),
    );
    let kept = FASTSTALLELSE_INSERT.execute(plats.conn, values)? > 0;
    if kept {
        plats.log(koder::FASTSTALLELSE, Some(ny.id.0), None)?;
    }
    Ok(kept)
}

#[async_trait]
impl FaststallelseRead for Rum<'_> {
    async fn all(&mut self) -> Result<Vec<Faststallelse>, StoreError> {
        self.lank.read(|plats| FASTSTALLELSE_ALLA.all(plats.conn, (), avkoda::faststallelse)).await
    }

    async fn content(&mut self, id: FaststallelseId) -> Result<Option<Vec<u8>>, StoreError> {
        self.lank.read(move |plats| content(plats, id)).await
    }
}

#[async_trait]
impl FaststallelseWrite for Rum<'_> {
    async fn insert(&mut self, ny: Nyfaststallelse) -> Result<bool, StoreError> {
        self.lank.write(move |plats| insert(plats, &ny)).await
    }

    async fn finish(&mut self, id: FaststallelseId, digest: [u8; 32], innehall: Vec<u8>) -> Result<bool, StoreError> {
        self.lank
            .write(move |plats| {
                let values = (id.0.as_bytes(), digest, plats.ring()?.seal_state(id.0, &innehall));
                let ended = FASTSTALLELSE_KLAR.execute(plats.conn, values)? > 0;
                plats.log(koder::FASTSTALLELSE, Some(id.0), None)?;
                Ok(ended)
            })
            .await
    }
}
