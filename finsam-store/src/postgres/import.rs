//! Imports as jobs, and the result of each of their rows.

use std::collections::BTreeMap;

use async_trait::async_trait;
use finsam_core::id::ImportId;
use finsam_core::part::PartKod;

use super::anslut::Anslutning;
use super::session::Rum;
use super::sql::{
    IMPORT_GET, IMPORT_GET_LAS, IMPORT_INSERT, IMPORT_NUMMER, IMPORT_OFARDIGA, IMPORT_RAD_INSERT_FLERA, IMPORT_RADER,
    IMPORT_UPDATE, Varden,
};
use crate::rad::{micros, signed, to_json};
use crate::rum::{Import, ImportRead, ImportWrite, Importrad};
use crate::{StoreError, avkoda};

async fn insert(conn: &Anslutning, import: &Import) -> Result<(), StoreError> {
    let (id, part) = (import.id.0.as_bytes().as_slice(), import.part.to_string());
    let (status, antal) = (import.status.code(), to_json(&import.antal)?);
    let (lasta, skrivna) = (signed(import.lasta), signed(import.skrivna));
    let (skapad, andrad) = (micros(import.skapad), micros(import.andrad));
    let values: Varden<'_> = &[
        &id,
        &part,
        &status,
        &import.installning,
        &antal,
        &lasta,
        &skrivna,
        &import.orsak,
        &skapad,
        &andrad,
        &import.vem,
    ];
    IMPORT_INSERT.execute(conn, values).await.map(drop)
}

async fn update(conn: &Anslutning, import: &Import) -> Result<(), StoreError> {
    let (id, status, antal) = (import.id.0.as_bytes().as_slice(), import.status.code(), to_json(&import.antal)?);
    let (lasta, skrivna, andrad) = (signed(import.lasta), signed(import.skrivna), micros(import.andrad));
    let values: Varden<'_> = &[&id, &status, &antal, &lasta, &skrivna, &import.orsak, &andrad];
    let found = IMPORT_UPDATE.execute(conn, values).await?;
    if found == 0 { Err(StoreError::Conflict("import")) } else { Ok(()) }
}

/// One statement may not change a row twice: of two results for one row the later one is kept.
async fn add_rows(conn: &Anslutning, id: ImportId, rader: &[Importrad]) -> Result<(), StoreError> {
    let id = id.0.as_bytes().as_slice();
    let found: Option<i64> = IMPORT_NUMMER.first(conn, &[&id], |rad| rad.get(0, "nummer")).await?;
    let nummer = found.ok_or(StoreError::Conflict("import"))?;
    let rader: BTreeMap<i64, String> =
        rader.iter().map(|rad| Ok((signed(rad.rad), to_json(rad)?))).collect::<Result<_, StoreError>>()?;
    let (numbers, results): (Vec<i64>, Vec<String>) = rader.into_iter().unzip();
    IMPORT_RAD_INSERT_FLERA.execute(conn, &[&nummer, &numbers, &results]).await.map(drop)
}

#[async_trait]
impl ImportRead for Rum<'_> {
    async fn get(&mut self, part: PartKod, id: ImportId) -> Result<Option<Import>, StoreError> {
        let session = self.session.enter()?;
        let (id, part) = (id.0.as_bytes().as_slice(), part.to_string());
        let answer = IMPORT_GET.first(&session.conn, &[&id, &part], avkoda::import).await;
        session.leave(answer)
    }

    async fn unfinished(&mut self) -> Result<Vec<Import>, StoreError> {
        let session = self.session.enter()?;
        let answer = IMPORT_OFARDIGA.all(&session.conn, &[], avkoda::import).await;
        session.leave(answer)
    }

    async fn rows(&mut self, id: ImportId, efter: u64, limit: u32) -> Result<Vec<Importrad>, StoreError> {
        let session = self.session.enter()?;
        let (id, efter, limit) = (id.0.as_bytes().as_slice(), signed(efter), i64::from(limit));
        let values: Varden<'_> = &[&id, &efter, &limit];
        let answer = IMPORT_RADER.all(&session.conn, values, |rad| rad.json(1, "resultat")).await;
        session.leave(answer)
    }
}

#[async_trait]
impl ImportWrite for Rum<'_> {
    async fn insert(&mut self, import: &Import) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = insert(&session.conn, import).await;
        session.leave(answer)
    }

    async fn hold(&mut self, part: PartKod, id: ImportId) -> Result<Option<Import>, StoreError> {
        let session = self.session.enter()?;
        let (id, part) = (id.0.as_bytes().as_slice(), part.to_string());
        let answer = IMPORT_GET_LAS.first(&session.conn, &[&id, &part], avkoda::import).await;
        session.leave(answer)
    }

    async fn update(&mut self, import: &Import) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = update(&session.conn, import).await;
        session.leave(answer)
    }

    async fn add_rows(&mut self, id: ImportId, rader: &[Importrad]) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = add_rows(&session.conn, id, rader).await;
        session.leave(answer)
    }
}
