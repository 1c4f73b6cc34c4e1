//! Tokens, imports and receipts.

use std::sync::Arc;

use chrono::TimeDelta;
use finsam_core::atkomst::Roll;
use finsam_core::id::{ForbundId, ImportId, InsatsId, TokenId};
use finsam_core::protokoll::{Importantal, Importstatus, Radresultat, Radutfall};
use uuid::Uuid;

use super::{Databas, FORBUND, INSATS, Prov, moment, new_id, nyckel, on_each_database, part};
use crate::StoreError;
use crate::rum::{Gallring, Import, Importinnehall, Kvitto, Token};

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
    let ids = [1, 3].map(|n| TokenId(Uuid::from_u128(n)));
    assert_eq!(las.tokens().get(ids[0]).await.unwrap().map(|token| token.hash), Some([1; 32]));
    assert_eq!(las.tokens().get(ids[1]).await.unwrap(), None);
    assert_eq!(prov.count("SELECT count(*) FROM atkomstlogg WHERE resurs = 'token'"), 2);
    assert_eq!(prov.count("SELECT count(*) FROM handelse"), 0);
}

on_each_database!(a_token_is_replaced_withdrawn_and_seen_to_be_used);
async fn a_token_is_replaced_withdrawn_and_seen_to_be_used(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let id = TokenId(Uuid::from_u128(1));
    let (skapad, ends) = (moment(), moment() + TimeDelta::days(365));
    let token = Token {
        id,
        hash: [1; 32],
        namn: String::new(),
        roll: Roll::Nationell,
        part: None,
        forbund: None,
        insatser: Vec::new(),
        skapad,
        giltig_till: Some(ends),
    };
    let other = Token { id: TokenId(Uuid::from_u128(2)), hash: [2; 32], giltig_till: None, ..token.clone() };
    let mut enhet = prov.begin().await;
    enhet.tokens().insert(&token).await.unwrap();
    enhet.tokens().insert(&other).await.unwrap();
    assert!(enhet.tokens().rotate(id, [3; 32], skapad + TimeDelta::hours(1)).await.unwrap());
    assert!(enhet.tokens().rotate(other.id, [4; 32], skapad + TimeDelta::hours(2)).await.unwrap());
    assert!(!enhet.tokens().rotate(TokenId(Uuid::from_u128(9)), [9; 32], skapad).await.unwrap());
    enhet.commit().await.unwrap();
    let ends_by = async |hash: [u8; 32]| {
        let found = prov.store.read().await.unwrap().tokens().find(&hash).await.unwrap();
        found.map(|token| (token.id, token.giltig_till))
    };
    assert_eq!(ends_by([3; 32]).await, Some((id, Some(ends))));
    assert_eq!(ends_by([1; 32]).await, Some((id, Some(skapad + TimeDelta::hours(1)))), "the former, for its time");
    assert_eq!(ends_by([2; 32]).await, Some((other.id, Some(skapad + TimeDelta::hours(2)))));
    assert_eq!(ends_by([4; 32]).await, Some((other.id, None)));

    let mut enhet = prov.begin().await;
    assert!(enhet.tokens().rotate(id, [5; 32], ends + TimeDelta::days(1)).await.unwrap());
    for day in ["2026-03-02", "2026-03-04", "2026-03-03"] {
        enhet.tokens().used(id, day.parse().unwrap()).await.unwrap();
    }
    enhet.commit().await.unwrap();
    assert_eq!(ends_by([1; 32]).await, None, "the one before the former");
    assert_eq!(ends_by([3; 32]).await, Some((id, Some(ends))), "no longer than the key itself");

    let mut enhet = prov.begin().await;
    assert!(enhet.tokens().revoke(id, skapad).await.unwrap());
    assert!(!enhet.tokens().revoke(id, ends).await.unwrap(), "it is already");
    assert!(!enhet.tokens().rotate(id, [6; 32], ends).await.unwrap());
    enhet.commit().await.unwrap();
    assert_eq!((ends_by([3; 32]).await, ends_by([5; 32]).await), (None, None));
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.tokens().get(id).await.unwrap(), None);
    let all = las.tokens().list().await.unwrap();
    assert_eq!(all.iter().map(|one| one.token.id).collect::<Vec<_>>(), [id, other.id]);
    let day = "2026-03-04".parse().unwrap();
    assert_eq!((all[0].aterkallad, all[0].senast_anvand), (Some(skapad), Some(day)));
    assert_eq!(all[0].token.giltig_till, Some(skapad), "what does not know of withdrawing sees that it has ended");
    assert_eq!((all[1].aterkallad, all[1].senast_anvand), (None, None));
    assert_eq!(all[1].forra_till, Some(skapad + TimeDelta::hours(2)));
    assert_eq!(prov.count("SELECT count(*) FROM atkomstlogg WHERE resurs = 'token'"), 6);
}

