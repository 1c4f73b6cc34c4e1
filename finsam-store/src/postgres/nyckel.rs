//! The keys of a register.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_postgres::Object;

use super::anslut::Anslutning;
use super::sql::{
    KOMPATIBILITET_GET, KOMPATIBILITET_HOJ, NYCKEL_ALLA, NYCKEL_BEHALL, NYCKEL_BORTTAGNA, NYCKEL_DELTAGANDE,
    NYCKEL_DELTAGANDE_OM, NYCKEL_FASTSTALLELSE, NYCKEL_FASTSTALLELSE_OM, NYCKEL_GET, NYCKEL_GLOM,
    NYCKEL_GLOM_TILLSTAND, NYCKEL_IMPORTPOST, NYCKEL_IMPORTPOST_OM, NYCKEL_INNEHAV, NYCKEL_INSERT, NYCKEL_KORT_VANTAN,
    NYCKEL_NY, NYCKEL_OFARDIGA, NYCKEL_RAKNA, NYCKEL_STANG, NYCKEL_TA_BORT, NYCKEL_WEBHOOK, NYCKEL_WEBHOOK_OM,
    TRANSAKTION_BORJA, TRANSAKTION_VERKSTALL,
};
use super::{PostgresStore, las, migrering};
use crate::nyckel::{self, FASTSTALLELSER, INNEHAV, Kanda, Omsluten, REGISTERNYCKLAR};
use crate::rad::{Rad, micros};
use crate::rum::{Forvar, Nyckelhallare, Omgang, Slutna, Spolade, Stalle};
use crate::{Nyckelring, StoreError};

/// The keys that the register knows.
pub(super) async fn known(conn: &Anslutning) -> Result<Kanda, StoreError> {
    let rows = NYCKEL_ALLA.all(conn, &[], nyckel::kand).await?;
    Ok(nyckel::known(rows, NYCKEL_GET.first(conn, &[], |rad| rad.bytes(1, "varde")).await?))
}

/// Lets a ring in. The first key that a register is opened with becomes its key; of processes that come with different
/// ones at the same time one waits for the other and is refused. Only the owner may let older programs in no more, so that
/// is done once, by the command that lets another key seal.
pub(super) async fn admit(conn: &Anslutning, ring: &Nyckelring) -> Result<(), StoreError> {
    let (told, before) = (nyckel::told(ring), known(conn).await?);
    nyckel::judge(&before, ring)?;
    nyckel::judge_sealing(&NYCKEL_BORTTAGNA.all(conn, &[], nyckel::borttagen).await?, ring)?;
    let oldest = KOMPATIBILITET_GET.first(conn, &[], |rad| rad.get(1, "fran")).await?;
    let raise = nyckel::shuts_out_older(ring, oldest.unwrap_or_default());
    if !raise && told.keys().all(|nummer| before.contains_key(nummer)) {
        return Ok(());
    }
    TRANSAKTION_BORJA.control(conn).await?;
    las::lock(conn, &[b"registernyckel"]).await?;
    let before = known(conn).await?;
    nyckel::judge(&before, ring)?;
    if let Some(first) = told.get(&1) {
        NYCKEL_INSERT.execute(conn, &[&first.as_slice()]).await?;
    }
    for (nummer, kontroll) in before.into_iter().chain(told) {
        NYCKEL_NY.execute(conn, &[&i64::from(nummer), &kontroll.as_slice()]).await?;
    }
    if raise {
        KOMPATIBILITET_HOJ.execute(conn, &[&i64::from(REGISTERNYCKLAR)]).await?;
    }
    TRANSAKTION_VERKSTALL.control(conn).await
}

