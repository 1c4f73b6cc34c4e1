//! Opening files: new ones, known ones, newer ones, damaged ones.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use super::{Prov, part, ring, skrivning};
use crate::rum::Deltagandeurval;
use crate::sqlite::{Settings, SqliteStore, granska};
use crate::tests::first;
use crate::{Store, StoreError};

fn open_again(prov: &Prov) -> Result<SqliteStore, StoreError> {
    SqliteStore::open(
        &prov.path(),
        Some(ring()),
        Settings { check: Some(Duration::from_secs(60)), ..Settings::default() },
    )
}

#[tokio::test]
async fn a_file_is_made_and_opened_again() {
    let prov = Prov::new().await;
    prov.save(vec![skrivning("d-1", None, "2014-01-01", None)]).await;
    // A second process beside the first, and one after it.
    let beside = open_again(&prov).unwrap();
    assert_eq!(beside.read().await.unwrap().deltaganden().statistics(0, 9).await.unwrap().len(), 1);
    beside.begin(super::aktor("beside")).await.unwrap().commit().await.unwrap();
    beside.close().await;
    prov.store.close().await;
    let after = open_again(&prov).unwrap();
    assert_eq!(after.read().await.unwrap().forbund().all().await.unwrap().len(), 1);
    assert_eq!(prov.count("SELECT max(nummer) FROM migrering"), 9);
    assert_eq!(prov.conn().query_row("PRAGMA journal_mode", (), |row| row.get::<_, String>(0)).unwrap(), "wal");
}

#[tokio::test]
async fn a_newer_file_is_refused() {
    let prov = Prov::empty();
    let newer = "INSERT INTO migrering VALUES (97, '0097_framtid', ''); UPDATE kompatibilitet SET fran = 95";
    prov.conn().execute_batch(newer).unwrap();
    let fel = open_again(&prov).unwrap_err();
    let expected =
        "the database is at migration 97 and lets in programs from 95, this one knows 9; use a newer program";
    assert_eq!(fel.to_string(), expected);
}

#[tokio::test]
async fn a_file_made_by_another_text_is_refused() {
    let prov = Prov::empty();
    prov.conn().execute("UPDATE migrering SET summa = 'x'", ()).unwrap();
    let fel = open_again(&prov).unwrap_err();
    assert!(matches!(fel, StoreError::Database { statement: "0001_grund", .. }), "{fel}");
}

#[test]
fn what_is_no_register_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("finsam.db");
    std::fs::write(&path, "this is no database, however long it may be: ".repeat(100)).unwrap();
    let fel = SqliteStore::open(&path, None, Settings::default()).unwrap_err();
    assert!(matches!(fel, StoreError::NoDatabase), "{fel}");
    assert!(SqliteStore::open(&dir.path().join("no/such/dir.db"), None, Settings::default()).is_err());
    // Another program's database has no room for the tables of this one.
    let other = dir.path().join("other.db");
    rusqlite::Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE token (x); PRAGMA user_version = 3")
        .unwrap();
    let fel = SqliteStore::open(&other, None, Settings::default()).unwrap_err();
    assert!(matches!(fel, StoreError::Database { statement: "0001_grund", .. }), "{fel}");
    let tables: i64 = rusqlite::Connection::open(&other)
        .unwrap()
        .query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))
        .unwrap();
    assert_eq!(tables, 1, "it is left as it was");
}

/// Overwrites the beginning of a table or an index in the file.
pub(super) fn damage(path: &Path, name: &str) {
    let sql = format!("SELECT rootpage FROM sqlite_schema WHERE name = '{name}'");
    let root: i64 = rusqlite::Connection::open(path).unwrap().query_row(&sql, (), |row| row.get(0)).unwrap();
    let root = root.unsigned_abs();
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start((root - 1) * 8_192 + 8)).unwrap();
    file.write_all(&[0xff; 64]).unwrap();
}

#[tokio::test]
async fn damage_is_found_when_asked_for() {
    let prov = Prov::new().await;
    prov.save((0..200).map(|n| skrivning(&format!("d-{n}"), None, "2014-01-01", None)).collect()).await;
    prov.store.close().await;
    open_again(&prov).unwrap().close().await;
    damage(&prov.path(), "deltagande_part");
    let fel = open_again(&prov).unwrap_err();
    assert!(matches!(fel, StoreError::Damaged(_)), "{fel}");
    // Nobody looks where nothing is said; whoever meets the damage is told.
    let store = SqliteStore::open(&prov.path(), Some(ring()), Settings::default()).unwrap();
    let mut las = store.read().await.unwrap();
    let urval = Deltagandeurval { part: part("kommun:2280"), insats: None, ar: None, avslutad: None };
    let fel = las.deltaganden().list(urval, first(10)).await.unwrap_err();
    assert!(matches!(fel, StoreError::Damaged(_)), "{fel}");
}

#[test]
fn damage_is_not_looked_for_without_end() {
    let dir = tempfile::tempdir().unwrap();
    let conn = rusqlite::Connection::open(dir.path().join("large.db")).unwrap();
    let fill = "CREATE TABLE b (x); CREATE TABLE a (x); INSERT INTO b VALUES (1); \
                INSERT INTO a SELECT randomblob(100) FROM (WITH RECURSIVE n (i) AS \
                    (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT i FROM n)";
    conn.execute_batch(fill).unwrap();
    let root: i64 =
        conn.query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'b'", (), |row| row.get(0)).unwrap();
    let size: i64 = conn.query_row("PRAGMA page_size", (), |row| row.get(0)).unwrap();
    let mut file = std::fs::OpenOptions::new().write(true).open(dir.path().join("large.db")).unwrap();
    file.seek(SeekFrom::Start((root - 1).unsigned_abs() * size.unsigned_abs())).unwrap();
    file.write_all(&[0xff; 64]).unwrap();
    drop(conn);
    let conn = rusqlite::Connection::open(dir.path().join("large.db")).unwrap();
    let fel = granska::quick(&conn, Duration::from_secs(60)).unwrap_err();
    assert!(matches!(fel, StoreError::Damaged(_)), "{fel}");
    // The newest table comes first. The machine may be so busy that all are done in time, but not always.
    assert!((0..100).any(|_| granska::quick(&conn, Duration::from_micros(100)).is_ok()));
    // And nothing that comes after it is interrupted.
    assert_eq!(conn.query_row("SELECT count(*) FROM a", (), |row| row.get::<_, i64>(0)).unwrap(), 300_000);
}
