//! Opening and migrating: empty databases, known ones, newer ones, others; and where none is.

use super::{Egen, PostgresStore, Settings, settings};
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
    assert_eq!(fel.to_string(), "the database is at migration 0, this program needs 2; migrate it");
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
    assert_eq!((state.migration, state.kand_migration), (2, 2));
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
    egen.execute("INSERT INTO migrering VALUES (7, '0007_framtid', '')").unwrap();
    for fel in [open(&egen).await.unwrap_err(), PostgresStore::migrate(&egen.address(), settings()).await.unwrap_err()]
    {
        assert!(matches!(fel, StoreError::Newer { found: 7, known: 2 }), "{fel}");
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
    assert!(matches!(fel, StoreError::Unavailable(_)), "{fel}");
    drop(client);
    drop(connection.await);
    PostgresStore::migrate(&egen.address(), short).await.unwrap();
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
