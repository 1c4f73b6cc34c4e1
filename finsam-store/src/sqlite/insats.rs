//! Insatser.

use std::collections::BTreeSet;

use async_trait::async_trait;
use finsam_core::forbund::Forbund;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Inriktning, Insats, Insatsnyckel, Insatstyp, Insatsuppgift};
use rusqlite::Connection;

use super::fel::{database, is_unique};
use super::forbund;
use super::lank::{Plats, Sak};
use super::session::Rum;
use super::sql::{
    INSATS_ALLA, INSATS_GET, INSATS_INSERT, INSATS_LISTA, INSATS_MED_FORBUND, INSATS_NUMMER, INSATS_NYCKEL_INSERT,
    INSATS_NYCKEL_MED_FORBUND, INSATS_NYCKEL_RADERA, INSATS_RAKNA, INSATS_UPDATE,
};
use crate::rad::{days, signed, to_json, year};
use crate::rum::{Handelsetyp, InsatsRead, InsatsWrite, Insatsurval, Insatsval, Resurs, Sida, Sidval};
use crate::{StoreError, avkoda, beslut};

pub(super) fn get(conn: &Connection, id: InsatsId) -> Result<Option<(i64, Insats)>, StoreError> {
    INSATS_GET.first(conn, (id.0.as_bytes(),), avkoda::insats)
}

pub(super) fn with_forbund(conn: &Connection, insats: &Insatsval) -> Result<Option<(Insats, Forbund)>, StoreError> {
    match insats {
        Insatsval::Id(id) => INSATS_MED_FORBUND.first(conn, (id.0.as_bytes(),), avkoda::insats_med_forbund),
        Insatsval::Nyckel(Insatsnyckel { part, kallsystem, nyckel }) => {
            let values = (part.to_string(), kallsystem, nyckel);
            INSATS_NYCKEL_MED_FORBUND.first(conn, values, avkoda::insats_med_forbund)
        }
    }
}

/// The internal number of an insats, that other tables name it by.
pub(super) fn number(conn: &Connection, id: InsatsId) -> Result<i64, StoreError> {
    let found = INSATS_NUMMER.first(conn, (id.0.as_bytes(),), |rad| rad.get(0, "nummer"))?;
    found.ok_or(StoreError::Conflict("insats"))
}

fn list(conn: &Connection, urval: &Insatsurval, sida: Sidval) -> Result<Sida<Insats>, StoreError> {
    let forbund = urval.forbund.as_ref().map(|all| all.iter().map(|id| id.0.simple().to_string()).collect::<Vec<_>>());
    let forbund = forbund.map(|all| to_json(&all)).transpose()?;
    let (first_day, last_day) = urval.ar.map(year).unzip();
    let inriktning = urval.inriktning.map(Inriktning::code);
    let typ = urval.typ.map(Insatstyp::code);
    let totalt = INSATS_RAKNA.number(conn, (&forbund, inriktning, typ, last_day, first_day))?;
    let (efter, hopp, limit) = beslut::bounds(sida);
    let values = (&forbund, inriktning, typ, last_day, first_day, efter, limit + 1, signed(hopp));
    Ok(beslut::cut(INSATS_LISTA.all(conn, values, avkoda::insats)?, sida, totalt.unsigned_abs()))
}

/// Makes the keys of an insats these; the rows of the keys are the insats's own.
fn put_keys(conn: &Connection, nummer: i64, nycklar: &[Insatsnyckel]) -> Result<(), StoreError> {
    INSATS_NYCKEL_RADERA.execute(conn, (nummer,))?;
    for nyckel in nycklar.iter().collect::<BTreeSet<_>>() {
        let values = (nyckel.part.to_string(), &nyckel.kallsystem, &nyckel.nyckel, nummer);
        INSATS_NYCKEL_INSERT.prepare(conn)?.execute(values).map_err(|fel| {
            if is_unique(&fel) {
                StoreError::Conflict("insats.nyckel")
            } else {
                database(INSATS_NYCKEL_INSERT.namn)(fel)
            }
        })?;
    }
    Ok(())
}

