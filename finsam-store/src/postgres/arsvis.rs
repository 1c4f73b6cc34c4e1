//! What is registered once for each year.

use async_trait::async_trait;
use finsam_core::bakgrund::Bakgrundstal;
use finsam_core::ekonomi::tilldelning::Tilldelning;

use super::las;
use super::logg::Sak;
use super::session::{Rum, Session};
use super::sql::{
    BAKGRUNDSTAL_ALLA, BAKGRUNDSTAL_GET, BAKGRUNDSTAL_INSERT, BAKGRUNDSTAL_UPDATE, Sats, TILLDELNING_ALLA,
    TILLDELNING_GET, TILLDELNING_INSERT, TILLDELNING_UPDATE,
};
use crate::rad::to_json;
use crate::rum::{Arsvis, ArsvisRead, ArsvisWrite, Handelsetyp};
use crate::{StoreError, avkoda};

/// Its statements, and the name of the lock that one of a year is put under.
pub(super) trait Satser: Arsvis {
    const GET: Sats;
    const ALLA: Sats;
    const INSERT: Sats;
    const UPDATE: Sats;
    const LAS: &'static [u8];
}

impl Satser for Tilldelning {
    const GET: Sats = TILLDELNING_GET;
    const ALLA: Sats = TILLDELNING_ALLA;
    const INSERT: Sats = TILLDELNING_INSERT;
    const UPDATE: Sats = TILLDELNING_UPDATE;
    const LAS: &'static [u8] = b"tilldelning";
}

impl Satser for Bakgrundstal {
    const GET: Sats = BAKGRUNDSTAL_GET;
    const ALLA: Sats = BAKGRUNDSTAL_ALLA;
    const INSERT: Sats = BAKGRUNDSTAL_INSERT;
    const UPDATE: Sats = BAKGRUNDSTAL_UPDATE;
    const LAS: &'static [u8] = b"bakgrundstal";
}

async fn get<T: Satser>(session: &Session, ar: i32) -> Result<Option<(i64, T)>, StoreError> {
    T::GET.first(&session.conn, &[&i64::from(ar)], avkoda::arsvis).await
}

async fn insert<T: Satser>(session: &mut Session, ny: T, ar: i32) -> Result<T, StoreError> {
    let (json, id) = (to_json(ny.uppgift())?, ny.uuid());
    let values: (&[u8], i64) = (id.as_bytes(), ar.into());
    let nummer = T::INSERT.number(&session.conn, &[&values.0, &values.1, &json]).await?;
    session.logg.changed(Handelsetyp::Skapad, T::RESURS, Sak { nummer, id, version: ny.version() });
    Ok(ny)
}

async fn update<T: Satser>(session: &mut Session, nummer: i64, ny: T) -> Result<T, StoreError> {
    let (version, json, id) = (ny.version(), to_json(ny.uppgift())?, ny.uuid());
    T::UPDATE.execute(&session.conn, &[&nummer, &version, &json]).await?;
    session.logg.changed(Handelsetyp::Andrad, T::RESURS, Sak { nummer, id, version });
    Ok(ny)
}

async fn put<T: Satser>(
    session: &mut Session,
    nytt_id: T::Id,
    ar: i32,
    version: Option<i64>,
    uppgift: T::Uppgift,
) -> Result<Option<T>, StoreError> {
    las::lock(&session.conn, &[T::LAS, &ar.to_be_bytes()]).await?;
    match get::<T>(session, ar).await? {
        None if version.is_none() => insert(session, T::new(nytt_id, ar, 1, uppgift), ar).await.map(Some),
        Some((_, known)) if version == Some(known.version()) && *known.uppgift() == uppgift => {
            session.logg.unchanged(T::RESURS, known.uuid());
            Ok(Some(known))
        }
        Some((nummer, known)) if version == Some(known.version()) => {
            let ny = T::new(T::id(known.uuid()), ar, known.version() + 1, uppgift);
            update(session, nummer, ny).await.map(Some)
        }
        _ => Ok(None),
    }
}

#[async_trait]
impl<T: Satser> ArsvisRead<T> for Rum<'_> {
    async fn get(&mut self, ar: i32) -> Result<Option<T>, StoreError> {
        let session = self.session.enter()?;
        let answer = get(session, ar).await;
        session.leave(answer.map(|found| found.map(|(_, one)| one)))
    }

    async fn all(&mut self) -> Result<Vec<T>, StoreError> {
        let session = self.session.enter()?;
        let answer = T::ALLA.all(&session.conn, &[], |rad| Ok(avkoda::arsvis(rad)?.1)).await;
        session.leave(answer)
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
        let session = self.session.enter()?;
        let answer = put(session, nytt_id, ar, version, uppgift).await;
        session.leave(answer)
    }
}
