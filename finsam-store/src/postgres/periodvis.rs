//! What is told of an insats period by period.

use std::collections::BTreeSet;

use async_trait::async_trait;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Antal, Enhet, Strukturdeltagande};

use super::logg::Sak;
use super::session::{Rum, Session};
use super::sql::{
    ANTAL_ALLA, ANTAL_GET, ANTAL_INSERT, ANTAL_LISTA, ANTAL_RADERA, ANTAL_UPDATE, STRUKTURDELTAGANDE_ALLA,
    STRUKTURDELTAGANDE_GET, STRUKTURDELTAGANDE_INSERT, STRUKTURDELTAGANDE_LISTA, STRUKTURDELTAGANDE_RADERA,
    STRUKTURDELTAGANDE_UPDATE, Sats, TRANSAKTION_LAS_NYCKLAR,
};
use super::varde::Varde;
use super::{insats, las};
use crate::avkoda::Periodrad;
use crate::rad::{days, to_json};
use crate::rum::{Handelsetyp, Periodvis, PeriodvisRead, PeriodvisWrite};
use crate::{StoreError, avkoda};

/// Its statements, and the name of its locks. The unit stands last among the values.
pub(super) trait Satser: Periodvis {
    const GET: Sats;
    const LISTA: Sats;
    const ALLA: Sats;
    const INSERT: Sats;
    const UPDATE: Sats;
    const RADERA: Sats;
    const LAS: &'static [u8];
}

impl Satser for Antal {
    const GET: Sats = ANTAL_GET;
    const LISTA: Sats = ANTAL_LISTA;
    const ALLA: Sats = ANTAL_ALLA;
    const INSERT: Sats = ANTAL_INSERT;
    const UPDATE: Sats = ANTAL_UPDATE;
    const RADERA: Sats = ANTAL_RADERA;
    const LAS: &'static [u8] = b"antal";
}

impl Satser for Strukturdeltagande {
    const GET: Sats = STRUKTURDELTAGANDE_GET;
    const LISTA: Sats = STRUKTURDELTAGANDE_LISTA;
    const ALLA: Sats = STRUKTURDELTAGANDE_ALLA;
    const INSERT: Sats = STRUKTURDELTAGANDE_INSERT;
    const UPDATE: Sats = STRUKTURDELTAGANDE_UPDATE;
    const RADERA: Sats = STRUKTURDELTAGANDE_RADERA;
    const LAS: &'static [u8] = b"strukturdeltagande";
}

async fn get<T: Satser>(
    session: &Session,
    id: InsatsId,
    nyckel: T::Nyckel,
) -> Result<Option<Periodrad<T>>, StoreError> {
    let (fran, enhet) = T::plats(nyckel);
    let (id, fran, enhet) = (id.0.as_bytes().as_slice(), i64::from(days(fran)), enhet.map(Enhet::code));
    let mut values: Vec<&dyn Varde> = vec![&id, &fran];
    values.extend(enhet.as_ref().map(|enhet| enhet as &dyn Varde));
    T::GET.first(&session.conn, &values, avkoda::periodvis).await
}

async fn insert<T: Satser>(session: &Session, id: InsatsId, uppgift: &T::Uppgift) -> Result<i64, StoreError> {
    let (fran, enhet) = T::plats(T::nyckel(uppgift));
    let insats = insats::number(&session.conn, id).await?;
    let (fran, json, enhet) = (i64::from(days(fran)), to_json(uppgift)?, enhet.map(Enhet::code));
    let mut values: Vec<&dyn Varde> = vec![&insats, &fran, &json];
    values.extend(enhet.as_ref().map(|enhet| enhet as &dyn Varde));
    T::INSERT.number(&session.conn, &values).await
}

