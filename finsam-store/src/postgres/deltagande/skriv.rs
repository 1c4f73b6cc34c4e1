//! Writing participations, many at once: one round trip to lock and read, one to write.

use std::collections::{BTreeSet, HashMap};

use finsam_core::deltagande::Nyckel;
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;
use finsam_core::tid::Period;
use tokio_postgres::Row;

use super::block::Block;
use super::nya::{self, Forberedd};
use super::plan::{Avgjord, Notis, Perioder, Plan, Rott, Sok, Vem};
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
pub(super) const BLOCK: usize = 5_000;

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

/// Writes a batch, of which something may have been prepared.
pub(super) async fn save(
    session: &mut Session,
    part: PartKod,
    strategi: Strategi,
    beredda: &[Beredd],
    forberedd: Option<Forberedd>,
) -> Result<Vec<Skrivutfall>, StoreError> {
    let forberedd = match forberedd {
        Some(forberedd) => Some(forberedd),
        None => nya::prepare(session, part, strategi, beredda).await?,
    };
    if let Some(forberedd) = forberedd
        && let Some(outcomes) = nya::save(session, part, strategi, beredda, forberedd).await?
    {
        return Ok(outcomes);
    }
    let (kallor, plan) = read(&session.conn, part, strategi, beredda, Lasning::Last).await?;
    let (mut avgjord, outcomes) = decide(plan, beredda)?;
    let nummer = write(session, part, kallor, &mut avgjord, beredda).await?;
    tell(&mut session.logg, nummer, &avgjord);
    session.hus.nya.learn(part, &outcomes);
    Ok(outcomes)
}

/// Decides about a batch, record by record.
pub(super) fn decide<'b>(mut plan: Plan<'b>, beredda: &'b [Beredd]) -> Result<(Avgjord, Vec<Skrivutfall>), StoreError> {
    let outcomes = beredda.iter().enumerate().map(|(index, beredd)| plan.save(index, beredd));
    let outcomes = outcomes.collect::<Result<_, _>>()?;
    Ok((plan.settle(), outcomes))
}

/// What the change feed and the access log are to say of a batch of the part with this number.
pub(super) fn tell(logg: &mut Logg, part: i64, avgjord: &Avgjord) {
    for notis in &avgjord.notiser {
        match *notis {
            Notis::Oforandrad { rad } => logg.unchanged(Resurs::Deltagande, avgjord.rader[rad].id),
            Notis::Handelse { rad, typ, version, fore } => {
                let Rott { nummer, id, .. } = avgjord.rader[rad];
                let sak = Sak { nummer: nummer.unwrap_or_default(), id, version };
                logg.happened(typ, Resurs::Deltagande, sak, Agare { part, insats_fore: fore });
            }
        }
    }
}

/// How that is read which a batch is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lasning {
    /// Locked first, and with what stands under the keys.
    Last,
    /// As it is, without what stands under the keys, which are thought to be new.
    Olast,
}

