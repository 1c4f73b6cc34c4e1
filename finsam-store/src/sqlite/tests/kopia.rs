//! Copies of a file in use, and putting them back.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Prov, ring, skrivning};
use crate::sqlite::{Aterstallning, Kopia, Kopiafel, Settings, SqliteStore, back_up, restore};
use crate::tests::{Databas, first_version};
use crate::{Nyckelring, Store, StoreError};

fn copy(prov: &Prov, to: &Path) -> Result<Kopia, Kopiafel> {
    back_up(&prov.path(), to, false, None, &mut |_| ())
}

fn put_back<'a>(kopia: &'a Path, till: &'a Path, undan: Option<&'a Path>) -> Result<(Kopia, bool), Kopiafel> {
    restore(Aterstallning { kopia, till, undan, ring: None }, &mut |_| ())
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn count(file: &Path, sql: &str) -> i64 {
    rusqlite::Connection::open(file).unwrap().query_row(sql, (), |row| row.get(0)).unwrap()
}

/// A folder beside the register's, and a file in it.
fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kopia.db");
    (folder, file)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_made_while_others_write() {
    let prov = Arc::new(Prov::new().await);
    prov.save((0..2_000).map(|n| skrivning(&format!("d-{n}"), None, "2014-01-01", None)).collect()).await;
    let stop = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn({
        let (prov, stop) = (Arc::clone(&prov), Arc::clone(&stop));
        async move {
            let mut slowest = std::time::Duration::ZERO;
            for n in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let began = std::time::Instant::now();
                prov.save(vec![skrivning(&format!("m-{n}"), None, "2014-01-01", None)]).await;
                slowest = slowest.max(began.elapsed());
            }
            slowest
        }
    });
    let (folder, file) = place();
    for round in 0..5 {
        let before = prov.count("SELECT count(*) FROM deltagande");
        let (path, to) = (prov.path(), file.clone());
        let kopia = tokio::task::spawn_blocking(move || back_up(&path, &to, round > 0, None, &mut |_| ()))
            .await
            .unwrap()
            .unwrap();
        let rows = count(&file, "SELECT count(*) FROM deltagande");
        assert!(rows >= before, "what had been committed is in it");
        assert_eq!(count(&file, "SELECT count(*) FROM handelse WHERE resurs = 3"), rows);
        assert_eq!(kopia.tabeller.iter().find(|(table, _)| table == "deltagande").unwrap().1, rows.unsigned_abs());
        assert_eq!(kopia.storlek, std::fs::metadata(&file).unwrap().len());
        assert_eq!(names(folder.path()), ["kopia.db"], "one file that needs no other");
    }
    stop.store(true, Ordering::Relaxed);
    // The whole test takes longer than the writer may have to wait for a reader, which is not at all.
    assert!(writing.await.unwrap() < std::time::Duration::from_secs(5));
    let store = SqliteStore::open(&file, Some(ring()), Settings::default()).unwrap();
    assert!(store.read().await.unwrap().forbund().all().await.unwrap().len() == 1);
}

#[tokio::test]
async fn it_says_how_far_it_has_come() {
    let prov = Prov::new().await;
    prov.save((0..20_000).map(|n| skrivning(&format!("d-{n}"), None, "2014-01-01", None)).collect()).await;
    let (_folder, file) = place();
    let mut seen = Vec::new();
    let kopia = back_up(&prov.path(), &file, false, None, &mut |step| seen.push((step.kopierat, step.totalt))).unwrap();
    assert!(seen.len() > 1 && seen.windows(2).all(|two| two[0].0 < two[1].0), "{seen:?}");
    assert_eq!(seen.last(), Some(&(kopia.storlek, kopia.storlek)));
}

