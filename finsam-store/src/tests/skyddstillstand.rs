//! The newest protected state: a later one stays, it opens for what it is alone, and it goes with its key.

use super::nyckel::{both, filled, reseal};
use super::{Databas, Prov, aktor, moment, on_each_database, ring};
use crate::rum::Skyddstillstand;
use crate::{Nyckelring, Store, StoreError};
use chrono::{DateTime, TimeDelta, Utc};

fn state(dataversion: i64, innehall: &[u8]) -> Skyddstillstand {
    Skyddstillstand { troskel: 5, dataversion, regelversion: "2".to_owned(), innehall: innehall.to_vec() }
}

async fn try_put(store: &dyn Store, ny: Skyddstillstand, tid: DateTime<Utc>) -> Result<bool, StoreError> {
    let mut unit = store.begin(aktor("1")).await?;
    let kept = unit.skyddstillstand().put(ny, tid).await?;
    unit.commit().await?;
    Ok(kept)
}

async fn put(prov: &Prov, ny: Skyddstillstand) -> bool {
    try_put(prov.store.as_ref(), ny, moment()).await.unwrap()
}

async fn get(store: &dyn Store, troskel: i64, fran: i64) -> Result<Option<Skyddstillstand>, StoreError> {
    store.read().await.unwrap().skyddstillstand().get(troskel, "2", fran).await
}

/// How much the change feed and the access log tell of.
const TRACES: &str =
    "SELECT (SELECT count(*) FROM arende) + (SELECT count(*) FROM atkomst) + (SELECT count(*) FROM handelse)";

/// What stands there of threshold 5.
async fn stands(prov: &Prov) -> Option<(i64, Vec<u8>)> {
    get(prov.store.as_ref(), 5, 0).await.unwrap().map(|one| (one.dataversion, one.innehall))
}

on_each_database!(a_later_state_stays_and_each_threshold_has_its_own);
async fn a_later_state_stays_and_each_threshold_has_its_own(databas: Databas) {
    let prov = Prov::new(databas).await;
    assert_eq!(stands(&prov).await, None);
    let traces = prov.count(TRACES);
    assert!(put(&prov, state(7, b"sju")).await);
    assert!(!put(&prov, state(6, b"sex")).await, "an older one");
    assert_eq!(stands(&prov).await, Some((7, b"sju".to_vec())));
    assert!(put(&prov, state(7, b"sju igen")).await, "one that does not open does not stay for ever");
    assert!(put(&prov, state(9, b"nio")).await);
    assert!(put(&prov, Skyddstillstand { troskel: 7, ..state(8, b"under sju") }).await);
    assert_eq!(stands(&prov).await, Some((9, b"nio".to_vec())));
    let store = prov.store.as_ref();
    assert_eq!(get(store, 7, 8).await.unwrap().unwrap().innehall, b"under sju");
    assert_eq!(get(store, 7, 9).await.unwrap(), None, "none so late");
    assert_eq!(get(store, 6, 0).await.unwrap(), None, "none of that threshold");
    assert!(put(&prov, Skyddstillstand { regelversion: "3".to_owned(), ..state(9, b"tre") }).await);
    assert_eq!(stands(&prov).await, None, "by other definitions");
    assert_eq!(prov.count("SELECT count(*) FROM skyddstillstand"), 2);
    assert_eq!(prov.count(TRACES), traces, "it follows from the register, so nothing tells of it");
}

on_each_database!(of_two_that_come_at_once_the_later_stays);
async fn of_two_that_come_at_once_the_later_stays(databas: Databas) {
    let prov = Prov::new(databas).await;
    let other = prov.open(Some(ring())).await.unwrap();
    let here = async || {
        for n in (1..60).step_by(2) {
            try_put(prov.store.as_ref(), state(n, b"har"), moment()).await.unwrap();
        }
    };
    let there = async || {
        for n in (2..60).step_by(2) {
            try_put(other.as_ref(), state(n, b"dar"), moment()).await.unwrap();
        }
    };
    tokio::join!(here(), there());
    assert_eq!(stands(&prov).await, Some((59, b"har".to_vec())));
}

