//! What one record is judged by: locked and read in one round trip, and kept until it is written.

use std::collections::{BTreeMap, HashMap};

use finsam_core::deltagande::Nyckel;
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;
use finsam_core::tid::Period;
use tokio_postgres::Row;
use tokio_postgres::types::FromSqlOwned;

use super::plan::{Perioder, Plan, Rott, Sok, Vem};
use super::skriv::{Kallor, single, standing};
use crate::beredd::Beredd;
use crate::postgres::anslut::Anslutning;
use crate::postgres::fel::ended;
use crate::postgres::session::Session;
use crate::postgres::sql::{DELTAGANDE_UNDERLAG, TRANSAKTION_LAS_ENDA, Varden};
use crate::postgres::varde::can_stand;
use crate::postgres::{insats, las};
use crate::rad::{Rad, day_of};
use crate::rum::{Avsikt, Insatsval, Staende, Strategi, Underlag};
use crate::{StoreError, avkoda};

/// What is asked for.
#[derive(PartialEq, Eq)]
struct Fraga {
    part: PartKod,
    nyckel: Nyckel,
    insats: Option<InsatsId>,
    sok: Option<Sok>,
}

/// What was found, and is locked until the end of the transaction.
pub(in crate::postgres) struct Uppslag {
    fraga: Fraga,
    pub(super) kallor: Kallor,
    /// The number that a new row would get.
    pub(super) nummer: i64,
    insats: Option<i64>,
    stands: Option<Rott>,
    perioder: BTreeMap<Vem, Period>,
}

/// What a record is judged by. The session keeps what else it takes to write it.
pub(super) async fn look_up(session: &mut Session, part: PartKod, avsikt: Avsikt) -> Result<Underlag, StoreError> {
    let Avsikt { nyckel, insats, identitet, staende } = avsikt;
    if !can_stand(&nyckel.kallsystem) || !can_stand(&nyckel.nyckel) {
        let insats = match insats {
            Some(insats) => insats::with_forbund(&session.conn, &insats).await?,
            None => None,
        };
        return Ok(Underlag { insats, staende: None });
    }
    let insats = match insats {
        Some(Insatsval::Id(id)) => Some(id),
        // The lock of a person names the insats by its identity.
        Some(key @ Insatsval::Nyckel(_)) => {
            insats::with_forbund(&session.conn, &key).await?.map(|(insats, _)| insats.id)
        }
        None => None,
    };
    let sok = identitet.zip(session.ring()).map(|(who, ring)| ring.search_hash(who.canonical().as_bytes()));
    let fraga = Fraga { part, nyckel, insats, sok };
    let row = ask(&session.conn, &fraga).await?;
    let underlag = underlag(Rad::new(&row, DELTAGANDE_UNDERLAG.namn), staende)?;
    session.uppslag = Some(Uppslag::new(fraga, &row)?);
    Ok(underlag)
}

/// The same for a record that is ready to be written, if it has not been looked up.
pub(super) async fn of(conn: &Anslutning, part: PartKod, beredd: &Beredd) -> Result<Uppslag, StoreError> {
    let fraga = Fraga::of(part, beredd);
    let row = ask(conn, &fraga).await?;
    Uppslag::new(fraga, &row)
}

/// Locks and then reads: the second statement sees what had been committed when the first was done.
async fn ask(conn: &Anslutning, fraga: &Fraga) -> Result<Row, StoreError> {
    let kod = fraga.part.to_string();
    let person = fraga.insats.zip(fraga.sok.as_ref().map(Sok::as_slice));
    let (room, first, second) = single(fraga.part, &kod, &fraga.nyckel, person);
    let values: Varden<'_> = &[&las::PART, &room, &first, &second];
    let lock = if conn.open_with(TRANSAKTION_LAS_ENDA, &[las::PART.into(), room.into(), first, second]) {
        None
    } else {
        Some(TRANSAKTION_LAS_ENDA.ready(conn, values).await?)
    };
    let insats = fraga.insats.map(|id| id.0.as_bytes().to_vec());
    let sok = fraga.sok.map(Vec::from);
    let values: Varden<'_> = &[&kod, &fraga.nyckel.kallsystem, &fraga.nyckel.nyckel, &insats, &sok];
    let read = DELTAGANDE_UNDERLAG.ready(conn, values).await?;
    let lock = async { if let Some(lock) = &lock { lock.execute(conn).await } else { Ok(0) } };
    let (locked, rows) = tokio::join!(biased; lock, read.rows(conn));
    locked?;
    rows?.pop().ok_or_else(ended)
}