#[tokio::test]
async fn what_stands_there_is_replaced_only_when_asked_for() {
    let prov = Prov::new().await;
    let (folder, file) = place();
    copy(&prov, &file).unwrap();
    prov.save(vec![skrivning("d-1", None, "2014-01-01", None)]).await;
    assert!(matches!(copy(&prov, &file), Err(Kopiafel::Finns(path)) if path == file));
    assert_eq!(count(&file, "SELECT count(*) FROM deltagande"), 0);
    // One that was left behind by a copy that was cut off is in nobody's way.
    std::fs::write(folder.path().join(format!("kopia.db.delvis-{}", std::process::id())), "half").unwrap();
    back_up(&prov.path(), &file, true, None, &mut |_| ()).unwrap();
    assert_eq!(count(&file, "SELECT count(*) FROM deltagande"), 1);
    assert!(matches!(back_up(&prov.path(), &prov.path(), true, None, &mut |_| ()), Err(Kopiafel::SammaFil)));
    let round = prov.dir.path().join("../").join(prov.dir.path().file_name().unwrap()).join("finsam.db");
    assert!(matches!(back_up(&prov.path(), &round, true, None, &mut |_| ()), Err(Kopiafel::SammaFil)));
    assert!(matches!(copy(&prov, &folder.path().join("no/folder/kopia.db")), Err(Kopiafel::Fil(..))));
    let none = folder.path().join("none.db");
    assert!(matches!(back_up(&none, &file, true, None, &mut |_| ()), Err(Kopiafel::Saknas(_))));
    let wrong = Nyckelring::from_bytes([2; 32]);
    let fel = back_up(&prov.path(), &file, true, Some(&wrong), &mut |_| ()).unwrap_err();
    assert!(matches!(fel, Kopiafel::Store(StoreError::WrongKey)), "{fel}");
    back_up(&prov.path(), &file, true, Some(&ring()), &mut |_| ()).unwrap();
    assert!(!none.exists());
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions()) & 0o777,
        0o600
    );
}

#[tokio::test]
async fn only_a_sound_and_whole_register_is_copied() {
    let (folder, file) = place();
    let other = folder.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE x (y)").unwrap();
    assert!(matches!(back_up(&other, &file, false, None, &mut |_| ()), Err(Kopiafel::IngetRegister)));
    std::fs::write(&other, "this is no database, however long it may be: ".repeat(100)).unwrap();
    let fel = back_up(&other, &file, false, None, &mut |_| ()).unwrap_err();
    assert!(matches!(fel, Kopiafel::Store(StoreError::NoDatabase)), "{fel}");
    let prov = Prov::new().await;
    prov.save((0..200).map(|n| skrivning(&format!("d-{n}"), None, "2014-01-01", None)).collect()).await;
    prov.conn().execute("INSERT INTO flytt VALUES (1, x'00')", ()).unwrap();
    assert!(matches!(copy(&prov, &file), Err(Kopiafel::Store(StoreError::HalfMoved))));
    prov.conn().execute("DELETE FROM flytt", ()).unwrap();
    prov.store.close().await;
    super::migrering::damage(&prov.path(), "deltagande_part");
    assert!(matches!(copy(&prov, &file), Err(Kopiafel::Store(StoreError::Damaged(_)))));
    assert_eq!(names(folder.path()), ["other.db"], "nothing is left of what came to no end");
}

#[tokio::test]
async fn a_copy_is_put_back() {
    let prov = Prov::new().await;
    prov.save(vec![skrivning("d-1", None, "2014-01-01", None)]).await;
    let mut unit = prov.begin().await;
    unit.handelser().secret([3; 32]).await.unwrap();
    unit.commit().await.unwrap();
    let (folder, file) = place();
    copy(&prov, &file).unwrap();
    prov.save(vec![skrivning("d-2", None, "2014-01-01", None)]).await;
    let aside = prov.dir.path().join("finsam.db.undan-1");
    let till = prov.path();
    assert!(matches!(put_back(&file, &till, None), Err(Kopiafel::Finns(_))));
    // Not while somebody has it open, who goes on as if nothing had been tried.
    assert!(matches!(put_back(&file, &till, Some(&aside)), Err(Kopiafel::IBruk)));
    prov.save(vec![skrivning("d-3", None, "2014-01-01", None)]).await;
    let reading = prov.store.read().await.unwrap();
    drop(reading);
    prov.store.close().await;
    assert_eq!(names(prov.dir.path()), ["finsam.db"]);
    let (put, stood) = put_back(&file, &till, Some(&aside)).unwrap();
    assert!(stood && put.migration == SqliteStore::plan(&till, Settings::default()).unwrap().tillstand.migration);
    assert_eq!(names(prov.dir.path()), ["finsam.db", "finsam.db.undan-1"]);
    assert_eq!(
        (prov.count("SELECT count(*) FROM deltagande"), count(&aside, "SELECT count(*) FROM deltagande")),
        (1, 3)
    );
    let store = SqliteStore::open(&till, Some(ring()), Settings::default()).unwrap();
    assert_eq!(store.read().await.unwrap().deltaganden().statistics(0, 9).await.unwrap().len(), 1);
    assert_eq!(store.read().await.unwrap().handelser().feed().await.unwrap().hemlighet, None);
    store.close().await;
    let secrets = "SELECT count(hemlighet) FROM flode";
    assert_eq!((count(&aside, secrets), count(&file, secrets)), (1, 1));
    // The name that it would get is taken.
    assert!(matches!(put_back(&file, &till, Some(&aside)), Err(Kopiafel::Finns(path)) if path == aside));
    // To where none stands, and from a folder that nothing is left in.
    let new = folder.path().join("ny.db");
    assert!(!put_back(&file, &new, None).unwrap().1);
    assert_eq!(names(folder.path()), ["kopia.db", "ny.db"]);
    assert!(matches!(put_back(&file, &file, Some(&aside)), Err(Kopiafel::SammaFil)));
}

