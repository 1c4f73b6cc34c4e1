//! The state of the database, asked for while everything else is taken; and how busy the store says it is.

use std::time::Duration;

use super::{PostgresStore, Settings, settings};
use crate::Store;
use crate::tests::{Databas, Prov, aktor, ring};

#[tokio::test(flavor = "multi_thread")]
async fn it_answers_while_every_connection_is_in_use() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    let two = Settings { connections: 2, wait: Duration::from_secs(60), ..settings() };
    let store = std::sync::Arc::new(PostgresStore::open(&prov.address(), Some(ring()), two).await.unwrap());
    let reading = store.read().await.unwrap();
    let writing = store.begin(aktor("skriver")).await.unwrap();
    let waiting = tokio::spawn({
        let store = std::sync::Arc::clone(&store);
        async move { store.read().await.map(drop) }
    });
    while store.load().vantar == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let load = store.load();
    assert_eq!((load.platser, load.upptagna, load.vantar, load.skrivko), (2, 2, 1, None));
    assert_eq!(load.begun, 1, "what only reads is none");
    let state = tokio::time::timeout(Duration::from_secs(2), store.state()).await.unwrap().unwrap();
    assert_eq!(state.migration, state.kand_migration);
    drop((reading, writing));
    waiting.await.unwrap().unwrap();
    assert_eq!((store.load().upptagna, store.load().vantar), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_lost_meanwhile_is_replaced() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    prov.store.state().await.unwrap();
    for _ in 0..3 {
        let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                    WHERE datname = current_database() AND pid <> pg_backend_pid()";
        assert_eq!(prov.refusal(kill), None);
        prov.store.state().await.unwrap();
    }
}
