//! Follow-ups of a participation.

use finsam_core::deltagande::{Deltagande, Nyckel, Uppfoljningar};
use finsam_core::part::PartKod;

use crate::rad::{Rad, to_json};
use crate::rum::{Handelsetyp, Resurs};
use crate::sqlite::lank::{Agare, Plats, Sak};
use crate::sqlite::sql::{DELTAGANDE_FOLJ_UPP, DELTAGANDE_GET, DELTAGANDE_PART};
use crate::{StoreError, avkoda};

pub(super) fn put(
    plats: &mut Plats<'_>,
    part: PartKod,
    nyckel: &Nyckel,
    uppfoljningar: Uppfoljningar,
) -> Result<Option<Deltagande>, StoreError> {
    let kod = part.to_string();
    let read = |rad: Rad<'_>| avkoda::deltagande(plats.known_ring(), rad);
    let found = DELTAGANDE_GET.first(plats.conn, (&kod, &nyckel.kallsystem, &nyckel.nyckel), read)?;
    let Some((nummer, known)) = found else { return Ok(None) };
    if known.uppfoljningar == uppfoljningar {
        plats.unchanged(Resurs::Deltagande, known.id.0)?;
        return Ok(Some(known));
    }
    let version = known.version + 1;
    let kept = if uppfoljningar.is_empty() { None } else { Some(to_json(&uppfoljningar)?) };
    DELTAGANDE_FOLJ_UPP.execute(plats.conn, (nummer, version, kept, plats.today()?))?;
    let agare = Agare { part: DELTAGANDE_PART.number(plats.conn, (&kod,))?, insats_fore: None };
    plats.happened(Handelsetyp::Andrad, Resurs::Deltagande, Sak { nummer, id: known.id.0, version }, agare)?;
    Ok(Some(Deltagande { version, uppfoljningar, ..known }))
}
