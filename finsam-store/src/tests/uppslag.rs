//! What a record is judged by, looked up before it is saved as the last step.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use finsam_core::insats::Insatsnyckel;

use super::{
    ANNA, ANNAN_INSATS, BO, Databas, FORBUND, INSATS, Prov, insats, nyckel, on_each_database, part, skrivning,
};
use crate::UnitOfWork;
use crate::rum::{Avsikt, Insatsval, Skrivning, Skrivutfall, Strategi, Underlag, Villkor};

/// What is meant by a record.
pub(super) fn avsikt(skrivning: &Skrivning) -> Avsikt {
    Avsikt {
        nyckel: skrivning.nyckel.clone(),
        insats: Some(Insatsval::Id(skrivning.godkand.post.insats_id)),
        identitet: skrivning.godkand.identitet.clone(),
        staende: true,
    }
}

async fn look_up(unit: &mut dyn UnitOfWork, avsikt: Avsikt) -> Underlag {
    unit.deltaganden().look_up(part("kommun:2280"), avsikt).await.unwrap()
}

on_each_database!(it_tells_what_a_record_is_judged_by);
async fn it_tells_what_a_record_is_judged_by(databas: Databas) {
    let prov = Prov::new(databas).await;
    let record = skrivning("d-1", Some(ANNA), "2014-01-01", None);
    let key = Insatsnyckel { part: part("kommun:2280"), kallsystem: "treserva".to_owned(), nyckel: "i-2".to_owned() };
    let mut unit = prov.begin().await;
    let mut named = insats("Annan");
    named.nycklar = vec![key.clone()];
    unit.insatser().update(ANNAN_INSATS, 1, named).await.unwrap().unwrap();
    unit.commit().await.unwrap();

    let found = look_up(prov.begin().await.as_mut(), avsikt(&record)).await;
    let (named, forbund) = found.insats.unwrap();
    assert_eq!((named.id, forbund.id, found.staende), (INSATS, FORBUND, None), "nothing stands there yet");
    assert_eq!(forbund.uppgift, prov.begin().await.forbund().get(FORBUND).await.unwrap().unwrap().uppgift);

    prov.save(vec![record.clone()]).await;
    let found = look_up(prov.begin().await.as_mut(), avsikt(&record)).await;
    assert_eq!(found.staende.map(|one| (one.version, one.insats.id)), Some((1, INSATS)));
    let elsewhere = Avsikt { insats: Some(Insatsval::Nyckel(key)), ..avsikt(&record) };
    let found = look_up(prov.begin().await.as_mut(), elsewhere).await;
    let standing = found.staende.unwrap();
    assert_eq!((found.insats.unwrap().0.id, standing.version), (ANNAN_INSATS, 1));
    assert_eq!(standing.insats, prov.begin().await.insatser().get(INSATS).await.unwrap().unwrap());
    let unasked = look_up(prov.begin().await.as_mut(), Avsikt { staende: false, ..avsikt(&record) }).await;
    assert!(unasked.insats.is_some() && unasked.staende.is_none());
    let nowhere = look_up(prov.begin().await.as_mut(), Avsikt { insats: None, ..avsikt(&record) }).await;
    assert!(nowhere.insats.is_none() && nowhere.staende.is_some());
    let impossible = Avsikt { nyckel: nyckel("d-\0"), ..avsikt(&record) };
    let impossible = look_up(prov.begin().await.as_mut(), impossible).await;
    assert!(impossible.insats.is_some() && impossible.staende.is_none());

    let mut unit = prov.begin().await;
    unit.deltaganden().delete(part("kommun:2280"), &record.nyckel, Villkor::Inget).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(
        look_up(prov.begin().await.as_mut(), avsikt(&record)).await.staende,
        None,
        "only a tombstone stands there"
    );
}

on_each_database!(a_step_after_it_is_seen);
async fn a_step_after_it_is_seen(databas: Databas) {
    let prov = Prov::new(databas).await;
    let one = skrivning("d-1", Some(ANNA), "2014-01-01", None);
    let mut unit = prov.begin().await;
    look_up(unit.as_mut(), avsikt(&one)).await;
    unit.deltaganden().save(part("kommun:2280"), Strategi::Upsert, vec![one.clone()]).await.unwrap();
    let outcome = unit.save_and_commit(part("kommun:2280"), one.clone()).await.unwrap();
    assert_eq!(outcome, Skrivutfall::Oforandrad { id: one.nytt_id, version: 1 });

    // What was looked up was another record.
    let mut unit = prov.begin().await;
    look_up(unit.as_mut(), avsikt(&skrivning("d-9", Some(BO), "2014-01-01", None))).await;
    let other = skrivning("d-2", Some(ANNA), "2014-02-01", None);
    let outcome = unit.save_and_commit(part("kommun:2280"), other).await.unwrap();
    assert_eq!(outcome, Skrivutfall::Overlapp(one.godkand.post.period()));
}

on_each_database!(nobody_saves_for_the_same_person_meanwhile);
async fn nobody_saves_for_the_same_person_meanwhile(databas: Databas) {
    let prov = Prov::new(databas).await;
    // A batch takes its locks as every program before this one does.
    for (batch, n) in [(false, 1), (true, 2)] {
        let [first, second] =
            [1, 2].map(|i| skrivning(&format!("d-{n}-{i}"), Some([ANNA, BO][n - 1]), "2014-01-01", None));
        let mut holder = prov.begin().await;
        look_up(holder.as_mut(), avsikt(&first)).await;
        let done = AtomicBool::new(false);
        let waiting = async {
            let mut unit = prov.begin().await;
            let saved = if batch {
                unit.deltaganden().save(part("kommun:2280"), Strategi::Upsert, vec![second]).await.unwrap()[0]
            } else {
                look_up(unit.as_mut(), avsikt(&second)).await;
                unit.save_and_commit(part("kommun:2280"), second).await.unwrap()
            };
            done.store(true, Ordering::Relaxed);
            saved
        };
        let held = async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            assert!(!done.load(Ordering::Relaxed), "it does not wait");
            assert!(holder.save_and_commit(part("kommun:2280"), first.clone()).await.unwrap().is_kept());
        };
        let (saved, ()) = tokio::join!(waiting, held);
        assert_eq!(saved, Skrivutfall::Overlapp(first.godkand.post.period()));
    }
}
