//! What there is to do in an insats.

use finsam_core::deltagande::{Arbetsgranser, Arbetslista, Arbetspost, Arbetstal};
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;

use crate::rad::{days, signed};
use crate::rum::{Sida, Sidval};
use crate::sqlite::lank::Plats;
use crate::sqlite::sql::{DELTAGANDE_ARBETSLAGE, DELTAGANDE_ARBETSLISTA};
use crate::{StoreError, avkoda, beslut};

pub(super) fn counted(
    plats: &Plats<'_>,
    insats: InsatsId,
    part: Option<PartKod>,
    granser: Arbetsgranser,
) -> Result<Arbetstal, StoreError> {
    let Arbetsgranser { per, ororda_sedan, forfallna } = granser;
    let ([tre, sex, tolv], part) = (forfallna.map(days), part.map(|part| part.to_string()));
    let values = (insats.0.as_bytes(), part, days(ororda_sedan), days(per), tre, sex, tolv);
    Ok(DELTAGANDE_ARBETSLAGE.first(plats.conn, values, avkoda::arbetstal)?.unwrap_or_default())
}

pub(super) fn list(
    plats: &Plats<'_>,
    insats: InsatsId,
    part: PartKod,
    lista: Arbetslista,
    granser: Arbetsgranser,
    sida: Sidval,
) -> Result<Sida<Arbetspost>, StoreError> {
    let (totalt, _) = counted(plats, insats, Some(part), granser)?.of(lista);
    let (after, skip, limit) = beslut::bounds(sida);
    let (id, [tre, sex, tolv]) = (insats.0.as_bytes(), granser.forfallna.map(days));
    let (sedan, per) = (days(granser.ororda_sedan), days(granser.per));
    let (skip, more) = (signed(skip), limit + 1);
    let values = (id, part.to_string(), lista.code(), sedan, per, tre, sex, tolv, after, more, skip);
    let found = DELTAGANDE_ARBETSLISTA.all(plats.conn, values, avkoda::arbetspost)?;
    Ok(beslut::cut(found, sida, totalt.unsigned_abs()))
}
