//! Writing participations, many at once.

use std::collections::HashMap;

use finsam_core::deltagande::Nyckel;
use finsam_core::id::{DeltagandeId, InsatsId};
use finsam_core::part::PartKod;
use finsam_core::tid::Period;
use rusqlite::{CachedStatement, Connection, Params};
use uuid::Uuid;

use crate::StoreError;
use crate::beredd::{Beredd, Person};
use crate::beslut::{self, Befintlig, Beslut, Radering};
use crate::koder;
use crate::nyckel;
use crate::rad::{Rad, days};
use crate::rum::{Handelsetyp, Raderingsutfall, Resurs, Skrivutfall, Strategi, Villkor};
use crate::sqlite::fel::database;
use crate::sqlite::insats;
use crate::sqlite::lank::{Agare, Plats, Sak};
use crate::sqlite::sql::{
    ATKOMST_INSERT, DELTAGANDE_BEFINTLIG, DELTAGANDE_INSERT, DELTAGANDE_KALLA, DELTAGANDE_KALLA_INSERT,
    DELTAGANDE_OVERLAPP, DELTAGANDE_PART, DELTAGANDE_PART_INSERT, DELTAGANDE_RADERA, DELTAGANDE_UPDATE,
    DELTAGANDE_UPDATE_POST, HANDELSE_INSERT, HANDELSE_SPANN_INSERT, NYCKEL_BORTTAGNA, Sats,
};

/// A batch under way. Its statements are prepared once, and parties, systems and insatser are looked up once.
pub(super) struct Sparare<'c> {
    strategi: Strategi,
    part: i64,
    kallor: HashMap<String, i64>,
    insatser: HashMap<InsatsId, i64>,
    befintlig: Stmt<'c>,
    overlapp: Stmt<'c>,
    insert: Stmt<'c>,
    update: Stmt<'c>,
    update_post: Stmt<'c>,
    handelse: Stmt<'c>,
    atkomst: Stmt<'c>,
    /// The keys that have been taken away: nothing is sealed with them any more.
    borttagna: Vec<u8>,
    /// The first and the last of its events.
    spann: Option<(i64, i64)>,
}

/// A prepared statement and its name.
struct Stmt<'c> {
    statement: CachedStatement<'c>,
    sats: Sats,
}

/// What stands under a key.
struct Rott {
    nummer: i64,
    id: Uuid,
    insats: Option<i64>,
    /// Whether it is about the same person as what is to be written.
    samma: bool,
    known: Befintlig,
}

impl<'c> Stmt<'c> {
    fn new(conn: &'c Connection, sats: Sats) -> Result<Self, StoreError> {
        Ok(Self { statement: sats.prepare(conn)?, sats })
    }

    fn execute(&mut self, params: impl Params) -> Result<(), StoreError> {
        self.statement.execute(params).map(drop).map_err(database(self.sats.namn))
    }

    fn first<T>(
        &mut self,
        params: impl Params,
        read: impl FnOnce(Rad<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut rows = self.statement.query(params).map_err(database(self.sats.namn))?;
        rows.next().map_err(database(self.sats.namn))?.map(|row| read(Rad::new(row, self.sats.namn))).transpose()
    }
}

impl<'c> Sparare<'c> {
    pub(super) fn new(plats: &Plats<'c>, part: PartKod, strategi: Strategi) -> Result<Self, StoreError> {
        let conn = plats.conn;
        Ok(Self {
            strategi,
            part: intern(conn, DELTAGANDE_PART, DELTAGANDE_PART_INSERT, (part.to_string(),))?,
            kallor: HashMap::new(),
            insatser: HashMap::new(),
            befintlig: Stmt::new(conn, DELTAGANDE_BEFINTLIG)?,
            overlapp: Stmt::new(conn, DELTAGANDE_OVERLAPP)?,
            insert: Stmt::new(conn, DELTAGANDE_INSERT)?,
            update: Stmt::new(conn, DELTAGANDE_UPDATE)?,
            update_post: Stmt::new(conn, DELTAGANDE_UPDATE_POST)?,
            handelse: Stmt::new(conn, HANDELSE_INSERT)?,
            atkomst: Stmt::new(conn, ATKOMST_INSERT)?,
            borttagna: NYCKEL_BORTTAGNA.all(conn, (), nyckel::borttagen)?,
            spann: None,
        })
    }

    /// Ends the batch: notes where its events stand.
    pub(super) fn finish(self, conn: &Connection) -> Result<(), StoreError> {
        let Some((fran, till)) = self.spann else { return Ok(()) };
        HANDELSE_SPANN_INSERT.execute(conn, (self.part, till, fran)).map(drop)
    }

