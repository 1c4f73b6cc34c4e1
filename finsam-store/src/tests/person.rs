//! Persons: found in their own part, shown to others with their consent, made anonymous for good.

use std::collections::BTreeSet;

use finsam_core::deltagande::{Registrering, Sekretesssamtycke};
use finsam_core::id::ImportId;
use finsam_core::identitet::Identitet;
use finsam_core::protokoll::{Importstatus, Omfang};

use super::jobb::import;
use super::{ANNA, ANNAN_INSATS, BO, Databas, INSATS, Prov, day, new_id, nyckel, on_each_database, part, skrivning};
use crate::StoreError;
use crate::rum::{
    Anonymisering, Handelsetyp, Import, Importinnehall, Personsok, Raderingsutfall, Skrivutfall, Strategi, Villkor,
};

const HERE: &str = "kommun:2280";

fn key(prov: &Prov, vem: &str) -> Personsok {
    prov.store.person_key(&Identitet::parse_nummer(vem, day("2014-05-01")).unwrap()).unwrap()
}

fn withdrawal(person: Personsok, dag: &str) -> Anonymisering {
    Anonymisering { person, insatser: None, dag: day(dag), typ: Handelsetyp::SamtyckeAterkallat }
}

async fn withdraw(prov: &Prov, vem: &str, dag: &str) -> Vec<(String, i64)> {
    let mut enhet = prov.begin().await;
    let done = enhet.personer().anonymise(part(HERE), withdrawal(key(prov, vem), dag)).await.unwrap();
    enhet.commit().await.unwrap();
    done.into_iter().map(|one| (one.nyckel.nyckel, one.version)).collect()
}

on_each_database!(nothing_of_the_person_is_left);
async fn nothing_of_the_person_is_left(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut elsewhere = skrivning("d-2", Some(ANNA), "2014-03-01", Some("2014-04-01"));
    elsewhere.godkand.post.insats_id = ANNAN_INSATS;
    let first = skrivning("d-1", Some(ANNA), "2014-01-01", None);
    prov.save(vec![first.clone(), elsewhere, skrivning("d-3", Some(BO), "2014-01-01", None)]).await;
    let other = skrivning("r-1", Some(ANNA), "2014-01-01", None);
    let mut enhet = prov.begin().await;
    enhet.deltaganden().save(part("region:22"), Strategi::Upsert, vec![other]).await.unwrap();
    enhet.commit().await.unwrap();

    // What is not kept changes nothing.
    let mut enhet = prov.begin().await;
    let asked = withdrawal(key(&prov, ANNA), "2014-05-01");
    assert_eq!(enhet.personer().anonymise(part(HERE), asked).await.unwrap().len(), 2);
    drop(enhet);
    assert_eq!(withdraw(&prov, ANNA, "2014-05-01").await, [("d-1".to_owned(), 2), ("d-2".to_owned(), 2)]);
    assert_eq!(withdraw(&prov, ANNA, "2014-05-01").await, [], "there is nobody any more");

    let mut las = prov.store.read().await.unwrap();
    let left = las.deltaganden().get(part(HERE), &nyckel("d-1")).await.unwrap().unwrap();
    assert_eq!((left.post, left.personnummer), (first.godkand.post.anonymised(), None));
    assert_eq!(las.personer().own(part(HERE), key(&prov, ANNA)).await.unwrap(), []);
    assert_eq!(las.personer().own(part(HERE), key(&prov, BO)).await.unwrap().len(), 1);
    assert_eq!(las.personer().own(part("region:22"), key(&prov, ANNA)).await.unwrap().len(), 1, "not another part's");
    let rows = las.deltaganden().statistics(0, 9).await.unwrap();
    assert_eq!(rows.iter().map(|rad| rad.alder).collect::<Vec<_>>(), [None, None, Some(24), Some(24)]);
    assert_eq!(rows[1].post.as_ref().unwrap().registrering, Registrering::Anonym);
    let gone = "SELECT count(*) FROM deltagande WHERE sok IS NULL AND identitet IS NULL AND alder IS NULL";
    assert_eq!(prov.count(gone), 2);
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE typ = 'samtycke_aterkallat' AND version = 2"), 2);
}

