//! Moves that come to no end.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use super::{Databas, Flyttfel, Prov, StoreError, crossings, empty, fill, flytta, move_register, opened, plats};
use crate::flytt::Framsteg;
use crate::tests::{aktor, ring, skrivning};

/// Breaks a move off at its first sign of a stage.
async fn broken_off(from: Databas, to: Databas, source: &Prov, target: &Prov, at: fn(Framsteg) -> bool) {
    let (fran, till) = (plats(from, source), plats(to, target));
    let reached = Arc::new(Notify::new());
    let tell = Arc::clone(&reached);
    let mut seen = move |framsteg| {
        if at(framsteg) {
            tell.notify_one();
            // Not past it before it is broken off.
            std::thread::sleep(Duration::from_millis(100));
        }
    };
    let moving = tokio::spawn(async move { move_register(&fran, &till, None, &mut seen).await });
    reached.notified().await;
    moving.abort();
    assert!(moving.await.unwrap_err().is_cancelled());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_was_broken_off_leaves_nothing_to_serve_and_is_made_again() {
    let stages: [fn(Framsteg) -> bool; 3] = [
        |framsteg| framsteg.tabell == "arende",
        |framsteg| framsteg.tabell == "deltagande" && !framsteg.jamfor,
        |framsteg| framsteg.tabell == "atkomst" && framsteg.jamfor,
    ];
    for (from, to) in crossings() {
        let source = Prov::new(from).await;
        fill(&source).await;
        let target = empty(to).await;
        let (fran, till) = (plats(from, &source), plats(to, &target));
        for at in stages {
            broken_off(from, to, &source, &target, at).await;
            for ring in [None, Some(ring())] {
                let fel = target.open(ring).await.unwrap_err();
                assert!(matches!(fel, StoreError::HalfMoved), "{fel}");
            }
            assert_eq!(target.count("SELECT count(*) FROM forbund"), 0);
        }
        // Nothing is moved from there, nor another register to there.
        let elsewhere = empty(to).await;
        let fel = flytta(&till, &plats(to, &elsewhere)).await.unwrap_err();
        assert!(matches!(fel, Flyttfel::Kalla(StoreError::HalfMoved)), "{fel}");
        let other = Prov::empty(from).await;
        let mut enhet = other.store.begin(aktor("another")).await.unwrap();
        enhet.forbund().insert(crate::tests::FORBUND, crate::tests::forbund("Annat")).await.unwrap();
        enhet.commit().await.unwrap();
        let fel = flytta(&plats(from, &other), &till).await.unwrap_err();
        assert!(matches!(fel, Flyttfel::AnnatRegister), "{fel}");
        // The source has gone on meanwhile.
        source.save(vec![skrivning("later", None, "2014-01-01", None)]).await;
        let moved = flytta(&fran, &till).await.unwrap();
        assert!(moved.is_equal() && !moved.redan);
        let target = opened(target).await;
        target.save(vec![skrivning("after", None, "2014-01-01", None)]).await;
        assert_eq!(target.count("SELECT count(*) FROM flytt"), 0);
    }
}

/// A file that somebody has open is not written to; a database that somebody has open is, since nothing is in it.
#[tokio::test(flavor = "multi_thread")]
async fn an_open_file_is_not_moved_to() {
    let source = Prov::new(Databas::Sqlite).await;
    let target = Prov::empty(Databas::Sqlite).await;
    let (fran, till) = (plats(Databas::Sqlite, &source), plats(Databas::Sqlite, &target));
    let fel = flytta(&fran, &till).await.unwrap_err();
    assert!(matches!(fel, Flyttfel::Mal(StoreError::InUse)), "{fel}");
    target.begin().await.commit().await.unwrap();
    target.store.close().await;
    assert!(flytta(&fran, &till).await.unwrap().is_equal());
    let beside: Vec<_> = std::fs::read_dir(super::file(&target).parent().unwrap()).unwrap().collect();
    assert_eq!(beside.len(), 1, "nothing is left beside it: {beside:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_had_an_empty_database_open_goes_on_with_the_register() {
    if Databas::postgres().is_none() {
        return;
    }
    let source = Prov::new(Databas::Sqlite).await;
    fill(&source).await;
    let target = Prov::empty(Databas::Postgres).await;
    assert!(flytta(&plats(Databas::Sqlite, &source), &plats(Databas::Postgres, &target)).await.unwrap().is_equal());
    assert_eq!(target.store.read().await.unwrap().forbund().all().await.unwrap().len(), 1);
    target.save(vec![skrivning("after", None, "2014-01-01", None)]).await;
}