/// The log of another database beside the new file would be taken for its own.
#[tokio::test]
async fn logs_that_were_left_behind_go_aside() {
    let prov = Prov::new().await;
    prov.save(vec![skrivning("d-1", None, "2014-01-01", None)]).await;
    let (folder, file) = place();
    copy(&prov, &file).unwrap();
    prov.save((0..50).map(|n| skrivning(&format!("x-{n}"), None, "2014-01-01", None)).collect()).await;
    let new = folder.path().join("ny.db");
    std::fs::copy(prov.dir.path().join("finsam.db-wal"), folder.path().join("ny.db-wal")).unwrap();
    put_back(&file, &new, None).unwrap();
    assert_eq!(names(folder.path()), ["kopia.db", "ny.db", "ny.db.undan-wal"]);
    let store = SqliteStore::open(&new, Some(ring()), Settings::default()).unwrap();
    assert_eq!(store.read().await.unwrap().deltaganden().statistics(0, 99).await.unwrap().len(), 1);
    // A process that was killed has left its log; it belongs to what goes aside, with what is in it.
    let killed = folder.path().join("dodad.db");
    for ending in ["", "-wal"] {
        let from = prov.dir.path().join(format!("finsam.db{ending}"));
        std::fs::copy(from, folder.path().join(format!("dodad.db{ending}"))).unwrap();
    }
    let aside = folder.path().join("undan.db");
    assert!(put_back(&file, &killed, Some(&aside)).unwrap().1);
    assert_eq!(
        (count(&killed, "SELECT count(*) FROM deltagande"), count(&aside, "SELECT count(*) FROM deltagande")),
        (1, 51)
    );
}

#[tokio::test]
async fn only_a_sound_copy_that_may_be_used_is_put_back() {
    let prov = Prov::new().await;
    prov.save((0..200).map(|n| skrivning(&format!("d-{n}"), None, "2014-01-01", None)).collect()).await;
    let (folder, file) = place();
    copy(&prov, &file).unwrap();
    prov.store.close().await;
    let aside = folder.path().join("undan.db");
    let before = std::fs::read(prov.path()).unwrap();
    let refused = |kopia: &Path, ring: Option<&Nyckelring>| {
        let order = Aterstallning { kopia, till: &prov.path(), undan: Some(&aside), ring };
        let fel = restore(order, &mut |_| ()).unwrap_err();
        assert!(!aside.exists() && std::fs::read(prov.path()).unwrap() == before, "nothing is touched");
        assert_eq!(names(prov.dir.path()), ["finsam.db"]);
        fel
    };
    let wrong = Nyckelring::from_bytes([2; 32]);
    assert!(matches!(refused(&file, Some(&wrong)), Kopiafel::Store(StoreError::WrongKey)));
    assert!(matches!(refused(&folder.path().join("none.db"), None), Kopiafel::Saknas(_)));
    let spoilt = |name: &str, sql: &str| {
        let path = folder.path().join(name);
        std::fs::copy(&file, &path).unwrap();
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        path
    };
    let newer = spoilt("newer.db", "INSERT INTO migrering VALUES (97, 'x', ''); UPDATE kompatibilitet SET fran = 97");
    assert!(matches!(refused(&newer, None), Kopiafel::Store(StoreError::Newer { found: 97, .. })));
    let half = spoilt("half.db", "INSERT INTO flytt VALUES (1, x'00')");
    assert!(matches!(refused(&half, None), Kopiafel::Store(StoreError::HalfMoved)));
    let other = folder.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE x (y)").unwrap();
    assert!(matches!(refused(&other, None), Kopiafel::IngetRegister));
    let damaged = spoilt("damaged.db", "");
    super::migrering::damage(&damaged, "deltagande_nyckel");
    assert!(matches!(refused(&damaged, None), Kopiafel::Store(StoreError::Damaged(_))));
    std::fs::write(&damaged, "this is no database, however long it may be: ".repeat(100)).unwrap();
    assert!(matches!(refused(&damaged, None), Kopiafel::Store(StoreError::NoDatabase)));
    // An older one is put back, and migrated when it is opened.
    let older = folder.path().join("older.db");
    rusqlite::Connection::open(&older).unwrap().execute_batch(&first_version(Databas::Sqlite)).unwrap();
    let (put, _) = put_back(&older, &prov.path(), Some(&aside)).unwrap();
    assert_eq!(put.migration, 1);
    SqliteStore::open(&prov.path(), Some(ring()), Settings::default()).unwrap();
}

