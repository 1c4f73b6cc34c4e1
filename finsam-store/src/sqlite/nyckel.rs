//! The keys of a register.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::fel::database;
use super::sql::{
    KOMPATIBILITET_GET, KOMPATIBILITET_HOJ, NYCKEL_ALLA, NYCKEL_BEHALL, NYCKEL_BORTTAGNA, NYCKEL_DELTAGANDE,
    NYCKEL_DELTAGANDE_OM, NYCKEL_FASTSTALLELSE, NYCKEL_FASTSTALLELSE_OM, NYCKEL_GET, NYCKEL_GLOM,
    NYCKEL_GLOM_TILLSTAND, NYCKEL_IMPORTPOST, NYCKEL_IMPORTPOST_OM, NYCKEL_INNEHAV, NYCKEL_INSERT, NYCKEL_NY,
    NYCKEL_OFARDIGA, NYCKEL_RAKNA, NYCKEL_TA_BORT, NYCKEL_WEBHOOK, NYCKEL_WEBHOOK_OM, TRANSAKTION_ATER,
    TRANSAKTION_BORJA, TRANSAKTION_VERKSTALL,
};
use super::{SqliteStore, fel, oppna};
use crate::nyckel::{self, BORTTAGNA, FASTSTALLELSER, Kanda, Omsluten, REGISTERNYCKLAR};
use crate::rad::{Rad, micros};
use crate::rum::{Forvar, Nyckelhallare, Omgang, Slutna, Spolade, Stalle};
use crate::{Nyckelring, StoreError};

/// The keys that a register knows which has the newest migration, or another one.
pub(super) fn known(conn: &Connection, migration: u32) -> Result<Kanda, StoreError> {
    let newer = migration >= REGISTERNYCKLAR;
    let rows = if newer { NYCKEL_ALLA.all(conn, (), nyckel::kand)? } else { Vec::new() };
    Ok(nyckel::known(rows, NYCKEL_GET.first(conn, (), |rad| rad.bytes(1, "varde"))?))
}

/// Whether a ring has the keys of the register; `Ok` for one that has had none.
pub(super) fn check(conn: &Connection, migration: u32, ring: &Nyckelring) -> Result<(), StoreError> {
    nyckel::judge(&known(conn, migration)?, ring)
}

/// Lets a ring in. The first key that a register is opened with becomes its key. Where there is nothing to write nobody who
/// writes is waited for.
pub(super) fn admit(conn: &Connection, ring: &Nyckelring) -> Result<(), StoreError> {
    if told(conn, ring)?.is_empty() {
        return Ok(());
    }
    TRANSAKTION_BORJA.execute(conn, ())?;
    let admitted = told(conn, ring).and_then(|news| tell(conn, ring, news));
    let end = if admitted.is_ok() { TRANSAKTION_VERKSTALL } else { TRANSAKTION_ATER };
    end.execute(conn, ())?;
    admitted
}

/// What the register does not know yet of a ring that it lets in.
fn told(conn: &Connection, ring: &Nyckelring) -> Result<Kanda, StoreError> {
    let known = known(conn, REGISTERNYCKLAR)?;
    nyckel::judge(&known, ring)?;
    nyckel::judge_sealing(&NYCKEL_BORTTAGNA.all(conn, (), nyckel::borttagen)?, ring)?;
    let raise = shuts_out_older(conn, ring)?;
    let told = nyckel::told(ring).into_iter();
    Ok(told.filter(|(nummer, _)| raise || !known.contains_key(nummer)).collect())
}

fn shuts_out_older(conn: &Connection, ring: &Nyckelring) -> Result<bool, StoreError> {
    let oldest = KOMPATIBILITET_GET.first(conn, (), |rad| rad.get(1, "fran"))?;
    Ok(nyckel::shuts_out_older(ring, oldest.unwrap_or_default()))
}

fn tell(conn: &Connection, ring: &Nyckelring, news: Kanda) -> Result<(), StoreError> {
    if let Some(first) = news.get(&1) {
        NYCKEL_INSERT.execute(conn, (first,))?;
    }
    for (nummer, kontroll) in known(conn, REGISTERNYCKLAR)?.into_iter().chain(news) {
        NYCKEL_NY.execute(conn, (nummer, kontroll))?;
    }
    if shuts_out_older(conn, ring)? {
        KOMPATIBILITET_HOJ.execute(conn, (REGISTERNYCKLAR,))?;
    }
    Ok(())
}

/// A server that writes all the time lets go of the file for a moment between two transactions only. SQLite's own waiting
/// sleeps ever longer and would miss it for ever: this looks every fifth of a millisecond, for some ten seconds.
fn seize(times: i32) -> bool {
    std::thread::sleep(Duration::from_micros(200));
    times < 50_000
}