async fn reseal(conn: &Anslutning, ring: &Nyckelring, fran: Stalle, antal: u32) -> Result<Omgang, StoreError> {
    let antal = fran.forvar.round(antal);
    TRANSAKTION_BORJA.control(conn).await?;
    let ((nummer, rad), sluter, limit) = (fran.efter, vec![ring.sealing()], i64::from(antal));
    let anew = |found: Rad<'_>| Omsluten::of(ring, fran.forvar, found);
    let found = match fran.forvar {
        Forvar::Deltagande => NYCKEL_DELTAGANDE.all(conn, &[&nummer, &sluter, &limit], anew).await?,
        Forvar::Importpost => NYCKEL_IMPORTPOST.all(conn, &[&nummer, &rad, &sluter, &limit], anew).await?,
        Forvar::Webhook => NYCKEL_WEBHOOK.all(conn, &[&nummer, &sluter, &limit], anew).await?,
        Forvar::Faststallelse => NYCKEL_FASTSTALLELSE.all(conn, &[&nummer, &sluter, &limit], anew).await?,
    };
    let platser: Vec<(i64, i64)> = found.iter().map(|one| one.plats).collect();
    let (nummer, rader): (Vec<i64>, Vec<i64>) = platser.iter().copied().unzip();
    let (slutna, forra): (Vec<Vec<u8>>, Vec<Option<Vec<u8>>>) =
        found.into_iter().map(|one| (one.sluten, one.forra)).unzip();
    match fran.forvar {
        Forvar::Deltagande => NYCKEL_DELTAGANDE_OM.execute(conn, &[&nummer, &slutna]).await?,
        Forvar::Importpost => NYCKEL_IMPORTPOST_OM.execute(conn, &[&nummer, &rader, &slutna]).await?,
        Forvar::Webhook => NYCKEL_WEBHOOK_OM.execute(conn, &[&nummer, &slutna, &forra]).await?,
        Forvar::Faststallelse => NYCKEL_FASTSTALLELSE_OM.execute(conn, &[&nummer, &slutna]).await?,
    };
    TRANSAKTION_VERKSTALL.control(conn).await?;
    Ok(Omgang::after(fran, &platser, antal))
}

async fn counted(conn: &Anslutning) -> Result<Vec<Slutna>, StoreError> {
    Ok(nyckel::summed(NYCKEL_RAKNA.all(conn, &[], nyckel::slutna).await?))
}

/// Nobody seals with it any more before it is counted for the last time; nobody waits for the counting.
async fn forget(conn: &Anslutning, nummer: u8) -> Result<(), StoreError> {
    migrering::older_programs(conn, FASTSTALLELSER).await?;
    if let Err(fel) = nyckel::unused(&counted(conn).await?, nummer) {
        // One that was broken off may have marked it.
        NYCKEL_BEHALL.execute(conn, &[&i64::from(nummer)]).await?;
        return Err(fel);
    }
    TRANSAKTION_BORJA.control(conn).await?;
    NYCKEL_KORT_VANTAN.control(conn).await?;
    NYCKEL_STANG.control(conn).await?;
    NYCKEL_TA_BORT.execute(conn, &[&i64::from(nummer)]).await?;
    NYCKEL_GLOM_TILLSTAND.execute(conn, &[&vec![nummer]]).await?;
    TRANSAKTION_VERKSTALL.control(conn).await?;
    let unused = nyckel::unused(&counted(conn).await?, nummer);
    let end = if unused.is_ok() { NYCKEL_GLOM } else { NYCKEL_BEHALL };
    end.execute(conn, &[&i64::from(nummer)]).await?;
    unused?;
    // Another who was taking it away at the same time may have found it in use.
    nyckel::gone(&known(conn).await?, nummer)
}

/// What is open on a connection where something failed ends with it.
pub(super) fn ended<T>(conn: Anslutning, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
    if outcome.is_err() {
        drop(Object::take(conn.client));
    }
    outcome
}

#[async_trait]
impl Nyckelhallare for PostgresStore {
    async fn admit(&self, ring: &Nyckelring) -> Result<(), StoreError> {
        let conn = self.hus.beside().await?;
        let admitted = admit(&conn, ring).await;
        ended(conn, admitted)
    }

    async fn sealed(&self) -> Result<Vec<Slutna>, StoreError> {
        counted(&self.hus.beside().await?).await
    }

    async fn reseal(&self, fran: Stalle, antal: u32) -> Result<Omgang, StoreError> {
        let ring = self.hus.ring.as_ref().ok_or(StoreError::NoKey)?;
        let conn = self.hus.beside().await?;
        let round = reseal(&conn, ring, fran, antal).await;
        ended(conn, round)
    }

    async fn spooled(&self) -> Result<Spolade, StoreError> {
        let conn = self.hus.beside().await?;
        let all = NYCKEL_OFARDIGA.all(&conn, &[], nyckel::ofardig).await?;
        Ok(all.into_iter().collect())
    }

    async fn unaware(&self, nyckel: u8, efter: DateTime<Utc>) -> Result<u64, StoreError> {
        let conn = self.hus.beside().await?;
        migrering::older_programs(&conn, INNEHAV).await?;
        let held = NYCKEL_INNEHAV.all(&conn, &[&micros(efter)], nyckel::innehav).await?;
        Ok(held.iter().filter(|nycklar| !nycklar.contains(&nyckel)).count() as u64)
    }

    async fn forget_key(&self, nyckel: u8) -> Result<(), StoreError> {
        let conn = self.hus.beside().await?;
        let forgotten = forget(&conn, nyckel).await;
        ended(conn, forgotten)
    }
}
