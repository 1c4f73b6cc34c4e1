//! One participation as the last thing of its unit of work: one round trip to lock and read, one to write, tell and commit.

use std::collections::HashMap;

use finsam_core::part::PartKod;

use super::block::Block;
use super::plan::{Plan, Rott};
use super::skriv::{Kallor, known, locks, periods_of, standing, tell};
use crate::StoreError;
use crate::beredd::Beredd;
use crate::postgres::anslut::Anslutning;
use crate::postgres::fel::ended;
use crate::postgres::las;
use crate::postgres::session::Session;
use crate::postgres::sql::{
    DELTAGANDE_ENDA, DELTAGANDE_INSERT_NUMRERADE, DELTAGANDE_PERIODER, DELTAGANDE_UPDATE_FLERA, TRANSAKTION_LAS_DELAT,
    Varden,
};
use crate::rad::Rad;
use crate::rum::{Skrivutfall, Strategi};

/// Saves it and commits, if it is kept; otherwise the unit of work is to be dropped.
pub(in crate::postgres) async fn save(
    session: &mut Session,
    part: PartKod,
    beredd: &Beredd,
) -> Result<Skrivutfall, StoreError> {
    let (kallor, number, mut plan) = read(&session.conn, part, beredd).await?;
    let outcome = plan.save(0, beredd)?;
    if !outcome.is_kept() {
        return Ok(outcome);
    }
    let Some(rad) = plan.rader.iter().position(|rott| rott.skriven.is_some()) else {
        tell(&mut session.logg, kallor.part, &plan);
        session.finish(None).await?;
        return Ok(outcome);
    };
    let new = plan.rader[rad].nummer.is_none();
    let kallor = if new { known(session, part, kallor, &[&beredd.nyckel.kallsystem]).await? } else { kallor };
    plan.rader[rad].nummer.get_or_insert(number);
    tell(&mut session.logg, kallor.part, &plan);
    let block = Block::new(&[(rad, 0)], &plan, std::slice::from_ref(beredd), &kallor, session.ring())?;
    let (numbered, changed) = (block.numbered(), block.changed());
    let write = if new {
        DELTAGANDE_INSERT_NUMRERADE.ready(&session.conn, &numbered).await?
    } else {
        DELTAGANDE_UPDATE_FLERA.ready(&session.conn, &changed).await?
    };
    session.finish(Some(&write)).await?;
    Ok(outcome)
}

/// Locks what the record is about and reads what decides about it. With it comes the number that a new row would get.
async fn read<'b>(conn: &Anslutning, part: PartKod, beredd: &'b Beredd) -> Result<(Kallor, i64, Plan<'b>), StoreError> {
    let (kod, number) = (part.to_string(), las::of_part(part));
    let key = (beredd.nyckel.kallsystem.as_str(), beredd.nyckel.nyckel.as_str());
    let insats = beredd.insats.0.as_bytes().as_slice();
    let things = locks(&kod, std::slice::from_ref(beredd));
    let person: Vec<&[u8]> = beredd.sok().into_iter().collect();
    let insatser = vec![insats; person.len()];

    let values: Varden<'_> = &[&las::PART, &number, &things];
    let lock = TRANSAKTION_LAS_DELAT.ready(conn, values).await?;
    let values: Varden<'_> = &[&kod, &key.0, &key.1, &insats];
    let stands = DELTAGANDE_ENDA.ready(conn, values).await?;
    let values: Varden<'_> = &[&kod, &insatser, &person];
    let periods = DELTAGANDE_PERIODER.ready(conn, values).await?;
    let (locked, stands, periods) = tokio::join!(biased; lock.execute(conn), stands.rows(conn), periods.rows(conn));
    locked?;
    let found = DELTAGANDE_ENDA.read(&stands?, |rad| found(rad, beredd))?.pop().ok_or_else(ended)?;
    let insatser = found.insats.map(|nummer| (beredd.insats, nummer)).into_iter().collect();
    let stands = found.stands.map(|rott| (key, rott)).into_iter().collect();
    Ok((found.kallor, found.number, Plan::new(Strategi::Upsert, insatser, stands, periods_of(&periods?)?)))
}

/// What [`DELTAGANDE_ENDA`] gives.
struct Funnet {
    stands: Option<Rott>,
    kallor: Kallor,
    insats: Option<i64>,
    number: i64,
}

fn found(rad: Rad<'_>, beredd: &Beredd) -> Result<Funnet, StoreError> {
    let system: Option<i64> = rad.opt(7, "kalla")?;
    let system: HashMap<_, _> = system.map(|nummer| (beredd.nyckel.kallsystem.clone(), nummer)).into_iter().collect();
    Ok(Funnet {
        stands: if rad.is_null(0) { None } else { Some(standing(rad, 12)?) },
        kallor: Kallor { part: rad.opt(9, "part")?.unwrap_or_default(), system },
        insats: rad.opt(10, "insats")?,
        number: rad.get(11, "nummer")?,
    })
}
