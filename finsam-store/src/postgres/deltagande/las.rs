//! Reading participations.

use finsam_core::deltagande::{Deltagande, Nyckel};
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;
use finsam_core::protokoll::Omfang;

use crate::postgres::session::Session;
use crate::postgres::sql::{
    DELTAGANDE_GET, DELTAGANDE_GET_FLERA, DELTAGANDE_JAMFOR, DELTAGANDE_JAMFOR_INSATS, DELTAGANDE_LISTA,
    DELTAGANDE_LISTA_INSATS, DELTAGANDE_OMFANG, DELTAGANDE_OMFANG_SYSTEM, DELTAGANDE_RAKNA, DELTAGANDE_RAKNA_INSATS,
    DELTAGANDE_RAKNA_JAMFOR, Varden,
};
use crate::postgres::varde::can_stand;
use crate::rad::{Rad, signed, year};
use crate::rum::{Deltagandeurval, Jamforelseurval, Omfattad, Sida, Sidval};
use crate::{StoreError, avkoda, beslut};

pub(super) async fn get(session: &Session, part: PartKod, nyckel: &Nyckel) -> Result<Option<Deltagande>, StoreError> {
    if !can_stand(&nyckel.kallsystem) || !can_stand(&nyckel.nyckel) {
        return Ok(None);
    }
    let part = part.to_string();
    let values: Varden<'_> = &[&part, &nyckel.kallsystem, &nyckel.nyckel];
    let read = |rad: Rad<'_>| Ok(avkoda::deltagande(session.ring(), rad)?.1);
    DELTAGANDE_GET.first(&session.conn, values, read).await
}

/// Those under the keys, in their order.
pub(super) async fn many(
    session: &Session,
    part: PartKod,
    nycklar: &[Nyckel],
) -> Result<Vec<Option<Deltagande>>, StoreError> {
    let part = part.to_string();
    // What cannot stand in the database is asked for as what does not stand there.
    let text = |text: &str| if can_stand(text) { text.to_owned() } else { String::new() };
    let (systems, names): (Vec<String>, Vec<String>) =
        nycklar.iter().map(|nyckel| (text(&nyckel.kallsystem), text(&nyckel.nyckel))).unzip();
    let values: Varden<'_> = &[&part, &systems, &names];
    let read = |rad: Rad<'_>| Ok((rad.count(8, "ord")?, avkoda::deltagande(session.ring(), rad)?.1));
    let mut found: Vec<Option<Deltagande>> = nycklar.iter().map(|_| None).collect();
    for (ord, deltagande) in DELTAGANDE_GET_FLERA.all(&session.conn, values, read).await? {
        let place = usize::try_from(ord).ok().and_then(|ord| found.get_mut(ord.checked_sub(1)?));
        if let Some(place) = place {
            *place = Some(deltagande);
        }
    }
    Ok(found)
}

/// Those of a system that began in an insats within a year.
pub(super) async fn in_scope(
    session: &Session,
    part: PartKod,
    omfang: &Omfang,
    efter: i64,
    limit: u32,
) -> Result<Vec<Omfattad>, StoreError> {
    if !can_stand(&omfang.kallsystem) {
        return Ok(Vec::new());
    }
    let (part, insats) = (part.to_string(), omfang.insats_id.0.as_bytes().as_slice());
    let ((first, last), limit) = (year(omfang.ar), i64::from(limit));
    let values: Varden<'_> = &[&insats, &part, &omfang.kallsystem, &first, &last, &efter, &limit];
    DELTAGANDE_OMFANG.all(&session.conn, values, avkoda::omfattad).await
}

/// The systems that have something in an insats that began within a year.
pub(super) async fn systems(
    session: &Session,
    part: PartKod,
    insats: InsatsId,
    ar: i32,
) -> Result<Vec<String>, StoreError> {
    let (part, insats, (first, last)) = (part.to_string(), insats.0.as_bytes().as_slice(), year(ar));
    let values: Varden<'_> = &[&insats, &part, &first, &last];
    DELTAGANDE_OMFANG_SYSTEM.all(&session.conn, values, |rad| rad.get(1, "kallsystem")).await
}

pub(super) async fn list(
    session: &Session,
    urval: Deltagandeurval,
    sida: Sidval,
) -> Result<Sida<Deltagande>, StoreError> {
    let conn = &session.conn;
    let part = urval.part.to_string();
    let (first, last) = urval.ar.map(year).unzip();
    let (first, last) = (first.map(i64::from), last.map(i64::from));
    let avslutad = urval.avslutad.map(i64::from);
    let (after, skip, limit) = beslut::bounds(sida);
    let (skip, more) = (signed(skip), i64::from(limit) + 1);
    let read = |rad: Rad<'_>| avkoda::deltagande(session.ring(), rad);
    let (totalt, found) = if let Some(insats) = urval.insats {
        let insats = insats.0.as_bytes().as_slice();
        let selecting: Varden<'_> = &[&part, &last, &first, &avslutad, &insats];
        let paging: Varden<'_> = &[&part, &last, &first, &avslutad, &insats, &after, &more, &skip];
        let totalt = DELTAGANDE_RAKNA_INSATS.number(conn, selecting).await?;
        (totalt, DELTAGANDE_LISTA_INSATS.all(conn, paging, read).await?)
    } else {
        let paging: Varden<'_> = &[&part, &last, &first, &avslutad, &after, &more, &skip];
        let totalt = DELTAGANDE_RAKNA.number(conn, &[&part, &last, &first, &avslutad]).await?;
        (totalt, DELTAGANDE_LISTA.all(conn, paging, read).await?)
    };
    Ok(beslut::cut(found, sida, totalt.unsigned_abs()))
}

pub(super) async fn to_compare(
    session: &Session,
    urval: &Jamforelseurval,
    sida: Sidval,
) -> Result<Vec<(i64, Deltagande)>, StoreError> {
    let conn = &session.conn;
    if urval.kallsystem.as_deref().is_some_and(|kallsystem| !can_stand(kallsystem)) {
        return Ok(Vec::new());
    }
    let part = urval.part.to_string();
    let (first, last) = urval.ar.map(year).unzip();
    let (first, last) = (first.map(i64::from), last.map(i64::from));
    let (after, skip, limit) = beslut::bounds(sida);
    let (skip, limit) = (signed(skip), i64::from(limit));
    let read = |rad: Rad<'_>| avkoda::deltagande(session.ring(), rad);
    match urval.insats {
        Some(insats) => {
            let insats = insats.0.as_bytes().as_slice();
            let values: Varden<'_> = &[&part, &urval.kallsystem, &first, &last, &insats, &after, &limit, &skip];
            DELTAGANDE_JAMFOR_INSATS.all(conn, values, read).await
        }
        None => {
            let values: Varden<'_> = &[&part, &urval.kallsystem, &first, &last, &after, &limit, &skip];
            DELTAGANDE_JAMFOR.all(conn, values, read).await
        }
    }
}

pub(super) async fn count_to_compare(session: &Session, part: PartKod, omfang: &Omfang) -> Result<u64, StoreError> {
    if !can_stand(&omfang.kallsystem) {
        return Ok(0);
    }
    let (first, last) = year(omfang.ar);
    let (first, last) = (i64::from(first), i64::from(last));
    let (part, insats) = (part.to_string(), omfang.insats_id.0.as_bytes().as_slice());
    let values: Varden<'_> = &[&part, &omfang.kallsystem, &first, &last, &insats];
    Ok(DELTAGANDE_RAKNA_JAMFOR.number(&session.conn, values).await?.unsigned_abs())
}
