//! One record as the last thing of its unit of work: the same as saving it and committing then.

use super::uppslag::avsikt;
use super::{
    ANNA, ANNAN_INSATS, BO, Databas, FORBUND, Prov, aktor, forbund, nyckel, on_each_database, part, skrivning,
};
use crate::StoreError;
use crate::rum::{Handelse, Skrivning, Skrivutfall, Strategi, Villkor};

async fn save_and_commit(prov: &Prov, skrivning: Skrivning) -> Skrivutfall {
    prov.begin().await.save_and_commit(part("kommun:2280"), skrivning).await.unwrap()
}

/// Records that are new, changed, the same, in the way, moved, not as demanded, and from a system not heard of before.
pub(super) fn records() -> Vec<Skrivning> {
    let with = |villkor, skrivning| Skrivning { villkor, ..skrivning };
    let mut moved = skrivning("d-1", Some(ANNA), "2014-01-01", None);
    moved.godkand.post.insats_id = ANNAN_INSATS;
    let mut elsewhere = skrivning("d-6", Some(BO), "2012-02-01", Some("2012-03-01"));
    elsewhere.nyckel.kallsystem = "procapita".to_owned();
    vec![
        skrivning("d-1", Some(ANNA), "2014-01-01", None),
        skrivning("d-1", Some(ANNA), "2014-01-01", None),
        skrivning("d-2", Some(ANNA), "2014-02-01", None),
        skrivning("d-3", None, "2014-02-01", None),
        skrivning("d-1", Some(ANNA), "2014-01-01", Some("2014-01-31")),
        skrivning("d-2", Some(ANNA), "2014-02-01", None),
        with(Villkor::Version(1), skrivning("d-1", Some(BO), "2014-01-01", None)),
        with(Villkor::Version(2), skrivning("d-1", Some(BO), "2014-01-01", None)),
        with(Villkor::Saknas, skrivning("d-4", Some(BO), "2012-01-01", Some("2012-01-31"))),
        with(Villkor::Saknas, skrivning("d-4", Some(BO), "2012-01-01", Some("2012-02-28"))),
        moved,
        elsewhere,
    ]
}

async fn events(prov: &Prov) -> Vec<Handelse> {
    prov.store.read().await.unwrap().handelser().after(0, 100).await.unwrap()
}

on_each_database!(it_is_as_saving_and_then_committing);
async fn it_is_as_saving_and_then_committing(databas: Databas) {
    let (one, other, looked) = (Prov::new(databas).await, Prov::new(databas).await, Prov::new(databas).await);
    let mut outcomes = Vec::new();
    for skrivning in records() {
        let outcome = save_and_commit(&one, skrivning.clone()).await;
        assert_eq!(other.save(vec![skrivning.clone()]).await, [outcome], "{:?}", skrivning.nyckel);
        outcomes.push(outcome);
        let mut unit = looked.begin().await;
        unit.deltaganden().look_up(part("kommun:2280"), avsikt(&skrivning)).await.unwrap();
        assert_eq!(unit.save_and_commit(part("kommun:2280"), skrivning.clone()).await.unwrap(), outcome);
        let lines = "SELECT count(*) FROM atkomstlogg";
        for prov in [&one, &looked] {
            assert_eq!(prov.count(lines), other.count(lines), "{:?}", skrivning.nyckel);
        }
    }
    for kind in [
        |one: &_| matches!(one, Skrivutfall::Skapad { .. }),
        |one: &_| matches!(one, Skrivutfall::Uppdaterad { .. }),
        |one: &_| matches!(one, Skrivutfall::Oforandrad { .. }),
        |one: &_| matches!(one, Skrivutfall::Overlapp(_)),
        |one: &_| matches!(one, Skrivutfall::VillkorBrutet(_)),
    ] {
        assert!(outcomes.iter().any(kind), "{outcomes:?}");
    }
    for prov in [&one, &looked] {
        assert_eq!(events(prov).await, events(&other).await);
    }
    for namn in ["d-1", "d-2", "d-3", "d-4"] {
        let mut read = Vec::new();
        for prov in [&one, &other, &looked] {
            let mut las = prov.store.read().await.unwrap();
            read.push(las.deltaganden().get(part("kommun:2280"), &nyckel(namn)).await.unwrap().unwrap());
        }
        assert!(read[0] == read[1] && read[1] == read[2]);
    }
}

on_each_database!(what_was_done_before_goes_with_it);
async fn what_was_done_before_goes_with_it(databas: Databas) {
    let prov = Prov::new(databas).await;
    prov.save(vec![skrivning("d-1", Some(ANNA), "2014-01-01", None)]).await;
    let before = events(&prov).await.len();
    for (version, record, kept) in [
        (1, skrivning("d-2", Some(ANNA), "2014-01-01", None), false),
        (1, skrivning("d-3", Some(BO), "2014-01-01", None), true),
    ] {
        let mut unit = prov.begin().await;
        unit.forbund().update(FORBUND, version, forbund("Nytt namn")).await.unwrap();
        let outcome = unit.save_and_commit(part("kommun:2280"), record).await.unwrap();
        assert_eq!(outcome.is_kept(), kept);
        assert_eq!(events(&prov).await.len(), before + if kept { 2 } else { 0 });
    }
}

on_each_database!(without_a_key_nothing_is_kept);
async fn without_a_key_nothing_is_kept(databas: Databas) {
    let prov = Prov::new(databas).await;
    let store = prov.open(None).await.unwrap();
    let unit = store.begin(aktor("prov")).await.unwrap();
    let fel = unit.save_and_commit(part("kommun:2280"), skrivning("d-1", Some(ANNA), "2014-01-01", None)).await;
    assert!(matches!(fel, Err(StoreError::NoKey)), "{fel:?}");
    let unit = store.begin(aktor("prov")).await.unwrap();
    let anonym = skrivning("d-2", None, "2014-01-01", None);
    assert!(unit.save_and_commit(part("kommun:2280"), anonym.clone()).await.unwrap().is_kept());
    assert_eq!(
        prov.save_as(part("kommun:2280"), Strategi::Upsert, vec![anonym.clone()]).await.unwrap(),
        [Skrivutfall::Oforandrad { id: anonym.nytt_id, version: 1 }]
    );
}
