//! What is registered once for each year.

use async_trait::async_trait;
use finsam_core::bakgrund::Bakgrundstal;
use finsam_core::ekonomi::tilldelning::Tilldelning;

use super::lank::{Plats, Sak};
use super::session::Rum;
use super::sql::{
    BAKGRUNDSTAL_ALLA, BAKGRUNDSTAL_GET, BAKGRUNDSTAL_INSERT, BAKGRUNDSTAL_UPDATE, Sats, TILLDELNING_ALLA,
    TILLDELNING_GET, TILLDELNING_INSERT, TILLDELNING_UPDATE,
};
use crate::rad::to_json;
use crate::rum::{Arsvis, ArsvisRead, ArsvisWrite, Handelsetyp};
use crate::{StoreError, avkoda};

/// Its statements.
pub(super) trait Satser: Arsvis {
    const GET: Sats;
    const ALLA: Sats;
    const INSERT: Sats;
    const UPDATE: Sats;
}

impl Satser for Tilldelning {
    const GET: Sats = TILLDELNING_GET;
    const ALLA: Sats = TILLDELNING_ALLA;
    const INSERT: Sats = TILLDELNING_INSERT;
    const UPDATE: Sats = TILLDELNING_UPDATE;
}

impl Satser for Bakgrundstal {
    const GET: Sats = BAKGRUNDSTAL_GET;
    const ALLA: Sats = BAKGRUNDSTAL_ALLA;
    const INSERT: Sats = BAKGRUNDSTAL_INSERT;
    const UPDATE: Sats = BAKGRUNDSTAL_UPDATE;
}

fn get<T: Satser>(plats: &Plats<'_>, ar: i32) -> Result<Option<(i64, T)>, StoreError> {
    T::GET.first(plats.conn, (ar,), avkoda::arsvis)
}

fn insert<T: Satser>(plats: &mut Plats<'_>, ny: T, ar: i32) -> Result<T, StoreError> {
    let id = ny.uuid();
    let nummer = T::INSERT.number(plats.conn, (id.as_bytes(), ar, to_json(ny.uppgift())?))?;
    plats.changed(Handelsetyp::Skapad, T::RESURS, Sak { nummer, id, version: ny.version() })?;
    Ok(ny)
}

fn update<T: Satser>(plats: &mut Plats<'_>, nummer: i64, ny: T) -> Result<T, StoreError> {
    let (id, version) = (ny.uuid(), ny.version());
    T::UPDATE.execute(plats.conn, (nummer, version, to_json(ny.uppgift())?))?;
    plats.changed(Handelsetyp::Andrad, T::RESURS, Sak { nummer, id, version })?;
    Ok(ny)
}

fn put<T: Satser>(
    plats: &mut Plats<'_>,
    nytt_id: T::Id,
    ar: i32,
    version: Option<i64>,
    uppgift: T::Uppgift,
) -> Result<Option<T>, StoreError> {
    match get::<T>(plats, ar)? {
        None if version.is_none() => insert(plats, T::new(nytt_id, ar, 1, uppgift), ar).map(Some),
        Some((_, known)) if version == Some(known.version()) && *known.uppgift() == uppgift => {
            plats.unchanged(T::RESURS, known.uuid())?;
            Ok(Some(known))
        }
        Some((nummer, known)) if version == Some(known.version()) => {
            let ny = T::new(T::id(known.uuid()), ar, known.version() + 1, uppgift);
            update(plats, nummer, ny).map(Some)
        }
        _ => Ok(None),
    }
}

#[async_trait]
impl<T: Satser> ArsvisRead<T> for Rum<'_> {
    async fn get(&mut self, ar: i32) -> Result<Option<T>, StoreError> {
        self.lank.read(move |plats| Ok(get(plats, ar)?.map(|(_, one)| one))).await
    }

    async fn all(&mut self) -> Result<Vec<T>, StoreError> {
        self.lank.read(|plats| T::ALLA.all(plats.conn, (), |rad| Ok(avkoda::arsvis(rad)?.1))).await
    }
}

#[async_trait]
impl<T: Satser> ArsvisWrite<T> for Rum<'_> {
    async fn put(
        &mut self,
        nytt_id: T::Id,
        ar: i32,
        version: Option<i64>,
        uppgift: T::Uppgift,
    ) -> Result<Option<T>, StoreError> {
        self.lank.write(move |plats| put(plats, nytt_id, ar, version, uppgift)).await
    }
}
