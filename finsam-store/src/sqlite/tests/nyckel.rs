//! Keys, and what a file gives away without them.

use super::{ANNA, BO, Prov, nyckel, part, skrivning};
use crate::rum::Villkor;
use crate::sqlite::{Settings, SqliteStore};
use crate::{Nyckelring, Store, StoreError};

/// Whether the text stands anywhere in the files of the database.
fn is_seen(prov: &Prov, text: &str) -> bool {
    let files: Vec<_> = std::fs::read_dir(prov.dir.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!files.is_empty());
    files.iter().any(|path| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[tokio::test]
async fn no_number_stands_in_the_files() {
    let prov = Prov::new().await;
    let reserv = "R-42-hemlig";
    let mut one = skrivning("d-3", Some(BO), "2016-01-01", None);
    let mut uppgift = None;
    one.godkand.identitet = one.godkand.identitet.map(|_| {
        let born = super::day("1980-02-03");
        let nummer =
            finsam_core::identitet::Reservnummer::new("region:22", reserv, born, one.godkand.post.kon, born).unwrap();
        uppgift = Some(nummer.uppgift());
        nummer.into()
    });
    prov.save(vec![
        skrivning("d-1", Some(ANNA), "2014-01-01", None),
        skrivning("d-2", Some(BO), "2014-01-01", None),
        one,
    ])
    .await;
    // Changed, replaced and deleted, in the log and, after closing, in the file itself.
    prov.save(vec![skrivning("d-1", Some(BO), "2015-01-01", Some("2015-02-01"))]).await;
    let mut enhet = prov.begin().await;
    enhet.deltaganden().delete(part("kommun:2280"), &nyckel("d-2"), Villkor::Inget).await.unwrap();
    enhet.commit().await.unwrap();
    let check = || {
        assert!(is_seen(&prov, "treserva"), "the search finds what stands there in clear");
        for text in [ANNA, &ANNA[2..], &ANNA[..8], BO, &BO[2..], "900312-2380", reserv] {
            assert!(!is_seen(&prov, text), "{text}");
        }
    };
    check();
    prov.store.close().await;
    check();
    let store = SqliteStore::open(&prov.path(), Some(super::ring()), Settings::default()).unwrap();
    let mut las = store.read().await.unwrap();
    let read = las.deltaganden().get(part("kommun:2280"), &nyckel("d-3")).await.unwrap().unwrap();
    assert_eq!((read.personnummer, read.reservnummer), (None, uppgift));
}

/// What a deleted record held is overwritten in the file.
#[tokio::test]
async fn a_deleted_record_leaves_no_content() {
    let prov = Prov::new().await;
    let mut one = skrivning("d-1", Some(ANNA), "2014-01-01", None);
    let samtycke = one.godkand.post.samtycke.as_mut().unwrap().registrering.as_mut().unwrap();
    samtycke.textversion = "alldeles-egen-text".to_owned();
    prov.save(vec![one]).await;
    assert!(is_seen(&prov, "alldeles-egen-text"));
    let mut enhet = prov.begin().await;
    enhet.deltaganden().delete(part("kommun:2280"), &nyckel("d-1"), Villkor::Inget).await.unwrap();
    enhet.commit().await.unwrap();
    prov.store.close().await;
    assert!(!is_seen(&prov, "alldeles-egen-text"));
}

#[tokio::test]
async fn a_wrong_key_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("finsam.db");
    let open = |ring| SqliteStore::open(&path, ring, Settings::default());
    open(None).unwrap();
    // The first key that it is opened with becomes its key.
    open(Some(Nyckelring::from_bytes([1; 32]))).unwrap();
    open(Some(Nyckelring::from_bytes([1; 32]))).unwrap();
    open(None).unwrap();
    let fel = open(Some(Nyckelring::from_bytes([2; 32]))).unwrap_err();
    assert!(matches!(fel, StoreError::WrongKey), "{fel}");
}

#[tokio::test]
async fn a_sealed_number_moved_to_another_record_does_not_open() {
    let prov = Prov::new().await;
    prov.save(vec![skrivning("d-1", Some(ANNA), "2014-01-01", None), skrivning("d-2", Some(BO), "2014-01-01", None)])
        .await;
    prov.conn()
        .execute("UPDATE deltagande SET identitet = (SELECT identitet FROM deltagande WHERE nummer = 1)", ())
        .unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert!(las.deltaganden().get(part("kommun:2280"), &nyckel("d-1")).await.is_ok());
    let fel = las.deltaganden().get(part("kommun:2280"), &nyckel("d-2")).await.unwrap_err();
    assert!(matches!(fel, StoreError::Decode { table: "deltagande", column: "identitet", .. }), "{fel}");
}
