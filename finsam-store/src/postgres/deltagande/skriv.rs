//! Writing participations, many at once: one round trip to lock and read, one to write.

use std::collections::{BTreeSet, HashMap};

use finsam_core::deltagande::Nyckel;
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;
use finsam_core::tid::Period;
use tokio_postgres::Row;

use super::block::Block;
use super::nya;
use super::plan::{Notis, Perioder, Plan, Rott, Sok, Vem};
use crate::StoreError;
use crate::beredd::Beredd;
use crate::postgres::anslut::Anslutning;
use crate::postgres::las;
use crate::postgres::logg::{Agare, Logg, Sak};
use crate::postgres::session::Session;
use crate::postgres::sql::{
    DELTAGANDE_BEFINTLIGA, DELTAGANDE_KALLA_INSERT, DELTAGANDE_KALLOR, DELTAGANDE_NYA_NUMMER, DELTAGANDE_PART_INSERT,
    DELTAGANDE_PERIODER, INSATS_NUMMER_FLERA, TRANSAKTION_LAS_DELAT, TRANSAKTION_LAS_RUM, Varden,
};
use crate::rad::Rad;
use crate::rum::{Resurs, Skrivutfall, Strategi};

/// A batch of more records than this locks its whole part instead of each key and person.
pub(super) const SMALL: usize = 32;
/// So many rows go into one statement.
const BLOCK: usize = 5_000;

/// Single things that a small batch locks, in order: keys, and persons in insatser.
fn locks(part: &str, beredda: &[Beredd]) -> Vec<i64> {
    let mut locks = BTreeSet::new();
    for beredd in beredda {
        locks.insert(of_key(part, &beredd.nyckel));
        if let Some(sok) = beredd.sok() {
            locks.insert(of_person(part, beredd.insats, sok));
        }
    }
    locks.into_iter().collect()
}

/// The lock of a key.
pub(super) fn of_key(part: &str, nyckel: &Nyckel) -> i64 {
    las::hash(&[b"nyckel", part.as_bytes(), nyckel.kallsystem.as_bytes(), nyckel.nyckel.as_bytes()])
}

/// The lock of a person in an insats.
pub(super) fn of_person(part: &str, insats: InsatsId, sok: &[u8]) -> i64 {
    las::hash(&[b"person", part.as_bytes(), insats.0.as_bytes(), sok])
}

/// The room of the part, shared with others, and in it what a single record locks, in the order of a batch: its key, and
/// its person in the insats.
pub(super) fn single(part: PartKod, kod: &str, nyckel: &Nyckel, person: Option<(InsatsId, &[u8])>) -> (i32, i64, i64) {
    let key = of_key(kod, nyckel);
    let person = person.map_or(key, |(insats, sok)| of_person(kod, insats, sok));
    (las::of_part(part), key.min(person), key.max(person))
}

/// The internal number of the part, and those of its systems.
#[derive(Default)]
pub(super) struct Kallor {
    pub(super) part: i64,
    pub(super) system: HashMap<String, i64>,
}

/// Writes a batch.
pub(super) async fn save(
    session: &mut Session,
    part: PartKod,
    strategi: Strategi,
    beredda: &[Beredd],
) -> Result<Vec<Skrivutfall>, StoreError> {
    if let Some(outcomes) = nya::save(session, part, strategi, beredda).await? {
        return Ok(outcomes);
    }
    let (kallor, mut plan) = read(&session.conn, part, strategi, beredda, true).await?;
    let outcomes = decide(&mut plan, beredda)?;
    let nummer = write(session, part, kallor, &mut plan, beredda).await?;
    tell(&mut session.logg, nummer, &plan);
    session.hus.nya.learn(part, &outcomes);
    Ok(outcomes)
}

/// Decides about a batch, record by record.
pub(super) fn decide<'b>(plan: &mut Plan<'b>, beredda: &'b [Beredd]) -> Result<Vec<Skrivutfall>, StoreError> {
    beredda.iter().enumerate().map(|(index, beredd)| plan.save(index, beredd)).collect()
}

/// What the change feed and the access log are to say of a batch of the part with this number.
pub(super) fn tell(logg: &mut Logg, part: i64, plan: &Plan<'_>) {
    for notis in &plan.notiser {
        match *notis {
            Notis::Oforandrad { rad } => logg.unchanged(Resurs::Deltagande, plan.rader[rad].id),
            Notis::Handelse { rad, typ, version, fore } => {
                let Rott { nummer, id, .. } = plan.rader[rad];
                let sak = Sak { nummer: nummer.unwrap_or_default(), id, version };
                logg.happened(typ, Resurs::Deltagande, sak, Agare { part, insats_fore: fore });
            }
        }
    }
}

