//! One participation as the last thing of its unit of work: one round trip to lock and read, unless it has been looked
//! up, and one to write, tell and commit.

use finsam_core::part::PartKod;

use super::block::Block;
use super::skriv::{known, tell};
use super::uppslag::{self, Uppslag};
use crate::StoreError;
use crate::beredd::Beredd;
use crate::postgres::session::Session;
use crate::postgres::sql::{DELTAGANDE_INSERT_NUMRERADE, DELTAGANDE_UPDATE_FLERA};
use crate::rum::Skrivutfall;

/// Saves it and commits, if it is kept; otherwise the unit of work is to be dropped.
pub(in crate::postgres) async fn save(
    session: &mut Session,
    uppslag: Option<Uppslag>,
    part: PartKod,
    beredd: &Beredd,
) -> Result<Skrivutfall, StoreError> {
    let mut uppslag = match uppslag.filter(|uppslag| uppslag.is_for(part, beredd)) {
        Some(uppslag) => uppslag,
        None => uppslag::of(&session.conn, part, beredd).await?,
    };
    let (kallor, number) = (std::mem::take(&mut uppslag.kallor), uppslag.nummer);
    let mut plan = uppslag.plan(beredd);
    let outcome = plan.save(0, beredd)?;
    if !outcome.is_kept() {
        return Ok(outcome);
    }
    let mut avgjord = plan.settle();
    let Some(rad) = avgjord.rader.iter().position(|rott| rott.skriven.is_some()) else {
        tell(&mut session.logg, kallor.part, &avgjord);
        session.finish(None).await?;
        return Ok(outcome);
    };
    let new = avgjord.rader[rad].ny;
    let kallor = if new { known(session, part, kallor, &[&beredd.nyckel.kallsystem]).await? } else { kallor };
    session.hus.kanda.learn(part, &beredd.nyckel, &kallor);
    avgjord.rader[rad].nummer.get_or_insert(number);
    tell(&mut session.logg, kallor.part, &avgjord);
    let block = Block::new(&[(rad, 0)], &avgjord, std::slice::from_ref(beredd), &kallor, session)?;
    let (numbered, changed) = (block.numbered(), block.changed());
    let write = if new {
        DELTAGANDE_INSERT_NUMRERADE.ready(&session.conn, &numbered).await?
    } else {
        DELTAGANDE_UPDATE_FLERA.ready(&session.conn, &changed).await?
    };
    session.finish(Some(&write)).await?;
    Ok(outcome)
}
