//! Imports as jobs, and the result of each of their rows.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::id::ImportId;
use finsam_core::part::PartKod;
use uuid::Uuid;

use super::lank::Plats;
use super::session::Rum;
use super::sql::{
    IMPORT_BORJA, IMPORT_EGNA, IMPORT_FORE, IMPORT_FORLANG, IMPORT_GALLRA, IMPORT_GALLRA_NASTA,
    IMPORT_GALLRA_NASTA_POSTER, IMPORT_GALLRA_POSTER, IMPORT_GALLRA_RADER, IMPORT_GAMLA_PLANER, IMPORT_GET,
    IMPORT_INSERT, IMPORT_NUMMER, IMPORT_OVERGIVNA, IMPORT_POST_INSERT, IMPORT_POSTER, IMPORT_POSTER_RADERA,
    IMPORT_RAD_INSERT, IMPORT_RADER, IMPORT_RADER_RADERA, IMPORT_UPDATE,
};
use crate::rad::{micros, signed, to_json};
use crate::rum::{Gallring, Import, ImportRead, ImportWrite, Importinnehall, Importrad};
use crate::{StoreError, avkoda};

/// The internal number of an import.
fn number(plats: &Plats<'_>, id: ImportId) -> Result<i64, StoreError> {
    let found = IMPORT_NUMMER.first(plats.conn, (id.0.as_bytes(),), |rad| rad.get(0, "nummer"))?;
    found.ok_or(StoreError::Conflict("import"))
}

fn insert(plats: &Plats<'_>, import: &Import) -> Result<(), StoreError> {
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
        import.version,
        import.agare.map(Uuid::into_bytes),
        import.lan_till.map(micros),
        import.nyckel,
    );
    IMPORT_INSERT.execute(plats.conn, values).map(drop)
}

fn update(plats: &Plats<'_>, import: &Import) -> Result<(), StoreError> {
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
}

fn prune(plats: &Plats<'_>, gallring: Gallring, limit: u32) -> Result<bool, StoreError> {
    let (next, fore) = match gallring {
        Gallring::Importer(fore) => (IMPORT_GALLRA_NASTA, fore),
        Gallring::Poster(fore) => (IMPORT_GALLRA_NASTA_POSTER, fore),
    };
    let found: Option<i64> = next.first(plats.conn, (micros(fore),), |rad| rad.get(0, "nummer"))?;
    let Some(nummer) = found else { return Ok(false) };
    let mut removed = IMPORT_GALLRA_POSTER.execute(plats.conn, (nummer, limit))?;
    if matches!(gallring, Gallring::Importer(_)) {
        removed += IMPORT_GALLRA_RADER.execute(plats.conn, (nummer, limit))?;
        if removed == 0 {
            IMPORT_GALLRA.execute(plats.conn, (nummer,))?;
        }
    }
    Ok(true)
}

#[async_trait]
impl ImportRead for Rum<'_> {
    async fn get(&mut self, part: PartKod, id: ImportId) -> Result<Option<Import>, StoreError> {
        self.lank
            .read(move |plats| IMPORT_GET.first(plats.conn, (id.0.as_bytes(), part.to_string()), avkoda::import))
            .await
    }

    async fn ahead(&mut self, id: ImportId) -> Result<u64, StoreError> {
        self.lank.read(move |plats| IMPORT_FORE.number(plats.conn, (id.0.as_bytes(),)).map(i64::unsigned_abs)).await
    }

    async fn owned(&mut self, agare: Uuid) -> Result<Vec<Import>, StoreError> {
        self.lank.read(move |plats| IMPORT_EGNA.all(plats.conn, (agare.as_bytes(),), avkoda::import)).await
    }

    async fn abandoned(&mut self, tyst: DateTime<Utc>, still: DateTime<Utc>) -> Result<Vec<Import>, StoreError> {
        let values = (micros(tyst), micros(still));
        self.lank.read(move |plats| IMPORT_OVERGIVNA.all(plats.conn, values, avkoda::import)).await
    }

    async fn old_plans(&mut self, fore: DateTime<Utc>) -> Result<Vec<Import>, StoreError> {
        self.lank.read(move |plats| IMPORT_GAMLA_PLANER.all(plats.conn, (micros(fore),), avkoda::import)).await
    }

    async fn rows(&mut self, id: ImportId, efter: u64, limit: u32) -> Result<Vec<Importrad>, StoreError> {
        self.lank
            .read(move |plats| {
                let values = (id.0.as_bytes(), signed(efter), limit);
                IMPORT_RADER.all(plats.conn, values, |rad| rad.json(1, "resultat"))
            })
            .await
    }

    async fn posts(&mut self, id: ImportId, efter: Option<u64>, limit: u32) -> Result<Vec<Importinnehall>, StoreError> {
        self.lank
            .read(move |plats| {
                let ring = plats.known_ring();
                let values = (id.0.as_bytes(), efter.map_or(-1, signed), limit);
                IMPORT_POSTER.all(plats.conn, values, |rad| avkoda::importinnehall(ring, id, &rad))
            })
            .await
    }
}

