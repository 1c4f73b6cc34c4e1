//! Deleting participations, many at once: one round trip to lock and read, one to write.

use std::collections::{BTreeSet, HashMap};

use finsam_core::deltagande::Nyckel;
use finsam_core::id::DeltagandeId;
use finsam_core::part::PartKod;

use super::plan::Rott;
use super::skriv::{SMALL, of_key, standing};
use crate::StoreError;
use crate::beslut;
use crate::postgres::anslut::Anslutning;
use crate::postgres::las;
use crate::postgres::logg::{Agare, Sak};
use crate::postgres::session::Session;
use crate::postgres::sql::{
    DELTAGANDE_BEFINTLIGA, DELTAGANDE_RADERA_FLERA, TRANSAKTION_LAS_DELAT, TRANSAKTION_LAS_RUM, Varden,
};
use crate::postgres::varde::can_stand;
use crate::rum::{Handelsetyp, Radering, Raderingsutfall, Resurs};

/// What stands under the keys, by their place among them, and the number of the part that each belongs to.
type Staende = HashMap<usize, (i64, Rott)>;

/// Deletes participations; identity, key and version stay.
pub(super) async fn delete(
    session: &mut Session,
    part: PartKod,
    raderingar: &[Radering],
) -> Result<Vec<Raderingsutfall>, StoreError> {
    let keys: Vec<&Nyckel> = raderingar.iter().map(|one| &one.nyckel).filter(|nyckel| writable(nyckel)).collect();
    let places: HashMap<&Nyckel, usize> = keys.iter().copied().zip(0..).collect();
    let mut stands = locked(&session.conn, part, &keys).await?;
    let (mut numbers, mut versions) = (Vec::new(), Vec::new());
    let mut outcomes = Vec::with_capacity(raderingar.len());
    for one in raderingar {
        let found = places.get(&one.nyckel).and_then(|place| stands.get_mut(place));
        let known = found.as_ref().map(|(_, rott)| rott.befintlig());
        let outcome = match (beslut::decide_deletion(one.villkor, known), found) {
            (beslut::Radering::Brutet(version), _) => Raderingsutfall::VillkorBrutet(version),
            (beslut::Radering::Redan, Some((_, rott))) => Raderingsutfall::Redan(DeltagandeId(rott.id)),
            (beslut::Radering::Radera(version), Some((part, rott))) => {
                let nummer = rott.nummer.unwrap_or_default();
                numbers.push(nummer);
                versions.push(version);
                (rott.version, rott.raderad) = (version, true);
                let sak = Sak { nummer, id: rott.id, version };
                let agare = Agare { part: *part, insats_fore: rott.insats_nummer };
                session.logg.happened(Handelsetyp::Raderad, Resurs::Deltagande, sak, agare);
                Raderingsutfall::Raderad(DeltagandeId(rott.id))
            }
            (_, _) => Raderingsutfall::Saknas,
        };
        outcomes.push(outcome);
    }
    if !numbers.is_empty() {
        DELTAGANDE_RADERA_FLERA.execute(&session.conn, &[&numbers, &versions]).await?;
    }
    Ok(outcomes)
}

fn writable(nyckel: &Nyckel) -> bool {
    can_stand(&nyckel.kallsystem) && can_stand(&nyckel.nyckel)
}

/// What stands under the keys, locked.
async fn locked(conn: &Anslutning, part: PartKod, keys: &[&Nyckel]) -> Result<Staende, StoreError> {
    let (kod, number) = (part.to_string(), las::of_part(part));
    let small = keys.len() <= SMALL;
    let locks: BTreeSet<i64> = keys.iter().filter(|_| small).map(|nyckel| of_key(&kod, nyckel)).collect();
    let locks: Vec<i64> = locks.into_iter().collect();
    let systems: Vec<&str> = keys.iter().map(|nyckel| nyckel.kallsystem.as_str()).collect();
    let names: Vec<&str> = keys.iter().map(|nyckel| nyckel.nyckel.as_str()).collect();
    let (few, whole): (Varden<'_>, Varden<'_>) = (&[&las::PART, &number, &locks], &[&las::PART, &number]);
    let lock = if small {
        TRANSAKTION_LAS_DELAT.ready(conn, few).await?
    } else {
        TRANSAKTION_LAS_RUM.ready(conn, whole).await?
    };
    let values: Varden<'_> = &[&kod, &systems, &names];
    let stands = DELTAGANDE_BEFINTLIGA.ready(conn, values).await?;
    let (locked, stands) = tokio::join!(biased; lock.execute(conn), stands.rows(conn));
    locked?;
    let stands = DELTAGANDE_BEFINTLIGA
        .read(&stands?, |rad| Ok((rad.count(7, "ord")?, (rad.get(9, "part")?, standing(rad, 10)?))))?;
    let place = |ord: u64| usize::try_from(ord).ok()?.checked_sub(1);
    Ok(stands.into_iter().filter_map(|(ord, rott)| Some((place(ord)?, rott))).collect())
}
