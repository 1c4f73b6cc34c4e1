//! Reading participations.

use finsam_core::deltagande::{Deltagande, Deltagandepost, Nummertext, Nyckel};
use finsam_core::id::DeltagandeId;
use finsam_core::identitet::Identitet;
use finsam_core::part::PartKod;

use crate::rum::{Deltagandeurval, Sida, Sidval, Statistikrad};
use crate::sqlite::lank::Plats;
use crate::sqlite::rad::{Rad, signed, year};
use crate::sqlite::sql::{
    DELTAGANDE_GET, DELTAGANDE_LISTA, DELTAGANDE_LISTA_INSATS, DELTAGANDE_RAKNA, DELTAGANDE_RAKNA_INSATS,
};
use crate::{StoreError, beslut};

pub(super) fn get(plats: &Plats<'_>, part: PartKod, nyckel: &Nyckel) -> Result<Option<Deltagande>, StoreError> {
    let values = (part.to_string(), &nyckel.kallsystem, &nyckel.nyckel);
    DELTAGANDE_GET.first(plats.conn, values, |rad| Ok(read(plats, rad)?.1))
}

pub(super) fn list(plats: &Plats<'_>, urval: Deltagandeurval, sida: Sidval) -> Result<Sida<Deltagande>, StoreError> {
    let conn = plats.conn;
    let part = urval.part.to_string();
    let (first, last) = urval.ar.map(year).unzip();
    let (after, skip, limit) = beslut::bounds(sida);
    let (skip, more) = (signed(skip), limit + 1);
    let read = |rad: Rad<'_, '_>| read(plats, rad);
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

/// A row for the statistics; a tombstone has nothing left.
pub(super) fn statistics(rad: Rad<'_, '_>) -> Result<Statistikrad, StoreError> {
    Ok(Statistikrad {
        nummer: rad.get(0, "nummer")?,
        alder: rad.get(1, "alder")?,
        post: if rad.is_null(2) { None } else { Some(rad.json(2, "post")?) },
    })
}

fn read(plats: &Plats<'_>, rad: Rad<'_, '_>) -> Result<(i64, Deltagande), StoreError> {
    let id = DeltagandeId(rad.uuid(1, "id")?);
    let identitet = identity(plats, rad, id)?;
    let (personnummer, reservnummer) = match &identitet {
        None => (None, None),
        Some(Identitet::Personnummer(nummer)) => (Some(nummer.digits()), None),
        Some(Identitet::Samordningsnummer(nummer)) => (Some(nummer.digits()), None),
        Some(Identitet::Reservnummer(nummer)) => (None, Some(nummer.uppgift())),
    };
    let deltagande = Deltagande {
        id,
        version: rad.get(2, "version")?,
        nyckel: Nyckel { kallsystem: rad.get(3, "kallsystem")?, nyckel: rad.get(4, "nyckel")? },
        personnummer: personnummer.map(Nummertext::from),
        reservnummer,
        post: rad.json::<Deltagandepost>(6, "post")?,
    };
    Ok((rad.get(0, "nummer")?, deltagande))
}

fn identity(plats: &Plats<'_>, rad: Rad<'_, '_>, id: DeltagandeId) -> Result<Option<Identitet>, StoreError> {
    let Some(sealed) = rad.get::<Option<Vec<u8>>>(5, "identitet")? else { return Ok(None) };
    let opened = plats.ring()?.open(id.0, &sealed)?;
    let read = std::str::from_utf8(&opened).ok().and_then(Identitet::from_canonical);
    read.map(Some).ok_or_else(|| rad.undecodable("identitet", "no identity in canonical form"))
}
