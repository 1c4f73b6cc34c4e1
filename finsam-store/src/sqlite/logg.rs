//! The access log: how segments begin, and how they are pruned.

use rusqlite::Connection;

use super::oppna::pragma;
use super::sql::{
    LOGG_GALLRA_ARENDEN, LOGG_GALLRA_LED, LOGG_GALLRA_RADER, LOGG_HUVUD_INSERT, LOGG_NYA, LOGG_SEGMENT_INSERT,
    LOGG_SISTA, LOGG_START, TRANSAKTION_BORJA, TRANSAKTION_VERKSTALL,
};
use crate::kedja::{Forra, Huvud};
use crate::logg::avkoda;
use crate::rum::{Loggande, Logghuvud};
use crate::{Aktor, StoreError, rad};

/// Begins a segment; it goes on from the one before it. Nobody else writes meanwhile.
pub(super) fn begin(conn: &Connection, aktor: &Aktor) -> Result<Huvud, StoreError> {
    let start = LOGG_START.first(conn, (), avkoda::start)?.unwrap_or_default();
    let forra = LOGG_SISTA.first(conn, (), avkoda::forra)?.unwrap_or(Forra::INGEN);
    let (nummer, tid) = (LOGG_NYA.number(conn, ())?, rad::micros(aktor.tid));
    let huvud = Huvud::new(nummer, tid, &aktor.anrop, forra, start);
    let values = (nummer, tid, &aktor.anrop, forra.segment, forra.led, forra.hash, huvud.hash);
    LOGG_SEGMENT_INSERT.execute(conn, values)?;
    Ok(huvud)
}

/// Prunes a segment: the head first, since it is what lets the rest go.
pub(super) fn prune(conn: &Connection, huvud: &Logghuvud) -> Result<u64, StoreError> {
    pragma(conn, "foreign_keys", false)?;
    TRANSAKTION_BORJA.execute(conn, ())?;
    let Loggande { segment, led, hash } = huvud.ande;
    LOGG_HUVUD_INSERT.execute(conn, (segment, led, hash, rad::micros(huvud.tid), &huvud.beslut, &huvud.signatur))?;
    let removed = LOGG_GALLRA_RADER.execute(conn, (segment, led))?;
    LOGG_GALLRA_ARENDEN.execute(conn, (segment, led))?;
    LOGG_GALLRA_LED.execute(conn, (segment, led))?;
    TRANSAKTION_VERKSTALL.execute(conn, ())?;
    Ok(removed as u64)
}
