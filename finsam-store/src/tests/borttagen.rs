//! Keys that have been taken away: nothing is sealed with one any more, and nothing that was is lost.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use finsam_core::protokoll::Importstatus;

use super::jobb::import;
use super::nyckel::{HERE, HOOK, all, both, filled, of, one_day, post, reseal, second};
use super::uppslag::avsikt;
use super::{ANNA, BO, Databas, aktor, moment, on_each_database, part, ring, skrivning};
use crate::rum::{Import, Skrivutfall, Strategi};
use crate::{Nyckelfil, Nyckelring, StoreError};

/// Both keys, of which the first seals, as before the change.
fn before() -> Nyckelring {
    let mut fil = Nyckelfil::single([7; 32]);
    fil.add([8; 32]).unwrap();
    Nyckelring::of(&fil)
}

fn is_removed<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::RemovedKey))
}

on_each_database!(nothing_is_sealed_with_a_removed_key);
async fn nothing_is_sealed_with_a_removed_key(databas: Databas) {
    let prov = filled(databas, 3).await;
    let old = prov.open(Some(before())).await.unwrap();
    let newer = prov.open(Some(Nyckelring::of(&both()))).await.unwrap();
    reseal(newer.as_ref()).await;
    // It is let in until the key goes, and seals with it.
    prov.open(Some(before())).await.unwrap().close().await;
    newer.forget_key(1).await.unwrap();
    newer.forget_key(1).await.unwrap();
    let rows =
        "SELECT (SELECT count(*) FROM deltagande) + (SELECT count(*) FROM importpost) + (SELECT count(*) FROM import)";
    let stands = prov.count(rows);

    let begin = async || old.begin(aktor("1")).await.unwrap();
    let mut unit = begin().await;
    assert!(is_removed(&unit.deltaganden().save(part(HERE), Strategi::Upsert, vec![one_day("d-9", ANNA, 9)]).await));
    // As every PUT, with its commit in the same round trip: a new record, and a change of one that stands.
    for n in [9, 1] {
        let mut unit = begin().await;
        let one = one_day(&format!("d-{n}"), BO, n);
        unit.deltaganden().look_up(part(HERE), avsikt(&one)).await.unwrap();
        assert!(is_removed(&unit.save_and_commit(part(HERE), one).await), "{n}");
    }
    // So many that they are copied in.
    let many = (100..1_200).map(|n| one_day(&format!("d-{n}"), ANNA, n)).collect();
    assert!(is_removed(&begin().await.deltaganden().save(part(HERE), Strategi::Upsert, many).await));
    assert!(is_removed(&begin().await.webhookar().replace_secret(HOOK, 2, b"nyast", moment()).await));
    assert!(is_removed(&begin().await.importer().add_posts(import(1, Importstatus::Klar).id, &[post(7)]).await));
    let spooled = Import { nyckel: Some(1), ..import(3, Importstatus::Koad) };
    assert!(is_removed(&begin().await.importer().insert(&spooled).await));
    assert_eq!(prov.count(rows), stands);
    assert_eq!(of(&newer.sealed().await.unwrap(), 1), []);

    // What needs no key goes on, and what was sealed anew opens.
    let mut unit = begin().await;
    unit.deltaganden()
        .save(part(HERE), Strategi::Upsert, vec![skrivning("a-1", None, "2014-01-01", None)])
        .await
        .unwrap();
    unit.importer().insert(&Import { nyckel: Some(2), ..spooled }).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(all(old.as_ref()).await.len(), 3);
    assert_eq!(newer.spooled().await.unwrap().into_values().collect::<Vec<_>>(), [Some(2)]);
}

on_each_database!(nobody_brings_a_removed_key_back);
async fn nobody_brings_a_removed_key_back(databas: Databas) {
    let prov = filled(databas, 1).await;
    let newer = prov.open(Some(Nyckelring::of(&both()))).await.unwrap();
    reseal(newer.as_ref()).await;
    newer.forget_key(1).await.unwrap();
    assert!(is_removed(&prov.open(Some(before())).await));
    assert!(is_removed(&newer.admit(&before()).await));
    assert!(matches!(prov.open(Some(ring())).await.unwrap_err(), StoreError::UnknownKey(2)));
    // Nor does a program that does not know of it.
    let again = match databas {
        Databas::Sqlite => "INSERT INTO registernyckel VALUES (1, x'00')",
        Databas::Postgres => "INSERT INTO registernyckel VALUES (1, '\\x00')",
    };
    assert!(prov.refusal(again).unwrap().contains("the key has been removed"));
    assert_eq!(prov.count("SELECT count(*) FROM registernyckel WHERE nummer = 1"), 0);
    // A file that still opens with it does no harm.
    for ring in [Nyckelring::of(&both()), second()] {
        assert_eq!(all(prov.open(Some(ring)).await.unwrap().as_ref()).await.len(), 1);
    }
}