pub(super) fn import(n: u128, status: Importstatus) -> Import {
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
        version: 1,
        agare: None,
        lan_till: None,
        nyckel: None,
    }
}

on_each_database!(one_that_has_begun_goes_on_although_another_stands_before_it);
/// Numbers are given before rows are seen: another import can begin in between, and goes on after a restart.
async fn one_that_has_begun_goes_on_although_another_stands_before_it(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let (before, begun) = (import(1, Importstatus::Koad), import(2, Importstatus::Verkstaller));
    let mut enhet = prov.begin().await;
    for import in [&before, &begun] {
        enhet.importer().insert(import).await.unwrap();
    }
    let before = Import { status: Importstatus::Verkstaller, ..before };
    assert!(!enhet.importer().begin(&before).await.unwrap(), "another is under way");
    assert!(enhet.importer().begin(&begun).await.unwrap());
    enhet.importer().update(&Import { status: Importstatus::Klar, ..begun }).await.unwrap();
    assert!(enhet.importer().begin(&before).await.unwrap());
    enhet.commit().await.unwrap();
}

on_each_database!(an_import_that_has_ended_stays_as_it_ended);
async fn an_import_that_has_ended_stays_as_it_ended(databas: Databas) {
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
    let changed = Import { version: 2, ..changed };
    assert_eq!(enhet.importer().hold(here, changed.id).await.unwrap(), Some(changed.clone()));
    assert_eq!(enhet.importer().hold(part("kommun:2262"), changed.id).await.unwrap(), None, "another part's");
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.importer().get(here, changed.id).await.unwrap(), Some(changed.clone()));
    assert_eq!(las.importer().get(part("kommun:2262"), changed.id).await.unwrap(), None, "another part's");
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
    let further = Import { lasta: 9, version: 2, ..begun.clone() };
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

on_each_database!(one_import_of_a_part_at_a_time);
async fn one_import_of_a_part_at_a_time(databas: Databas) {
    let prov = Arc::new(Prov::empty(databas).await);
    let one = |n| import(n, Importstatus::Koad);
    let other = Import { part: part("region:22"), ..import(4, Importstatus::Koad) };
    let mut enhet = prov.begin().await;
    for import in [one(1), one(2), one(3), other.clone(), import(5, Importstatus::Planerad)] {
        enhet.importer().insert(&import).await.unwrap();
    }
    enhet.commit().await.unwrap();
    let begin = async |import: Import| {
        let mut enhet = prov.begin().await;
        let begun = Import { status: Importstatus::Verkstaller, ..import };
        let answer = enhet.importer().begin(&begun).await.unwrap();
        enhet.commit().await.unwrap();
        answer
    };
    let ahead = async |n| {
        let id = ImportId(Uuid::from_u128(n));
        prov.store.read().await.unwrap().importer().ahead(id).await.unwrap()
    };
    assert!(!begin(one(2)).await, "the first stands before it");
    assert_eq!((ahead(1).await, ahead(2).await, ahead(3).await, ahead(4).await, ahead(5).await), (0, 1, 2, 0, 0));
    assert!(begin(one(1)).await && begin(other).await, "parts do not wait for each other");
    assert!(begin(one(1)).await, "it goes on");
    assert!(!begin(one(2)).await && !begin(one(3)).await);
    assert_eq!((ahead(1).await, ahead(2).await, ahead(3).await), (0, 1, 2));
    let mut enhet = prov.begin().await;
    enhet.importer().update(&Import { status: Importstatus::Klar, ..one(1) }).await.unwrap();
    enhet.commit().await.unwrap();
    assert!(!begin(one(1)).await, "it has ended");
    assert!(!begin(one(3)).await, "each in its turn");
    assert!(begin(one(2)).await);
    let found = prov.store.read().await.unwrap().importer().get(part("kommun:2280"), one(2).id).await.unwrap().unwrap();
    assert_eq!((found.status, found.version), (Importstatus::Verkstaller, 2));
}

on_each_database!(an_import_whose_process_is_gone_is_found);
async fn an_import_whose_process_is_gone_is_found(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let (us, them) = (Uuid::from_u128(8), Uuid::from_u128(9));
    let of = |n, agare, till| Import {
        agare: Some(agare),
        lan_till: Some(moment() + TimeDelta::seconds(till)),
        ..import(n, Importstatus::Koad)
    };
    let mut enhet = prov.begin().await;
    let ended = Import { status: Importstatus::Klar, ..of(3, us, 0) };
    for one in [of(1, us, 5), of(2, them, 5), ended, import(4, Importstatus::Verkstaller)] {
        enhet.importer().insert(&one).await.unwrap();
    }
    enhet.importer().renew(us, moment() + TimeDelta::seconds(60)).await.unwrap();
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    let mut importer = las.importer();
    assert_eq!(importer.owned(us).await.unwrap(), [of(1, us, 60)]);
    let late = moment() + TimeDelta::seconds(30);
    assert_eq!(importer.abandoned(late, moment()).await.unwrap(), [of(2, them, 5)]);
    let both = importer.abandoned(late, late).await.unwrap();
    assert_eq!(both, [of(2, them, 5), import(4, Importstatus::Verkstaller)], "nobody says that he has it");
}

