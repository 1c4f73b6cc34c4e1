//! Imports as jobs, and the result of each of their rows.

use async_trait::async_trait;
use finsam_core::id::ImportId;
use finsam_core::part::PartKod;

use super::session::Rum;
use super::sql::{
    IMPORT_GET, IMPORT_INSERT, IMPORT_NUMMER, IMPORT_OFARDIGA, IMPORT_RAD_INSERT, IMPORT_RADER, IMPORT_UPDATE,
};
use crate::rad::{micros, signed, to_json};
use crate::rum::{Import, ImportRead, ImportWrite, Importrad};
use crate::{StoreError, avkoda};

#[async_trait]
impl ImportRead for Rum<'_> {
    async fn get(&mut self, part: PartKod, id: ImportId) -> Result<Option<Import>, StoreError> {
        self.lank
            .read(move |plats| IMPORT_GET.first(plats.conn, (id.0.as_bytes(), part.to_string()), avkoda::import))
            .await
    }

    async fn unfinished(&mut self) -> Result<Vec<Import>, StoreError> {
        self.lank.read(|plats| IMPORT_OFARDIGA.all(plats.conn, (), avkoda::import)).await
    }

    async fn rows(&mut self, id: ImportId, efter: u64, limit: u32) -> Result<Vec<Importrad>, StoreError> {
        self.lank
            .read(move |plats| {
                let values = (id.0.as_bytes(), signed(efter), limit);
                IMPORT_RADER.all(plats.conn, values, |rad| rad.json(1, "resultat"))
            })
            .await
    }
}

#[async_trait]
impl ImportWrite for Rum<'_> {
    async fn insert(&mut self, import: &Import) -> Result<(), StoreError> {
        let import = import.clone();
        self.lank
            .write(move |plats| {
                let values = (
                    import.id.0.as_bytes(),
                    import.part.to_string(),
                    import.status.code(),
                    &import.installning,
                    to_json(&import.antal)?,
                    signed(import.lasta),
                    signed(import.skrivna),
                    &import.orsak,
                    micros(import.skapad),
                    micros(import.andrad),
                    &import.vem,
                );
                IMPORT_INSERT.execute(plats.conn, values).map(drop)
            })
            .await
    }

    /// There is one unit of work at a time.
    async fn hold(&mut self, part: PartKod, id: ImportId) -> Result<Option<Import>, StoreError> {
        self.get(part, id).await
    }

    async fn update(&mut self, import: &Import) -> Result<(), StoreError> {
        let import = import.clone();
        self.lank
            .write(move |plats| {
                let values = (
                    import.id.0.as_bytes(),
                    import.status.code(),
                    to_json(&import.antal)?,
                    signed(import.lasta),
                    signed(import.skrivna),
                    &import.orsak,
                    micros(import.andrad),
                );
                let found = IMPORT_UPDATE.execute(plats.conn, values)?;
                if found == 0 { Err(StoreError::Conflict("import")) } else { Ok(()) }
            })
            .await
    }

    async fn add_rows(&mut self, id: ImportId, rader: &[Importrad]) -> Result<(), StoreError> {
        let rader =
            rader.iter().map(|rad| Ok((signed(rad.rad), to_json(rad)?))).collect::<Result<Vec<_>, StoreError>>()?;
        self.lank
            .write(move |plats| {
                let found = IMPORT_NUMMER.first(plats.conn, (id.0.as_bytes(),), |rad| rad.get::<i64>(0, "nummer"))?;
                let nummer = found.ok_or(StoreError::Conflict("import"))?;
                for (rad, resultat) in &rader {
                    IMPORT_RAD_INSERT.execute(plats.conn, (nummer, rad, resultat))?;
                }
                Ok(())
            })
            .await
    }
}