on_each_database!(what_was_acknowledged_while_the_key_went_still_opens);
/// One seals with the old key, as fast as it can, while another seals anew and takes the key away.
async fn what_was_acknowledged_while_the_key_went_still_opens(databas: Databas) {
    let prov = filled(databas, 10).await;
    let old = prov.open(Some(before())).await.unwrap();
    let newer = prov.open(Some(Nyckelring::of(&both()))).await.unwrap();
    let removed = AtomicBool::new(false);
    let write = async || {
        let mut kept = 0;
        loop {
            // Read before the write begins: what begins after the key has gone must be refused.
            let gone = removed.load(Ordering::SeqCst);
            let mut unit = old.begin(aktor("1")).await.unwrap();
            let one = vec![one_day(&format!("n-{kept}"), BO, kept)];
            let answer = unit.deltaganden().save(part(HERE), Strategi::Upsert, one).await;
            match answer {
                Ok(outcome) => {
                    assert!(matches!(outcome[..], [Skrivutfall::Skapad { .. }]) && !gone);
                    // The key may go between a statement and its commit, or between two units of work.
                    tokio::time::sleep(Duration::from_millis(kept % 3)).await;
                    unit.commit().await.unwrap();
                    kept += 1;
                    tokio::time::sleep(Duration::from_millis(kept % 7)).await;
                }
                Err(StoreError::RemovedKey) if gone => return kept,
                // It has just gone, or was to be and stays.
                Err(StoreError::RemovedKey) => {}
                Err(fel) => panic!("{fel}"),
            }
        }
    };
    let remove = async {
        for n in 0.. {
            reseal(newer.as_ref()).await;
            match newer.forget_key(1).await {
                Ok(()) => break,
                Err(StoreError::Conflict("nyckel") | StoreError::Unavailable(_)) if n < 5_000 => {}
                Err(fel) => panic!("{n}: {fel}"),
            }
        }
        removed.store(true, Ordering::SeqCst);
    };
    let (kept, ()) = tokio::join!(write(), remove);
    let only = prov.open(Some(second())).await.unwrap();
    assert_eq!(all(only.as_ref()).await.len() as u64, 10 + kept, "each of them opens without the key that went");
    assert_eq!(of(&only.sealed().await.unwrap(), 1), []);
}

#[tokio::test]
async fn who_is_writing_is_waited_for() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = filled(databas, 1).await;
    let old = prov.open(Some(before())).await.unwrap();
    let newer = prov.open(Some(Nyckelring::of(&both()))).await.unwrap();
    reseal(newer.as_ref()).await;
    let mut unit = old.begin(aktor("1")).await.unwrap();
    unit.deltaganden().save(part(HERE), Strategi::Upsert, vec![one_day("d-9", ANNA, 9)]).await.unwrap();
    let fel = newer.forget_key(1).await.unwrap_err();
    assert!(matches!(&fel, StoreError::Unavailable(text) if text.contains("55P03")), "{fel}");
    unit.commit().await.unwrap();
    let fel = newer.forget_key(1).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("nyckel")), "{fel}");
    assert_eq!(prov.count("SELECT count(*) FROM borttagennyckel"), 0);
    // A program that does not tell what it seals the bodies of imports with must have ended.
    reseal(newer.as_ref()).await;
    let (address, name) = (prov.address(), "finsam/12");
    let config: tokio_postgres::Config = address.parse().unwrap();
    let (client, connection) = config.clone().application_name(name).connect(tokio_postgres::NoTls).await.unwrap();
    let running = tokio::spawn(connection);
    let fel = newer.forget_key(1).await.unwrap_err();
    assert!(matches!(fel, StoreError::OlderPrograms { count: 1, oldest: 15 }), "{fel}");
    drop(client);
    running.await.unwrap().unwrap();
    for _ in 0..200 {
        match newer.forget_key(1).await {
            Err(StoreError::OlderPrograms { .. }) => tokio::time::sleep(Duration::from_millis(10)).await,
            answer => return answer.unwrap(),
        }
    }
    panic!("it has ended and is still seen");
}
