//! One participation as the last thing of its unit of work: writing it, telling of it and the commit share a round trip.

use finsam_core::part::PartKod;

use super::block::Block;
use super::skriv::{known, read, tell};
use crate::StoreError;
use crate::beredd::Beredd;
use crate::postgres::fel::ended;
use crate::postgres::session::Session;
use crate::postgres::sql::{DELTAGANDE_INSERT_NUMRERADE, DELTAGANDE_UPDATE_FLERA};
use crate::rum::{Skrivutfall, Strategi};

/// Saves it and commits, if it is kept; otherwise the unit of work is to be dropped.
pub(in crate::postgres) async fn save(
    session: &mut Session,
    part: PartKod,
    beredd: &Beredd,
) -> Result<Skrivutfall, StoreError> {
    let beredda = std::slice::from_ref(beredd);
    let (kallor, numbers, mut plan) = read(&session.conn, part, Strategi::Upsert, beredda, 1).await?;
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
    if new {
        plan.rader[rad].nummer = Some(numbers.first().copied().ok_or_else(ended)?);
    }
    tell(&mut session.logg, kallor.part, &plan);
    let block = Block::new(&[(rad, 0)], &plan, beredda, &kallor, session.ring())?;
    let (numbered, changed) = (block.numbered(), block.changed());
    let write = if new {
        DELTAGANDE_INSERT_NUMRERADE.ready(&session.conn, &numbered).await?
    } else {
        DELTAGANDE_UPDATE_FLERA.ready(&session.conn, &changed).await?
    };
    session.finish(Some(&write)).await?;
    Ok(outcome)
}