/// Locks what the batch is about and then reads it, all in one round trip: each statement sees what had been committed
/// when the one before it was done. What stands under its keys is read only where they are to be looked up.
pub(super) async fn read<'b>(
    conn: &Anslutning,
    part: PartKod,
    strategi: Strategi,
    beredda: &'b [Beredd],
    look_up: bool,
) -> Result<(Kallor, Plan<'b>), StoreError> {
    let (kod, number) = (part.to_string(), las::of_part(part));
    let small = beredda.len() <= SMALL;
    let locks = if small { locks(&kod, beredda) } else { Vec::new() };
    let systems: BTreeSet<&str> = beredda.iter().map(|one| one.nyckel.kallsystem.as_str()).collect();
    let systems: Vec<_> = systems.into_iter().collect();
    let named = beredda.iter().filter(|_| look_up);
    let keys: BTreeSet<_> = named.map(|one| (one.nyckel.kallsystem.as_str(), one.nyckel.nyckel.as_str())).collect();
    let keys: Vec<_> = keys.into_iter().collect();
    let (key_systems, key_names): (Vec<&str>, Vec<&str>) = keys.iter().copied().unzip();
    let insatser: BTreeSet<&[u8]> = beredda.iter().map(|one| one.insats.0.as_bytes().as_slice()).collect();
    let insatser: Vec<&[u8]> = insatser.into_iter().collect();
    let persons: BTreeSet<(&[u8], &[u8])> =
        beredda.iter().filter_map(|one| Some((one.insats.0.as_bytes().as_slice(), one.sok()?))).collect();
    let (person_insatser, person_hashes): (Vec<&[u8]>, Vec<&[u8]>) = persons.into_iter().unzip();

    let (few, whole): (Varden<'_>, Varden<'_>) = (&[&las::PART, &number, &locks], &[&las::PART, &number]);
    let lock = if small {
        TRANSAKTION_LAS_DELAT.ready(conn, few).await?
    } else {
        TRANSAKTION_LAS_RUM.ready(conn, whole).await?
    };
    let values: Varden<'_> = &[&kod, &systems];
    let kallor = DELTAGANDE_KALLOR.ready(conn, values).await?;
    let values: Varden<'_> = &[&insatser];
    let numbers = INSATS_NUMMER_FLERA.ready(conn, values).await?;
    let values: Varden<'_> = &[&kod, &key_systems, &key_names];
    let stands = DELTAGANDE_BEFINTLIGA.ready(conn, values).await?;
    let values: Varden<'_> = &[&kod, &person_insatser, &person_hashes];
    let periods = DELTAGANDE_PERIODER.ready(conn, values).await?;
    let (locked, kallor, numbers, stands, periods) = tokio::join!(biased;
        lock.execute(conn),
        kallor.rows(conn),
        numbers.rows(conn),
        stands.rows(conn),
        periods.rows(conn),
    );
    locked?;
    let kallor = sources(&DELTAGANDE_KALLOR.read(&kallor?, source)?);
    let numbers =
        INSATS_NUMMER_FLERA.read(&numbers?, |rad| Ok((InsatsId(rad.uuid(1, "id")?), rad.get(0, "nummer")?)))?;
    let stands = DELTAGANDE_BEFINTLIGA.read(&stands?, |rad| Ok((rad.count(7, "ord")?, standing(rad, 10)?)))?;
    let perioder = periods_of(&periods?)?;
    let key = |ord: u64| keys.get(usize::try_from(ord).ok()?.checked_sub(1)?).copied();
    let stands = stands.into_iter().filter_map(|(ord, rott)| Some((key(ord)?, rott))).collect();
    Ok((kallor, Plan::new(strategi, numbers.into_iter().collect(), stands, perioder)))
}

/// What [`DELTAGANDE_PERIODER`] gave.
fn periods_of(rows: &[Row]) -> Result<Perioder, StoreError> {
    let mut perioder = Perioder::new();
    for (insats, sok, vem, period) in DELTAGANDE_PERIODER.read(rows, period)? {
        perioder.entry((insats, sok)).or_default().insert(vem, period);
    }
    Ok(perioder)
}

