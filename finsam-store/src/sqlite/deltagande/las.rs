//! Reading participations.

use finsam_core::deltagande::{Deltagande, Nyckel};
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;
use finsam_core::protokoll::Omfang;

use crate::rad::{Rad, signed, year};
use crate::rum::{Avsikt, Deltagandeurval, Jamforelseurval, Omfattad, Sida, Sidval, Staende, Underlag};
use crate::sqlite::insats;
use crate::sqlite::lank::Plats;
use crate::sqlite::sql::{
    DELTAGANDE_GET, DELTAGANDE_JAMFOR, DELTAGANDE_JAMFOR_INSATS, DELTAGANDE_LISTA, DELTAGANDE_LISTA_INSATS,
    DELTAGANDE_OMFANG, DELTAGANDE_OMFANG_SYSTEM, DELTAGANDE_RAKNA, DELTAGANDE_RAKNA_INSATS, DELTAGANDE_RAKNA_JAMFOR,
};
use crate::{StoreError, avkoda, beslut};

pub(super) fn get(plats: &Plats<'_>, part: PartKod, nyckel: &Nyckel) -> Result<Option<Deltagande>, StoreError> {
    let values = (part.to_string(), &nyckel.kallsystem, &nyckel.nyckel);
    DELTAGANDE_GET.first(plats.conn, values, |rad| Ok(avkoda::deltagande(plats.known_ring(), rad)?.1))
}

/// What one participation is judged by.
pub(super) fn look_up(plats: &Plats<'_>, part: PartKod, avsikt: &Avsikt) -> Result<Underlag, StoreError> {
    let named = avsikt.insats.as_ref().map(|insats| insats::with_forbund(plats.conn, insats)).transpose()?;
    let standing = if avsikt.staende { get(plats, part, &avsikt.nyckel)? } else { None };
    let Some(standing) = standing else { return Ok(Underlag { insats: named.flatten(), staende: None }) };
    let insats = insats::get(plats.conn, standing.post.insats_id)?.ok_or(StoreError::Conflict("insats"))?.1;
    Ok(Underlag { insats: named.flatten(), staende: Some(Staende { version: standing.version, insats }) })
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
    let values = (omfang.insats_id.0.as_bytes(), part.to_string(), &omfang.kallsystem, first, last, efter, limit);
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

pub(super) fn to_compare(
    plats: &Plats<'_>,
    urval: &Jamforelseurval,
    sida: Sidval,
) -> Result<Vec<(i64, Deltagande)>, StoreError> {
    let (part, kallsystem) = (urval.part.to_string(), urval.kallsystem.as_deref());
    let (first, last) = urval.ar.map(year).unzip();
    let (after, skip, limit) = beslut::bounds(sida);
    let skip = signed(skip);
    let read = |rad: Rad<'_>| avkoda::deltagande(plats.known_ring(), rad);
    match urval.insats {
        Some(insats) => {
            let values = (part, kallsystem, first, last, insats.0.as_bytes(), after, limit, skip);
            DELTAGANDE_JAMFOR_INSATS.all(plats.conn, values, read)
        }
        None => DELTAGANDE_JAMFOR.all(plats.conn, (part, kallsystem, first, last, after, limit, skip), read),
    }
}

pub(super) fn count_to_compare(plats: &Plats<'_>, part: PartKod, omfang: &Omfang) -> Result<u64, StoreError> {
    let (first, last) = year(omfang.ar);
    let values = (part.to_string(), &omfang.kallsystem, first, last, omfang.insats_id.0.as_bytes());
    Ok(DELTAGANDE_RAKNA_JAMFOR.number(plats.conn, values)?.unsigned_abs())
}
