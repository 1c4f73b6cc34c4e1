//! Many records at once, which take another road into the database than few do: they stand there all the same.

use std::time::Duration;

use super::{ANNA, BO, Databas, Prov, nyckel, on_each_database, part, skrivning};
use crate::UnitOfWork;
use crate::rum::{Handelsetyp, Resurs, Skrivning, Skrivutfall, Strategi};

/// So many that a batch of them is prepared before its part is locked, where one before it was new.
const BATCH: usize = 210;

/// More than a small batch, and more than goes to the server in one piece: persons and nobody in particular, closed and
/// open, short and long.
fn records() -> Vec<Skrivning> {
    let one = |i: usize| {
        let (namn, year) = (format!("d-{i}"), 1900 + i);
        let vem = match i % 3 {
            0 => Some(ANNA),
            1 => Some(BO),
            _ => None,
        };
        let slut = format!("{year}-12-31");
        let closed = vem.is_some() || i.is_multiple_of(2);
        let mut record = skrivning(&namn, vem, &format!("{year}-01-01"), closed.then_some(slut.as_str()));
        if let Some(samtycke) = record.godkand.post.samtycke.as_mut().and_then(|all| all.registrering.as_mut()) {
            samtycke.textversion = "å".repeat(i * 50);
        }
        record
    };
    (0..90).map(one).collect()
}

on_each_database!(many_at_once_are_as_one_by_one);
async fn many_at_once_are_as_one_by_one(databas: Databas) {
    let (together, apart) = (Prov::new(databas).await, Prov::new(databas).await);
    let outcomes = together.save(records()).await;
    for (record, outcome) in records().into_iter().zip(outcomes) {
        assert!(matches!(outcome, Skrivutfall::Skapad { version: 1, .. }));
        assert_eq!(apart.save(vec![record]).await, [outcome]);
    }
    let mut read = Vec::new();
    for prov in [&together, &apart] {
        let mut session = prov.store.read().await.unwrap();
        let keys = (0..90).map(|i| nyckel(&format!("d-{i}"))).collect();
        let many = session.deltaganden().many(part("kommun:2280"), keys).await.unwrap();
        let rows = session.deltaganden().statistics(0, 100).await.unwrap();
        assert!(many.iter().all(Option::is_some) && rows.len() == 90);
        read.push((many, rows.into_iter().map(|rad| (rad.alder, rad.post)).collect::<Vec<_>>()));
    }
    assert!(read[0] == read[1]);
    let long = read[0].0[88].as_ref().unwrap().post.samtycke.as_ref().unwrap().registrering.as_ref().unwrap();
    assert_eq!(long.textversion.chars().count(), 88 * 50, "whole");
}

on_each_database!(many_are_told_of_and_logged_as_few_are);
async fn many_are_told_of_and_logged_as_few_are(databas: Databas) {
    const MANY: usize = 450;
    let prov = Prov::new(databas).await;
    let records = |series: &str| -> Vec<Skrivning> {
        (0..MANY).map(|i| skrivning(&format!("{series}-{i}"), None, "2014-01-01", None)).collect()
    };
    let part = part("kommun:2280");
    let before = prov.store.read().await.unwrap().handelser().last().await.unwrap();
    let mut given_up = prov.begin().await;
    given_up.deltaganden().save(part, Strategi::Upsert, records("a")).await.unwrap();
    drop(given_up);
    prov.save(records("b")).await;
    prov.save(vec![skrivning("c", None, "2014-01-01", None)]).await;
    // Saved again without a change they are lines without events.
    prov.save(records("b")).await;

    let mut session = prov.store.read().await.unwrap();
    let all = session.handelser().after(before, 10_000).await.unwrap();
    let named: Vec<_> = records("b").iter().map(|one| one.nytt_id.0).chain([super::new_id("c").0]).collect();
    assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), named, "in the order in which they were sent");
    assert!(all.iter().all(|one| (one.typ, one.resurs, one.version) == (Handelsetyp::Skapad, Resurs::Deltagande, 1)));
    assert!(all.is_sorted_by(|one, next| one.nummer < next.nummer));
    let of_part = session.handelser().of_part(part, before, 10_000).await.unwrap();
    assert_eq!(of_part.into_iter().map(|one| one.handelse).collect::<Vec<_>>(), all, "all are found as the part's");
    let kontroll = crate::logg::verify(session.as_mut(), &[]).await.unwrap();
    assert_eq!(kontroll.fel, []);
    assert_eq!(prov.count("SELECT count(*) FROM atkomst WHERE resurs = 3"), 2 * MANY as i64 + 1);
}

