//! What is told of an insats period by period.

use async_trait::async_trait;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Antal, Enhet, Strukturdeltagande};
use rusqlite::ToSql;

use super::insats;
use super::lank::{Plats, Sak};
use super::session::Rum;
use super::sql::{
    ANTAL_ALLA, ANTAL_GET, ANTAL_INSERT, ANTAL_LISTA, ANTAL_RADERA, ANTAL_UPDATE, STRUKTURDELTAGANDE_ALLA,
    STRUKTURDELTAGANDE_GET, STRUKTURDELTAGANDE_INSERT, STRUKTURDELTAGANDE_LISTA, STRUKTURDELTAGANDE_RADERA,
    STRUKTURDELTAGANDE_UPDATE, Sats,
};
use crate::avkoda::Periodrad;
use crate::rad::{days, to_json};
use crate::rum::{Handelsetyp, Periodvis, PeriodvisRead, PeriodvisWrite};
use crate::{StoreError, avkoda};

/// Its statements. The unit stands last among their values.
pub(super) trait Satser: Periodvis {
    const GET: Sats;
    const LISTA: Sats;
    const ALLA: Sats;
    const INSERT: Sats;
    const UPDATE: Sats;
    const RADERA: Sats;
}

impl Satser for Antal {
    const GET: Sats = ANTAL_GET;
    const LISTA: Sats = ANTAL_LISTA;
    const ALLA: Sats = ANTAL_ALLA;
    const INSERT: Sats = ANTAL_INSERT;
    const UPDATE: Sats = ANTAL_UPDATE;
    const RADERA: Sats = ANTAL_RADERA;
}

impl Satser for Strukturdeltagande {
    const GET: Sats = STRUKTURDELTAGANDE_GET;
    const LISTA: Sats = STRUKTURDELTAGANDE_LISTA;
    const ALLA: Sats = STRUKTURDELTAGANDE_ALLA;
    const INSERT: Sats = STRUKTURDELTAGANDE_INSERT;
    const UPDATE: Sats = STRUKTURDELTAGANDE_UPDATE;
    const RADERA: Sats = STRUKTURDELTAGANDE_RADERA;
}

fn get<T: Satser>(plats: &Plats<'_>, id: InsatsId, nyckel: T::Nyckel) -> Result<Option<Periodrad<T>>, StoreError> {
    let (fran, enhet) = T::plats(nyckel);
    let (fran, enhet) = (days(fran), enhet.map(Enhet::code));
    let mut values: Vec<&dyn ToSql> = vec![id.0.as_bytes(), &fran];
    values.extend(enhet.as_ref().map(|enhet| enhet as &dyn ToSql));
    T::GET.first(plats.conn, values.as_slice(), avkoda::periodvis)
}

fn insert<T: Satser>(plats: &Plats<'_>, id: InsatsId, uppgift: &T::Uppgift) -> Result<i64, StoreError> {
    let (fran, enhet) = T::plats(T::nyckel(uppgift));
    let (insats, fran, json) = (insats::number(plats.conn, id)?, days(fran), to_json(uppgift)?);
    let enhet = enhet.map(Enhet::code);
    let mut values: Vec<&dyn ToSql> = vec![&insats, &fran, &json];
    values.extend(enhet.as_ref().map(|enhet| enhet as &dyn ToSql));
    T::INSERT.number(plats.conn, values.as_slice())
}

fn put<T: Satser>(plats: &mut Plats<'_>, insats: InsatsId, uppgift: T::Uppgift) -> Result<T, StoreError> {
    let Some(Periodrad { nummer, post: known, raderad }) = get::<T>(plats, insats, T::nyckel(&uppgift))? else {
        let nummer = insert::<T>(plats, insats, &uppgift)?;
        plats.changed(Handelsetyp::Skapad, T::RESURS, Sak { nummer, id: insats.0, version: 1 })?;
        return Ok(T::new(insats, 1, uppgift));
    };
    if *known.uppgift() == uppgift && !raderad {
        plats.unchanged(T::RESURS, insats.0)?;
        return Ok(known);
    }
    let version = known.version() + 1;
    T::UPDATE.execute(plats.conn, (nummer, version, to_json(&uppgift)?))?;
    let typ = if raderad { Handelsetyp::Skapad } else { Handelsetyp::Andrad };
    plats.changed(typ, T::RESURS, Sak { nummer, id: insats.0, version })?;
    Ok(T::new(insats, version, uppgift))
}

fn remove<T: Satser>(plats: &mut Plats<'_>, insats: InsatsId, nyckel: T::Nyckel) -> Result<bool, StoreError> {
    let Some(Periodrad { nummer, post, raderad: false }) = get::<T>(plats, insats, nyckel)? else { return Ok(false) };
    let version = post.version() + 1;
    T::RADERA.execute(plats.conn, (nummer, version, to_json(&T::emptied(*post.uppgift()))?))?;
    plats.changed(Handelsetyp::Raderad, T::RESURS, Sak { nummer, id: insats.0, version })?;
    Ok(true)
}

#[async_trait]
impl<T: Satser> PeriodvisRead<T> for Rum<'_> {
    async fn get(&mut self, insats: InsatsId, nyckel: T::Nyckel) -> Result<Option<T>, StoreError> {
        self.lank.read(move |plats| Ok(get(plats, insats, nyckel)?.and_then(Periodrad::kept))).await
    }

    async fn list(&mut self, insats: InsatsId) -> Result<Vec<T>, StoreError> {
        self.lank
            .read(move |plats| T::LISTA.all(plats.conn, (insats.0.as_bytes(),), |rad| Ok(avkoda::periodvis(rad)?.post)))
            .await
    }

    async fn all(&mut self) -> Result<Vec<T>, StoreError> {
        self.lank.read(|plats| T::ALLA.all(plats.conn, (), |rad| Ok(avkoda::periodvis(rad)?.post))).await
    }
}

#[async_trait]
impl<T: Satser> PeriodvisWrite<T> for Rum<'_> {
    async fn put(&mut self, insats: InsatsId, uppgift: T::Uppgift) -> Result<T, StoreError> {
        self.lank.write(move |plats| put(plats, insats, uppgift)).await
    }

    /// There is one unit of work at a time.
    async fn hold(&mut self, _: &[InsatsId]) -> Result<(), StoreError> {
        Ok(())
    }

    async fn remove(&mut self, insats: InsatsId, nyckel: T::Nyckel) -> Result<bool, StoreError> {
        self.lank.write(move |plats| remove::<T>(plats, insats, nyckel)).await
    }
}