#[async_trait]
impl ImportWrite for Rum<'_> {
    async fn insert(&mut self, import: &Import) -> Result<(), StoreError> {
        let import = import.clone();
        self.lank.write(move |plats| insert(plats, &import)).await
    }

    /// There is one unit of work at a time.
    async fn hold(&mut self, part: PartKod, id: ImportId) -> Result<Option<Import>, StoreError> {
        self.get(part, id).await
    }

    /// There is one unit of work at a time.
    async fn begin(&mut self, import: &Import) -> Result<bool, StoreError> {
        let (id, status, andrad) = (import.id, import.status, micros(import.andrad));
        self.lank
            .write(move |plats| {
                let begun = IMPORT_BORJA.execute(plats.conn, (id.0.as_bytes(), status.code(), andrad))?;
                Ok(begun > 0)
            })
            .await
    }

    async fn update(&mut self, import: &Import) -> Result<(), StoreError> {
        let import = import.clone();
        self.lank.write(move |plats| update(plats, &import)).await
    }

    async fn renew(&mut self, agare: Uuid, till: DateTime<Utc>) -> Result<(), StoreError> {
        let values = (agare.into_bytes(), micros(till));
        self.lank.write(move |plats| IMPORT_FORLANG.execute(plats.conn, values).map(drop)).await
    }

    async fn add_rows(&mut self, id: ImportId, rader: &[Importrad]) -> Result<(), StoreError> {
        let rader =
            rader.iter().map(|rad| Ok((signed(rad.rad), to_json(rad)?))).collect::<Result<Vec<_>, StoreError>>()?;
        self.lank
            .write(move |plats| {
                let nummer = number(plats, id)?;
                for (rad, resultat) in &rader {
                    IMPORT_RAD_INSERT.execute(plats.conn, (nummer, rad, resultat))?;
                }
                Ok(())
            })
            .await
    }

    async fn add_posts(&mut self, id: ImportId, poster: &[Importinnehall]) -> Result<(), StoreError> {
        let ring = self.ring.ok_or(StoreError::NoKey)?;
        let seal = |one: &Importinnehall| {
            (signed(one.rad), ring.seal_post(id.0, one.rad, &one.post), one.person.map(|person| person.0))
        };
        let poster: Vec<_> = poster.iter().map(seal).collect();
        self.lank
            .write(move |plats| {
                let nummer = number(plats, id)?;
                for (rad, post, sok) in &poster {
                    IMPORT_POST_INSERT
                        .execute(plats.conn, (nummer, rad, post, sok.as_ref().map(<[u8; 16]>::as_slice)))?;
                }
                Ok(())
            })
            .await
    }

    async fn remove_rows(&mut self, id: ImportId) -> Result<(), StoreError> {
        self.lank.write(move |plats| IMPORT_RADER_RADERA.execute(plats.conn, (number(plats, id)?,)).map(drop)).await
    }

    async fn remove_posts(&mut self, id: ImportId) -> Result<(), StoreError> {
        self.lank.write(move |plats| IMPORT_POSTER_RADERA.execute(plats.conn, (number(plats, id)?,)).map(drop)).await
    }

    async fn prune(&mut self, gallring: Gallring, limit: u32) -> Result<bool, StoreError> {
        self.lank.write(move |plats| prune(plats, gallring, limit)).await
    }
}