on_each_database!(only_a_later_consent_fills_the_key_again);
async fn only_a_later_consent_fills_the_key_again(databas: Databas) {
    let prov = Prov::new(databas).await;
    let consented = |dag: &str| {
        let mut one = skrivning("d-1", Some(ANNA), "2014-01-01", None);
        one.godkand.post.samtycke.as_mut().unwrap().registrering.as_mut().unwrap().datum = day(dag);
        one
    };
    let id = new_id("d-1");
    prov.save(vec![consented("2014-01-01")]).await;
    withdraw(&prov, ANNA, "2014-05-01").await;
    let refused = [Skrivutfall::Aterkallat(day("2014-05-01"))];
    for dag in ["2014-01-01", "2014-05-01"] {
        assert_eq!(prov.save(vec![consented(dag)]).await, refused, "the nightly sync");
    }
    // One at a time, as PUT does it, too.
    let unit = prov.begin().await;
    let outcome = unit.save_and_commit(part(HERE), consented("2014-05-01")).await.unwrap();
    assert_eq!(outcome, refused[0]);
    let closed = skrivning("d-1", None, "2014-01-01", Some("2014-06-01"));
    assert_eq!(prov.save(vec![closed]).await, [Skrivutfall::Uppdaterad { id, version: 3 }], "anonymously it goes on");
    let mut enhet = prov.begin().await;
    let gone = enhet.deltaganden().delete(part(HERE), &nyckel("d-1"), Villkor::Inget).await.unwrap();
    assert_eq!(gone, Raderingsutfall::Raderad(id));
    enhet.commit().await.unwrap();
    assert_eq!(prov.save(vec![consented("2014-05-01")]).await, refused, "deletion does not make it forgotten");
    assert_eq!(prov.save(vec![consented("2014-05-02")]).await, [Skrivutfall::Skapad { id, version: 5 }]);
    // In one batch a later record sees what an earlier one did.
    let outcomes = prov.save(vec![consented("2014-05-03"), consented("2014-04-01")]).await;
    assert_eq!(outcomes, [Skrivutfall::Uppdaterad { id, version: 6 }, refused[0]]);
    // The latest withdrawal counts, in whichever order they come.
    assert_eq!(withdraw(&prov, ANNA, "2014-04-01").await, [("d-1".to_owned(), 7)]);
    assert_eq!(prov.save(vec![consented("2014-05-01")]).await, refused);
}

on_each_database!(a_narrow_withdrawal_and_what_reconciliation_sees);
async fn a_narrow_withdrawal_and_what_reconciliation_sees(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut elsewhere = skrivning("d-2", Some(ANNA), "2014-03-01", None);
    elsewhere.godkand.post.insats_id = ANNAN_INSATS;
    let all = [skrivning("d-1", Some(ANNA), "2014-01-01", None), elsewhere, skrivning("d-3", None, "2014-01-01", None)];
    prov.save(all.to_vec()).await;
    let mut enhet = prov.begin().await;
    let insatser = Some(BTreeSet::from([INSATS]));
    let asked = Anonymisering { insatser, ..withdrawal(key(&prov, ANNA), "2014-05-01") };
    let done = enhet.personer().anonymise(part(HERE), asked).await.unwrap();
    assert_eq!(done.iter().map(|one| one.nyckel.nyckel.as_str()).collect::<Vec<_>>(), ["d-1"]);
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.personer().own(part(HERE), key(&prov, ANNA)).await.unwrap().len(), 1);
    let omfang = Omfang { kallsystem: nyckel("").kallsystem, insats_id: INSATS, ar: 2014 };
    let seen = las.deltaganden().in_scope(part(HERE), &omfang, 0, 9).await.unwrap();
    let seen: Vec<_> = seen.iter().map(|one| one.nyckel.nyckel.as_str()).collect();
    assert_eq!(seen, ["d-3"], "what is missing from a sync is deleted, but not what was withdrawn");
}

