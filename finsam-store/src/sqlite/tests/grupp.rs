//! Units of work committed together.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::session::bare;
use super::{Prov, aktor, nyckel, part, skrivning};
use crate::rum::{Skrivning, Strategi};
use crate::sqlite::Settings;
use crate::sqlite::fel::database;
use crate::sqlite::lank::{Lank, Plats};
use crate::sqlite::sql::Sats;
use crate::{Store, StoreError, UnitOfWork};

/// Leaves something that only a commit will refuse: a row that names an insats that is not there.
const UPPSKJUT: Sats = Sats { namn: "uppskjut", text: "PRAGMA defer_foreign_keys = ON" };
const VILSE: Sats = Sats {
    namn: "vilse",
    text: "INSERT INTO antal (insats, fran, enhet, version, uppgift) VALUES (99, 0, 'x', 1, '')",
};
/// A row that needs many pages.
const FYLL: Sats =
    Sats { namn: "fyll", text: "INSERT INTO kvitto VALUES ('a', 'h', 'n', zeroblob(1000000), 200, NULL, '', 0)" };

fn one(namn: &str) -> Vec<Skrivning> {
    vec![skrivning(namn, None, "2014-01-01", None)]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_acknowledged_is_there_and_nothing_else() {
    let prov = Arc::new(Prov::new().await);
    let here = part("kommun:2280");
    let tasks: Vec<_> = (0..40)
        .map(|task| {
            let prov = Arc::clone(&prov);
            tokio::spawn(async move {
                for n in 0..10 {
                    let namn = format!("d-{task}-{n}");
                    let mut enhet = prov.store.begin(aktor(&namn)).await.unwrap();
                    assert!(enhet.deltaganden().get(here, &nyckel(&namn)).await.unwrap().is_none());
                    enhet.deltaganden().save(here, Strategi::Skapa, one(&namn)).await.unwrap();
                    if n % 4 == 3 {
                        drop(enhet);
                        continue;
                    }
                    enhet.commit().await.unwrap();
                    let mut las = prov.store.read().await.unwrap();
                    assert!(las.deltaganden().get(here, &nyckel(&namn)).await.unwrap().is_some(), "{namn}");
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 320);
    let mut las = prov.store.read().await.unwrap();
    let events = las.handelser().after(3, 1_000).await.unwrap();
    assert_eq!(events.len(), 320);
    assert!(events.windows(2).all(|two| two[0].nummer + 1 == two[1].nummer), "no gaps");
    // One row for each unit of work that was kept, and each line of the log names its own.
    assert_eq!(prov.count("SELECT count(*) FROM arende"), 321);
    assert_eq!(prov.count("SELECT count(DISTINCT anrop) FROM atkomstlogg WHERE resurs = 'deltagande'"), 320);
}

type Kvitterat = JoinHandle<Result<(), StoreError>>;

/// Three units of work in one group: two that are done, each with a record, and one that has begun.
async fn three(group: Duration) -> (Arc<Prov>, [Kvitterat; 2], Box<dyn UnitOfWork>) {
    let prov = Arc::new(Prov::new_with(Settings { group, ..Settings::default() }).await);
    let begin = |anrop: &'static str| {
        let prov = Arc::clone(&prov);
        tokio::spawn(async move { prov.store.begin(aktor(anrop)).await.unwrap() })
    };
    let mut first = prov.begin().await;
    let second = begin("b");
    sleep(Duration::from_millis(20)).await;
    let third = begin("c");
    sleep(Duration::from_millis(20)).await;
    save(&mut first, "a").await;
    let first = tokio::spawn(first.commit());
    let mut second = second.await.unwrap();
    save(&mut second, "b").await;
    let second = tokio::spawn(second.commit());
    (prov, [first, second], third.await.unwrap())
}

async fn save(enhet: &mut Box<dyn UnitOfWork>, namn: &str) {
    enhet.deltaganden().save(part("kommun:2280"), Strategi::Upsert, one(namn)).await.unwrap();
}

const LONG: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(50);

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_acknowledged_together() {
    let (prov, done, mut third) = three(SHORT).await;
    save(&mut third, "c").await;
    sleep(SHORT * 3).await;
    assert!(done.iter().all(|one| !one.is_finished()), "not before the third, which has begun to write");
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 0);
    third.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 3);
    for one in done {
        one.await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_slow_to_write_holds_nobody_up() {
    let (prov, done, mut third) = three(SHORT).await;
    for one in done {
        timeout(LONG / 2, one).await.unwrap().unwrap().unwrap();
    }
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 2);
    save(&mut third, "c").await;
    third.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 3);
}

/// Whoever has it waits for the ones before it, however little it writes.
#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_apart_has_nobody_before_it_in_its_transaction() {
    let prov = Arc::new(Prov::new_with(Settings { group: LONG, ..Settings::default() }).await);
    let mut first = prov.begin().await;
    let second = {
        let prov = Arc::clone(&prov);
        tokio::spawn(async move { prov.store.begin_apart(aktor("b")).await.unwrap() })
    };
    sleep(Duration::from_millis(20)).await;
    save(&mut first, "a").await;
    let first = tokio::spawn(first.commit());
    let mut second = second.await.unwrap();
    save(&mut second, "b").await;
    timeout(LONG / 2, first).await.unwrap().unwrap().unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 1);
    second.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_large_holds_nobody_up() {
    let (prov, done, mut third) = three(LONG).await;
    let batch = (0..500).map(|n| skrivning(&format!("c-{n}"), None, "2014-01-01", None)).collect();
    third.deltaganden().save(part("kommun:2280"), Strategi::Upsert, batch).await.unwrap();
    for one in done {
        timeout(LONG / 2, one).await.unwrap().unwrap().unwrap();
    }
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 2);
    drop(third);
    prov.begin().await.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_dropped_takes_nobody_with_it() {
    let (prov, done, mut third) = three(LONG).await;
    save(&mut third, "c").await;
    drop(third);
    for one in done {
        one.await.unwrap().unwrap();
    }
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 2);
    assert_eq!(prov.count("SELECT count(*) FROM deltagande WHERE nyckel = 'c'"), 0);
}

