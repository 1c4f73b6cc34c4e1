//! What there is to do in an insats.

use finsam_core::deltagande::{Arbetsgranser, Arbetslista, Arbetspost, Arbetstal};
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;

use crate::postgres::session::Session;
use crate::postgres::sql::{DELTAGANDE_ARBETSLAGE, DELTAGANDE_ARBETSLISTA, Varden};
use crate::rad::{days, signed};
use crate::rum::{Sida, Sidval};
use crate::{StoreError, avkoda, beslut};

pub(super) async fn counted(
    session: &Session,
    insats: InsatsId,
    part: Option<PartKod>,
    granser: Arbetsgranser,
) -> Result<Arbetstal, StoreError> {
    let (id, part) = (insats.0.as_bytes().as_slice(), part.map(|part| part.to_string()));
    let ([tre, sex, tolv], sedan, per) = (granser.forfallna.map(days), days(granser.ororda_sedan), days(granser.per));
    let values: Varden<'_> = &[&id, &part, &sedan, &per, &tre, &sex, &tolv];
    let found = DELTAGANDE_ARBETSLAGE.first(&session.conn, values, avkoda::arbetstal).await?;
    Ok(found.unwrap_or_default())
}

pub(super) async fn list(
    session: &Session,
    insats: InsatsId,
    part: PartKod,
    lista: Arbetslista,
    granser: Arbetsgranser,
    sida: Sidval,
) -> Result<Sida<Arbetspost>, StoreError> {
    let (totalt, _) = counted(session, insats, Some(part), granser).await?.of(lista);
    let (after, skip, limit) = beslut::bounds(sida);
    let (id, part, kod) = (insats.0.as_bytes().as_slice(), part.to_string(), lista.code());
    let ([tre, sex, tolv], sedan, per) = (granser.forfallna.map(days), days(granser.ororda_sedan), days(granser.per));
    let (skip, more) = (signed(skip), i64::from(limit) + 1);
    let values: Varden<'_> = &[&id, &part, &kod, &sedan, &per, &tre, &sex, &tolv, &after, &more, &skip];
    let found = DELTAGANDE_ARBETSLISTA.all(&session.conn, values, avkoda::arbetspost).await?;
    Ok(beslut::cut(found, sida, totalt.unsigned_abs()))
}
