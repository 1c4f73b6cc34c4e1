//! Background figures of kommuner.

use async_trait::async_trait;
use finsam_core::bakgrund::{Bakgrundstal, Bakgrundsuppgift};
use finsam_core::id::BakgrundstalId;

use super::lank::{Plats, Sak};
use super::session::Rum;
use super::sql::{BAKGRUNDSTAL_ALLA, BAKGRUNDSTAL_GET, BAKGRUNDSTAL_INSERT, BAKGRUNDSTAL_UPDATE};
use crate::rad::to_json;
use crate::rum::{BakgrundRead, BakgrundWrite, Handelsetyp, Resurs};
use crate::{StoreError, avkoda};

fn get(plats: &Plats<'_>, ar: i32) -> Result<Option<(i64, Bakgrundstal)>, StoreError> {
    BAKGRUNDSTAL_GET.first(plats.conn, (ar,), avkoda::bakgrundstal)
}

fn insert(
    plats: &mut Plats<'_>,
    id: BakgrundstalId,
    ar: i32,
    uppgift: Bakgrundsuppgift,
) -> Result<Bakgrundstal, StoreError> {
    let nummer = BAKGRUNDSTAL_INSERT.number(plats.conn, (id.0.as_bytes(), ar, to_json(&uppgift)?))?;
    plats.changed(Handelsetyp::Skapad, Resurs::Bakgrundstal, Sak { nummer, id: id.0, version: 1 })?;
    Ok(Bakgrundstal { id, ar, version: 1, uppgift })
}

fn update(
    plats: &mut Plats<'_>,
    nummer: i64,
    known: Bakgrundstal,
    uppgift: Bakgrundsuppgift,
) -> Result<Bakgrundstal, StoreError> {
    if known.uppgift == uppgift {
        plats.unchanged(Resurs::Bakgrundstal, known.id.0)?;
        return Ok(known);
    }
    let version = known.version + 1;
    BAKGRUNDSTAL_UPDATE.execute(plats.conn, (nummer, version, to_json(&uppgift)?))?;
    plats.changed(Handelsetyp::Andrad, Resurs::Bakgrundstal, Sak { nummer, id: known.id.0, version })?;
    Ok(Bakgrundstal { version, uppgift, ..known })
}

#[async_trait]
impl BakgrundRead for Rum<'_> {
    async fn get(&mut self, ar: i32) -> Result<Option<Bakgrundstal>, StoreError> {
        self.lank.read(move |plats| Ok(get(plats, ar)?.map(|(_, tal)| tal))).await
    }

    async fn all(&mut self) -> Result<Vec<Bakgrundstal>, StoreError> {
        self.lank.read(|plats| BAKGRUNDSTAL_ALLA.all(plats.conn, (), |rad| Ok(avkoda::bakgrundstal(rad)?.1))).await
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