/// Begins a bare unit of work behind one that is done and not yet committed, since its group waits for more.
async fn behind(prov: &Arc<Prov>) -> (Kvitterat, Lank) {
    let mut first = prov.begin().await;
    let task = Arc::clone(prov);
    let second = tokio::spawn(async move { bare(&task).await });
    sleep(Duration::from_millis(20)).await;
    save(&mut first, "a").await;
    let first = tokio::spawn(first.commit());
    (first, second.await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_commit_fails_all_of_them() {
    let prov = Arc::new(Prov::new_with(Settings { group: LONG, ..Settings::default() }).await);
    let (first, second) = behind(&prov).await;
    second.write(|plats| UPPSKJUT.execute(plats.conn, ())).await.unwrap();
    second.write(|plats| VILSE.execute(plats.conn, ())).await.unwrap();
    let fel = second.commit().await.unwrap_err().to_string();
    assert_eq!(fel, "transaktion/verkstall.sql: FOREIGN KEY constraint failed");
    assert_eq!(first.await.unwrap().unwrap_err().to_string(), fel);
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 0);
    prov.save(one("d")).await;
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_never_acknowledged() {
    for alone in [true, false] {
        let prov = Arc::new(Prov::new_with(Settings { group: LONG, ..Settings::default() }).await);
        let (first, full) = if alone {
            (None, bare(&prov).await)
        } else {
            let (first, full) = behind(&prov).await;
            (Some(first), full)
        };
        let pages = |count: &'static str| {
            move |plats: &mut Plats<'_>| {
                plats
                    .conn
                    .pragma_update_and_check(None, "max_page_count", count, |_| Ok(()))
                    .map_err(database("max_page_count"))
            }
        };
        full.write(pages("1")).await.unwrap();
        let fill = |plats: &mut Plats<'_>| FYLL.execute(plats.conn, ());
        let fel = full.write(fill).await.unwrap_err();
        assert_eq!(fel.to_string(), "fyll: database or disk is full (13)");
        assert!(full.commit().await.is_err());
        if let Some(first) = first {
            // Kept or not, what was said of it is true.
            let kept = i64::from(first.await.unwrap().is_ok());
            assert_eq!(prov.count("SELECT count(*) FROM deltagande WHERE nyckel = 'a'"), kept);
        }
        let freed = bare(&prov).await;
        freed.write(pages("1000000")).await.unwrap();
        freed.write(fill).await.unwrap();
        freed.commit().await.unwrap();
        assert_eq!(prov.count("SELECT count(*) FROM kvitto"), 1);
    }
}
