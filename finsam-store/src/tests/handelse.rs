//! The change feed and the access log: written by every change, in commit order, and never changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{ANNA, Databas, INSATS, Prov, insats, moment, new_id, nyckel, on_each_database, part, skrivning};
use crate::rum::{Handelse, Handelsetyp, Resurs, Villkor};

on_each_database!(every_change_has_its_event_in_commit_order);
async fn every_change_has_its_event_in_commit_order(databas: Databas) {
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    let open = skrivning("d-1", Some(ANNA), "2014-01-01", None);
    let closed = skrivning("d-1", Some(ANNA), "2014-01-01", Some("2014-02-01"));
    let later = skrivning("d-1", Some(ANNA), "2014-01-01", Some("2014-02-02"));
    let born_closed = skrivning("d-2", None, "2014-01-01", Some("2014-02-02"));
    prov.save(vec![open.clone(), born_closed.clone(), open.clone()]).await;
    prov.save(vec![closed.clone(), later, open, closed]).await;
    let mut enhet = prov.begin().await;
    enhet.deltaganden().delete(here, &nyckel("d-1"), Villkor::Inget).await.unwrap();
    enhet.insatser().update(INSATS, 1, insats("Nytt namn")).await.unwrap();
    enhet.commit().await.unwrap();

    let mut las = prov.store.read().await.unwrap();
    let events = las.handelser().after(3, 100).await.unwrap();
    let (d1, d2) = (new_id("d-1").0, born_closed.nytt_id.0);
    let expected: Vec<_> = [
        (Handelsetyp::Skapad, Resurs::Deltagande, d1, 1),
        (Handelsetyp::Skapad, Resurs::Deltagande, d2, 1),
        (Handelsetyp::Avslutad, Resurs::Deltagande, d1, 2),
        (Handelsetyp::Andrad, Resurs::Deltagande, d1, 3),
        (Handelsetyp::Andrad, Resurs::Deltagande, d1, 4),
        (Handelsetyp::Avslutad, Resurs::Deltagande, d1, 5),
        (Handelsetyp::Raderad, Resurs::Deltagande, d1, 6),
        (Handelsetyp::Andrad, Resurs::Insats, INSATS.0, 2),
    ]
    .into_iter()
    .zip(4..)
    .map(|((typ, resurs, id, version), nummer)| Handelse { nummer, tid: moment(), typ, resurs, id, version })
    .collect();
    assert_eq!(events, expected);
    assert_eq!(las.handelser().last().await.unwrap(), 11);
    assert_eq!(las.handelser().after(9, 1).await.unwrap(), expected[6..7]);
    assert!(las.handelser().after(11, 10).await.unwrap().is_empty());

    // What the participations look like now that changed, each once.
    let of = |rows: Vec<crate::rum::Statistikrad>| {
        rows.iter().map(|row| (row.nummer, row.post.is_some())).collect::<Vec<_>>()
    };
    assert_eq!(of(las.deltaganden().changed(3, 11).await.unwrap()), [(1, false), (2, true)]);
    assert_eq!(of(las.deltaganden().changed(4, 5).await.unwrap()), [(2, true)]);
    assert_eq!(of(las.deltaganden().changed(10, 11).await.unwrap()), [], "an insats");
    assert_eq!(of(las.deltaganden().changed(0, 3).await.unwrap()), []);
    let rows = las.deltaganden().statistics(1, 10).await.unwrap();
    assert_eq!((rows.len(), rows[0].nummer, rows[0].alder), (1, 2, None));
    assert_eq!(rows[0].post.as_ref(), Some(&born_closed.godkand.post));
}

on_each_database!(the_log_is_append_only_and_numbers_are_never_used_again);
async fn the_log_is_append_only_and_numbers_are_never_used_again(databas: Databas) {
    let prov = Prov::new(databas).await;
    prov.save(vec![skrivning("d-1", None, "2014-01-01", None)]).await;
    for sql in [
        "UPDATE atkomst SET antal = 1",
        "DELETE FROM atkomst",
        "DELETE FROM atkomst WHERE nummer = 1",
        "UPDATE arende SET vem = 'x'",
        "DELETE FROM arende",
        "DELETE FROM deltagande",
        "DELETE FROM handelse WHERE nummer = (SELECT max(nummer) FROM handelse)",
    ] {
        let refusal = prov.refusal(sql).expect(sql);
        let words = ["append-only", "leaves a tombstone", "the newest event must stay"];
        assert!(words.iter().any(|word| refusal.contains(word)), "{sql}: {refusal}");
    }
    // Old events may go, and the next one still gets a new number.
    let last = prov.count("SELECT max(nummer) FROM handelse");
    assert_eq!(prov.refusal("DELETE FROM handelse WHERE nummer < (SELECT max(nummer) FROM handelse)"), None);
    prov.save(vec![skrivning("d-2", None, "2014-01-01", None)]).await;
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.handelser().after(last, 10).await.unwrap().len(), 1);
    assert_eq!(las.handelser().last().await.unwrap(), last + 1);
}

on_each_database!(a_reader_never_misses_an_event_nor_sees_one_out_of_order);
/// Eight write at once, one by one and in batches, some in vain; a reader that goes on from the last event that it saw
/// must see every event, each once, in the order of their numbers.
async fn a_reader_never_misses_an_event_nor_sees_one_out_of_order(databas: Databas) {
    let prov = Arc::new(Prov::new(databas).await);
    let done = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let prov = Arc::clone(&prov);
            tokio::spawn(async move {
                for n in 0..12_u32 {
                    let many = if n % 3 == 0 { 40 } else { 1 };
                    let name = |i: u32| format!("{writer}-{n}-{i}");
                    let batch = (0..many).map(|i| skrivning(&name(i), None, "2014-01-01", None)).collect();
                    let part = part(["kommun:2280", "region:22"][writer % 2]);
                    let mut enhet = prov.begin().await;
                    enhet.deltaganden().save(part, crate::rum::Strategi::Upsert, batch).await.unwrap();
                    if n % 5 != 4 {
                        enhet.commit().await.unwrap();
                    }
                }
            })
        })
        .collect();
    let reader = {
        let (prov, done) = (Arc::clone(&prov), Arc::clone(&done));
        tokio::spawn(async move {
            let mut seen: Vec<Handelse> = Vec::new();
            loop {
                let last_round = done.load(Ordering::SeqCst);
                let mut las = prov.store.read().await.unwrap();
                let place = seen.last().map_or(0, |event| event.nummer);
                let newest = las.handelser().last().await.unwrap();
                let next = las.handelser().after(place, 10_000).await.unwrap();
                assert_eq!(next.last().map_or(place, |event| event.nummer), newest);
                seen.extend(next);
                if last_round {
                    return seen;
                }
                tokio::task::yield_now().await;
            }
        })
    };
    for writer in writers {
        writer.await.unwrap();
    }
    done.store(true, Ordering::SeqCst);
    let seen = reader.await.unwrap();
    let mut all = prov.store.read().await.unwrap();
    assert_eq!(all.handelser().after(0, 10_000).await.unwrap(), seen);
    assert!(seen.windows(2).all(|two| two[0].nummer < two[1].nummer));
    // 12 each: 4 batches of 40 and 8 single ones, of which n = 4 and n = 9 (a batch) are given up.
    assert_eq!(seen.len(), 3 + 8 * (3 * 40 + 7));
}