fn insert(plats: &mut Plats<'_>, id: InsatsId, uppgift: Insatsuppgift, json: &str) -> Result<Insats, StoreError> {
    if get(plats.conn, id)?.is_some() {
        return Err(StoreError::Conflict("insats.id"));
    }
    let forbund = forbund::number(plats, uppgift.forbund_id)?;
    let (inriktning, typ) = (uppgift.inriktning.code(), uppgift.typ.code());
    let (start, slut) = (days(uppgift.startdatum), uppgift.slutdatum.map(days));
    let values = (id.0.as_bytes(), forbund, inriktning, typ, start, slut, json);
    let nummer = INSATS_INSERT.number(plats.conn, values)?;
    put_keys(plats.conn, nummer, &uppgift.nycklar)?;
    plats.changed(Handelsetyp::Skapad, Resurs::Insats, Sak { nummer, id: id.0, version: 1 })?;
    Ok(Insats { id, version: 1, uppgift })
}

fn update(
    plats: &mut Plats<'_>,
    known: (i64, Insats),
    uppgift: Insatsuppgift,
    json: &str,
) -> Result<Insats, StoreError> {
    let (nummer, known) = known;
    let id = known.id;
    if known.uppgift == uppgift {
        plats.unchanged(Resurs::Insats, id.0)?;
        return Ok(known);
    }
    let version = known.version + 1;
    let forbund = forbund::number(plats, uppgift.forbund_id)?;
    let (inriktning, typ) = (uppgift.inriktning.code(), uppgift.typ.code());
    let (start, slut) = (days(uppgift.startdatum), uppgift.slutdatum.map(days));
    INSATS_UPDATE.execute(plats.conn, (nummer, version, forbund, inriktning, typ, start, slut, json))?;
    put_keys(plats.conn, nummer, &uppgift.nycklar)?;
    plats.changed(Handelsetyp::Andrad, Resurs::Insats, Sak { nummer, id: id.0, version })?;
    Ok(Insats { id, version, uppgift })
}

#[async_trait]
impl InsatsRead for Rum<'_> {
    async fn get(&mut self, id: InsatsId) -> Result<Option<Insats>, StoreError> {
        self.lank.read(move |plats| Ok(get(plats.conn, id)?.map(|(_, insats)| insats))).await
    }

    async fn with_forbund(&mut self, insats: &Insatsval) -> Result<Option<(Insats, Forbund)>, StoreError> {
        let insats = insats.clone();
        self.lank.read(move |plats| with_forbund(plats.conn, &insats)).await
    }

    async fn list(&mut self, urval: &Insatsurval, sida: Sidval) -> Result<Sida<Insats>, StoreError> {
        let urval = urval.clone();
        self.lank.read(move |plats| list(plats.conn, &urval, sida)).await
    }

    async fn all(&mut self) -> Result<Vec<Insats>, StoreError> {
        self.lank.read(|plats| INSATS_ALLA.all(plats.conn, (), |rad| Ok(avkoda::insats(rad)?.1))).await
    }
}

#[async_trait]
impl InsatsWrite for Rum<'_> {
    async fn insert(&mut self, id: InsatsId, uppgift: Insatsuppgift) -> Result<Insats, StoreError> {
        let json = to_json(&uppgift)?;
        self.lank.write(move |plats| insert(plats, id, uppgift, &json)).await
    }

    async fn update(
        &mut self,
        id: InsatsId,
        version: i64,
        uppgift: Insatsuppgift,
    ) -> Result<Option<Insats>, StoreError> {
        let json = to_json(&uppgift)?;
        self.lank
            .write(move |plats| {
                let known = get(plats.conn, id)?.filter(|(_, known)| known.version == version);
                known.map(|known| update(plats, known, uppgift, &json)).transpose()
            })
            .await
    }
}
