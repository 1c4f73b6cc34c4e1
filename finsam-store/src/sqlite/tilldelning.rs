//! Allocations of the state's money.

use async_trait::async_trait;
use finsam_core::ekonomi::tilldelning::{Tilldelning, Tilldelningsuppgift};
use finsam_core::id::TilldelningId;

use super::lank::{Plats, Sak};
use super::session::Rum;
use super::sql::{TILLDELNING_ALLA, TILLDELNING_GET, TILLDELNING_INSERT, TILLDELNING_UPDATE};
use crate::rad::to_json;
use crate::rum::{Handelsetyp, Resurs, TilldelningRead, TilldelningWrite};
use crate::{StoreError, avkoda};

fn get(plats: &Plats<'_>, ar: i32) -> Result<Option<(i64, Tilldelning)>, StoreError> {
    TILLDELNING_GET.first(plats.conn, (ar,), avkoda::tilldelning)
}

fn insert(
    plats: &mut Plats<'_>,
    id: TilldelningId,
    ar: i32,
    uppgift: Tilldelningsuppgift,
) -> Result<Tilldelning, StoreError> {
    let nummer = TILLDELNING_INSERT.number(plats.conn, (id.0.as_bytes(), ar, to_json(&uppgift)?))?;
    plats.changed(Handelsetyp::Skapad, Resurs::Tilldelning, Sak { nummer, id: id.0, version: 1 })?;
    Ok(Tilldelning { id, ar, version: 1, uppgift })
}

fn update(
    plats: &mut Plats<'_>,
    nummer: i64,
    known: Tilldelning,
    uppgift: Tilldelningsuppgift,
) -> Result<Tilldelning, StoreError> {
    if known.uppgift == uppgift {
        plats.unchanged(Resurs::Tilldelning, known.id.0)?;
        return Ok(known);
    }
    let version = known.version + 1;
    TILLDELNING_UPDATE.execute(plats.conn, (nummer, version, to_json(&uppgift)?))?;
    plats.changed(Handelsetyp::Andrad, Resurs::Tilldelning, Sak { nummer, id: known.id.0, version })?;
    Ok(Tilldelning { version, uppgift, ..known })
}

#[async_trait]
impl TilldelningRead for Rum<'_> {
    async fn get(&mut self, ar: i32) -> Result<Option<Tilldelning>, StoreError> {
        self.lank.read(move |plats| Ok(get(plats, ar)?.map(|(_, tilldelning)| tilldelning))).await
    }

    async fn all(&mut self) -> Result<Vec<Tilldelning>, StoreError> {
        self.lank.read(|plats| TILLDELNING_ALLA.all(plats.conn, (), |rad| Ok(avkoda::tilldelning(rad)?.1))).await
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
        self.lank
            .write(move |plats| match get(plats, ar)? {
                None if version.is_none() => insert(plats, nytt_id, ar, uppgift).map(Some),
                Some((nummer, known)) if version == Some(known.version) => {
                    update(plats, nummer, known, uppgift).map(Some)
                }
                _ => Ok(None),
            })
            .await
    }
}
