//! Connections that are lost, locks that are waited for in vain, races that are lost, and steps that nobody waits for.

use std::time::Duration;

use super::super::PostgresStore;
use super::{Settings, settings};
use crate::rum::{Skrivning, Skrivutfall, Strategi, Villkor};
use crate::tests::{ANNA, Databas, FORBUND, Prov, aktor, forbund, nyckel, part, ring, skrivning};
use crate::{Store, StoreError, UnitOfWork};

fn one(namn: &str) -> Vec<Skrivning> {
    vec![skrivning(namn, None, "2014-01-01", None)]
}

async fn store(prov: &Prov, settings: Settings) -> PostgresStore {
    PostgresStore::open(&prov.address(), Some(ring()), settings).await.unwrap()
}

/// Ends all connections to the database but that of the one who asks.
const KILL: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                    WHERE datname = current_database() AND pid <> pg_backend_pid()";

#[tokio::test(flavor = "multi_thread")]
async fn lost_connections_are_replaced_and_what_was_on_them_is_not_kept() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    for round in 0..3 {
        let mut lost = prov.begin().await;
        lost.deltaganden().save(here, Strategi::Upsert, one(&format!("lost-{round}"))).await.unwrap();
        let mut reading = prov.store.read().await.unwrap();
        assert_eq!(prov.refusal(KILL), None);
        assert!(matches!(reading.forbund().all().await, Err(StoreError::Unavailable(_))));
        assert!(matches!(lost.commit().await, Err(StoreError::Unavailable(_))));
        drop(reading);
        // The database ends connections in its own time: one that is ended just as it is used cannot be told from one
        // that is ended amid its work.
        let mut tries = 0;
        while let Err(fel) = prov.save_as(here, Strategi::Upsert, one(&format!("kept-{round}"))).await {
            assert!(matches!(fel, StoreError::Unavailable(_)) && tries < 100, "{fel}");
            tries += 1;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(prov.store.read().await.unwrap().forbund().all().await.unwrap().len(), 1);
    }
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_is_waited_for_and_then_no_longer() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    let hasty = store(&prov, Settings { lock: Duration::from_millis(80), ..settings() }).await;
    let mut holder = prov.begin().await;
    holder.deltaganden().save(here, Strategi::Upsert, one("d-1")).await.unwrap();
    let mut waiting = hasty.begin(aktor("hasty")).await.unwrap();
    let fel = waiting.deltaganden().save(here, Strategi::Upsert, one("d-1")).await.unwrap_err();
    assert!(matches!(fel, StoreError::Unavailable(_)), "{fel}");
    assert!(matches!(waiting.deltaganden().get(here, &nyckel("d-1")).await, Err(StoreError::Unavailable(_))));
    assert!(waiting.commit().await.is_err(), "nothing of it is kept");
    // Another key is in nobody's way.
    let mut beside = hasty.begin(aktor("hasty")).await.unwrap();
    beside.deltaganden().save(here, Strategi::Upsert, one("d-2")).await.unwrap();
    beside.commit().await.unwrap();
    holder.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadlock_ends_one_and_the_other_goes_on() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    let mut first = prov.begin().await;
    let mut second = prov.begin().await;
    first.deltaganden().save(here, Strategi::Upsert, one("a")).await.unwrap();
    second.deltaganden().save(here, Strategi::Upsert, one("b")).await.unwrap();
    async fn go_on(mut enhet: Box<dyn UnitOfWork>, namn: &str) -> Result<(), StoreError> {
        enhet.deltaganden().save(part("kommun:2280"), Strategi::Upsert, one(namn)).await?;
        enhet.commit().await
    }
    let first = tokio::spawn(go_on(first, "b"));
    let outcomes = [go_on(second, "a").await, first.await.unwrap()];
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(StoreError::Unavailable(_)))), "{outcomes:?}");
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_step_ends_the_unit_of_work() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    let mut enhet = prov.begin().await;
    {
        let mut deltaganden = enhet.deltaganden();
        let mut save = deltaganden.save(here, Strategi::Upsert, one("d-1"));
        // Begun, and then nobody waits for it.
        let waker = std::task::Waker::noop();
        assert!(save.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
    }
    assert!(matches!(enhet.forbund().get(FORBUND).await, Err(StoreError::Unavailable(_))));
    assert!(enhet.commit().await.is_err());
    prov.save(one("d-2")).await;
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_silent_are_ended() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    let store = store(&prov, Settings { idle: Duration::from_millis(50), ..settings() }).await;
    let mut silent = store.begin(aktor("silent")).await.unwrap();
    silent.forbund().update(FORBUND, 1, forbund("Tyst")).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(matches!(silent.commit().await, Err(StoreError::Unavailable(_))));
    store.begin(aktor("next")).await.unwrap().commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM forbund WHERE version = 2"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pool_is_bounded() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    let small = Settings { connections: 1, wait: Duration::from_millis(50), ..settings() };
    let store = store(&prov, small).await;
    let holder = store.begin(aktor("a")).await.unwrap();
    assert!(matches!(store.read().await.err(), Some(StoreError::Unavailable(_))));
    drop(holder);
    store.read().await.unwrap();
}

