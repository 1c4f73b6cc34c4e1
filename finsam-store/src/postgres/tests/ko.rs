//! The queue of imports, seen from transactions that do not see each other.

use std::sync::Arc;

use finsam_core::id::ImportId;
use finsam_core::protokoll::{Importantal, Importstatus};
use uuid::Uuid;

use crate::provdatabas::Databas;
use crate::rum::Import;
use crate::tests::{Prov, moment, part};

fn import(n: u128) -> Import {
    Import {
        id: ImportId(Uuid::from_u128(n)),
        part: part("kommun:2280"),
        vem: "t-1".into(),
        status: Importstatus::Koad,
        installning: "{}".to_owned(),
        antal: Importantal::default(),
        lasta: 0,
        skrivna: 0,
        orsak: None,
        skapad: moment(),
        andrad: moment(),
        version: 1,
        agare: None,
        lan_till: None,
        nyckel: None,
    }
}

/// One that got its number first and is seen last must not begin beside the one that began meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_seen_late_waits_for_the_one_that_has_begun() {
    let Some(databas) = Databas::postgres() else { return };
    let prov = Arc::new(Prov::empty(databas).await);
    let mut late = prov.begin().await;
    late.importer().insert(&import(1)).await.unwrap();
    let mut early = prov.begin().await;
    early.importer().insert(&import(2)).await.unwrap();
    early.commit().await.unwrap();
    let mut first = prov.begin().await;
    let begun = |n| Import { status: Importstatus::Verkstaller, ..import(n) };
    assert!(first.importer().begin(&begun(2)).await.unwrap(), "nothing else is seen");
    late.commit().await.unwrap();
    let asks = tokio::spawn({
        let (prov, begun) = (Arc::clone(&prov), begun(1));
        async move { prov.begin().await.importer().begin(&begun).await.unwrap() }
    });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(!asks.is_finished(), "it waits to see what came of the other");
    first.commit().await.unwrap();
    assert!(!asks.await.unwrap());
}