on_each_database!(a_batch_after_one_that_was_new_may_hold_what_is_not);
async fn a_batch_after_one_that_was_new_may_hold_what_is_not(databas: Databas) {
    let (prov, apart) = (Prov::new(databas).await, Prov::new(databas).await);
    let new = |series: &str| -> Vec<Skrivning> {
        (0..BATCH).map(|i| skrivning(&format!("{series}-{i}"), None, "2014-01-01", None)).collect()
    };
    // Now what stands under a key already, a key that comes twice, and a person whose own period is in the way, or another.
    let anna = |namn: &str, start: &str| skrivning(namn, Some(ANNA), start, None);
    let batches = [
        new("a"),
        [new("b"), vec![anna("anna", "2014-01-01")]].concat(),
        [new("c"), new("a")].concat(),
        new("d"),
        [new("e"), vec![anna("anna", "2014-02-01"), anna("anna-2", "2014-03-01")]].concat(),
        new("f"),
        [new("g"), vec![anna("bara", "2015-01-01")], new("g")].concat(),
        new("h"),
        new("h"),
    ];
    for batch in batches {
        let outcomes = prov.save(batch.clone()).await;
        let mut one_by_one = Vec::new();
        for record in batch {
            one_by_one.extend(apart.save(vec![record]).await);
        }
        assert_eq!(outcomes, one_by_one);
    }
    for prov in [&prov, &apart] {
        let mut session = prov.store.read().await.unwrap();
        assert_eq!(crate::logg::verify(session.as_mut(), &[]).await.unwrap().fel, []);
    }
    let rows = "SELECT count(*) FROM deltagande";
    assert_eq!(prov.count(rows), apart.count(rows));
    let events = "SELECT count(*) FROM handelse";
    assert_eq!(prov.count(events), apart.count(events));
}

/// A batch of nobody in particular.
fn nobody(series: &str) -> Vec<Skrivning> {
    (0..BATCH).map(|i| skrivning(&format!("{series}-{i}"), None, "2014-01-01", None)).collect()
}

/// What came of the last record of a batch that is saved, and made lasting, while something else is done.
async fn last_meanwhile(prov: &Prov, batch: Vec<Skrivning>, meanwhile: impl Future<Output = ()>) -> Skrivutfall {
    let saved = async {
        let mut unit = prov.store.begin_apart(super::aktor("apart")).await.unwrap();
        let outcomes = unit.deltaganden().save(part("kommun:2280"), Strategi::Upsert, batch).await.unwrap();
        unit.commit().await.unwrap();
        outcomes
    };
    let (outcomes, ()) = tokio::join!(saved, meanwhile);
    assert!(outcomes.iter().rev().skip(1).all(|outcome| matches!(outcome, Skrivutfall::Skapad { version: 1, .. })));
    *outcomes.last().unwrap()
}

/// Long enough for a batch to come as far as it can.
async fn a_while() {
    tokio::time::sleep(Duration::from_millis(300)).await;
}

