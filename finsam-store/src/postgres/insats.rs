//! Insatser.

use std::collections::BTreeSet;

use async_trait::async_trait;
use finsam_core::forbund::Forbund;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Inriktning, Insats, Insatsnyckel, Insatstyp, Insatsuppgift};

use super::anslut::Anslutning;
use super::logg::Sak;
use super::session::{Rum, Session};
use super::sql::{
    INSATS_ALLA, INSATS_GET, INSATS_INSERT, INSATS_LISTA, INSATS_MED_FORBUND, INSATS_NUMMER,
    INSATS_NYCKEL_INSERT_FLERA, INSATS_NYCKEL_MED_FORBUND, INSATS_NYCKEL_RADERA, INSATS_RAKNA, INSATS_UPDATE, STEG,
    STEG_ATER, STEG_SLAPP, Varden,
};
use super::varde::can_stand;
use super::{forbund, las};
use crate::rad::{days, signed, to_json, year};
use crate::rum::{Handelsetyp, InsatsRead, InsatsWrite, Insatsurval, Insatsval, Resurs, Sida, Sidval};
use crate::{StoreError, avkoda, beslut};

async fn get(conn: &Anslutning, id: InsatsId) -> Result<Option<(i64, Insats)>, StoreError> {
    INSATS_GET.first(conn, &[&id.0.as_bytes().as_slice()], avkoda::insats).await
}

pub(super) async fn with_forbund(
    conn: &Anslutning,
    insats: &Insatsval,
) -> Result<Option<(Insats, Forbund)>, StoreError> {
    match insats {
        Insatsval::Id(id) => {
            INSATS_MED_FORBUND.first(conn, &[&id.0.as_bytes().as_slice()], avkoda::insats_med_forbund).await
        }
        Insatsval::Nyckel(nyckel) if !can_stand(&nyckel.kallsystem) || !can_stand(&nyckel.nyckel) => Ok(None),
        Insatsval::Nyckel(Insatsnyckel { part, kallsystem, nyckel }) => {
            let values: Varden<'_> = &[&part.to_string(), kallsystem, nyckel];
            INSATS_NYCKEL_MED_FORBUND.first(conn, values, avkoda::insats_med_forbund).await
        }
    }
}

/// The internal number of an insats, that other tables name it by.
pub(super) async fn number(conn: &Anslutning, id: InsatsId) -> Result<i64, StoreError> {
    let found = INSATS_NUMMER.first(conn, &[&id.0.as_bytes().as_slice()], |rad| rad.get(0, "nummer")).await?;
    found.ok_or(StoreError::Conflict("insats"))
}

async fn list(conn: &Anslutning, urval: &Insatsurval, sida: Sidval) -> Result<Sida<Insats>, StoreError> {
    let forbund = urval.forbund.as_ref().map(|all| all.iter().map(|id| id.0.as_bytes().to_vec()).collect::<Vec<_>>());
    let (first_day, last_day) = urval.ar.map(year).unzip();
    let (first_day, last_day) = (first_day.map(i64::from), last_day.map(i64::from));
    let inriktning = urval.inriktning.map(Inriktning::code);
    let typ = urval.typ.map(Insatstyp::code);
    let totalt = INSATS_RAKNA.number(conn, &[&forbund, &inriktning, &typ, &last_day, &first_day]).await?;
    let (efter, hopp, limit) = beslut::bounds(sida);
    let (more, hopp) = (i64::from(limit) + 1, signed(hopp));
    let values: Varden<'_> = &[&forbund, &inriktning, &typ, &last_day, &first_day, &efter, &more, &hopp];
    Ok(beslut::cut(INSATS_LISTA.all(conn, values, avkoda::insats).await?, sida, totalt.unsigned_abs()))
}

/// Makes the keys of an insats these; the rows of the keys are the insats's own.
async fn put_keys(conn: &Anslutning, nummer: i64, nycklar: &[Insatsnyckel]) -> Result<(), StoreError> {
    INSATS_NYCKEL_RADERA.execute(conn, &[&nummer]).await?;
    let nycklar: BTreeSet<_> = nycklar.iter().map(|one| (one.part.to_string(), &one.kallsystem, &one.nyckel)).collect();
    if nycklar.is_empty() {
        return Ok(());
    }
    let parts: Vec<&str> = nycklar.iter().map(|(part, ..)| part.as_str()).collect();
    let systems: Vec<&str> = nycklar.iter().map(|(_, system, _)| system.as_str()).collect();
    let keys: Vec<&str> = nycklar.iter().map(|(.., key)| key.as_str()).collect();
    let kept = INSATS_NYCKEL_INSERT_FLERA.execute(conn, &[&parts, &systems, &keys, &nummer]).await?;
    let all = u64::try_from(nycklar.len()).unwrap_or(u64::MAX);
    if kept == all { Ok(()) } else { Err(StoreError::Conflict("insats.nyckel")) }
}

/// So that two who change it do so one after the other.
async fn lock(conn: &Anslutning, id: InsatsId) -> Result<(), StoreError> {
    las::lock(conn, &[b"insats", id.0.as_bytes()]).await
}

