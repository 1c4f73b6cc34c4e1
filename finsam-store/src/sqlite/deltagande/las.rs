//! Reading participations.

use finsam_core::deltagande::{Deltagande, Nyckel};
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;

use crate::rad::{Rad, signed, year};
use crate::rum::{Deltagandeurval, Omfang, Omfattad, Sida, Sidval};
use crate::sqlite::lank::Plats;
use crate::sqlite::sql::{
    DELTAGANDE_GET, DELTAGANDE_LISTA, DELTAGANDE_LISTA_INSATS, DELTAGANDE_OMFANG, DELTAGANDE_OMFANG_SYSTEM,
    DELTAGANDE_RAKNA, DELTAGANDE_RAKNA_INSATS,
};
use crate::{StoreError, avkoda, beslut};

pub(super) fn get(plats: &Plats<'_>, part: PartKod, nyckel: &Nyckel) -> Result<Option<Deltagande>, StoreError> {
    let values = (part.to_string(), &nyckel.kallsystem, &nyckel.nyckel);
    DELTAGANDE_GET.first(plats.conn, values, |rad| Ok(avkoda::deltagande(plats.known_ring(), rad)?.1))
}

/// Those of a system that began in an insats within a year.
pub(super) fn in_scope(
    plats: &Plats<'_>,
    part: PartKod,
    omfang: &Omfang,
    efter: i64,
    limit: u32,
) -> Result<Vec<Omfattad>, StoreError> {
    let (first, last) = year(omfang.ar);
    let values = (omfang.insats.0.as_bytes(), part.to_string(), &omfang.kallsystem, first, last, efter, limit);
    DELTAGANDE_OMFANG.all(plats.conn, values, avkoda::omfattad)
}

/// The systems that have something in an insats that began within a year.
pub(super) fn systems(plats: &Plats<'_>, part: PartKod, insats: InsatsId, ar: i32) -> Result<Vec<String>, StoreError> {
    let (first, last) = year(ar);
    let values = (insats.0.as_bytes(), part.to_string(), first, last);
    DELTAGANDE_OMFANG_SYSTEM.all(plats.conn, values, |rad| rad.get(1, "kallsystem"))
}

pub(super) fn list(plats: &Plats<'_>, urval: Deltagandeurval, sida: Sidval) -> Result<Sida<Deltagande>, StoreError> {
    let conn = plats.conn;
    let part = urval.part.to_string();
    let (first, last) = urval.ar.map(year).unzip();
    let (after, skip, limit) = beslut::bounds(sida);
    let (skip, more) = (signed(skip), limit + 1);
    let read = |rad: Rad<'_>| avkoda::deltagande(plats.known_ring(), rad);
    let (totalt, found) = if let Some(insats) = urval.insats {
        let insats = insats.0.as_bytes();
        (
            DELTAGANDE_RAKNA_INSATS.number(conn, (&part, last, first, urval.avslutad, insats))?,
            DELTAGANDE_LISTA_INSATS.all(conn, (&part, last, first, urval.avslutad, insats, after, more, skip), read)?,
        )
    } else {
        (
            DELTAGANDE_RAKNA.number(conn, (&part, last, first, urval.avslutad))?,
            DELTAGANDE_LISTA.all(conn, (&part, last, first, urval.avslutad, after, more, skip), read)?,
        )
    };
    Ok(beslut::cut(found, sida, totalt.unsigned_abs()))
}