fn reseal(conn: &Connection, ring: &Nyckelring, fran: Stalle, antal: u32) -> Result<Omgang, StoreError> {
    let antal = fran.forvar.round(antal);
    TRANSAKTION_BORJA.execute(conn, ())?;
    nyckel::judge_sealing(&NYCKEL_BORTTAGNA.all(conn, (), nyckel::borttagen)?, ring)?;
    let ((nummer, rad), sluter) = (fran.efter, [ring.sealing()]);
    let anew = |found: Rad<'_>| Omsluten::of(ring, fran.forvar, found);
    let found = match fran.forvar {
        Forvar::Deltagande => NYCKEL_DELTAGANDE.all(conn, (nummer, sluter, antal), anew)?,
        Forvar::Importpost => NYCKEL_IMPORTPOST.all(conn, (nummer, rad, sluter, antal), anew)?,
        Forvar::Webhook => NYCKEL_WEBHOOK.all(conn, (nummer, sluter, antal), anew)?,
        Forvar::Faststallelse => NYCKEL_FASTSTALLELSE.all(conn, (nummer, sluter, antal), anew)?,
    };
    for Omsluten { plats, sluten, forra } in &found {
        match fran.forvar {
            Forvar::Deltagande => NYCKEL_DELTAGANDE_OM.execute(conn, (plats.0, sluten))?,
            Forvar::Importpost => NYCKEL_IMPORTPOST_OM.execute(conn, (plats.0, plats.1, sluten))?,
            Forvar::Webhook => NYCKEL_WEBHOOK_OM.execute(conn, (plats.0, sluten, forra))?,
            Forvar::Faststallelse => NYCKEL_FASTSTALLELSE_OM.execute(conn, (plats.0, sluten))?,
        };
    }
    TRANSAKTION_VERKSTALL.execute(conn, ())?;
    Ok(Omgang::after(fran, &found.iter().map(|one| one.plats).collect::<Vec<_>>(), antal))
}

fn counted(conn: &Connection) -> Result<Vec<Slutna>, StoreError> {
    Ok(nyckel::summed(NYCKEL_RAKNA.all(conn, (), nyckel::slutna)?))
}

/// Nobody seals with it any more before it is counted for the last time; nobody waits for the counting.
fn forget(conn: &Connection, nummer: u8) -> Result<(), StoreError> {
    if let Err(fel) = nyckel::unused(&counted(conn)?, nummer) {
        // One that was broken off may have marked it.
        NYCKEL_BEHALL.execute(conn, (nummer,))?;
        return Err(fel);
    }
    // A program that does not look is let in no more.
    KOMPATIBILITET_HOJ.execute(conn, (FASTSTALLELSER,))?;
    NYCKEL_TA_BORT.execute(conn, (nummer,))?;
    NYCKEL_GLOM_TILLSTAND.execute(conn, ([nummer],))?;
    let unused = counted(conn).and_then(|slutna| nyckel::unused(&slutna, nummer));
    let end = if unused.is_ok() { NYCKEL_GLOM } else { NYCKEL_BEHALL };
    end.execute(conn, (nummer,))?;
    unused?;
    // Another who was taking it away at the same time may have found it in use.
    nyckel::gone(&known(conn, BORTTAGNA)?, nummer)
}

impl SqliteStore {
    /// Works on a connection of its own; what fails ends with it.
    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (file, settings) = self.fil.clone();
        let work = move || {
            let mut conn = oppna::writing(&file, settings)?;
            conn.busy_handler(Some(seize)).map_err(database("busy_handler"))?;
            work(&conn)
        };
        tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(fel::ended()))
    }
}

#[async_trait]
impl Nyckelhallare for SqliteStore {
    async fn admit(&self, ring: &Nyckelring) -> Result<(), StoreError> {
        let ring = ring.clone();
        self.apart(move |conn| admit(conn, &ring)).await
    }

    async fn sealed(&self) -> Result<Vec<Slutna>, StoreError> {
        self.apart(counted).await
    }

    async fn reseal(&self, fran: Stalle, antal: u32) -> Result<Omgang, StoreError> {
        let ring = self.ring.clone().ok_or(StoreError::NoKey)?;
        self.apart(move |conn| reseal(conn, &ring, fran, antal)).await
    }

    async fn spooled(&self) -> Result<Spolade, StoreError> {
        let all = |conn: &Connection| NYCKEL_OFARDIGA.all(conn, (), nyckel::ofardig);
        Ok(self.apart(all).await?.into_iter().collect())
    }

    async fn unaware(&self, nyckel: u8, efter: DateTime<Utc>) -> Result<u64, StoreError> {
        let held = self.apart(move |conn| NYCKEL_INNEHAV.all(conn, (micros(efter),), nyckel::innehav)).await?;
        Ok(held.iter().filter(|nycklar| !nycklar.contains(&nyckel)).count() as u64)
    }

    async fn forget_key(&self, nyckel: u8) -> Result<(), StoreError> {
        self.apart(move |conn| forget(conn, nyckel)).await
    }
}