async fn insert(conn: &Anslutning, id: InsatsId, uppgift: &Insatsuppgift) -> Result<i64, StoreError> {
    if get(conn, id).await?.is_some() {
        return Err(StoreError::Conflict("insats.id"));
    }
    let json = to_json(uppgift)?;
    let forbund = forbund::number(conn, uppgift.forbund_id).await?;
    let (inriktning, typ) = (uppgift.inriktning.code(), uppgift.typ.code());
    let (start, slut) = (i64::from(days(uppgift.startdatum)), uppgift.slutdatum.map(|day| i64::from(days(day))));
    let id = id.0.as_bytes().as_slice();
    let nummer = INSATS_INSERT.number(conn, &[&id, &forbund, &inriktning, &typ, &start, &slut, &json]).await?;
    put_keys(conn, nummer, &uppgift.nycklar).await?;
    Ok(nummer)
}

async fn update(conn: &Anslutning, nummer: i64, version: i64, uppgift: &Insatsuppgift) -> Result<(), StoreError> {
    let json = to_json(uppgift)?;
    let forbund = forbund::number(conn, uppgift.forbund_id).await?;
    let (inriktning, typ) = (uppgift.inriktning.code(), uppgift.typ.code());
    let (start, slut) = (i64::from(days(uppgift.startdatum)), uppgift.slutdatum.map(|day| i64::from(days(day))));
    let values: Varden<'_> = &[&nummer, &version, &forbund, &inriktning, &typ, &start, &slut, &json];
    INSATS_UPDATE.execute(conn, values).await?;
    put_keys(conn, nummer, &uppgift.nycklar).await
}

/// Keeps what was written apart from the rest of the transaction until it has gone well.
async fn settle<T>(conn: &Anslutning, answer: Result<T, StoreError>) -> Result<T, StoreError> {
    if answer.is_err() {
        STEG_ATER.control(conn).await?;
    }
    STEG_SLAPP.control(conn).await?;
    answer
}

async fn insert_step(session: &mut Session, id: InsatsId, uppgift: Insatsuppgift) -> Result<Insats, StoreError> {
    lock(&session.conn, id).await?;
    STEG.control(&session.conn).await?;
    let answer = insert(&session.conn, id, &uppgift).await;
    let nummer = settle(&session.conn, answer).await?;
    session.logg.changed(Handelsetyp::Skapad, Resurs::Insats, Sak { nummer, id: id.0, version: 1 });
    Ok(Insats { id, version: 1, uppgift })
}

async fn update_step(
    session: &mut Session,
    id: InsatsId,
    version: i64,
    uppgift: Insatsuppgift,
) -> Result<Option<Insats>, StoreError> {
    lock(&session.conn, id).await?;
    let Some((nummer, known)) = get(&session.conn, id).await?.filter(|(_, known)| known.version == version) else {
        return Ok(None);
    };
    if known.uppgift == uppgift {
        session.logg.unchanged(Resurs::Insats, id.0);
        return Ok(Some(known));
    }
    let version = version + 1;
    STEG.control(&session.conn).await?;
    let answer = update(&session.conn, nummer, version, &uppgift).await;
    settle(&session.conn, answer).await?;
    session.logg.changed(Handelsetyp::Andrad, Resurs::Insats, Sak { nummer, id: id.0, version });
    Ok(Some(Insats { id, version, uppgift }))
}

#[async_trait]
impl InsatsRead for Rum<'_> {
    async fn get(&mut self, id: InsatsId) -> Result<Option<Insats>, StoreError> {
        let session = self.session.enter()?;
        let answer = get(&session.conn, id).await.map(|found| found.map(|(_, insats)| insats));
        session.leave(answer)
    }

    async fn with_forbund(&mut self, insats: &Insatsval) -> Result<Option<(Insats, Forbund)>, StoreError> {
        let session = self.session.enter()?;
        let answer = with_forbund(&session.conn, insats).await;
        session.leave(answer)
    }

    async fn list(&mut self, urval: &Insatsurval, sida: Sidval) -> Result<Sida<Insats>, StoreError> {
        let session = self.session.enter()?;
        let answer = list(&session.conn, urval, sida).await;
        session.leave(answer)
    }

    async fn all(&mut self) -> Result<Vec<Insats>, StoreError> {
        let session = self.session.enter()?;
        let answer = INSATS_ALLA.all(&session.conn, &[], |rad| Ok(avkoda::insats(rad)?.1)).await;
        session.leave(answer)
    }
}

#[async_trait]
impl InsatsWrite for Rum<'_> {
    async fn insert(&mut self, id: InsatsId, uppgift: Insatsuppgift) -> Result<Insats, StoreError> {
        let session = self.session.enter()?;
        let answer = insert_step(session, id, uppgift).await;
        session.leave(answer)
    }

    async fn update(
        &mut self,
        id: InsatsId,
        version: i64,
        uppgift: Insatsuppgift,
    ) -> Result<Option<Insats>, StoreError> {
        let session = self.session.enter()?;
        let answer = update_step(session, id, version, uppgift).await;
        session.leave(answer)
    }
}
