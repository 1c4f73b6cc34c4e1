//! Sessions: what they see, how they end, and what is acknowledged.

use std::sync::Arc;

use super::{ANNA, BO, Databas, Prov, aktor, nyckel, on_each_database, part, skrivning};
use crate::rum::{Skrivutfall, Strategi};
use crate::{Nyckelring, StoreError};

on_each_database!(dropped_it_leaves_nothing_behind);
async fn dropped_it_leaves_nothing_behind(databas: Databas) {
    let prov = Prov::new(databas).await;
    let (events, lines) = (prov.count("SELECT count(*) FROM handelse"), prov.count("SELECT count(*) FROM atkomst"));
    let batch: Vec<_> = (0..300).map(|n| skrivning(&format!("d-{n}"), None, "2014-01-01", None)).collect();
    for size in [1, 300] {
        let mut enhet = prov.begin().await;
        enhet.deltaganden().save(part("kommun:2280"), Strategi::Upsert, batch[..size].to_vec()).await.unwrap();
        drop(enhet);
    }
    prov.begin().await.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 0);
    assert_eq!(prov.count("SELECT count(*) FROM handelse"), events);
    assert_eq!(prov.count("SELECT count(*) FROM atkomst"), lines);
    assert_eq!(prov.count("SELECT count(*) FROM arende"), 1);
    // Nor is anything of it in the way.
    assert!(matches!(prov.save(batch[..1].to_vec()).await[..], [Skrivutfall::Skapad { .. }]));
}

on_each_database!(a_reader_sees_one_state);
async fn a_reader_sees_one_state(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut before = prov.store.read().await.unwrap();
    let first = before.handelser().last().await.unwrap();
    prov.save(vec![skrivning("d-1", None, "2014-01-01", None)]).await;
    assert!(before.deltaganden().statistics(0, 10).await.unwrap().is_empty());
    let mut after = prov.store.read().await.unwrap();
    let second = after.handelser().last().await.unwrap();
    prov.save(vec![skrivning("d-2", None, "2014-01-01", None)]).await;
    assert_eq!(after.deltaganden().statistics(0, 10).await.unwrap().len(), 1);
    assert_eq!((before.handelser().last().await.unwrap(), after.handelser().last().await.unwrap()), (first, second));
    assert_eq!(second - first, 1);
    assert!(before.deltaganden().get(part("kommun:2280"), &nyckel("d-1")).await.unwrap().is_none());
}

on_each_database!(closing_waits_for_what_is_under_way);
async fn closing_waits_for_what_is_under_way(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut enhet = prov.begin().await;
    let one = vec![skrivning("d", None, "2014-01-01", None)];
    enhet.deltaganden().save(part("kommun:2280"), Strategi::Upsert, one).await.unwrap();
    let finish = async {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        enhet.commit().await.unwrap();
    };
    tokio::join!(prov.store.close(), finish);
    assert!(matches!(prov.store.begin(aktor("late")).await, Err(StoreError::Unavailable(_))));
    assert!(matches!(prov.store.read().await, Err(StoreError::Unavailable(_))));
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 1);
}