/// As through a pooler that does not keep statements on a connection.
#[tokio::test(flavor = "multi_thread")]
async fn it_works_without_prepared_statements() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    let store = store(&prov, Settings { prepared: false, connections: 1, ..settings() }).await;
    let mut enhet = store.begin(aktor("pooler")).await.unwrap();
    let batch =
        vec![skrivning("d-1", Some(ANNA), "2014-01-01", None), skrivning("d-2", Some(ANNA), "2014-02-01", None)];
    let outcomes = enhet.deltaganden().save(here, Strategi::Upsert, batch).await.unwrap();
    assert!(matches!(outcomes[..], [Skrivutfall::Skapad { .. }, Skrivutfall::Overlapp(_)]), "{outcomes:?}");
    enhet.deltaganden().delete(here, &nyckel("d-1"), Villkor::Version(1)).await.unwrap();
    enhet.commit().await.unwrap();
    let mut las = store.read().await.unwrap();
    assert_eq!(las.handelser().last().await.unwrap(), 5);
    assert!(las.deltaganden().get(here, &nyckel("d-1")).await.unwrap().is_none());
    drop(las);
    let session = store.session(None).await.unwrap();
    let kept = session.conn.client.query_typed("SELECT count(*) FROM pg_prepared_statements", &[]).await.unwrap();
    assert_eq!(kept[0].get::<_, i64>(0), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_cannot_write() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    let store = store(&prov, settings()).await;
    let session = store.session(None).await.unwrap();
    let fel = session.conn.send(session.conn.client.batch_execute("DELETE FROM kvitto")).await.unwrap_err();
    assert_eq!(fel.code().unwrap().code(), "25006");
}

/// The parts that the repetition of a first step is made of: the code is known, and the session goes on from the start.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_race_is_known_and_can_be_begun_again() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Prov::new(databas).await;
    let store = store(&prov, settings()).await;
    let mut session = store.session(Some(aktor("prov"))).await.unwrap();
    assert!(session.untouched);
    let race = session.conn.client.batch_execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$");
    let fel = session.conn.send(race).await;
    let fel = super::super::fel::database("prov")(fel.unwrap_err());
    assert!(super::super::fel::lost_race(&fel), "{fel}");
    session.begin_again().await.unwrap();
    let batch = one("d-1");
    crate::ReadSession::forbund(&mut session).all().await.unwrap();
    assert!(!session.untouched);
    crate::UnitOfWork::deltaganden(&mut session).save(part("kommun:2280"), Strategi::Upsert, batch).await.unwrap();
    Box::new(session).commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 1);
}
