//! Pruning by age: what may go, and what is held.

use chrono::TimeDelta;
use finsam_core::id::DeltagandeId;

use super::{
    ANNA, ANNAN_INSATS, BO, Databas, INSATS, Prov, day, moment, new_id, nyckel, on_each_database, part, skrivning,
};
use crate::rum::{Gallringsmal, Gallringsstopp, Gallringsurval, Radering, Raderingsutfall, Strategi, Villkor};

const HERE: &str = "kommun:2280";

fn stopp(mal: Gallringsmal) -> Gallringsstopp {
    let (anledning, vem) = ("tvist".to_owned(), "<prov>".to_owned());
    Gallringsstopp { mal, anledning, vem, tid: moment(), havd: None }
}

fn of_age(anonyma: bool) -> Gallringsurval {
    Gallringsurval { anonyma, part: None, fore: day("2014-02-01") }
}

async fn prunable(prov: &Prov, urval: Gallringsurval) -> Vec<String> {
    let found = prov.store.read().await.unwrap().gallring().prunable(urval, 0, 99).await.unwrap();
    found.into_iter().map(|one| one.nyckel.nyckel).collect()
}

/// Four that have come of age, two of them anonymous, and some that have not.
async fn filled(databas: Databas) -> Prov {
    let prov = Prov::new(databas).await;
    let mut elsewhere = skrivning("d-2", Some(BO), "2014-01-01", Some("2014-01-31"));
    elsewhere.godkand.post.insats_id = ANNAN_INSATS;
    prov.save(vec![
        skrivning("d-1", Some(ANNA), "2014-01-01", Some("2014-01-31")),
        elsewhere,
        skrivning("d-3", None, "2014-01-01", Some("2014-01-31")),
        skrivning("d-4", Some(ANNA), "2014-02-01", Some("2014-02-01")),
        skrivning("d-5", Some(BO), "2014-01-01", None),
        skrivning("d-6", None, "2014-01-01", None),
    ])
    .await;
    let other = skrivning("r-1", None, "2013-01-01", Some("2013-01-31"));
    prov.save_as(part("region:22"), Strategi::Upsert, vec![other]).await.unwrap();
    prov
}

on_each_database!(what_has_come_of_age_may_go);
async fn what_has_come_of_age_may_go(databas: Databas) {
    let prov = filled(databas).await;
    assert_eq!(prunable(&prov, of_age(false)).await, ["d-1", "d-2"]);
    assert_eq!(prunable(&prov, of_age(true)).await, ["d-3", "r-1"]);
    let theirs = Gallringsurval { part: Some(part("region:22")), ..of_age(true) };
    assert_eq!(prunable(&prov, theirs).await, ["r-1"]);
    let mut las = prov.store.read().await.unwrap();
    let first = las.gallring().prunable(of_age(true), 0, 1).await.unwrap();
    assert_eq!((first.len(), first[0].part, first[0].version), (1, part(HERE), 1));
    assert_eq!(first[0].post, skrivning("d-3", None, "2014-01-01", Some("2014-01-31")).godkand.post);
    let rest = las.gallring().prunable(of_age(true), first[0].nummer, 9).await.unwrap();
    assert_eq!(rest.iter().map(|one| one.nyckel.nyckel.as_str()).collect::<Vec<_>>(), ["r-1"]);
    drop(las);
    let mut enhet = prov.begin().await;
    let villkor = Villkor::Version(1);
    let gone = enhet.deltaganden().delete_many(part(HERE), vec![Radering { nyckel: nyckel("d-1"), villkor }]).await;
    assert_eq!(gone.unwrap(), [Raderingsutfall::Raderad(new_id("d-1"))]);
    enhet.commit().await.unwrap();
    assert_eq!(prunable(&prov, of_age(false)).await, ["d-2"], "what is gone does not come again");
}

on_each_database!(what_is_held_stays_until_it_is_lifted);
async fn what_is_held_stays_until_it_is_lifted(databas: Databas) {
    let prov = filled(databas).await;
    let one = Gallringsmal::Deltagande(DeltagandeId(new_id("d-3").0));
    let whole = Gallringsmal::Insats(ANNAN_INSATS);
    let mut enhet = prov.begin().await;
    for mal in [one, whole] {
        assert!(enhet.gallring().hold(stopp(mal)).await.unwrap());
        assert!(!enhet.gallring().hold(stopp(mal)).await.unwrap(), "it is held");
    }
    enhet.commit().await.unwrap();
    assert_eq!(prunable(&prov, of_age(false)).await, ["d-1"]);
    assert_eq!(prunable(&prov, of_age(true)).await, ["r-1"]);
    let later = moment() + TimeDelta::days(1);
    let mut enhet = prov.begin().await;
    assert!(enhet.gallring().lift(whole, later, "<annan>".to_owned()).await.unwrap());
    assert!(!enhet.gallring().lift(whole, later, "<annan>".to_owned()).await.unwrap(), "it has been lifted");
    assert!(!enhet.gallring().lift(Gallringsmal::Insats(INSATS), later, String::new()).await.unwrap(), "never held");
    enhet.commit().await.unwrap();
    assert_eq!(prunable(&prov, of_age(false)).await, ["d-1", "d-2"]);
    let held = prov.store.read().await.unwrap().gallring().holds().await.unwrap();
    let lifted = Gallringsstopp { havd: Some((later, "<annan>".to_owned())), ..stopp(whole) };
    assert_eq!(held, [stopp(one), lifted]);
    let mut enhet = prov.begin().await;
    assert!(enhet.gallring().hold(stopp(whole)).await.unwrap(), "once more");
    enhet.commit().await.unwrap();
}

on_each_database!(nobody_holds_while_it_is_pruned);
async fn nobody_holds_while_it_is_pruned(databas: Databas) {
    let prov = filled(databas).await;
    let mut pruning = prov.begin().await;
    pruning.gallring().lock().await.unwrap();
    let other = prov.open(Some(super::ring())).await.unwrap();
    let held = tokio::spawn(async move {
        let mut unit = other.begin(super::aktor("2")).await.unwrap();
        unit.gallring().hold(stopp(Gallringsmal::Insats(INSATS))).await.unwrap();
        unit.commit().await.unwrap();
    });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert_eq!(pruning.gallring().prunable(of_age(false), 0, 9).await.unwrap().len(), 2);
    assert!(!held.is_finished(), "it waits");
    pruning.commit().await.unwrap();
    held.await.unwrap();
    assert_eq!(prunable(&prov, of_age(false)).await, ["d-2"]);
}

on_each_database!(nothing_is_left_of_removed_counts);
async fn nothing_is_left_of_removed_counts(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut enhet = prov.begin().await;
    let antal = serde_json::json!({"fran": "2014-01-01", "till": "2014-12-31", "kvinnor": 4711, "man": 1});
    enhet.antal().put(INSATS, serde_json::from_value(antal).unwrap()).await.unwrap();
    assert!(enhet.antal().remove(INSATS, (day("2014-01-01"), finsam_core::insats::Enhet::default())).await.unwrap());
    enhet.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM antal WHERE uppgift LIKE '%4711%'"), 0);
    assert_eq!(prov.count("SELECT count(*) FROM antal"), 1, "a tombstone");
}
