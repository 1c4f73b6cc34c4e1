//! Frozen states: in what order they come, that what they hold is sealed, and that it never changes.

use finsam_core::id::FaststallelseId;
use finsam_core::protokoll::Faststallelsestatus;
use uuid::Uuid;

use super::nyckel::{both, filled};
use super::{Databas, Prov, moment, on_each_database, ring};
use crate::rum::Nyfaststallelse;
use crate::{Nyckelring, StoreError};

pub(super) const STATE: FaststallelseId = FaststallelseId(Uuid::from_u128(0xfa));

/// A year frozen at a state, with an identity of both.
pub(super) fn frozen(ar: i32, dataversion: i64) -> Nyfaststallelse {
    Nyfaststallelse {
        id: FaststallelseId(Uuid::from_u64_pair(ar.unsigned_abs().into(), dataversion.unsigned_abs())),
        ar,
        dataversion,
        regelversion: "2".to_owned(),
        troskel: 5,
        tid: moment(),
        vem: "<prov>".to_owned(),
        anmarkning: Some("rättad".to_owned()),
        innehall: b"hela registret".to_vec(),
    }
}

async fn insert(prov: &Prov, ny: Nyfaststallelse) -> bool {
    let mut unit = prov.begin().await;
    let kept = unit.faststallelser().insert(ny).await.unwrap();
    unit.commit().await.unwrap();
    kept
}

async fn finish(prov: &Prov, id: FaststallelseId, innehall: &[u8]) -> bool {
    let mut unit = prov.begin().await;
    let ended = unit.faststallelser().finish(id, [9; 32], innehall.to_vec()).await.unwrap();
    unit.commit().await.unwrap();
    ended
}

on_each_database!(a_year_is_frozen_once_at_a_state_and_answers_when_it_is_done);
async fn a_year_is_frozen_once_at_a_state_and_answers_when_it_is_done(databas: Databas) {
    let prov = Prov::new(databas).await;
    let kept = [insert(&prov, frozen(2014, 7)).await, insert(&prov, frozen(2013, 7)).await];
    assert_eq!(kept, [true; 2], "two years of one state");
    assert!(insert(&prov, frozen(2014, 9)).await, "revised");
    let again = Nyfaststallelse { id: STATE, ..frozen(2014, 7) };
    assert!(!insert(&prov, again).await, "it is there already");

    let id = frozen(2014, 7).id;
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.faststallelser().content(id).await.unwrap().unwrap(), b"hela registret");
    assert_eq!(las.faststallelser().content(STATE).await.unwrap(), None);
    drop(las);
    assert!(finish(&prov, id, "året".as_bytes()).await);
    assert!(!finish(&prov, id, b"annat").await, "what answers never changes");
    assert!(!finish(&prov, STATE, b"annat").await);

    let mut las = prov.store.read().await.unwrap();
    let all = las.faststallelser().all().await.unwrap();
    let told: Vec<_> = all.iter().map(|one| (one.ar, one.utgava, one.dataversion, one.status)).collect();
    let (pagar, klar) = (Faststallelsestatus::Pagar, Faststallelsestatus::Klar);
    assert_eq!(told, [(2013, 1, 7, pagar), (2014, 1, 7, klar), (2014, 2, 9, pagar)]);
    assert_eq!((all[1].digest.as_deref(), all[2].digest.as_deref()), (Some("09".repeat(32).as_str()), None));
    assert_eq!((all[1].faststalld, all[1].troskel, all[1].regelversion.as_str()), (moment(), 5, "2"));
    assert_eq!(all[1].anmarkning.as_deref(), Some("rättad"));
    assert_eq!(las.faststallelser().content(id).await.unwrap().unwrap(), "året".as_bytes());
    let lines = "SELECT count(*) FROM atkomstlogg WHERE resurs = 'faststallelse'";
    assert_eq!(prov.count(lines), 6, "who did what is in the log, and nothing that was not kept");
    assert_eq!(prov.count("SELECT count(*) FROM handelse WHERE resurs NOT IN (1, 2)"), 0, "nothing has changed");
}

on_each_database!(what_is_held_is_sealed_and_says_so_when_it_does_not_open);
async fn what_is_held_is_sealed_and_says_so_when_it_does_not_open(databas: Databas) {
    let prov = Prov::new(databas).await;
    assert!(insert(&prov, frozen(2014, 7)).await);
    let id = frozen(2014, 7).id;
    let content = async |ring| prov.open(ring).await.unwrap().read().await.unwrap().faststallelser().content(id).await;
    assert!(matches!(content(None).await, Err(StoreError::NoKey)));
    let blind = prov.open(None).await.unwrap();
    let mut unit = blind.begin(super::aktor("1")).await.unwrap();
    assert!(matches!(unit.faststallelser().insert(frozen(2014, 8)).await, Err(StoreError::NoKey)));
    drop(unit);
    assert!(content(Some(ring())).await.unwrap().is_some());
    let byte = match databas {
        Databas::Sqlite => "x'01' || substr(innehall, 2, length(innehall) - 2) || x'00'",
        Databas::Postgres => "set_byte(innehall, length(innehall) - 1, 255 - get_byte(innehall, length(innehall) - 1))",
    };
    assert_eq!(prov.refusal(&format!("UPDATE faststallelse SET innehall = CAST({byte} AS {})", blob(databas))), None);
    assert!(matches!(content(Some(ring())).await, Err(StoreError::WrongKey)), "altered");
}

const fn blob(databas: Databas) -> &'static str {
    match databas {
        Databas::Sqlite => "BLOB",
        Databas::Postgres => "bytea",
    }
}

on_each_database!(it_is_sealed_anew_with_the_rest);
async fn it_is_sealed_anew_with_the_rest(databas: Databas) {
    let prov = filled(databas, 1).await;
    for dataversion in [7, 8, 9] {
        assert!(insert(&prov, frozen(2014, dataversion)).await);
    }
    let newer = prov.open(Some(Nyckelring::of(&both()))).await.unwrap();
    assert!(matches!(newer.forget_key(1).await, Err(StoreError::Conflict("nyckel"))));
    super::nyckel::reseal(newer.as_ref()).await;
    newer.forget_key(1).await.unwrap();
    let only = prov.open(Some(super::nyckel::second())).await.unwrap();
    let mut las = only.read().await.unwrap();
    for dataversion in [7, 8, 9] {
        let content = las.faststallelser().content(frozen(2014, dataversion).id).await.unwrap();
        assert_eq!(content.unwrap(), b"hela registret");
    }
    // A program that still seals with the key that went is refused.
    let mut unit = prov.begin().await;
    let refused = unit.faststallelser().insert(frozen(2015, 10)).await;
    assert!(matches!(refused, Err(StoreError::RemovedKey)), "{refused:?}");
}