/// What the caller is to know.
fn underlag(rad: Rad<'_>, staende: bool) -> Result<Underlag, StoreError> {
    let named = rad.joined("insats", 10);
    let insats = if named.is_null(0) {
        None
    } else {
        Some((avkoda::insats(named)?.1, avkoda::forbund(rad.joined("forbund", 14))?.1))
    };
    let of_standing = rad.joined("insats", 19);
    let staende = if !staende || of_standing.is_null(0) {
        None
    } else {
        // Its content comes only where it is another insats than the one that is named.
        let other = if of_standing.is_null(3) { named } else { of_standing };
        Some(Staende { version: rad.get(2, "version")?, insats: avkoda::insats(other)?.1 })
    };
    Ok(Underlag { insats, staende })
}

impl Fraga {
    fn of(part: PartKod, beredd: &Beredd) -> Self {
        let sok = beredd.person.as_ref().map(|person| person.sok);
        Self { part, nyckel: beredd.nyckel.clone(), insats: Some(beredd.insats), sok }
    }
}

impl Uppslag {
    fn new(fraga: Fraga, row: &Row) -> Result<Self, StoreError> {
        let rad = Rad::new(row, DELTAGANDE_UNDERLAG.namn);
        let system: Option<i64> = rad.opt(7, "kalla")?;
        let system: HashMap<_, _> =
            system.map(|nummer| (fraga.nyckel.kallsystem.clone(), nummer)).into_iter().collect();
        Ok(Self {
            kallor: Kallor { part: rad.opt(9, "part")?.unwrap_or_default(), system },
            nummer: rad.get(26, "nummer")?,
            insats: rad.opt(10, "insats")?,
            stands: if rad.is_null(0) { None } else { Some(standing(rad, 27)?) },
            perioder: periods(row, rad)?,
            fraga,
        })
    }

    /// Whether this is what writing the record takes.
    pub(super) fn is_for(&self, part: PartKod, beredd: &Beredd) -> bool {
        self.fraga == Fraga::of(part, beredd)
    }

    /// What saving one record begins from.
    pub(super) fn plan(&mut self, beredd: &Beredd) -> Plan<'_> {
        let insatser = self.insats.map(|nummer| (beredd.insats, nummer)).into_iter().collect();
        let key = (self.fraga.nyckel.kallsystem.as_str(), self.fraga.nyckel.nyckel.as_str());
        let stands = self.stands.take().map(|rott| (key, rott)).into_iter().collect();
        let perioder = std::mem::take(&mut self.perioder);
        let perioder: Perioder = self.fraga.sok.map(|sok| ((beredd.insats, sok), perioder)).into_iter().collect();
        Plan::new(Strategi::Upsert, insatser, stands, perioder)
    }
}

/// The periods of the person in the insats.
fn periods(row: &Row, rad: Rad<'_>) -> Result<BTreeMap<Vem, Period>, StoreError> {
    fn all<T: FromSqlOwned>(row: &Row, index: usize) -> Option<Vec<T>> {
        row.try_get::<_, Option<Vec<T>>>(index).ok().map(Option::unwrap_or_default)
    }
    let wrong = |column| move || rad.undecodable(column, "another type of value");
    let numbers: Vec<i64> = all(row, 23).ok_or_else(wrong("nummer"))?;
    let starts: Vec<Option<i32>> = all(row, 24).ok_or_else(wrong("start"))?;
    let ends: Vec<Option<i32>> = all(row, 25).ok_or_else(wrong("slut"))?;
    let day = |days, column| day_of(days).ok_or_else(|| rad.undecodable(column, "no such day"));
    let mut perioder = BTreeMap::new();
    for ((nummer, start), slut) in numbers.into_iter().zip(starts).zip(ends) {
        let fran = day(start.ok_or_else(wrong("start"))?, "start")?;
        let till = slut.map(|days| day(days, "slut")).transpose()?;
        perioder.insert(Vem::Stod(nummer), Period::new(fran, till));
    }
    Ok(perioder)
}
