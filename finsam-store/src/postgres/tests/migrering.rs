//! Opening and migrating: empty databases, known ones, newer ones, others; and where none is.

use std::collections::{BTreeMap, BTreeSet};

use super::super::migrering::PROGRAM;
use super::{Egen, PostgresStore, Settings, settings};
use crate::migrering::{Funnet, Migrering, Program};
use crate::tests::{Databas, ring};
use crate::{Store, StoreError};

async fn open(egen: &Egen) -> Result<PostgresStore, StoreError> {
    PostgresStore::open(&egen.address(), Some(ring()), settings()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_migrated_when_asked_and_only_then() {
    let Some(_) = Databas::postgres() else { return };
    let egen = Egen::new(false);
    let fel = open(&egen).await.unwrap_err();
    assert_eq!(fel.to_string(), "the database is at migration 0, this program needs 9; migrate it");
    // Many at once: one does it, and the others find it done.
    let address = egen.address();
    let migrators: Vec<_> = (0..4)
        .map(|_| {
            let address = address.clone();
            tokio::spawn(async move { PostgresStore::migrate(&address, settings()).await })
        })
        .collect();
    for migrator in migrators {
        migrator.await.unwrap().unwrap();
    }
    let store = open(&egen).await.unwrap();
    let state = store.state().await.unwrap();
    assert_eq!((state.migration, state.kand_migration, state.behovd_migration), (9, 9, 9));
    assert!(state.is_usable());
    store.close().await;
}

#[tokio::test]
async fn what_it_does_not_know_is_refused() {
    let Some(_) = Databas::postgres() else { return };
    let egen = Egen::new(true);
    egen.execute("UPDATE migrering SET summa = 'x'").unwrap();
    for fel in [open(&egen).await.unwrap_err(), PostgresStore::migrate(&egen.address(), settings()).await.unwrap_err()]
    {
        assert!(matches!(fel, StoreError::Database { statement: "0001_grund", .. }), "{fel}");
    }
    egen.execute("INSERT INTO migrering VALUES (97, '0097_framtid', ''); UPDATE kompatibilitet SET fran = 95").unwrap();
    for fel in [open(&egen).await.unwrap_err(), PostgresStore::migrate(&egen.address(), settings()).await.unwrap_err()]
    {
        assert!(matches!(fel, StoreError::Newer { found: 97, known: 9, oldest: 95 }), "{fel}");
    }
    // Another program's database has no room for the tables of this one, and is left as it was.
    let other = Egen::new(false);
    other.execute("CREATE TABLE token (x integer)").unwrap();
    let fel = PostgresStore::migrate(&other.address(), settings()).await.unwrap_err();
    assert!(matches!(fel, StoreError::Database { statement: "0001_grund", .. }), "{fel}");
    other.execute("CREATE TABLE arende (x integer)").unwrap();
}

#[tokio::test]
async fn a_lock_is_not_waited_for_without_end() {
    let Some(_) = Databas::postgres() else { return };
    let egen = Egen::new(false);
    let short = Settings { lock: std::time::Duration::from_millis(50), ..settings() };
    let (client, connection) = tokio_postgres::connect(&egen.address(), tokio_postgres::NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    let (class, key) = super::super::las::MIGRERING;
    client.batch_execute(&format!("SELECT pg_advisory_lock({class}, {key})")).await.unwrap();
    let fel = PostgresStore::migrate(&egen.address(), short.clone()).await.unwrap_err();
    assert!(matches!(fel, StoreError::Locked { step: "0001_grund", .. }), "{fel}");
    drop(client);
    drop(connection.await);
    PostgresStore::migrate(&egen.address(), short).await.unwrap();
}

/// What the database is asked beside a step: which tables are locked against writing by the own transaction, and where
/// each table stands.
async fn locked(client: &tokio_postgres::Client) -> BTreeSet<String> {
    let sql = "SELECT c.relname FROM pg_locks l JOIN pg_class c ON c.oid = l.relation \
               WHERE l.pid = pg_backend_pid() AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace \
                 AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')";
    client.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

async fn places(client: &tokio_postgres::Client) -> BTreeMap<String, u32> {
    let sql = "SELECT relname, pg_relation_filenode(oid) FROM pg_class \
               WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace";
    client.query(sql, &[]).await.unwrap().iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// What the plan says of locks and of rewriting is what PostgreSQL does.
#[tokio::test]
async fn steps_lock_what_they_say() {
    let Some(_) = Databas::postgres() else { return };
    let egen = Egen::new(false);
    let (client, connection) = tokio_postgres::connect(&egen.address(), tokio_postgres::NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    let own = [
        Migrering {
            namn: "0091_vidd",
            text: "-- phase: expand\n-- locks: antal, token\n-- rewrites: token\n\n\
                   ALTER TABLE token ALTER COLUMN skapad TYPE numeric; ALTER TABLE antal ADD COLUMN x text",
        },
        Migrering { namn: "0092_ny", text: "-- phase: expand\n\nCREATE TABLE ny (nummer bigint)" },
    ];
    for steg in PROGRAM.0.iter().chain(&own) {
        let before = places(&client).await;
        client.batch_execute("BEGIN").await.unwrap();
        client.batch_execute(steg.text).await.unwrap();
        let after = places(&client).await;
        let locked: BTreeSet<String> =
            locked(&client).await.into_iter().filter(|table| before.contains_key(table)).collect();
        client.batch_execute("COMMIT").await.unwrap();
        let plan = Program(Vec::leak(vec![*steg])).plan(&Funnet::default()).unwrap();
        let said: BTreeSet<String> = plan.steg[0].laser.iter().copied().map(str::to_owned).collect();
        assert_eq!(locked, said, "{}", steg.namn);
        let moved = before.iter().filter(|(table, place)| after.get(*table).is_some_and(|after| after != *place));
        for (table, _) in moved {
            assert!(plan.steg[0].skriver_om.contains(&table.as_str()), "{} rewrites {table}", steg.namn);
        }
    }
    drop(client);
    connection.await.unwrap().unwrap();
}

#[tokio::test]
async fn where_none_is_it_says_so_without_the_password() {
    for url in [
        "postgres://anna:hemligt@127.0.0.1:1/finsam",
        "postgres://anna:hemligt@127.0.0.1:1/finsam?sslmode=require",
        "postgres://anna:hemligt@127.0.0.1:port/finsam",
        "postgres://anna:hemligt@127.0.0.1/finsam?obekant=1",
        "mysql://anna:hemligt@127.0.0.1/finsam",
    ] {
        let fel = PostgresStore::open(url, None, settings()).await.unwrap_err();
        assert!(matches!(fel, StoreError::Unavailable(_)), "{fel:?}");
        assert!(!format!("{fel} {fel:?}").contains("hemligt"), "{fel}");
    }
}

/// A server whose certificate nobody vouches for, or that has none, is not spoken to when TLS is asked for.
#[tokio::test]
async fn a_server_that_cannot_show_who_it_is_is_refused() {
    let Some(_) = Databas::postgres() else { return };
    let egen = Egen::new(true);
    let fel = PostgresStore::open(&format!("{}?sslmode=require", egen.address()), None, settings()).await.unwrap_err();
    assert!(fel.to_string().contains("TLS"), "{fel}");
}
