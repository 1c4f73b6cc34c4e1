//! Imports as jobs, and the result of each of their rows.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::id::ImportId;
use finsam_core::part::PartKod;
use uuid::Uuid;

use super::anslut::Anslutning;
use super::las;
use super::session::Rum;
use super::sql::{
    IMPORT_BORJA, IMPORT_EGNA, IMPORT_FORE, IMPORT_FORLANG, IMPORT_GALLRA, IMPORT_GALLRA_NASTA,
    IMPORT_GALLRA_NASTA_POSTER, IMPORT_GALLRA_POSTER, IMPORT_GALLRA_RADER, IMPORT_GAMLA_PLANER, IMPORT_GET,
    IMPORT_GET_LAS, IMPORT_INSERT, IMPORT_NUMMER, IMPORT_OVERGIVNA, IMPORT_POST_INSERT_FLERA, IMPORT_POSTER,
    IMPORT_POSTER_RADERA, IMPORT_RAD_INSERT_FLERA, IMPORT_RADER, IMPORT_RADER_RADERA, IMPORT_UPDATE, Sats, Varden,
};
use crate::rad::{Rad, micros, signed, to_json};
use crate::rum::{Gallring, Import, ImportRead, ImportWrite, Importinnehall, Importrad};
use crate::{Nyckelring, StoreError, avkoda};

async fn insert(conn: &Anslutning, import: &Import) -> Result<(), StoreError> {
    let (id, part) = (import.id.0.as_bytes().as_slice(), import.part.to_string());
    let (status, antal) = (import.status.code(), to_json(&import.antal)?);
    let (lasta, skrivna) = (signed(import.lasta), signed(import.skrivna));
    let (skapad, andrad) = (micros(import.skapad), micros(import.andrad));
    let (agare, lan_till) = (import.agare.map(|id| id.as_bytes().to_vec()), import.lan_till.map(micros));
    let nyckel = import.nyckel.map(i64::from);
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
        &import.version,
        &agare,
        &lan_till,
        &nyckel,
    ];
    IMPORT_INSERT.execute(conn, values).await.map(drop)
}

/// Who lets an import of the part begin is alone in asking, so it sees every one that was let before.
async fn begin(conn: &Anslutning, import: &Import) -> Result<bool, StoreError> {
    las::lock(conn, &[b"import", import.part.to_string().as_bytes()]).await?;
    let (id, status, andrad) = (import.id.0.as_bytes().as_slice(), import.status.code(), micros(import.andrad));
    IMPORT_BORJA.execute(conn, &[&id, &status, &andrad]).await.map(|begun| begun > 0)
}

async fn update(conn: &Anslutning, import: &Import) -> Result<(), StoreError> {
    let (id, status, antal) = (import.id.0.as_bytes().as_slice(), import.status.code(), to_json(&import.antal)?);
    let (lasta, skrivna, andrad) = (signed(import.lasta), signed(import.skrivna), micros(import.andrad));
    let values: Varden<'_> = &[&id, &status, &antal, &lasta, &skrivna, &import.orsak, &andrad];
    let found = IMPORT_UPDATE.execute(conn, values).await?;
    if found == 0 { Err(StoreError::Conflict("import")) } else { Ok(()) }
}

/// The internal number of an import.
async fn number(conn: &Anslutning, id: ImportId) -> Result<i64, StoreError> {
    let id = id.0.as_bytes().as_slice();
    let found = IMPORT_NUMMER.first(conn, &[&id], |rad| rad.get(0, "nummer")).await?;
    found.ok_or(StoreError::Conflict("import"))
}

/// One statement may not change a row twice: of two results for one row the later one is kept.
async fn add_rows(conn: &Anslutning, id: ImportId, rader: &[Importrad]) -> Result<(), StoreError> {
    let nummer = number(conn, id).await?;
    let rader: BTreeMap<i64, String> =
        rader.iter().map(|rad| Ok((signed(rad.rad), to_json(rad)?))).collect::<Result<_, StoreError>>()?;
    let (numbers, results): (Vec<i64>, Vec<String>) = rader.into_iter().unzip();
    IMPORT_RAD_INSERT_FLERA.execute(conn, &[&nummer, &numbers, &results]).await.map(drop)
}

async fn add_posts(
    conn: &Anslutning,
    ring: Option<&Nyckelring>,
    id: ImportId,
    poster: &[Importinnehall],
) -> Result<(), StoreError> {
    let ring = ring.ok_or(StoreError::NoKey)?;
    let nummer = number(conn, id).await?;
    let seal = |one: &Importinnehall| {
        let sok = one.person.map(|person| person.0.to_vec());
        (signed(one.rad), (ring.seal_post(id.0, one.rad, &one.post), sok))
    };
    let poster: BTreeMap<i64, (Vec<u8>, Option<Vec<u8>>)> = poster.iter().map(seal).collect();
    let (numbers, poster): (Vec<i64>, Vec<_>) = poster.into_iter().unzip();
    let (sealed, persons): (Vec<Vec<u8>>, Vec<Option<Vec<u8>>>) = poster.into_iter().unzip();
    IMPORT_POST_INSERT_FLERA.execute(conn, &[&nummer, &numbers, &sealed, &persons]).await.map(drop)
}

/// Removes what a statement removes of an import.
async fn remove(conn: &Anslutning, id: ImportId, sats: Sats) -> Result<(), StoreError> {
    let nummer = number(conn, id).await?;
    sats.execute(conn, &[&nummer]).await.map(drop)
}