async fn put<T: Satser>(session: &mut Session, id: InsatsId, uppgift: T::Uppgift) -> Result<T, StoreError> {
    hold::<T>(session, &[id]).await?;
    let Some(Periodrad { nummer, post: known, raderad }) = get::<T>(session, id, T::nyckel(&uppgift)).await? else {
        let nummer = insert::<T>(session, id, &uppgift).await?;
        session.logg.changed(Handelsetyp::Skapad, T::RESURS, Sak { nummer, id: id.0, version: 1 });
        return Ok(T::new(id, 1, uppgift));
    };
    if *known.uppgift() == uppgift && !raderad {
        session.logg.unchanged(T::RESURS, id.0);
        return Ok(known);
    }
    let (version, json) = (known.version() + 1, to_json(&uppgift)?);
    T::UPDATE.execute(&session.conn, &[&nummer, &version, &json]).await?;
    let typ = if raderad { Handelsetyp::Skapad } else { Handelsetyp::Andrad };
    session.logg.changed(typ, T::RESURS, Sak { nummer, id: id.0, version });
    Ok(T::new(id, version, uppgift))
}

/// How many locks all insatser share: a transaction has room for some thousands of locks, and an import may name as many
/// insatser.
const LAS: u8 = 128;

/// In the order of their numbers, so that two imports do not wait for each other.
async fn hold<T: Satser>(session: &Session, insatser: &[InsatsId]) -> Result<(), StoreError> {
    let lock = |insats: &InsatsId| las::hash(&[T::LAS, &[insats.0.as_bytes()[15] % LAS]]);
    let locks: BTreeSet<i64> = insatser.iter().map(lock).collect();
    let locks: Vec<i64> = locks.into_iter().collect();
    TRANSAKTION_LAS_NYCKLAR.execute(&session.conn, &[&locks]).await.map(drop)
}

async fn remove<T: Satser>(session: &mut Session, id: InsatsId, nyckel: T::Nyckel) -> Result<bool, StoreError> {
    hold::<T>(session, &[id]).await?;
    let found = get::<T>(session, id, nyckel).await?;
    let Some(Periodrad { nummer, post, raderad: false }) = found else { return Ok(false) };
    let (version, left) = (post.version() + 1, to_json(&T::emptied(*post.uppgift()))?);
    T::RADERA.execute(&session.conn, &[&nummer, &version, &left]).await?;
    session.logg.changed(Handelsetyp::Raderad, T::RESURS, Sak { nummer, id: id.0, version });
    Ok(true)
}

#[async_trait]
impl<T: Satser> PeriodvisRead<T> for Rum<'_> {
    async fn get(&mut self, insats: InsatsId, nyckel: T::Nyckel) -> Result<Option<T>, StoreError> {
        let session = self.session.enter()?;
        let answer = get::<T>(session, insats, nyckel).await;
        session.leave(answer.map(|found| found.and_then(Periodrad::kept)))
    }

    async fn list(&mut self, insats: InsatsId) -> Result<Vec<T>, StoreError> {
        let session = self.session.enter()?;
        let id = insats.0.as_bytes().as_slice();
        let answer = T::LISTA.all(&session.conn, &[&id], |rad| Ok(avkoda::periodvis(rad)?.post)).await;
        session.leave(answer)
    }

    async fn all(&mut self) -> Result<Vec<T>, StoreError> {
        let session = self.session.enter()?;
        let answer = T::ALLA.all(&session.conn, &[], |rad| Ok(avkoda::periodvis(rad)?.post)).await;
        session.leave(answer)
    }
}

#[async_trait]
impl<T: Satser> PeriodvisWrite<T> for Rum<'_> {
    async fn put(&mut self, insats: InsatsId, uppgift: T::Uppgift) -> Result<T, StoreError> {
        let session = self.session.enter()?;
        let answer = put(session, insats, uppgift).await;
        session.leave(answer)
    }

    async fn hold(&mut self, insatser: &[InsatsId]) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = hold::<T>(session, insatser).await;
        session.leave(answer)
    }

    async fn remove(&mut self, insats: InsatsId, nyckel: T::Nyckel) -> Result<bool, StoreError> {
        let session = self.session.enter()?;
        let answer = remove::<T>(session, insats, nyckel).await;
        session.leave(answer)
    }
}
