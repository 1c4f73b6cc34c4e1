//! Many records at once, which take another road into the database than few do: they stand there all the same.

use super::{ANNA, BO, Databas, Prov, nyckel, on_each_database, part, skrivning};
use crate::rum::{Skrivning, Skrivutfall};

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