    /// Writes one record.
    pub(super) fn save(&mut self, plats: &mut Plats<'c>, beredd: &Beredd) -> Result<Skrivutfall, StoreError> {
        let kalla = self.kalla(plats.conn, &beredd.nyckel.kallsystem)?;
        let found = self.befintlig.first((kalla, &beredd.nyckel.nyckel), |rad| stands(rad, Some(beredd)))?;
        let known = found.as_ref().map(|found| found.known);
        let beslut = beslut::decide(self.strategi, beredd.villkor, known, beredd.nytt())?;
        match (beslut, found) {
            (Beslut::Brutet(version), _) => Ok(Skrivutfall::VillkorBrutet(version)),
            (Beslut::Aterkallat(dag), _) => Ok(Skrivutfall::Aterkallat(dag)),
            (Beslut::Oforandrad, Some(found)) => {
                self.log(plats, found.id)?;
                Ok(Skrivutfall::Oforandrad { id: DeltagandeId(found.id), version: found.known.version })
            }
            (Beslut::Andra(typ), Some(found)) => self.change(plats, beredd, &found, typ),
            (Beslut::Aterskapa, Some(found)) => self.change(plats, beredd, &found, Handelsetyp::Skapad),
            (_, _) => self.create(plats, beredd, kalla),
        }
    }

    fn create(&mut self, plats: &mut Plats<'c>, beredd: &Beredd, kalla: i64) -> Result<Skrivutfall, StoreError> {
        let insats = self.insats(plats.conn, beredd.insats)?;
        if let Some(period) = self.in_the_way(beredd, insats, 0)? {
            return Ok(Skrivutfall::Overlapp(period));
        }
        let (id, sluten) = (beredd.nytt_id, beredd.person.as_ref().map(|person| person.sluten.as_slice()));
        nyckel::judge_sealed(&self.borttagna, sluten)?;
        self.insert.execute((
            id.0.as_bytes(),
            kalla,
            &beredd.nyckel.nyckel,
            self.part,
            insats,
            days(beredd.period.fran),
            beredd.period.till.map(days),
            beredd.alder,
            beredd.sok(),
            sluten,
            &beredd.post,
            plats.today()?,
        ))?;
        let nummer = plats.conn.last_insert_rowid();
        self.event(plats, Handelsetyp::Skapad, Sak { nummer, id: id.0, version: 1 }, None)?;
        Ok(Skrivutfall::Skapad { id, version: 1 })
    }

    /// A change, or the return of what was deleted.
    fn change(
        &mut self,
        plats: &mut Plats<'c>,
        beredd: &Beredd,
        found: &Rott,
        typ: Handelsetyp,
    ) -> Result<Skrivutfall, StoreError> {
        let insats = self.insats(plats.conn, beredd.insats)?;
        if let Some(period) = self.in_the_way(beredd, insats, found.nummer)? {
            return Ok(Skrivutfall::Overlapp(period));
        }
        let (id, version) = (DeltagandeId(found.id), found.known.version + 1);
        let (start, slut) = (days(beredd.period.fran), beredd.period.till.map(days));
        if found.samma && found.insats == Some(insats) {
            self.update_post.execute((
                found.nummer,
                version,
                start,
                slut,
                beredd.alder,
                &beredd.post,
                plats.today()?,
            ))?;
        } else {
            // Sealed for the identity that stands, which is not the one that it was made ready for.
            let seal = |person: &Person| Ok::<_, StoreError>(plats.ring()?.seal(found.id, person.kanonisk.as_bytes()));
            let sealed = beredd.person.as_ref().map(seal).transpose()?;
            nyckel::judge_sealed(&self.borttagna, sealed.as_deref())?;
            let (sok, alder) = (beredd.sok(), beredd.alder);
            let values = (found.nummer, version, insats, start, slut, alder, sok, sealed, &beredd.post, plats.today()?);
            self.update.execute(values)?;
        }
        let fore = found.insats.filter(|fore| *fore != insats);
        self.event(plats, typ, Sak { nummer: found.nummer, id: found.id, version }, fore)?;
        Ok(if found.known.raderad {
            Skrivutfall::Skapad { id, version }
        } else {
            Skrivutfall::Uppdaterad { id, version }
        })
    }

    /// REG-11 within the part, whichever of its systems the other one came from.
    fn in_the_way(&mut self, beredd: &Beredd, insats: i64, own: i64) -> Result<Option<Period>, StoreError> {
        let Some(sok) = beredd.sok() else { return Ok(None) };
        let sats = self.overlapp.sats;
        let mut rows = self.overlapp.statement.query((insats, self.part, sok, own)).map_err(database(sats.namn))?;
        let mut others = Vec::new();
        while let Some(row) = rows.next().map_err(database(sats.namn))? {
            let rad = Rad::new(row, sats.namn);
            let fran = rad.day_or_none(1, "start")?.ok_or_else(|| rad.undecodable("start", "absent"))?;
            others.push(Period::new(fran, rad.day_or_none(2, "slut")?));
        }
        Ok(beslut::in_the_way(beredd.period, &others))
    }

