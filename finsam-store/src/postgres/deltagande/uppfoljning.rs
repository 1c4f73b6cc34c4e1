//! Follow-ups of a participation.

use finsam_core::deltagande::{Deltagande, Nyckel, Uppfoljningar};
use finsam_core::part::PartKod;

use super::skriv::of_key;
use crate::postgres::las;
use crate::postgres::logg::{Agare, Sak};
use crate::postgres::session::Session;
use crate::postgres::sql::{DELTAGANDE_FOLJ_UPP, DELTAGANDE_GET, DELTAGANDE_PART, TRANSAKTION_LAS_DELAT, Varden};
use crate::postgres::varde::can_stand;
use crate::rad::{Rad, to_json};
use crate::rum::{Handelsetyp, Resurs};
use crate::{StoreError, avkoda};

pub(super) async fn put(
    session: &mut Session,
    part: PartKod,
    nyckel: &Nyckel,
    uppfoljningar: Uppfoljningar,
) -> Result<Option<Deltagande>, StoreError> {
    if !can_stand(&nyckel.kallsystem) || !can_stand(&nyckel.nyckel) {
        return Ok(None);
    }
    let (kod, room) = (part.to_string(), las::of_part(part));
    let lock: Varden<'_> = &[&las::PART, &room, &vec![of_key(&kod, nyckel)]];
    TRANSAKTION_LAS_DELAT.execute(&session.conn, lock).await?;
    let key: Varden<'_> = &[&kod, &nyckel.kallsystem, &nyckel.nyckel];
    let read = |rad: Rad<'_>| avkoda::deltagande(session.ring(), rad);
    let Some((nummer, known)) = DELTAGANDE_GET.first(&session.conn, key, read).await? else { return Ok(None) };
    if known.uppfoljningar == uppfoljningar {
        session.logg.unchanged(Resurs::Deltagande, known.id.0);
        return Ok(Some(known));
    }
    let version = known.version + 1;
    let kept = if uppfoljningar.is_empty() { None } else { Some(to_json(&uppfoljningar)?) };
    DELTAGANDE_FOLJ_UPP.execute(&session.conn, &[&nummer, &version, &kept, &session.today()?]).await?;
    let agare = Agare { part: DELTAGANDE_PART.number(&session.conn, &[&kod]).await?, insats_fore: None };
    session.logg.happened(Handelsetyp::Andrad, Resurs::Deltagande, Sak { nummer, id: known.id.0, version }, agare);
    Ok(Some(Deltagande { version, uppfoljningar, ..known }))
}
