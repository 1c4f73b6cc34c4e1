//! Tokens, imports and receipts.

use std::sync::Arc;

use chrono::TimeDelta;
use finsam_core::atkomst::Roll;
use finsam_core::id::{ForbundId, ImportId, InsatsId, TokenId};
use finsam_core::protokoll::{Importantal, Importstatus, Radresultat, Radutfall};
use uuid::Uuid;

use super::{Databas, FORBUND, INSATS, Prov, moment, new_id, nyckel, on_each_database, part};
use crate::StoreError;
use crate::rum::{Import, Kvitto, Token};

on_each_database!(tokens_are_found_by_their_hash);
async fn tokens_are_found_by_their_hash(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let narrow = Token {
        id: TokenId(Uuid::from_u128(1)),
        hash: [1; 32],
        namn: "Treserva".to_owned(),
        roll: Roll::Partssystem,
        part: Some(part("region:22")),
        forbund: Some(FORBUND),
        insatser: vec![INSATS, InsatsId(Uuid::from_u128(9))],
        skapad: moment(),
        giltig_till: Some(moment() + TimeDelta::days(365)),
    };
    let wide = Token {
        id: TokenId(Uuid::from_u128(2)),
        hash: [2; 32],
        roll: Roll::Nationell,
        part: None,
        forbund: None::<ForbundId>,
        insatser: Vec::new(),
        giltig_till: None,
        ..narrow.clone()
    };
    let mut enhet = prov.begin().await;
    enhet.tokens().insert(&narrow).await.unwrap();
    enhet.tokens().insert(&wide).await.unwrap();
    assert!(matches!(enhet.tokens().insert(&wide).await.unwrap_err(), StoreError::Conflict("token")));
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.tokens().find(&[1; 32]).await.unwrap(), Some(narrow));
    assert_eq!(las.tokens().find(&[2; 32]).await.unwrap(), Some(wide));
    assert_eq!(las.tokens().find(&[3; 32]).await.unwrap(), None);
    assert_eq!(prov.count("SELECT count(*) FROM atkomstlogg WHERE resurs = 'token'"), 2);
    assert_eq!(prov.count("SELECT count(*) FROM handelse"), 0);
}

fn import(n: u128, status: Importstatus) -> Import {
    Import {
        id: ImportId(Uuid::from_u128(n)),
        part: part("kommun:2280"),
        vem: "t-1".into(),
        status,
        installning: r#"{"strategi":"upsert"}"#.to_owned(),
        antal: Importantal { mottagna: 3, skapade: 2, avvisade: 1, ..Importantal::default() },
        lasta: 3,
        skrivna: 2,
        orsak: None,
        skapad: moment(),
        andrad: moment(),
    }
}