on_each_database!(a_batch_is_judged_by_what_became_lasting_while_it_waited);
async fn a_batch_is_judged_by_what_became_lasting_while_it_waited(databas: Databas) {
    let part = part("kommun:2280");
    let prov = Prov::new(databas).await;
    prov.save(nobody("first")).await;
    let with_anna = |series: &str, n: usize| {
        [nobody(series), vec![skrivning(&format!("anna-{n}"), Some(ANNA), "2014-01-01", None)]].concat()
    };
    let hold = async |batch: Vec<Skrivning>| -> Box<dyn UnitOfWork> {
        let mut unit = prov.begin().await;
        let outcomes = unit.deltaganden().save(part, Strategi::Upsert, batch).await.unwrap();
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Skrivutfall::Skapad { .. })));
        unit
    };

    // The batch before is about the same person and is given up, and then becomes lasting.
    let holder = hold(with_anna("a", 1)).await;
    let given_up = async {
        a_while().await;
        drop(holder);
    };
    let outcome = last_meanwhile(&prov, with_anna("b", 2), given_up).await;
    assert!(matches!(outcome, Skrivutfall::Skapad { .. }), "{outcome:?}");
    let holder = hold([nobody("c"), vec![skrivning("bo-1", Some(BO), "2014-01-01", None)]].concat()).await;
    let lasting = async {
        a_while().await;
        holder.commit().await.unwrap();
    };
    let bo = |series: &str, n: usize| {
        [nobody(series), vec![skrivning(&format!("bo-{n}"), Some(BO), "2014-02-01", None)]].concat()
    };
    let outcome = last_meanwhile(&prov, bo("d", 2), lasting).await;
    assert!(matches!(outcome, Skrivutfall::Overlapp(_)), "{outcome:?}");

    // The batch before is about others, and a single record comes between the two.
    prov.save(nobody("e")).await;
    let holder = hold(nobody("f")).await;
    let between = async {
        let single = async {
            let record = skrivning("bo-3", Some(BO), "2013-01-01", Some("2013-06-30"));
            let unit = prov.begin().await;
            assert!(unit.save_and_commit(part, record).await.unwrap().is_kept());
        };
        let lasting = async {
            a_while().await;
            holder.commit().await.unwrap();
        };
        tokio::join!(single, lasting);
    };
    let same_days = [nobody("g"), vec![skrivning("bo-4", Some(BO), "2013-06-01", Some("2013-07-31"))]].concat();
    let waiting = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        last_meanwhile(&prov, same_days, async {}).await
    };
    let ((), outcome) = tokio::join!(between, waiting);
    assert!(matches!(outcome, Skrivutfall::Overlapp(_)), "{outcome:?}");

    // The unit of work before wrote more than its batch.
    prov.save(nobody("h")).await;
    let mut holder = hold(nobody("i")).await;
    let more = vec![skrivning("bo-5", Some(BO), "2012-01-01", Some("2012-06-30"))];
    assert!(holder.deltaganden().save(part, Strategi::Upsert, more).await.unwrap()[0].is_kept());
    let lasting = async {
        a_while().await;
        holder.commit().await.unwrap();
    };
    let same_days = [nobody("j"), vec![skrivning("bo-6", Some(BO), "2012-06-01", Some("2012-07-31"))]].concat();
    let outcome = last_meanwhile(&prov, same_days, lasting).await;
    assert!(matches!(outcome, Skrivutfall::Overlapp(_)), "{outcome:?}");

    let mut session = prov.store.read().await.unwrap();
    assert_eq!(crate::logg::verify(session.as_mut(), &[]).await.unwrap().fel, []);
    let (events, lines) =
        ("SELECT count(*) FROM handelse WHERE resurs = 3", "SELECT count(*) FROM atkomst WHERE resurs = 3");
    assert_eq!((prov.count(events), prov.count(lines)), (10 * BATCH as i64 + 4, 10 * BATCH as i64 + 4));
}

on_each_database!(lines_written_ahead_are_one_with_those_after);
async fn lines_written_ahead_are_one_with_those_after(databas: Databas) {
    let part = part("kommun:2280");
    let prov = Prov::new(databas).await;
    prov.save(nobody("first")).await;
    // In one unit of work: a batch that is new, the same unchanged, others that are new, and one record at last.
    let mut unit = prov.begin().await;
    for series in ["a", "a", "b"] {
        unit.deltaganden().save(part, Strategi::Upsert, nobody(series)).await.unwrap();
    }
    unit.save_and_commit(part, skrivning("c", None, "2014-01-01", None)).await.unwrap();
    prov.save(nobody("d")).await;

    let mut session = prov.store.read().await.unwrap();
    let of_part = session.handelser().of_part(part, 0, 10_000).await.unwrap();
    let named =
        [nobody("first"), nobody("a"), nobody("b"), vec![skrivning("c", None, "2014-01-01", None)], nobody("d")]
            .concat();
    let ids: Vec<_> = of_part.iter().map(|one| one.handelse.id).collect();
    assert_eq!(ids, named.iter().map(|one| one.nytt_id.0).collect::<Vec<_>>());
    assert_eq!(crate::logg::verify(session.as_mut(), &[]).await.unwrap().fel, []);
    let lines = "SELECT count(*) FROM atkomst WHERE resurs = 3";
    assert_eq!(prov.count(lines), named.len() as i64 + BATCH as i64);
    let units = "SELECT count(DISTINCT arende) FROM atkomst WHERE resurs = 3";
    assert_eq!(prov.count(units), 3, "each of one unit of work stands under it");
}
