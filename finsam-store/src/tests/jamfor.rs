//! Which participations belong to a scope.

use finsam_core::protokoll::Omfang;

use super::{
    ANNA, ANNAN_INSATS, BO, Databas, INSATS, Prov, aktor, first, nyckel, on_each_database, page, part, skrivning,
};
use crate::StoreError;
use crate::rum::{Atkomstmal, Fran, Jamforelseurval, Skrivning, Strategi, Villkor};

fn elsewhere(mut one: Skrivning, kallsystem: &str) -> Skrivning {
    one.nyckel.kallsystem = kallsystem.to_owned();
    one
}

fn all() -> Jamforelseurval {
    Jamforelseurval { part: part("kommun:2280"), kallsystem: None, insats: None, ar: None }
}

async fn names(prov: &Prov, urval: Jamforelseurval) -> String {
    let mut las = prov.store.read().await.unwrap();
    let found = las.deltaganden().to_compare(urval, first(100)).await.unwrap();
    let names: Vec<_> = found.into_iter().map(|(_, one)| one.nyckel.nyckel).collect();
    names.join(" ")
}

on_each_database!(a_scope_is_a_system_an_insats_and_the_year_of_the_first_day);
async fn a_scope_is_a_system_an_insats_and_the_year_of_the_first_day(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut other = skrivning("d-5", None, "2014-05-01", None);
    other.godkand.post.insats_id = ANNAN_INSATS;
    prov.save(vec![
        skrivning("d-1", Some(ANNA), "2013-12-31", None),
        skrivning("d-2", Some(BO), "2014-01-01", Some("2015-02-01")),
        skrivning("d-3", None, "2014-12-31", None),
        elsewhere(skrivning("d-4", None, "2014-05-01", None), "procapita"),
        other,
        skrivning("d-6", None, "2014-05-02", None),
    ])
    .await;
    let mut enhet = prov.begin().await;
    enhet.deltaganden().delete(part("kommun:2280"), &nyckel("d-6"), Villkor::Inget).await.unwrap();
    let theirs = skrivning("d-7", None, "2014-05-01", None);
    enhet.deltaganden().save(part("kommun:2262"), Strategi::Upsert, vec![theirs]).await.unwrap();
    enhet.commit().await.unwrap();

    assert_eq!(names(&prov, all()).await, "d-1 d-2 d-3 d-4 d-5", "neither what is deleted nor another part's");
    assert_eq!(names(&prov, Jamforelseurval { ar: Some(2014), ..all() }).await, "d-2 d-3 d-4 d-5");
    assert_eq!(names(&prov, Jamforelseurval { insats: Some(INSATS), ..all() }).await, "d-1 d-2 d-3 d-4");
    let system = |namn: &str| Some(namn.to_owned());
    assert_eq!(names(&prov, Jamforelseurval { kallsystem: system("procapita"), ..all() }).await, "d-4");
    assert_eq!(names(&prov, Jamforelseurval { kallsystem: system("a\0"), ..all() }).await, "", "no name has a null");
    let omfang = Omfang { kallsystem: "treserva".to_owned(), insats_id: INSATS, ar: 2014 };
    assert_eq!(names(&prov, Jamforelseurval::of(part("kommun:2280"), omfang.clone())).await, "d-2 d-3");
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.deltaganden().count_to_compare(part("kommun:2280"), omfang.clone()).await.unwrap(), 2);
    let none = Omfang { kallsystem: "a\0".to_owned(), ..omfang.clone() };
    assert_eq!(las.deltaganden().count_to_compare(part("kommun:2280"), none).await.unwrap(), 0);
    assert_eq!(las.deltaganden().count_to_compare(part("kommun:1480"), omfang).await.unwrap(), 0);
}

on_each_database!(pages_of_a_scope_skip_and_repeat_nothing);
async fn pages_of_a_scope_skip_and_repeat_nothing(databas: Databas) {
    let prov = Prov::new(databas).await;
    prov.save((1..=7).map(|n| skrivning(&format!("d-{n}"), None, "2014-05-01", None)).collect()).await;
    for urval in [all(), Jamforelseurval { insats: Some(INSATS), ..all() }] {
        let mut las = prov.store.read().await.unwrap();
        let mut names = Vec::new();
        let mut after = 0;
        loop {
            let found = las.deltaganden().to_compare(urval.clone(), page(3, Fran::Efter(after))).await.unwrap();
            let Some((last, _)) = found.last() else { break };
            after = *last;
            names.extend(found.into_iter().map(|(_, one)| one.nyckel.nyckel));
        }
        assert_eq!(names.join(" "), "d-1 d-2 d-3 d-4 d-5 d-6 d-7");
        let second = las.deltaganden().to_compare(urval, page(3, Fran::Hopp(3))).await.unwrap();
        assert_eq!(second[0].1.nyckel.nyckel, "d-4");
    }
}

on_each_database!(without_keys_no_person_is_compared);
async fn without_keys_no_person_is_compared(databas: Databas) {
    let prov = Prov::new(databas).await;
    prov.save(vec![skrivning("d-1", Some(ANNA), "2014-05-01", None)]).await;
    let other = prov.open(None).await.unwrap();
    let found = other.read().await.unwrap().deltaganden().to_compare(all(), first(10)).await;
    assert!(matches!(found, Err(StoreError::NoKey)), "{found:?}");
}

on_each_database!(checksums_leave_one_line_in_the_access_log);
async fn checksums_leave_one_line_in_the_access_log(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut enhet = prov.store.begin(aktor("summor")).await.unwrap();
    enhet.atkomst().log(&[Atkomstmal::Kontrollsumma(17)]).await.unwrap();
    enhet.commit().await.unwrap();
    let lines = "SELECT count(*) FROM atkomstlogg WHERE resurs = 'kontrollsumma' AND antal = 17 AND id IS NULL";
    assert_eq!(prov.count(lines), 1);
}