on_each_database!(imports_go_on_after_a_stop);
async fn imports_go_on_after_a_stop(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let here = part("kommun:2280");
    let mut enhet = prov.begin().await;
    for (n, status) in [(1, Importstatus::Koad), (2, Importstatus::Klar), (3, Importstatus::Koad)] {
        enhet.importer().insert(&import(n, status)).await.unwrap();
    }
    let changed = Import {
        lasta: 5,
        orsak: Some("databasen svarade inte".to_owned()),
        andrad: moment() + TimeDelta::seconds(1),
        ..import(1, Importstatus::Misslyckad)
    };
    enhet.importer().update(&changed).await.unwrap();
    let fel = enhet.importer().update(&import(9, Importstatus::Klar)).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("import")));
    let fel = enhet.importer().update(&import(1, Importstatus::Verkstaller)).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("import")), "what has ended stays as it ended");
    assert_eq!(enhet.importer().hold(here, changed.id).await.unwrap(), Some(changed.clone()));
    assert_eq!(enhet.importer().hold(part("kommun:2262"), changed.id).await.unwrap(), None, "another part's");
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.importer().get(here, changed.id).await.unwrap(), Some(changed.clone()));
    assert_eq!(las.importer().get(part("kommun:2262"), changed.id).await.unwrap(), None, "another part's");
    assert_eq!(las.importer().unfinished().await.unwrap(), [import(3, Importstatus::Koad)]);
    for table in ["handelse", "atkomst", "arende"] {
        assert_eq!(prov.count(&format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
}

on_each_database!(a_held_import_is_read_as_the_one_before_left_it);
async fn a_held_import_is_read_as_the_one_before_left_it(databas: Databas) {
    let prov = Arc::new(Prov::empty(databas).await);
    let here = part("kommun:2280");
    let begun = import(1, Importstatus::Verkstaller);
    let mut enhet = prov.begin().await;
    enhet.importer().insert(&begun).await.unwrap();
    enhet.commit().await.unwrap();
    let mut changing = prov.begin().await;
    let further = Import { lasta: 9, ..begun.clone() };
    changing.importer().update(&further).await.unwrap();
    let waiting = tokio::spawn({
        let (prov, id) = (Arc::clone(&prov), begun.id);
        async move { prov.begin().await.importer().hold(here, id).await.unwrap() }
    });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(!waiting.is_finished(), "it waits for whoever is changing it");
    changing.commit().await.unwrap();
    assert_eq!(waiting.await.unwrap(), Some(further));
}

on_each_database!(rows_of_an_import_are_read_in_order);
async fn rows_of_an_import_are_read_in_order(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let id = import(1, Importstatus::Verkstaller).id;
    let rad = |rad, utfall| Radresultat {
        rad,
        utfall,
        nyckel: Some(nyckel(&format!("d-{rad}"))),
        id: Some(new_id("d")),
        avvikelser: Vec::new(),
    };
    let rader: Vec<_> = (1..=5).map(|n| rad(n, Radutfall::Skapad)).collect();
    let mut enhet = prov.begin().await;
    enhet.importer().insert(&import(1, Importstatus::Verkstaller)).await.unwrap();
    enhet.importer().insert(&import(2, Importstatus::Verkstaller)).await.unwrap();
    enhet.importer().add_rows(id, &rader[3..]).await.unwrap();
    enhet.importer().add_rows(id, &rader[..3]).await.unwrap();
    enhet.importer().add_rows(ImportId(Uuid::from_u128(2)), &[rad(1, Radutfall::Avvisad)]).await.unwrap();
    let fel = enhet.importer().add_rows(ImportId(Uuid::nil()), &rader).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("import")));
    // Done again after a stop, a row is what it came to the last time.
    enhet.importer().add_rows(id, &[rad(5, Radutfall::Oforandrad)]).await.unwrap();
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.importer().rows(id, 0, 3).await.unwrap(), rader[..3]);
    assert_eq!(las.importer().rows(id, 3, 10).await.unwrap(), [rader[3].clone(), rad(5, Radutfall::Oforandrad)]);
    assert!(las.importer().rows(id, u64::MAX, 10).await.unwrap().is_empty());
}

on_each_database!(a_receipt_stands_until_it_is_too_old);
async fn a_receipt_stands_until_it_is_too_old(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let kvitto = Kvitto {
        anropare: "t-1".to_owned(),
        handling: "POST /forbund".to_owned(),
        nyckel: "k".to_owned(),
        kropp: [9; 32],
        status: 201,
        plats: Some("/finsam/v1/forbund/1".to_owned()),
        svar: r#"{"version":1}"#.to_owned(),
        skapat: moment(),
    };
    let (before, after) = (moment() - TimeDelta::days(30), moment() + TimeDelta::microseconds(1));
    let mut enhet = prov.begin().await;
    enhet.kvitton().insert(&kvitto, before).await.unwrap();
    let fel = enhet.kvitton().insert(&kvitto, before).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("kvitto")));
    assert!(matches!(enhet.kvitton().insert(&kvitto, moment()).await, Err(StoreError::Conflict("kvitto"))), "as old");
    let other = Kvitto { anropare: "t-2".to_owned(), plats: None, ..kvitto.clone() };
    enhet.kvitton().insert(&other, before).await.unwrap();
    assert_eq!(enhet.kvitton().find("t-1", "POST /forbund", "k", moment()).await.unwrap(), Some(kvitto.clone()));
    assert_eq!(enhet.kvitton().find("t-1", "POST /forbund", "k", after).await.unwrap(), None, "too old");
    assert_eq!(enhet.kvitton().find("t-1", "POST /insatser", "k", before).await.unwrap(), None);
    let next = Kvitto { kropp: [8; 32], status: 422, skapat: after, ..kvitto.clone() };
    enhet.kvitton().insert(&next, after).await.unwrap();
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.kvitton().find("t-1", "POST /forbund", "k", before).await.unwrap(), Some(next));
    assert_eq!(las.kvitton().find("t-2", "POST /forbund", "k", before).await.unwrap(), Some(other));
}