    fn event(
        &mut self,
        plats: &mut Plats<'_>,
        typ: Handelsetyp,
        sak: Sak,
        fore: Option<i64>,
    ) -> Result<(), StoreError> {
        let arende = plats.arende()?;
        let (typ, resurs) = (koder::typ(typ), koder::resurs(Resurs::Deltagande));
        self.handelse.execute((arende, typ, resurs, sak.nummer, sak.version, sak.id.as_bytes(), fore))?;
        let nummer = plats.conn.last_insert_rowid();
        self.spann = Some((self.spann.map_or(nummer, |(fran, _)| fran), nummer));
        self.log(plats, sak.id)
    }

    fn log(&mut self, plats: &mut Plats<'_>, id: Uuid) -> Result<(), StoreError> {
        let resurs = koder::resurs(Resurs::Deltagande);
        self.atkomst.execute((plats.arende()?, resurs, id.as_bytes(), None::<i64>))?;
        plats.logged(resurs, Some(id), None)
    }

    fn kalla(&mut self, conn: &Connection, kallsystem: &str) -> Result<i64, StoreError> {
        if let Some(kalla) = self.kallor.get(kallsystem) {
            return Ok(*kalla);
        }
        let kalla = intern(conn, DELTAGANDE_KALLA, DELTAGANDE_KALLA_INSERT, (self.part, kallsystem))?;
        self.kallor.insert(kallsystem.to_owned(), kalla);
        Ok(kalla)
    }

    fn insats(&mut self, conn: &Connection, id: InsatsId) -> Result<i64, StoreError> {
        if let Some(insats) = self.insatser.get(&id) {
            return Ok(*insats);
        }
        let insats = insats::number(conn, id)?;
        self.insatser.insert(id, insats);
        Ok(insats)
    }
}

/// Deletes a participation; identity, key and version stay.
pub(super) fn delete(
    plats: &mut Plats<'_>,
    part: PartKod,
    nyckel: &Nyckel,
    villkor: Villkor,
) -> Result<Raderingsutfall, StoreError> {
    let Some((part, found)) = find(plats.conn, part, nyckel)? else { return Ok(Raderingsutfall::Saknas) };
    match beslut::decide_deletion(villkor, Some(found.known)) {
        Radering::Saknas => Ok(Raderingsutfall::Saknas),
        Radering::Redan => Ok(Raderingsutfall::Redan(DeltagandeId(found.id))),
        Radering::Brutet(version) => Ok(Raderingsutfall::VillkorBrutet(version)),
        Radering::Radera(version) => {
            DELTAGANDE_RADERA.execute(plats.conn, (found.nummer, version))?;
            let sak = Sak { nummer: found.nummer, id: found.id, version };
            let agare = Agare { part, insats_fore: found.insats };
            plats.happened(Handelsetyp::Raderad, Resurs::Deltagande, sak, agare)?;
            Ok(Raderingsutfall::Raderad(DeltagandeId(found.id)))
        }
    }
}

/// The number of the part, and what stands under its key.
fn find(conn: &Connection, part: PartKod, nyckel: &Nyckel) -> Result<Option<(i64, Rott)>, StoreError> {
    let number = |rad: Rad<'_>| rad.get::<i64>(0, "nummer");
    let Some(part) = DELTAGANDE_PART.first(conn, (part.to_string(),), number)? else { return Ok(None) };
    let Some(kalla) = DELTAGANDE_KALLA.first(conn, (part, &nyckel.kallsystem), number)? else { return Ok(None) };
    let found = DELTAGANDE_BEFINTLIG.first(conn, (kalla, &nyckel.nyckel), |rad| stands(rad, None))?;
    Ok(found.map(|found| (part, found)))
}

/// What stands under a key, compared with what is to be written.
fn stands(rad: Rad<'_>, beredd: Option<&Beredd>) -> Result<Rott, StoreError> {
    let raderad = rad.is_null(5);
    let samma = !raderad && beredd.is_some_and(|beredd| rad.blob_or_none(4) == beredd.sok());
    let lika = match beredd {
        Some(beredd) if samma => rad.text(5, "post")? == beredd.post,
        _ => false,
    };
    let aterkallat = rad.day_or_none(7, "aterkallat")?;
    let known = Befintlig { version: rad.get(2, "version")?, raderad, avslutad: !rad.is_null(3), lika, aterkallat };
    Ok(Rott { nummer: rad.get(0, "nummer")?, id: rad.uuid(1, "id")?, insats: rad.opt(6, "insats")?, samma, known })
}

/// The small number of something, given when it is first seen.
fn intern(conn: &Connection, get: Sats, insert: Sats, values: impl Params + Clone) -> Result<i64, StoreError> {
    let known = get.first(conn, values.clone(), |rad| rad.get(0, "nummer"))?;
    known.map_or_else(|| insert.number(conn, values), Ok)
}