on_each_database!(what_is_acknowledged_is_there_and_nothing_else);
async fn what_is_acknowledged_is_there_and_nothing_else(databas: Databas) {
    let prov = Arc::new(Prov::new(databas).await);
    let here = part("kommun:2280");
    let tasks: Vec<_> = (0..16)
        .map(|task| {
            let prov = Arc::clone(&prov);
            tokio::spawn(async move {
                for n in 0..8 {
                    let namn = format!("d-{task}-{n}");
                    let mut enhet = prov.store.begin(aktor(&namn)).await.unwrap();
                    assert!(enhet.deltaganden().get(here, &nyckel(&namn)).await.unwrap().is_none());
                    let one = vec![skrivning(&namn, None, "2014-01-01", None)];
                    enhet.deltaganden().save(here, Strategi::Skapa, one).await.unwrap();
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
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 16 * 6);
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE resurs = 'deltagande'"), 16 * 6);
}

on_each_database!(one_new_key_is_created_once);
async fn one_new_key_is_created_once(databas: Databas) {
    let prov = Arc::new(Prov::new(databas).await);
    let tasks: Vec<_> = (0..32)
        .map(|_| {
            let prov = Arc::clone(&prov);
            tokio::spawn(async move { prov.save(vec![skrivning("d-1", Some(ANNA), "2014-01-01", None)]).await[0] })
        })
        .collect();
    let mut created = 0;
    for task in tasks {
        match task.await.unwrap() {
            Skrivutfall::Skapad { .. } => created += 1,
            Skrivutfall::Oforandrad { version: 1, .. } => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(created, 1);
}

on_each_database!(periods_do_not_overlap_whoever_is_first);
async fn periods_do_not_overlap_whoever_is_first(databas: Databas) {
    let prov = Arc::new(Prov::new(databas).await);
    for round in 0..4 {
        let tasks: Vec<_> = (0..8)
            .map(|n| {
                let prov = Arc::clone(&prov);
                // Single ones and batches that lock their whole part, all with the same person on the same days.
                let many = if n % 2 == 0 { 1 } else { 40 };
                tokio::spawn(async move {
                    let start = format!("2014-0{}-01", round + 1);
                    let end = format!("2014-0{}-20", round + 1);
                    let name = |i| format!("d-{round}-{n}-{i}");
                    let mut batch = vec![skrivning(&name(0), Some(ANNA), &start, Some(&end))];
                    batch.extend((1..many).map(|i| skrivning(&name(i), None, &start, Some(&end))));
                    prov.save(batch).await[0]
                })
            })
            .collect();
        let mut created = 0;
        for task in tasks {
            created += i32::from(matches!(task.await.unwrap(), Skrivutfall::Skapad { .. }));
        }
        assert_eq!(created, 1, "round {round}");
    }
    let persons = prov.count("SELECT count(*) FROM deltagande WHERE sok IS NOT NULL");
    assert_eq!(persons, 4);
}

on_each_database!(without_keys_all_but_identities_works);
async fn without_keys_all_but_identities_works(databas: Databas) {
    let prov = Prov::new(databas).await;
    prov.save(vec![skrivning("d-1", Some(ANNA), "2014-01-01", None), skrivning("d-2", None, "2014-01-01", None)]).await;
    let store = prov.open(None).await.unwrap();
    let here = part("kommun:2280");
    let mut las = store.read().await.unwrap();
    assert!(matches!(las.deltaganden().get(here, &nyckel("d-1")).await, Err(StoreError::NoKey)));
    assert!(las.deltaganden().get(here, &nyckel("d-2")).await.unwrap().is_some());
    assert_eq!(las.deltaganden().statistics(0, 10).await.unwrap().len(), 2);
    let mut enhet = store.begin(aktor("prov")).await.unwrap();
    let batch = vec![skrivning("d-3", None, "2014-01-01", None), skrivning("d-4", Some(BO), "2014-01-01", None)];
    let fel = enhet.deltaganden().save(here, Strategi::Upsert, batch.clone()).await.unwrap_err();
    assert!(matches!(fel, StoreError::NoKey));
    enhet.deltaganden().save(here, Strategi::Upsert, batch[..1].to_vec()).await.unwrap();
    enhet.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 3);
}

on_each_database!(a_wrong_key_is_refused);
async fn a_wrong_key_is_refused(databas: Databas) {
    let prov = Prov::new(databas).await;
    prov.open(None).await.unwrap();
    prov.open(Some(super::ring())).await.unwrap();
    let fel = prov.open(Some(Nyckelring::from_bytes([2; 32]))).await.unwrap_err();
    assert!(matches!(fel, StoreError::WrongKey), "{fel}");
}
