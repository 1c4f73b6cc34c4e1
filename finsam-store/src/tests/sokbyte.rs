//! Another search key, while nobody uses the register.

use finsam_core::identitet::Identitet;
use finsam_core::protokoll::Importstatus;

use super::jobb::import;
use super::{ANNA, BO, Databas, Prov, day, on_each_database, part, ring, settings, skrivning};
use crate::flytt::Plats;
use crate::rum::{Import, Importinnehall, Personsok, Skrivutfall};
use crate::sokbyte::{Sokbyte, change_search_key};
use crate::{Nyckelfil, Nyckelring, Store, StoreError};

const HERE: &str = "kommun:2280";

fn other() -> Nyckelring {
    let mut fil = Nyckelfil::single([7; 32]);
    fil.replace_search_key([3; 32]);
    Nyckelring::of(&Nyckelfil::parse(&fil.text()).unwrap())
}

fn key(store: &dyn Store, vem: &str) -> Personsok {
    store.person_key(&Identitet::parse_nummer(vem, day("2014-05-01")).unwrap()).unwrap()
}

fn plats(prov: &Prov) -> Plats {
    match prov.address().strip_prefix("sqlite:") {
        Some(file) => Plats::Sqlite(file.into()),
        None => Plats::Postgres(prov.address(), settings()),
    }
}

/// A register with two participations of Anna, and imports that keep a record about her and one about Bo.
async fn filled(databas: Databas, status: Importstatus) -> Prov {
    let prov = Prov::new(databas).await;
    let days = [("d-1", "2014-01-01"), ("d-2", "2014-02-01")];
    prov.save(days.iter().map(|(namn, dag)| skrivning(namn, Some(ANNA), dag, Some(dag))).collect()).await;
    let mut enhet = prov.begin().await;
    for (n, vem, status) in [(1, ANNA, Importstatus::Klar), (2, BO, status)] {
        let kept = Import { status, ..import(n, Importstatus::Klar) };
        let post = Importinnehall { rad: 1, post: b"{}".to_vec(), person: Some(key(prov.store.as_ref(), vem)) };
        enhet.importer().insert(&kept).await.unwrap();
        enhet.importer().add_posts(kept.id, &[post]).await.unwrap();
    }
    enhet.commit().await.unwrap();
    prov
}

/// PostgreSQL sees a moment later that a connection has been closed.
async fn stop(prov: &Prov, databas: Databas) {
    prov.store.close().await;
    let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                  AND application_name LIKE 'finsam/%'";
    while databas == Databas::Postgres && prov.count(others) > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

on_each_database!(persons_are_found_with_another_key);
async fn persons_are_found_with_another_key(databas: Databas) {
    let prov = filled(databas, Importstatus::Klar).await;
    let plats = plats(&prov);
    let fel = change_search_key(&plats, &ring(), &other()).await.unwrap_err();
    assert!(matches!(fel, StoreError::InUse), "{fel}");
    stop(&prov, databas).await;
    let fel = change_search_key(&plats, &Nyckelring::from_bytes([9; 32]), &other()).await.unwrap_err();
    assert!(matches!(fel, StoreError::WrongKey), "{fel}");
    let done = change_search_key(&plats, &ring(), &other()).await.unwrap();
    assert_eq!(done, Sokbyte { redan: false, deltaganden: 2, glomda: 1 });
    assert!(change_search_key(&plats, &ring(), &other()).await.unwrap().redan, "broken off, it is run again");
    assert!(matches!(prov.open(Some(ring())).await.unwrap_err(), StoreError::WrongKey));

    let store = prov.open(Some(other())).await.unwrap();
    let anna = key(store.as_ref(), ANNA);
    assert_eq!(store.read().await.unwrap().personer().own(part(HERE), anna).await.unwrap().len(), 2);
    let prov = Prov { store, ..prov };
    let twice = prov.save(vec![skrivning("d-3", Some(ANNA), "2014-01-01", None)]).await;
    assert!(matches!(twice[..], [Skrivutfall::Overlapp(_)]), "one person is one: {twice:?}");
    let mut enhet = prov.begin().await;
    assert_eq!(enhet.personer().remove_posts(part(HERE), anna).await.unwrap().len(), 1);
    drop(enhet);
    assert_eq!(prov.count("SELECT count(*) FROM importpost"), 1);
}

on_each_database!(a_register_that_did_not_know_its_search_key_knows_the_new_one);
async fn a_register_that_did_not_know_its_search_key_knows_the_new_one(databas: Databas) {
    let prov = filled(databas, Importstatus::Klar).await;
    // As one is that was migrated by a program without a key.
    assert_eq!(prov.refusal("DELETE FROM registernyckel WHERE nummer = 0"), None);
    stop(&prov, databas).await;
    assert!(!change_search_key(&plats(&prov), &ring(), &other()).await.unwrap().redan);
    assert!(matches!(prov.open(Some(ring())).await.unwrap_err(), StoreError::WrongKey), "two persons of one");
    prov.open(Some(other())).await.unwrap().close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_the_former_hashes_stays_in_the_file() {
    let prov = filled(Databas::Sqlite, Importstatus::Klar).await;
    let hashes = [ANNA, BO].map(|vem| key(prov.store.as_ref(), vem).0);
    stop(&prov, Databas::Sqlite).await;
    let file = prov.address().replacen("sqlite:", "", 1);
    let left = || {
        let bytes = std::fs::read(&file).unwrap();
        hashes.map(|hash| bytes.windows(hash.len()).any(|there| there == hash))
    };
    assert_eq!(left(), [true; 2]);
    change_search_key(&plats(&prov), &ring(), &other()).await.unwrap();
    assert_eq!(left(), [false; 2]);
}

on_each_database!(a_plan_about_somebody_unknown_is_in_the_way);
async fn a_plan_about_somebody_unknown_is_in_the_way(databas: Databas) {
    let prov = filled(databas, Importstatus::Planerad).await;
    stop(&prov, databas).await;
    let fel = change_search_key(&plats(&prov), &ring(), &other()).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("plan")), "{fel}");
    let store = prov.open(Some(ring())).await.unwrap();
    let anna = key(store.as_ref(), ANNA);
    assert_eq!(store.read().await.unwrap().personer().own(part(HERE), anna).await.unwrap().len(), 2, "as it was");
}