async fn prune(conn: &Anslutning, gallring: Gallring, limit: u32) -> Result<bool, StoreError> {
    let (next, fore) = match gallring {
        Gallring::Importer(fore) => (IMPORT_GALLRA_NASTA, micros(fore)),
        Gallring::Poster(fore) => (IMPORT_GALLRA_NASTA_POSTER, micros(fore)),
    };
    let found: Option<i64> = next.first(conn, &[&fore], |rad| rad.get(0, "nummer")).await?;
    let Some(nummer) = found else { return Ok(false) };
    let limit = i64::from(limit);
    let mut removed = IMPORT_GALLRA_POSTER.execute(conn, &[&nummer, &limit]).await?;
    if matches!(gallring, Gallring::Importer(_)) {
        removed += IMPORT_GALLRA_RADER.execute(conn, &[&nummer, &limit]).await?;
        if removed == 0 {
            IMPORT_GALLRA.execute(conn, &[&nummer]).await?;
        }
    }
    Ok(true)
}

#[async_trait]
impl ImportRead for Rum<'_> {
    async fn get(&mut self, part: PartKod, id: ImportId) -> Result<Option<Import>, StoreError> {
        let session = self.session.enter()?;
        let (id, part) = (id.0.as_bytes().as_slice(), part.to_string());
        let answer = IMPORT_GET.first(&session.conn, &[&id, &part], avkoda::import).await;
        session.leave(answer)
    }

    async fn ahead(&mut self, id: ImportId) -> Result<u64, StoreError> {
        let session = self.session.enter()?;
        let id = id.0.as_bytes().as_slice();
        let answer = IMPORT_FORE.number(&session.conn, &[&id]).await;
        session.leave(answer).map(i64::unsigned_abs)
    }

    async fn owned(&mut self, agare: Uuid) -> Result<Vec<Import>, StoreError> {
        let session = self.session.enter()?;
        let agare = agare.as_bytes().as_slice();
        let answer = IMPORT_EGNA.all(&session.conn, &[&agare], avkoda::import).await;
        session.leave(answer)
    }

    async fn abandoned(&mut self, tyst: DateTime<Utc>, still: DateTime<Utc>) -> Result<Vec<Import>, StoreError> {
        let session = self.session.enter()?;
        let values: Varden<'_> = &[&micros(tyst), &micros(still)];
        let answer = IMPORT_OVERGIVNA.all(&session.conn, values, avkoda::import).await;
        session.leave(answer)
    }

    async fn old_plans(&mut self, fore: DateTime<Utc>) -> Result<Vec<Import>, StoreError> {
        let session = self.session.enter()?;
        let answer = IMPORT_GAMLA_PLANER.all(&session.conn, &[&micros(fore)], avkoda::import).await;
        session.leave(answer)
    }

    async fn rows(&mut self, id: ImportId, efter: u64, limit: u32) -> Result<Vec<Importrad>, StoreError> {
        let session = self.session.enter()?;
        let (id, efter, limit) = (id.0.as_bytes().as_slice(), signed(efter), i64::from(limit));
        let values: Varden<'_> = &[&id, &efter, &limit];
        let answer = IMPORT_RADER.all(&session.conn, values, |rad| rad.json(1, "resultat")).await;
        session.leave(answer)
    }

    async fn posts(&mut self, id: ImportId, efter: Option<u64>, limit: u32) -> Result<Vec<Importinnehall>, StoreError> {
        let session = self.session.enter()?;
        let (bytes, efter, limit) = (id.0.as_bytes().as_slice(), efter.map_or(-1, signed), i64::from(limit));
        let values: Varden<'_> = &[&bytes, &efter, &limit];
        let read = |rad: Rad<'_>| avkoda::importinnehall(session.ring(), id, &rad);
        let answer = IMPORT_POSTER.all(&session.conn, values, read).await;
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

    async fn begin(&mut self, import: &Import) -> Result<bool, StoreError> {
        let session = self.session.enter()?;
        let answer = begin(&session.conn, import).await;
        session.leave(answer)
    }

    async fn update(&mut self, import: &Import) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = update(&session.conn, import).await;
        session.leave(answer)
    }

    async fn renew(&mut self, agare: Uuid, till: DateTime<Utc>) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let agare = agare.as_bytes().as_slice();
        let answer = IMPORT_FORLANG.execute(&session.conn, &[&agare, &micros(till)]).await;
        session.leave(answer).map(drop)
    }

    async fn add_rows(&mut self, id: ImportId, rader: &[Importrad]) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = add_rows(&session.conn, id, rader).await;
        session.leave(answer)
    }

    async fn add_posts(&mut self, id: ImportId, poster: &[Importinnehall]) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = add_posts(&session.conn, session.ring(), id, poster).await;
        session.leave(answer)
    }

    async fn remove_rows(&mut self, id: ImportId) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = remove(&session.conn, id, IMPORT_RADER_RADERA).await;
        session.leave(answer)
    }

    async fn remove_posts(&mut self, id: ImportId) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = remove(&session.conn, id, IMPORT_POSTER_RADERA).await;
        session.leave(answer)
    }

    async fn prune(&mut self, gallring: Gallring, limit: u32) -> Result<bool, StoreError> {
        let session = self.session.enter()?;
        let answer = prune(&session.conn, gallring, limit).await;
        session.leave(answer)
    }
}
