//! What a line of the access log costs: written through the store, with its chain, beside rusqlite writing the same rows
//! without; and how fast the chain is gone through.

use std::path::Path;
use std::time::{Duration, Instant};

use finsam_api::klocka::{Idkalla, Klocka, Systemklocka};
use finsam_core::id::DeltagandeId;
use finsam_store::logg::verify;
use finsam_store::rum::Atkomstmal;
use finsam_store::sqlite::{Settings, SqliteStore};
use finsam_store::{Aktor, Store};
use rusqlite::Connection;

use crate::Outcome;
use crate::figures::{head, median, rate, row, whole};

/// Lines in a unit of work, as in a round of an import.
const ROUND: usize = 2_000;

/// Measures so many lines in so many turns, SQLite.
///
/// # Errors
/// When something does not work as it should; then there is no figure.
pub async fn measure(count: usize, turns: usize) -> Outcome {
    let mut found = [const { Vec::new() }; 4];
    for _ in 0..turns {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("logg.db");
        let (written, verified) = through_store(&file, count, true).await?;
        found[0].push(rate(count, written));
        found[3].push(rate(count, verified));
        let file = folder.path().join("utan.db");
        found[1].push(rate(count, through_store(&file, count, false).await?.0));
        let file = folder.path().join("bar.db");
        found[2].push(rate(count, bare(&file, count)?));
    }
    let what = [
        "through the store, chained",
        "the same without the index on id",
        "rusqlite, the same rows, not chained and without that index",
        "gone through",
    ];
    head(&["lines of the access log", "lines/s"]);
    for (what, values) in what.iter().zip(&found) {
        row(&[what, &whole(median(values))]);
    }
    Ok(())
}

/// So many new identities.
pub(crate) fn ids(count: usize) -> Vec<DeltagandeId> {
    let (ids, tid) = (Idkalla::default(), Systemklocka.now());
    (0..count).map(|_| DeltagandeId(ids.next(tid))).collect()
}

/// Writes so many lines in rounds and goes through their chain; how long each took.
pub(crate) async fn through_store(file: &Path, count: usize, indexed: bool) -> Outcome<(Duration, Duration)> {
    let store = SqliteStore::open(file, None, Settings::default())?;
    if !indexed {
        Connection::open(file)?.execute_batch("DROP INDEX atkomst_id")?;
    }
    written_to(&store, count).await
}

/// The same in a register that is open, and is closed afterwards.
pub(crate) async fn written_to(store: &dyn Store, count: usize) -> Outcome<(Duration, Duration)> {
    let before = verify(store.read().await?.as_mut(), &[]).await?.rader;
    let mal: Vec<Atkomstmal> = ids(count).into_iter().map(Atkomstmal::Deltagande).collect();
    let text = || "bench".to_owned();
    let tid = Systemklocka.now();
    let aktor = Aktor { vem: text(), roll: text(), handling: text(), anrop: text(), varfor: None, varifran: None, tid };
    let start = Instant::now();
    for round in mal.chunks(ROUND) {
        let mut unit = store.begin(aktor.clone()).await?;
        unit.atkomst().log(round).await?;
        unit.commit().await?;
    }
    let written = start.elapsed();
    let start = Instant::now();
    let kontroll = verify(store.read().await?.as_mut(), &[]).await?;
    let verified = start.elapsed();
    if !kontroll.fel.is_empty() || kontroll.rader != before + count as u64 {
        return Err(format!("the chain does not hold: {kontroll:?}").into());
    }
    store.close().await;
    Ok((written, verified))
}

fn bare(file: &Path, count: usize) -> Outcome<Duration> {
    SqliteStore::migrate(file, Settings::default())?;
    let mut conn = Connection::open(file)?;
    conn.execute_batch("DROP INDEX atkomst_id; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536")?;
    let ids = ids(count);
    let start = Instant::now();
    for round in ids.chunks(ROUND) {
        let transaction = conn.transaction()?;
        transaction
            .execute("INSERT INTO arende (tid, vem, roll, handling, anrop) VALUES (1, 'b', 'b', 'b', 'b')", ())?;
        let arende = transaction.last_insert_rowid();
        let mut insert =
            transaction.prepare_cached("INSERT INTO atkomst (arende, resurs, id, antal) VALUES (?1, 3, ?2, NULL)")?;
        for id in round {
            insert.execute((arende, id.0.as_bytes()))?;
        }
        drop(insert);
        transaction.commit()?;
    }
    Ok(start.elapsed())
}