on_each_database!(records_are_kept_sealed_and_pruned);
async fn records_are_kept_sealed_and_pruned(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let row = |rad, text: &str| Importinnehall { rad, post: text.as_bytes().to_vec(), person: None };
    let (old, new) = (import(1, Importstatus::Verkstaller), import(2, Importstatus::Planerad));
    let poster = [row(0, "rubrik"), row(3, "hemligt"), row(9, "")];
    let result = Radresultat::new(3, Radutfall::Avvisad);
    let mut enhet = prov.begin().await;
    for one in [&old, &new] {
        enhet.importer().insert(one).await.unwrap();
        enhet.importer().add_posts(one.id, &poster).await.unwrap();
        enhet.importer().add_posts(one.id, &poster[1..2]).await.unwrap();
        enhet.importer().add_rows(one.id, std::slice::from_ref(&result)).await.unwrap();
    }
    enhet.commit().await.unwrap();
    let kept = async |id| prov.store.read().await.unwrap().importer().posts(id, None, 100).await.unwrap();
    assert_eq!(kept(old.id).await, poster);
    assert_eq!(prov.store.read().await.unwrap().importer().posts(old.id, Some(0), 1).await.unwrap(), poster[1..2]);
    assert_eq!(prov.count("SELECT count(*) FROM importpost WHERE length(post) = 7 + 29"), 2, "sealed");

    let after = moment() + TimeDelta::seconds(1);
    let prune = async |gallring| {
        let mut enhet = prov.begin().await;
        let mut rounds = 0;
        while enhet.importer().prune(gallring, 2).await.unwrap() {
            rounds += 1;
        }
        enhet.commit().await.unwrap();
        rounds
    };
    assert_eq!(prune(Gallring::Poster(after)).await, 0, "none has ended");
    let mut enhet = prov.begin().await;
    enhet.importer().update(&Import { status: Importstatus::Klar, ..old.clone() }).await.unwrap();
    assert_eq!(enhet.importer().old_plans(after).await.unwrap(), std::slice::from_ref(&new));
    assert_eq!(enhet.importer().old_plans(moment()).await.unwrap(), []);
    enhet.importer().remove_posts(new.id).await.unwrap();
    enhet.importer().remove_rows(new.id).await.unwrap();
    enhet.commit().await.unwrap();
    assert_eq!(kept(new.id).await, []);
    let rows = async |id| prov.store.read().await.unwrap().importer().rows(id, 0, 9).await.unwrap().len();
    assert_eq!((rows(old.id).await, rows(new.id).await), (1, 0), "of one import only");
    assert_eq!(prune(Gallring::Poster(moment())).await, 0, "not old enough");
    assert_eq!(prune(Gallring::Poster(after)).await, 2, "two at a time");
    let mut las = prov.store.read().await.unwrap();
    assert_eq!((kept(old.id).await, las.importer().rows(old.id, 0, 9).await.unwrap().len()), (vec![], 1));
    drop(las);
    assert_eq!(prune(Gallring::Importer(after)).await, 2, "its rows, then itself");
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.importer().get(old.part, old.id).await.unwrap(), None);
    assert!(las.importer().get(new.part, new.id).await.unwrap().is_some());
}

on_each_database!(rows_of_an_import_are_read_in_order);
async fn rows_of_an_import_are_read_in_order(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let id = import(1, Importstatus::Verkstaller).id;
    let rad = |rad, utfall| Radresultat {
        nyckel: Some(nyckel(&format!("d-{rad}"))),
        id: Some(new_id("d")),
        ..Radresultat::new(rad, utfall)
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
    drop(las);
    let prune = async |aldst| {
        let mut enhet = prov.begin().await;
        let removed = enhet.kvitton().prune(aldst, 2).await.unwrap();
        enhet.commit().await.unwrap();
        removed
    };
    for n in 0..3 {
        let mut enhet = prov.begin().await;
        let old = Kvitto { nyckel: format!("k-{n}"), skapat: before, ..kvitto.clone() };
        enhet.kvitton().insert(&old, before).await.unwrap();
        enhet.commit().await.unwrap();
    }
    assert_eq!((prune(before).await, prune(moment()).await), (0, 2), "not older, only as old; no more at once");
    assert_eq!((prune(moment()).await, prune(moment()).await), (1, 0));
    let mut las = prov.store.read().await.unwrap();
    assert!(las.kvitton().find("t-2", "POST /forbund", "k", before).await.unwrap().is_some(), "as old as that");
}