fn source(rad: Rad<'_>) -> Result<(i64, Option<(String, i64)>), StoreError> {
    Ok((rad.get(0, "part")?, rad.opt(2, "kallsystem")?.zip(rad.opt(1, "nummer")?)))
}

fn sources(rows: &[(i64, Option<(String, i64)>)]) -> Kallor {
    let part = rows.first().map(|(part, _)| *part).unwrap_or_default();
    Kallor { part, system: rows.iter().filter_map(|(_, system)| system.clone()).collect() }
}

/// What stands, as both [`DELTAGANDE_BEFINTLIGA`] and the statement for a single record tell it; where the day of
/// withdrawal stands is the last column of either.
pub(super) fn standing(rad: Rad<'_>, aterkallat: usize) -> Result<Rott, StoreError> {
    let raderad = rad.is_null(5);
    Ok(Rott {
        nummer: Some(rad.get(0, "nummer")?),
        id: rad.uuid(1, "id")?,
        version: rad.get(2, "version")?,
        raderad,
        avslutad: !rad.is_null(3),
        sok: if rad.is_null(4) { None } else { Some(rad.bytes(4, "sok")?) },
        post: rad.opt(5, "post")?,
        insats: if rad.is_null(6) { None } else { Some(InsatsId(rad.uuid(6, "insats")?)) },
        insats_nummer: rad.opt(8, "insats")?,
        aterkallat: rad.day_or_none(aterkallat, "aterkallat")?,
        skriven: None,
    })
}

fn period(rad: Rad<'_>) -> Result<(InsatsId, Sok, Vem, Period), StoreError> {
    let fran = rad.day_or_none(3, "start")?.ok_or_else(|| rad.undecodable("start", "absent"))?;
    let period = Period::new(fran, rad.day_or_none(4, "slut")?);
    Ok((InsatsId(rad.uuid(1, "insats")?), rad.bytes(2, "sok")?, Vem::Stod(rad.get(0, "nummer")?), period))
}

/// Writes what the plan came to: each row once, as the last record for it has it. Gives the number of the part.
pub(super) async fn write(
    session: &Session,
    part: PartKod,
    kallor: Kallor,
    plan: &mut Plan<'_>,
    beredda: &[Beredd],
) -> Result<i64, StoreError> {
    let written = plan.rader.iter().enumerate().filter_map(|(rad, rott)| rott.skriven.map(|skriven| (rad, skriven)));
    let (new, changed): (Vec<_>, Vec<_>) = written.partition(|(rad, _)| plan.rader[*rad].nummer.is_none());
    let systems: BTreeSet<&str> = new.iter().map(|(_, skriven)| beredda[*skriven].nyckel.kallsystem.as_str()).collect();
    let kallor = known(session, part, kallor, &systems.into_iter().collect::<Vec<_>>()).await?;
    for block in changed.chunks(BLOCK) {
        Block::new(block, plan, beredda, &kallor, session)?.update(&session.conn).await?;
    }
    for block in new.chunks(BLOCK) {
        let many = i64::try_from(block.len()).unwrap_or(i64::MAX);
        let numbers = DELTAGANDE_NYA_NUMMER.all(&session.conn, &[&many], |rad| rad.get(0, "nummer")).await?;
        for ((rad, _), nummer) in block.iter().zip(numbers) {
            plan.rader[*rad].nummer = Some(nummer);
        }
        Block::new(block, plan, beredda, &kallor, session)?.insert(&session.conn).await?;
    }
    Ok(kallor.part)
}

/// The small numbers of the part and of these systems. Those that have none get theirs apart from the transaction: they
/// are of use to others at once.
pub(super) async fn known(
    session: &Session,
    part: PartKod,
    kallor: Kallor,
    systems: &[&str],
) -> Result<Kallor, StoreError> {
    if systems.iter().all(|system| kallor.system.contains_key(*system)) {
        return Ok(kallor);
    }
    let (kod, systems) = (part.to_string(), systems.to_vec());
    let conn = session.hus.beside().await?;
    DELTAGANDE_PART_INSERT.execute(&conn, &[&kod]).await?;
    DELTAGANDE_KALLA_INSERT.execute(&conn, &[&kod, &systems]).await?;
    Ok(sources(&DELTAGANDE_KALLOR.all(&conn, &[&kod, &systems], source).await?))
}