on_each_database!(what_nobody_asks_for_any_more_goes);
async fn what_nobody_asks_for_any_more_goes(databas: Databas) {
    let prov = Prov::new(databas).await;
    put(&prov, state(7, b"sju")).await;
    let other = || Skyddstillstand { troskel: 7, ..state(8, b"under sju") };
    for (days, left) in [(29, 2), (31, 1)] {
        try_put(prov.store.as_ref(), other(), moment() + TimeDelta::days(days)).await.unwrap();
        assert_eq!(prov.count("SELECT count(*) FROM skyddstillstand"), left, "after {days} days");
    }
    assert_eq!(stands(&prov).await, None);
}

on_each_database!(it_opens_for_what_it_is_alone);
async fn it_opens_for_what_it_is_alone(databas: Databas) {
    let prov = Prov::new(databas).await;
    put(&prov, state(7, b"alla deltaganden")).await;
    let blind = prov.open(None).await.unwrap();
    assert!(matches!(get(blind.as_ref(), 5, 0).await, Err(StoreError::NoKey)));
    assert!(matches!(try_put(blind.as_ref(), state(8, b""), moment()).await, Err(StoreError::NoKey)));
    let clear = match databas {
        Databas::Sqlite => "instr(innehall, CAST('deltaganden' AS BLOB))",
        Databas::Postgres => "CAST(position('deltaganden'::bytea in innehall) AS bigint)",
    };
    assert_eq!(prov.count(&format!("SELECT {clear} FROM skyddstillstand")), 0, "it is sealed");
    let byte = match databas {
        Databas::Sqlite => "CAST(x'01' || substr(innehall, 2, length(innehall) - 2) || x'00' AS BLOB)",
        Databas::Postgres => "set_byte(innehall, length(innehall) - 1, 255 - get_byte(innehall, length(innehall) - 1))",
    };
    for (set, why) in [
        ("dataversion = 8".to_owned(), "a later state than it is"),
        ("troskel = 6, dataversion = 7".to_owned(), "of another threshold"),
        (format!("troskel = 5, innehall = {byte}"), "altered"),
    ] {
        assert_eq!(prov.refusal(&format!("UPDATE skyddstillstand SET {set}")), None);
        let troskel = if set.starts_with("troskel = 6") { 6 } else { 5 };
        assert!(matches!(get(prov.store.as_ref(), troskel, 0).await, Err(StoreError::WrongKey)), "{why}");
    }
    assert!(put(&prov, state(7, b"sju")).await);
    assert_eq!(stands(&prov).await, Some((7, b"sju".to_vec())), "what does not open is replaced");
}

on_each_database!(it_goes_with_its_key);
async fn it_goes_with_its_key(databas: Databas) {
    let prov = filled(databas, 1).await;
    assert!(put(&prov, state(7, b"sju")).await);
    let newer = prov.open(Some(Nyckelring::of(&both()))).await.unwrap();
    assert!(get(newer.as_ref(), 5, 0).await.unwrap().is_some(), "both keys open");
    reseal(newer.as_ref()).await;
    let six = Skyddstillstand { troskel: 6, ..state(7, b"sex") };
    assert!(try_put(newer.as_ref(), six, moment()).await.unwrap());
    newer.forget_key(1).await.unwrap();
    assert_eq!(get(newer.as_ref(), 5, 0).await.unwrap(), None, "it keeps no key");
    assert!(get(newer.as_ref(), 6, 0).await.unwrap().is_some(), "the one of the other key stays");
    // A program that still seals with the key that went is refused, whether one stands there or not.
    for troskel in [5, 6] {
        let refused = try_put(prov.store.as_ref(), Skyddstillstand { troskel, ..state(9, b"nio") }, moment()).await;
        assert!(matches!(refused, Err(StoreError::RemovedKey)), "{refused:?}");
    }
    assert_eq!(prov.count("SELECT count(*) FROM skyddstillstand"), 1);
}
