//! Changing the search key of a file that nobody else has open.

use std::path::Path;

use super::Settings;
use super::migrering::{self, PROGRAM};
use super::nyckel;
use super::oppna::alone;
use super::sql::{
    NYCKEL_PERSON_OM, NYCKEL_PERSONER, NYCKEL_POST_GLOM, NYCKEL_POST_OM, NYCKEL_POSTPERSONER, NYCKEL_SOK_NY,
    TRANSAKTION_ENSAM, TRANSAKTION_VERKSTALL,
};
use crate::nyckel::REGISTERNYCKLAR;
use crate::sokbyte::{BUNT, Hashar, Sokbyte, is_done, person, postperson, remembered, renamed};
use crate::{Nyckelring, StoreError};

/// Closing the file, also when something fails, takes back what has not been committed.
pub(crate) fn change(file: &Path, old: &Nyckelring, new: &Nyckelring) -> Result<Sokbyte, StoreError> {
    let conn = alone(file, Settings::default())?;
    migrering::check(&conn, PROGRAM)?;
    TRANSAKTION_ENSAM.execute(&conn, ())?;
    if is_done(&nyckel::known(&conn, REGISTERNYCKLAR)?, old, new)? {
        return Ok(Sokbyte { redan: true, ..Sokbyte::default() });
    }
    let (mut hashar, mut done, mut after) = (Hashar::new(), Sokbyte::default(), 0);
    loop {
        let bunt = NYCKEL_PERSONER.all(&conn, (after, BUNT), |rad| person(rad, old, new))?;
        let Some((last, ..)) = bunt.last() else { break };
        after = *last;
        for (nummer, before, sok) in bunt {
            NYCKEL_PERSON_OM.execute(&conn, (nummer, sok))?;
            hashar.insert(before, sok);
            done.deltaganden += 1;
        }
    }
    for (before, plan) in NYCKEL_POSTPERSONER.all(&conn, (), postperson)? {
        match renamed(&hashar, before, plan)? {
            Some(sok) => NYCKEL_POST_OM.execute(&conn, (before, sok))?,
            None => {
                done.glomda += 1;
                NYCKEL_POST_GLOM.execute(&conn, (before,))?
            }
        };
    }
    remembered(NYCKEL_SOK_NY.execute(&conn, (new.check_values().get(&Nyckelring::SOK),))? == 1)?;
    TRANSAKTION_VERKSTALL.execute(&conn, ())?;
    Ok(done)
}
