//! The log, which is emptied beside the writer.

use super::session::bare;
use super::{Prov, skrivning};
use crate::Store;
use crate::sqlite::lank::Plats;
use crate::sqlite::sql::Sats;

/// Rewrites a row of a megabyte: the log grows by as much, and the database does not.
const SKRIV_OM: Sats =
    Sats { namn: "skriv_om", text: "REPLACE INTO kvitto VALUES ('a', 'h', 'n', zeroblob(1000000), 200, NULL, '', 0)" };

async fn write_mib(prov: &Prov, count: usize) {
    for _ in 0..count {
        let lank = bare(prov).await;
        let fill = |plats: &mut Plats<'_>| SKRIV_OM.execute(plats.conn, ());
        lank.run(crate::sqlite::lank::Slag::Skriv, fill).await.unwrap();
        lank.commit().await.unwrap();
    }
}

/// How many pages the log is of, told by a connection that then moves them itself.
fn pages(prov: &Prov) -> i64 {
    prov.conn().query_row("PRAGMA wal_checkpoint(PASSIVE)", (), |row| row.get(1)).unwrap()
}

fn file(prov: &Prov) -> u64 {
    std::fs::metadata(prov.path().with_extension("db-wal")).map_or(0, |file| file.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_begun_anew_while_somebody_writes_on() {
    let prov = Prov::new().await;
    write_mib(&prov, 64).await;
    let size = file(&prov);
    assert!(size < 24_000_000, "64 MB went through it, and it is of {size} bytes");
    prov.save(vec![skrivning("d-1", None, "2014-01-01", None)]).await;
    prov.store.close().await;
    assert_eq!(file(&prov), 0, "the last to close puts it away");
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 1);
}

/// While somebody reads what stood there before, the log can only grow.
#[tokio::test(flavor = "multi_thread")]
async fn the_log_waits_for_those_who_read_in_it() {
    let prov = Prov::new().await;
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.deltaganden().statistics(0, 10).await.unwrap().len(), 0);
    prov.save(vec![skrivning("d-1", None, "2014-01-01", None)]).await;
    write_mib(&prov, 16).await;
    assert_eq!(las.deltaganden().statistics(0, 10).await.unwrap().len(), 0, "they see what they saw");
    let grown = pages(&prov);
    assert!(grown > 1_900, "{grown} pages");
    drop(las);
    write_mib(&prov, 16).await;
    let left = pages(&prov);
    assert!(left < grown, "{left} of {grown} pages");
}
