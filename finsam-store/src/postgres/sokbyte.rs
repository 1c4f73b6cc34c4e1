//! Changing the search key of a database that no other program uses.

use std::time::Duration;

use super::anslut::{self, Anslutning, Settings};
use super::migrering::{self, PROGRAM};
use super::sql::{
    NYCKEL_ANDRA, NYCKEL_ENSAM, NYCKEL_PERSON_OM, NYCKEL_PERSONER, NYCKEL_POST_GLOM, NYCKEL_POST_OM,
    NYCKEL_POSTPERSONER, NYCKEL_SOK_NY, TRANSAKTION_BORJA, TRANSAKTION_VERKSTALL,
};
use super::{MIGRERINGSTID, direct, nyckel};
use crate::sokbyte::{BUNT, Hashar, Sokbyte, is_done, person, postperson, remembered, renamed};
use crate::{Nyckelring, StoreError};

/// How often it is tried while others are connected, and how long it is waited in between: the server sees a moment later
/// that a connection has been closed.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(100);

/// Changes the key, once nobody else is connected.
pub(crate) async fn change(
    url: &str,
    settings: &Settings,
    old: &Nyckelring,
    new: &Nyckelring,
) -> Result<Sokbyte, StoreError> {
    for _ in 1..TRIES {
        match attempt(url, settings, old, new).await {
            Err(StoreError::InUse) => tokio::time::sleep(PAUSE).await,
            done => return done,
        }
    }
    attempt(url, settings, old, new).await
}

/// On a connection of its own, which goes with its pool: failing, what has not been committed is taken back.
async fn attempt(url: &str, settings: &Settings, old: &Nyckelring, new: &Nyckelring) -> Result<Sokbyte, StoreError> {
    let settings = Settings { connections: 1, statement: MIGRERINGSTID, ..settings.clone() };
    let pool = anslut::pool(anslut::parse(url, &settings, PROGRAM)?, &settings)?;
    let conn = direct(&pool, &settings).await?;
    migrering::check(&conn, PROGRAM).await?;
    TRANSAKTION_BORJA.control(&conn).await?;
    NYCKEL_ENSAM.control(&conn).await?;
    // Whoever came before the lock is still connected; whoever comes after it waits, and is then refused with the old key.
    if NYCKEL_ANDRA.number(&conn, &[]).await? > 0 {
        return Err(StoreError::InUse);
    }
    if is_done(&nyckel::known(&conn).await?, old, new)? {
        return Ok(Sokbyte { redan: true, ..Sokbyte::default() });
    }
    let (hashar, mut done) = participations(&conn, old, new).await?;
    for (before, plan) in NYCKEL_POSTPERSONER.all(&conn, &[], postperson).await? {
        match renamed(&hashar, before, plan)? {
            Some(sok) => NYCKEL_POST_OM.execute(&conn, &[&before.as_slice(), &sok.as_slice()]).await?,
            None => {
                done.glomda += 1;
                NYCKEL_POST_GLOM.execute(&conn, &[&before.as_slice()]).await?
            }
        };
    }
    let told = new.check_values().get(&Nyckelring::SOK).map(|kontroll| kontroll.to_vec());
    remembered(NYCKEL_SOK_NY.execute(&conn, &[&told]).await? == 1)?;
    TRANSAKTION_VERKSTALL.control(&conn).await?;
    Ok(done)
}

async fn participations(
    conn: &Anslutning,
    old: &Nyckelring,
    new: &Nyckelring,
) -> Result<(Hashar, Sokbyte), StoreError> {
    let (mut hashar, mut done, mut after) = (Hashar::new(), Sokbyte::default(), 0_i64);
    loop {
        let read = |rad: crate::rad::Rad<'_>| person(rad, old, new);
        let bunt = NYCKEL_PERSONER.all(conn, &[&after, &i64::from(BUNT)], read).await?;
        let Some((last, ..)) = bunt.last() else { return Ok((hashar, done)) };
        after = *last;
        let (numbers, hashes): (Vec<i64>, Vec<Vec<u8>>) =
            bunt.iter().map(|(nummer, _, sok)| (*nummer, sok.to_vec())).unzip();
        done.deltaganden += NYCKEL_PERSON_OM.execute(conn, &[&numbers, &hashes]).await?;
        hashar.extend(bunt.into_iter().map(|(_, before, sok)| (before, sok)));
    }
}
