//! The segments of the access log that this process writes.
//!
//! A commit takes one for as long as it lasts, and gives it back with one link more. So there are as many as commits at
//! the same time, whatever connection they come on, and none waits for another's hash.

use std::sync::{Mutex, PoisonError};

use deadpool_postgres::Object;

use super::anslut::Anslutning;
use super::sql::{
    LOGG_GALLRA_ARENDEN, LOGG_GALLRA_LED, LOGG_GALLRA_RADER, LOGG_HUVUD_INSERT, LOGG_NYA, LOGG_SEGMENT_INSERT,
    LOGG_SISTA, LOGG_START, TRANSAKTION_BORJA, TRANSAKTION_VERKSTALL,
};
use super::{Hus, las};
use crate::kedja::{Forra, Huvud};
use crate::logg::avkoda;
use crate::rum::{Loggande, Logghuvud};
use crate::{Aktor, StoreError, rad};

/// Those that no commit is using.
pub(super) type Kedjor = Mutex<Vec<Huvud>>;

/// One to go on from; a new one when none is free.
pub(super) async fn take(hus: &Hus, aktor: &Aktor) -> Result<Huvud, StoreError> {
    let free = hus.kedjor.lock().unwrap_or_else(PoisonError::into_inner).pop();
    if let Some(free) = free {
        return Ok(free);
    }
    let conn = hus.beside().await?;
    let begun = begin(&conn, aktor).await;
    if begun.is_err() {
        // What is open on it ends with it.
        drop(Object::take(conn.client));
    }
    begun
}

/// What one has come to. One whose commit failed is not given back.
pub(super) fn give_back(hus: &Hus, huvud: Huvud) {
    hus.kedjor.lock().unwrap_or_else(PoisonError::into_inner).push(huvud);
}

/// Begins a segment, in a transaction of its own. Processes do it one after another, so that each goes on from the one
/// before it.
async fn begin(conn: &Anslutning, aktor: &Aktor) -> Result<Huvud, StoreError> {
    TRANSAKTION_BORJA.control(conn).await?;
    las::lock(conn, &[b"loggsegment"]).await?;
    let start = LOGG_START.first(conn, &[], avkoda::start).await?.unwrap_or_default();
    let forra = LOGG_SISTA.first(conn, &[], avkoda::forra).await?.unwrap_or(Forra::INGEN);
    let (nummer, tid) = (LOGG_NYA.number(conn, &[]).await?, rad::micros(aktor.tid));
    let huvud = Huvud::new(nummer, tid, &aktor.anrop, forra, start);
    let (before, hash) = (forra.hash.as_slice(), huvud.hash.as_slice());
    LOGG_SEGMENT_INSERT
        .execute(conn, &[&nummer, &tid, &aktor.anrop, &forra.segment, &forra.led, &before, &hash])
        .await?;
    TRANSAKTION_VERKSTALL.control(conn).await?;
    Ok(huvud)
}

/// Prunes a segment: the head first, since it is what lets the rest go.
pub(super) async fn prune(conn: &Anslutning, huvud: &Logghuvud) -> Result<u64, StoreError> {
    TRANSAKTION_BORJA.control(conn).await?;
    let Loggande { segment, led, hash } = &huvud.ande;
    let (hash, tid, signatur) = (hash.as_slice(), rad::micros(huvud.tid), huvud.signatur.as_slice());
    LOGG_HUVUD_INSERT.execute(conn, &[segment, led, &hash, &tid, &huvud.beslut, &signatur]).await?;
    let removed = LOGG_GALLRA_RADER.execute(conn, &[segment, led]).await?;
    LOGG_GALLRA_ARENDEN.execute(conn, &[segment, led]).await?;
    LOGG_GALLRA_LED.execute(conn, &[segment, led]).await?;
    TRANSAKTION_VERKSTALL.control(conn).await?;
    Ok(removed)
}
