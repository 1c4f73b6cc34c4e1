//! Planning: what an import would come to, row by row and field by field, tried in a unit of work that is not kept.

use std::collections::BTreeMap;

use finsam_core::deltagande::Nyckel;
use finsam_core::protokoll::{Faltandring, Radresultat, Radutfall, Strategi};
use finsam_store::rum::Beredd;
use finsam_store::{StoreError, UnitOfWork};

use super::Bedomda;
use super::direkt::Avsandare;
use super::skillnad::{changes, removes};

/// How many of the records that stand there are read at a time.
const LASTA: usize = 1_000;

/// What is known of a row before it is tried.
struct Fore {
    version: Option<i64>,
    andringar: Vec<Faltandring>,
}

/// What each row would come to. The unit of work must not be kept.
///
/// # Errors
/// What the store says.
pub(super) async fn plan(
    unit: &mut dyn UnitOfWork,
    avsandare: &Avsandare<'_>,
    strategi: Strategi,
    bedomda: Bedomda,
) -> Result<Vec<Radresultat>, StoreError> {
    let mut before = before(unit, avsandare, &bedomda).await?;
    let mut rader = bedomda.carry_out(unit, avsandare, strategi).await?;
    for rad in rader.iter_mut().filter(|rad| rad.utfall != Radutfall::Avvisad) {
        let Some(Fore { version, andringar }) = before.remove(&rad.rad) else { continue };
        rad.version = version;
        if rad.utfall == Radutfall::Skapad {
            // Its identity is not given until it is carried out.
            rad.id = None;
        }
        if rad.utfall != Radutfall::Oforandrad {
            rad.andringar = andringar;
        }
    }
    Ok(rader)
}

/// What stands there, and what would be different.
async fn before(
    unit: &mut dyn UnitOfWork,
    avsandare: &Avsandare<'_>,
    bedomda: &Bedomda,
) -> Result<BTreeMap<u64, Fore>, StoreError> {
    let sound: Vec<(u64, &Nyckel, Option<&Beredd>)> = bedomda.sound().collect();
    let mut all = BTreeMap::new();
    for some in sound.chunks(LASTA) {
        let keys = some.iter().map(|(_, nyckel, _)| (*nyckel).clone()).collect();
        let standing = unit.deltaganden().many(avsandare.part, keys).await?;
        for ((rad, _, beredd), standing) in some.iter().zip(standing) {
            let andringar = match (beredd, &standing) {
                (Some(beredd), standing) => changes(standing.as_ref(), beredd),
                (None, Some(standing)) => removes(standing),
                (None, None) => Ok(Vec::new()),
            };
            let andringar = andringar.map_err(|_| StoreError::Conflict("a record has no JSON form"))?;
            all.insert(*rad, Fore { version: standing.map(|standing| standing.version), andringar });
        }
    }
    Ok(all)
}