on_each_database!(others_see_what_the_person_lets_them);
async fn others_see_what_the_person_lets_them(databas: Databas) {
    let prov = Prov::new(databas).await;
    let shown = |namn: &str, vem, parter: &[&str]| {
        let mut one = skrivning(namn, Some(vem), "2014-01-01", None);
        let parter = parter.iter().map(|kod| part(kod)).collect();
        one.godkand.post.samtycke.as_mut().unwrap().sekretess =
            Some(Sekretesssamtycke { datum: day("2014-01-01"), parter });
        one
    };
    prov.save(vec![shown("d-1", ANNA, &["region:22", "kommun:2262"]), shown("d-2", BO, &[])]).await;
    let mut las = prov.store.read().await.unwrap();
    for (who, vem, expected) in [
        ("region:22", ANNA, 1),
        ("kommun:2262", ANNA, 1),
        ("kommun:1480", ANNA, 0),
        (HERE, ANNA, 0),
        ("region:22", BO, 0),
    ] {
        let found = las.personer().shared(part(who), key(&prov, vem)).await.unwrap();
        assert_eq!(found.len(), expected, "{who}");
        assert!(found.iter().all(|(whose, one)| *whose == part(HERE) && one.nyckel == nyckel("d-1")));
    }
    drop(las);
    withdraw(&prov, ANNA, "2014-05-01").await;
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.personer().shared(part("region:22"), key(&prov, ANNA)).await.unwrap(), []);
}

on_each_database!(what_imports_keep_of_a_person_goes);
async fn what_imports_keep_of_a_person_goes(databas: Databas) {
    let prov = Prov::new(databas).await;
    let kept = |rad, person| Importinnehall { rad, post: b"{}".to_vec(), person };
    let (anna, bo) = (key(&prov, ANNA), key(&prov, BO));
    let (mut enhet, ids) = (prov.begin().await, [1, 2, 3].map(|n| ImportId(uuid::Uuid::from_u128(n))));
    for (id, kod, poster) in [
        (ids[0], HERE, vec![kept(0, None), kept(1, Some(anna)), kept(2, Some(bo))]),
        (ids[1], HERE, vec![kept(1, Some(bo))]),
        (ids[2], "region:22", vec![kept(1, Some(anna))]),
    ] {
        let kept = Import { id, part: part(kod), ..import(1, Importstatus::Klar) };
        enhet.importer().insert(&kept).await.unwrap();
        enhet.importer().add_posts(id, &poster).await.unwrap();
    }
    enhet.commit().await.unwrap();
    let mut enhet = prov.begin().await;
    assert_eq!(enhet.personer().remove_posts(part(HERE), anna).await.unwrap(), [ids[0]]);
    assert_eq!(enhet.personer().remove_posts(part(HERE), anna).await.unwrap(), []);
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    let left = las.importer().posts(ids[0], None, 9).await.unwrap();
    assert_eq!(left, [kept(0, None), kept(2, Some(bo))]);
    assert_eq!(las.importer().posts(ids[2], None, 9).await.unwrap().len(), 1, "another part's");
}

on_each_database!(without_a_key_there_are_no_persons);
async fn without_a_key_there_are_no_persons(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let store = prov.open(None).await.unwrap();
    let person = Identitet::parse_nummer(ANNA, day("2014-05-01")).unwrap();
    assert!(matches!(store.person_key(&person), Err(StoreError::NoKey)));
}

#[test]
fn what_a_person_is_found_by_is_not_shown() {
    let found = Personsok::new(&Identitet::parse_nummer(ANNA, day("2014-05-01")).unwrap(), &super::ring());
    assert_eq!(format!("{found:?}"), "Personsok(…)");
}