/// Reads what the batch is about, all in one round trip: each statement sees what had been committed when the one before it
/// was done, and so, where it is locked first, what the lock was waited for.
pub(super) async fn read<'b>(
    conn: &Anslutning,
    part: PartKod,
    strategi: Strategi,
    beredda: &'b [Beredd],
    lasning: Lasning,
) -> Result<(Kallor, Plan<'b>), StoreError> {
    let (kod, number) = (part.to_string(), las::of_part(part));
    let small = beredda.len() <= SMALL;
    let locks = if small { locks(&kod, beredda) } else { Vec::new() };
    let systems: BTreeSet<&str> = beredda.iter().map(|one| one.nyckel.kallsystem.as_str()).collect();
    let systems: Vec<_> = systems.into_iter().collect();
    let named = beredda.iter().filter(|_| lasning == Lasning::Last);
    let keys: BTreeSet<_> = named.map(|one| (one.nyckel.kallsystem.as_str(), one.nyckel.nyckel.as_str())).collect();
    let keys: Vec<_> = keys.into_iter().collect();
    let (key_systems, key_names): (Vec<&str>, Vec<&str>) = keys.iter().copied().unzip();
    let insatser: BTreeSet<&[u8]> = beredda.iter().map(|one| one.insats.0.as_bytes().as_slice()).collect();
    let insatser: Vec<&[u8]> = insatser.into_iter().collect();
    let persons: BTreeSet<(&[u8], &[u8])> =
        beredda.iter().filter_map(|one| Some((one.insats.0.as_bytes().as_slice(), one.sok()?))).collect();
    let (person_insatser, person_hashes): (Vec<&[u8]>, Vec<&[u8]>) = persons.into_iter().unzip();

    let (few, whole): (Varden<'_>, Varden<'_>) = (&[&las::PART, &number, &locks], &[&las::PART, &number]);
    let lock = match lasning {
        Lasning::Olast => None,
        Lasning::Last if small => Some(TRANSAKTION_LAS_DELAT.ready(conn, few).await?),
        Lasning::Last => Some(TRANSAKTION_LAS_RUM.ready(conn, whole).await?),
    };
    let values: Varden<'_> = &[&kod, &systems];
    let kallor = DELTAGANDE_KALLOR.ready(conn, values).await?;
    let values: Varden<'_> = &[&insatser];
    let numbers = INSATS_NUMMER_FLERA.ready(conn, values).await?;
    let values: Varden<'_> = &[&kod, &key_systems, &key_names];
    let stands = DELTAGANDE_BEFINTLIGA.ready(conn, values).await?;
    let values: Varden<'_> = &[&kod, &person_insatser, &person_hashes];
    let periods = DELTAGANDE_PERIODER.ready(conn, values).await?;
    let lock = async { if let Some(lock) = &lock { lock.execute(conn).await } else { Ok(0) } };
    let (locked, kallor, numbers, stands, periods) = tokio::join!(biased;
        lock,
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
        ny: false,
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

/// Writes what a batch has come to: each row once, as the last record for it has it. Gives the number of the part.
pub(super) async fn write(
    session: &Session,
    part: PartKod,
    kallor: Kallor,
    avgjord: &mut Avgjord,
    beredda: &[Beredd],
) -> Result<i64, StoreError> {
    let (new, changed): (Vec<_>, Vec<_>) = written(avgjord).into_iter().partition(|(rad, _)| avgjord.rader[*rad].ny);
    let systems: BTreeSet<&str> = new.iter().map(|(_, skriven)| beredda[*skriven].nyckel.kallsystem.as_str()).collect();
    let kallor = known(session, part, kallor, &systems.into_iter().collect::<Vec<_>>()).await?;
    for block in changed.chunks(BLOCK) {
        Block::new(block, avgjord, beredda, &kallor, session)?.update(&session.conn).await?;
    }
    number(&session.conn, avgjord).await?;
    for block in new.chunks(BLOCK) {
        Block::new(block, avgjord, beredda, &kallor, session)?.insert(&session.conn).await?;
    }
    Ok(kallor.part)
}

/// The rows that are to be written, each with the last record for it.
pub(super) fn written(avgjord: &Avgjord) -> Vec<(usize, usize)> {
    let rader = avgjord.rader.iter().enumerate();
    rader.filter_map(|(rad, rott)| rott.skriven.map(|skriven| (rad, skriven))).collect()
}

/// Gives the rows that have none their numbers.
pub(super) async fn number(conn: &Anslutning, avgjord: &mut Avgjord) -> Result<(), StoreError> {
    let without: Vec<&mut Rott> = avgjord.rader.iter_mut().filter(|rott| rott.nummer.is_none()).collect();
    if without.is_empty() {
        return Ok(());
    }
    let many = i64::try_from(without.len()).unwrap_or(i64::MAX);
    let numbers = DELTAGANDE_NYA_NUMMER.all(conn, &[&many], |rad| rad.get(0, "nummer")).await?;
    without.into_iter().zip(numbers).for_each(|(rott, nummer)| rott.nummer = Some(nummer));
    Ok(())
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