/// A copy that somebody made of the files themselves is only read, with what is in its log.
#[tokio::test]
async fn a_copy_with_a_log_is_left_as_it_is() {
    let prov = Prov::new().await;
    prov.save(vec![skrivning("d-1", None, "2014-01-01", None)]).await;
    let (folder, file) = place();
    for log in [true, false] {
        let copied = folder.path().join(format!("cp-{log}.db"));
        std::fs::copy(prov.path(), &copied).unwrap();
        if log {
            std::fs::copy(prov.dir.path().join("finsam.db-wal"), folder.path().join("cp-true.db-wal")).unwrap();
        } else {
            prov.store.close().await;
            std::fs::copy(prov.path(), &copied).unwrap();
        }
        let before = names(folder.path());
        let bytes = std::fs::read(&copied).unwrap();
        put_back(&copied, &file, None).unwrap();
        assert_eq!(count(&file, "SELECT count(*) FROM deltagande"), 1);
        std::fs::remove_file(&file).unwrap();
        assert_eq!((names(folder.path()), std::fs::read(&copied).unwrap()), (before, bytes), "{log}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_register_behind_a_link_is_replaced_where_it_stands() {
    let prov = Prov::new().await;
    let (folder, file) = place();
    copy(&prov, &file).unwrap();
    prov.store.close().await;
    let link = folder.path().join("lank.db");
    std::os::unix::fs::symlink(prov.path(), &link).unwrap();
    let aside = prov.dir.path().join("undan.db");
    assert!(put_back(&file, &link, Some(&aside)).unwrap().1);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(names(prov.dir.path()), ["finsam.db", "undan.db"]);
}

/// This is what copies are for.
#[tokio::test]
async fn a_damaged_register_is_replaced() {
    let (folder, file) = place();
    let prov = Prov::new().await;
    prov.save((0..200).map(|n| skrivning(&format!("d-{n}"), None, "2014-01-01", None)).collect()).await;
    copy(&prov, &file).unwrap();
    prov.store.close().await;
    let till = prov.path();
    super::migrering::damage(&till, "deltagande_part");
    let aside = folder.path().join("undan-1.db");
    put_back(&file, &till, Some(&aside)).unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 200);
    // Its very beginning.
    let mut bytes = std::fs::read(&till).unwrap();
    bytes[..100].fill(0xff);
    std::fs::write(&till, &bytes).unwrap();
    let beside = prov.dir.path().join("finsam.db-shm");
    std::fs::write(&beside, "").unwrap();
    let aside = folder.path().join("undan-2.db");
    assert!(matches!(put_back(&file, &till, Some(&aside)), Err(Kopiafel::Oklart)));
    assert_eq!(std::fs::read(&till).unwrap(), bytes);
    std::fs::remove_file(beside).unwrap();
    put_back(&file, &till, Some(&aside)).unwrap();
    assert_eq!(std::fs::read(&aside).unwrap(), bytes, "what can perhaps be saved is kept");
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 200);
}
