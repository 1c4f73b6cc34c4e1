//! Participations: writing, reading, lists, deletion.

use finsam_core::deltagande::{Nummertext, Nyckel};
use finsam_core::id::InsatsId;
use finsam_core::identitet::{Identitet, Kon, Reservnummer};
use finsam_core::protokoll::Omfang;
use finsam_core::tid::Period;
use uuid::Uuid;

use super::{
    ANNA, ANNAN_INSATS, BO, Databas, INSATS, Prov, day, first, new_id, nyckel, on_each_database, page, part, skrivning,
};
use crate::StoreError;
use crate::rum::{
    Deltagandeurval, Fran, Handelsetyp, Radering, Raderingsutfall, Skrivning, Skrivutfall, Strategi, Villkor,
};

on_each_database!(what_is_saved_is_read_back);
async fn what_is_saved_is_read_back(databas: Databas) {
    let prov = Prov::new(databas).await;
    let person = skrivning("d-1", Some(ANNA), "2014-01-01", None);
    let samordning = skrivning("d-2", Some("197010632391"), "2014-01-01", Some("2014-02-01"));
    let anonym = skrivning("d-3", None, "2014-01-01", None);
    let mut reserv = skrivning("d-4", Some(BO), "2014-01-01", None);
    let nummer = Reservnummer::new("region:22", "R-42", day("1980-02-03"), Kon::Man, day("2014-01-01")).unwrap();
    reserv.godkand.identitet = Some(Identitet::Reservnummer(nummer.clone()));
    let all = [person, samordning, anonym, reserv];
    let outcomes = prov.save(all.to_vec()).await;
    assert_eq!(outcomes, all.each_ref().map(|one| Skrivutfall::Skapad { id: one.nytt_id, version: 1 }));

    let mut las = prov.store.read().await.unwrap();
    let mut read = Vec::new();
    for one in &all {
        let found = las.deltaganden().get(part("kommun:2280"), &one.nyckel).await.unwrap().unwrap();
        assert_eq!((found.id, found.version, &found.nyckel), (one.nytt_id, 1, &one.nyckel));
        assert_eq!(found.post, one.godkand.post);
        read.push(found);
    }
    let numbers: Vec<_> = read.iter().map(|one| one.personnummer.as_ref().map(Nummertext::reveal)).collect();
    assert_eq!(numbers, [Some(ANNA), Some("197010632391"), None, None]);
    assert_eq!(read[3].reservnummer, Some(nummer.uppgift()));
    assert!(read[..3].iter().all(|one| one.reservnummer.is_none()));
    assert!(las.deltaganden().get(part("kommun:2262"), &nyckel("d-1")).await.unwrap().is_none(), "another part");
    let elsewhere = Nyckel { kallsystem: "procapita".to_owned(), ..nyckel("d-1") };
    assert!(las.deltaganden().get(part("kommun:2280"), &elsewhere).await.unwrap().is_none(), "another system");
}

on_each_database!(the_same_again_is_unchanged_and_another_person_is_a_change);
async fn the_same_again_is_unchanged_and_another_person_is_a_change(databas: Databas) {
    let prov = Prov::new(databas).await;
    let one = skrivning("d-1", Some(ANNA), "2014-01-01", None);
    let id = one.nytt_id;
    prov.save(vec![one.clone()]).await;
    let again = Skrivning { nytt_id: new_id("other"), ..one.clone() };
    assert_eq!(prov.save(vec![again]).await, [Skrivutfall::Oforandrad { id, version: 1 }]);
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE resurs = 'deltagande'"), 1);
    assert_eq!(prov.count("SELECT count(*) FROM atkomstlogg WHERE resurs = 'deltagande'"), 2);

    let other = skrivning("d-1", Some(BO), "2014-01-01", None);
    assert_eq!(other.godkand.post, one.godkand.post, "the kept record is the same");
    assert_eq!(prov.save(vec![other]).await, [Skrivutfall::Uppdaterad { id, version: 2 }]);
    let mut las = prov.store.read().await.unwrap();
    let read = las.deltaganden().get(part("kommun:2280"), &nyckel("d-1")).await.unwrap().unwrap();
    assert_eq!(read.personnummer.unwrap().reveal(), BO);

    let anonym = skrivning("d-1", None, "2014-01-01", None);
    assert_eq!(prov.save(vec![anonym]).await, [Skrivutfall::Uppdaterad { id, version: 3 }]);
    assert_eq!(prov.count("SELECT count(*) FROM deltagande WHERE sok IS NULL AND identitet IS NULL"), 1);
}

on_each_database!(a_record_moves_to_another_insats_and_keeps_its_person);
async fn a_record_moves_to_another_insats_and_keeps_its_person(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut one = skrivning("d-1", Some(ANNA), "2014-01-01", None);
    prov.save(vec![one.clone()]).await;
    one.godkand.post.insats_id = ANNAN_INSATS;
    assert_eq!(prov.save(vec![one.clone()]).await, [Skrivutfall::Uppdaterad { id: one.nytt_id, version: 2 }]);
    // Where it was, the person may take part now.
    let next = skrivning("d-2", Some(ANNA), "2014-01-01", None);
    assert_eq!(prov.save(vec![next.clone()]).await, [Skrivutfall::Skapad { id: next.nytt_id, version: 1 }]);
    let mut las = prov.store.read().await.unwrap();
    let read = las.deltaganden().get(part("kommun:2280"), &nyckel("d-1")).await.unwrap().unwrap();
    assert_eq!((read.post.insats_id, read.personnummer.unwrap().reveal()), (ANNAN_INSATS, ANNA));
}

on_each_database!(periods_of_a_person_in_an_insats_do_not_overlap_within_a_part);
async fn periods_of_a_person_in_an_insats_do_not_overlap_within_a_part(databas: Databas) {
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    let stands = Period::new(day("2014-01-01"), Some(day("2014-06-30")));
    prov.save(vec![skrivning("d-1", Some(ANNA), "2014-01-01", Some("2014-06-30"))]).await;

    let mut other_system = skrivning("d-1", Some(ANNA), "2014-06-30", None);
    other_system.nyckel.kallsystem = "procapita".to_owned();
    other_system.nytt_id = new_id("p-1");
    let after = skrivning("d-2", Some(ANNA), "2014-07-01", None);
    let someone_else = skrivning("d-3", Some(BO), "2014-01-01", None);
    let anonym = skrivning("d-4", None, "2014-01-01", None);
    let mut elsewhere = skrivning("d-5", Some(ANNA), "2014-01-01", None);
    elsewhere.godkand.post.insats_id = ANNAN_INSATS;
    let late = skrivning("d-6", Some(ANNA), "2015-01-01", Some("2015-02-01"));
    let created = |one: &Skrivning| Skrivutfall::Skapad { id: one.nytt_id, version: 1 };
    let all = vec![other_system, after, someone_else, anonym, elsewhere, late];
    let expected = [
        Skrivutfall::Overlapp(stands),
        created(&all[1]),
        created(&all[2]),
        created(&all[3]),
        created(&all[4]),
        Skrivutfall::Overlapp(Period::new(day("2014-07-01"), None)),
    ];
    assert_eq!(prov.save_as(here, Strategi::Upsert, all.clone()).await.unwrap(), expected);

    // Another part may have the same person on the same days, and neither sees the other.
    let across = all[0].clone();
    let id = across.nytt_id;
    let outcomes = prov.save_as(part("kommun:2262"), Strategi::Upsert, vec![across]).await.unwrap();
    assert_eq!(outcomes, [Skrivutfall::Skapad { id, version: 1 }]);

    // A record is not in its own way, and the later records of a batch see the earlier ones.
    let longer = skrivning("d-1", Some(ANNA), "2014-01-02", Some("2014-06-30"));
    let back = skrivning("d-2", Some(ANNA), "2014-06-30", None);
    let shorter = skrivning("d-1", Some(ANNA), "2014-01-02", Some("2014-06-29"));
    let outcomes = prov.save(vec![longer, back.clone(), shorter, back]).await;
    assert!(matches!(outcomes[0], Skrivutfall::Uppdaterad { version: 2, .. }));
    assert_eq!(outcomes[1], Skrivutfall::Overlapp(Period::new(day("2014-01-02"), Some(day("2014-06-30")))));
    assert!(matches!(outcomes[2], Skrivutfall::Uppdaterad { version: 3, .. }));
    assert!(matches!(outcomes[3], Skrivutfall::Uppdaterad { version: 2, .. }));
}

on_each_database!(strategies_and_demands_are_kept);
async fn strategies_and_demands_are_kept(databas: Databas) {
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    let one = skrivning("d-1", Some(ANNA), "2014-01-01", None);
    let later = skrivning("d-1", Some(ANNA), "2014-01-02", None);
    let id = one.nytt_id;
    let save =
        |strategi, one: &Skrivning, villkor| prov.save_as(here, strategi, vec![Skrivning { villkor, ..one.clone() }]);
    let broken = Skrivutfall::VillkorBrutet;
    assert_eq!(save(Strategi::Uppdatera, &one, Villkor::Inget).await.unwrap(), [broken(None)]);
    assert_eq!(save(Strategi::Upsert, &one, Villkor::Version(1)).await.unwrap(), [broken(None)]);
    assert_eq!(save(Strategi::Skapa, &one, Villkor::Saknas).await.unwrap(), [Skrivutfall::Skapad { id, version: 1 }]);
    assert_eq!(save(Strategi::Skapa, &later, Villkor::Inget).await.unwrap(), [broken(Some(1))]);
    assert_eq!(save(Strategi::Upsert, &later, Villkor::Saknas).await.unwrap(), [broken(Some(1))]);
    assert_eq!(save(Strategi::Upsert, &later, Villkor::Version(2)).await.unwrap(), [broken(Some(1))]);
    let changed = Skrivutfall::Uppdaterad { id, version: 2 };
    assert_eq!(save(Strategi::Uppdatera, &later, Villkor::Version(1)).await.unwrap(), [changed]);
    let fel = save(Strategi::Radera, &later, Villkor::Inget).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("strategi")));
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE resurs = 'deltagande'"), 2);
}

on_each_database!(an_unknown_insats_fails_the_batch_and_only_it);
async fn an_unknown_insats_fails_the_batch_and_only_it(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut unknown = skrivning("d-2", Some(BO), "2014-01-01", None);
    unknown.godkand.post.insats_id = InsatsId(Uuid::from_u128(0xdead));
    let batch = vec![skrivning("d-1", Some(ANNA), "2014-01-01", None), unknown];
    let mut enhet = prov.begin().await;
    let here = part("kommun:2280");
    let sound = vec![skrivning("d-0", None, "2014-01-01", None)];
    enhet.deltaganden().save(here, Strategi::Upsert, sound).await.unwrap();
    let fel = enhet.deltaganden().save(here, Strategi::Upsert, batch).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("insats")), "{fel}");
    enhet.commit().await.unwrap();
    assert_eq!(prov.count("SELECT count(*) FROM deltagande"), 1);
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE resurs = 'deltagande'"), 1);
}

on_each_database!(a_deleted_record_leaves_a_tombstone_and_can_return);
async fn a_deleted_record_leaves_a_tombstone_and_can_return(databas: Databas) {
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    let one = skrivning("d-1", Some(ANNA), "2014-01-01", None);
    prov.save(vec![one.clone(), skrivning("d-2", Some(BO), "2014-01-01", None)]).await;
    let delete = async |namn: &str, villkor| {
        let mut enhet = prov.begin().await;
        let outcome = enhet.deltaganden().delete(here, &nyckel(namn), villkor).await.unwrap();
        enhet.commit().await.unwrap();
        outcome
    };
    assert_eq!(delete("d-1", Villkor::Version(2)).await, Raderingsutfall::VillkorBrutet(1));
    assert_eq!(delete("d-1", Villkor::Version(1)).await, Raderingsutfall::Raderad(one.nytt_id));
    assert_eq!(delete("d-1", Villkor::Version(1)).await, Raderingsutfall::Redan(one.nytt_id), "whatever is demanded");
    for namn in ["d-9", "d-2\0"] {
        assert_eq!(delete(namn, Villkor::Inget).await, Raderingsutfall::Saknas);
        assert_eq!(prov.store.read().await.unwrap().deltaganden().get(here, &nyckel(namn)).await.unwrap(), None);
    }
    let left = "SELECT count(*) FROM deltagande WHERE nyckel = 'd-1' AND version = 2 AND insats IS NULL AND start IS NULL \
                AND slut IS NULL AND alder IS NULL AND sok IS NULL AND identitet IS NULL AND post IS NULL";
    assert_eq!(prov.count(left), 1);

    let mut las = prov.store.read().await.unwrap();
    assert!(las.deltaganden().get(here, &one.nyckel).await.unwrap().is_none());
    let urval = Deltagandeurval { part: here, insats: None, ar: None, avslutad: None };
    assert_eq!(las.deltaganden().list(urval, first(10)).await.unwrap().totalt, 1);
    let rows = las.deltaganden().statistics(0, 10).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.post.is_some()).collect::<Vec<_>>(), [false, true]);
    assert_eq!(rows[0].alder, None);
    drop(las);

    // It is no longer in anybody's way; returning it keeps its identity and counts as created.
    let next = skrivning("d-3", Some(ANNA), "2014-01-01", Some("2014-01-31"));
    prov.save(vec![next]).await;
    let back = Skrivning { nytt_id: new_id("new"), ..skrivning("d-1", Some(ANNA), "2014-02-01", None) };
    let outcomes = prov.save_as(here, Strategi::Uppdatera, vec![back.clone()]).await.unwrap();
    assert_eq!(outcomes, [Skrivutfall::VillkorBrutet(None)]);
    let outcomes = prov.save_as(here, Strategi::Skapa, vec![back]).await.unwrap();
    assert_eq!(outcomes, [Skrivutfall::Skapad { id: one.nytt_id, version: 3 }]);
    let mut las = prov.store.read().await.unwrap();
    let read = las.deltaganden().get(here, &one.nyckel).await.unwrap().unwrap();
    assert_eq!((read.id, read.version, read.personnummer.unwrap().reveal()), (one.nytt_id, 3, ANNA));
    let events = las.handelser().after(0, 100).await.unwrap();
    let about: Vec<_> = events.iter().filter(|one_of| one_of.id == one.nytt_id.0).map(|e| (e.typ, e.version)).collect();
    assert_eq!(about, [(Handelsetyp::Skapad, 1), (Handelsetyp::Raderad, 2), (Handelsetyp::Skapad, 3)]);
}

on_each_database!(lists_select_by_insats_year_and_state);
async fn lists_select_by_insats_year_and_state(databas: Databas) {
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    let mut all = vec![
        skrivning("a", None, "2012-03-01", Some("2013-12-31")),
        skrivning("b", None, "2014-01-01", None),
        skrivning("c", None, "2014-12-31", Some("2014-12-31")),
        skrivning("d", None, "2015-01-01", None),
    ];
    all[3].godkand.post.insats_id = ANNAN_INSATS;
    prov.save(all).await;
    prov.save_as(part("kommun:2262"), Strategi::Upsert, vec![skrivning("x", None, "2014-01-01", None)]).await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    let everything = Deltagandeurval { part: here, insats: None, ar: None, avslutad: None };
    for (urval, expected) in [
        (everything, "a b c d"),
        (Deltagandeurval { insats: Some(INSATS), ..everything }, "a b c"),
        (Deltagandeurval { insats: Some(InsatsId(Uuid::from_u128(9))), ..everything }, ""),
        (Deltagandeurval { ar: Some(2013), ..everything }, "a"),
        (Deltagandeurval { ar: Some(2014), ..everything }, "b c"),
        (Deltagandeurval { ar: Some(2015), ..everything }, "b d"),
        (Deltagandeurval { ar: Some(2011), ..everything }, ""),
        (Deltagandeurval { ar: Some(i32::MAX), ..everything }, ""),
        (Deltagandeurval { avslutad: Some(true), ..everything }, "a c"),
        (Deltagandeurval { avslutad: Some(false), insats: Some(INSATS), ar: Some(2014), ..everything }, "b"),
        (Deltagandeurval { part: part("kommun:0114"), ..everything }, ""),
    ] {
        let sida = las.deltaganden().list(urval, first(10)).await.unwrap();
        let names: Vec<_> = sida.poster.iter().map(|one| one.nyckel.nyckel.as_str()).collect();
        assert_eq!(names.join(" "), expected, "{urval:?}");
        assert_eq!((sida.totalt, sida.sista), (names.len() as u64, None), "{urval:?}");
    }
    for urval in [everything, Deltagandeurval { insats: Some(INSATS), ..everything }] {
        let sida = las.deltaganden().list(urval, first(2)).await.unwrap();
        let next = las.deltaganden().list(urval, page(2, Fran::Efter(sida.sista.unwrap()))).await.unwrap();
        assert_eq!(next.poster[0].nyckel.nyckel, "c");
        let skipped = las.deltaganden().list(urval, page(2, Fran::Hopp(2))).await.unwrap();
        assert_eq!(skipped, next);
        assert!(las.deltaganden().list(urval, page(2, Fran::Hopp(9))).await.unwrap().poster.is_empty());
    }
}

on_each_database!(many_are_read_and_deleted_at_once);
async fn many_are_read_and_deleted_at_once(databas: Databas) {
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    prov.save((0..120).map(|n| skrivning(&format!("d-{n}"), None, "2014-01-01", None)).collect()).await;
    let keys = vec![nyckel("d-7"), nyckel("d-x\0"), nyckel("none"), nyckel("d-119"), nyckel("d-7")];
    let found = prov.store.read().await.unwrap().deltaganden().many(here, keys.clone()).await.unwrap();
    let ids: Vec<_> = found.iter().map(|one| one.as_ref().map(|one| one.id)).collect();
    let (seven, last) = (Some(new_id("d-7")), Some(new_id("d-119")));
    assert_eq!(ids, [seven, None, None, last, seven]);
    assert!(prov.store.read().await.unwrap().deltaganden().many(part("region:22"), keys).await.unwrap()[0].is_none());

    let delete = async |keys: &[(&str, Villkor)]| {
        let radering = |(namn, villkor): &(&str, Villkor)| Radering { nyckel: nyckel(namn), villkor: *villkor };
        let mut enhet = prov.begin().await;
        let outcomes = enhet.deltaganden().delete_many(here, keys.iter().map(radering).collect()).await.unwrap();
        enhet.commit().await.unwrap();
        outcomes
    };
    let (any, first, second) = (Villkor::Inget, Villkor::Version(1), Villkor::Version(2));
    let few = [("d-7", first), ("d-7", any), ("d-8", second), ("none", any), ("d-x\0", any)];
    use Raderingsutfall::{Raderad, Redan, Saknas, VillkorBrutet};
    let (seven, brutet) = (new_id("d-7"), VillkorBrutet(1));
    assert_eq!(delete(&few).await, [Raderad(seven), Redan(seven), brutet, Saknas, Saknas]);
    let names: Vec<String> = (0..120).map(|n| format!("d-{n}")).collect();
    let all: Vec<_> = names.iter().map(|namn| (namn.as_str(), any)).collect();
    let outcomes = delete(&all).await;
    assert_eq!(outcomes.iter().filter(|one| matches!(one, Raderad(_))).count(), 119);
    assert_eq!(prov.count("SELECT count(*) FROM deltagande WHERE insats IS NULL AND version = 2"), 120);
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE typ = 'raderad'"), 120);
    let told = prov.store.read().await.unwrap().handelser().of_part(here, 0, 1_000).await.unwrap();
    let deleted = told.iter().filter(|one| one.handelse.typ == Handelsetyp::Raderad).count();
    assert_eq!(deleted, 120, "whoever follows the part learns of each");
}

on_each_database!(a_scope_is_a_system_an_insats_and_a_year);
async fn a_scope_is_a_system_an_insats_and_a_year(databas: Databas) {
    let prov = Prov::new(databas).await;
    let here = part("kommun:2280");
    let other = |namn| Nyckel { kallsystem: "procapita".to_owned(), ..nyckel(namn) };
    let mut elsewhere = skrivning("d-5", None, "2014-06-01", None);
    elsewhere.godkand.post.insats_id = ANNAN_INSATS;
    prov.save(vec![
        skrivning("d-1", None, "2014-01-01", Some("2015-03-01")),
        skrivning("d-2", None, "2014-12-31", None),
        skrivning("d-3", None, "2015-01-01", None),
        skrivning("d-4", None, "2013-12-31", Some("2014-05-05")),
        elsewhere,
        Skrivning { nyckel: other("d-6"), ..skrivning("d-6", None, "2014-06-01", None) },
        skrivning("d-7", None, "2014-06-01", None),
    ])
    .await;
    let mut enhet = prov.begin().await;
    enhet.deltaganden().delete(here, &nyckel("d-7"), Villkor::Inget).await.unwrap();
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    let omfang = Omfang { kallsystem: "treserva".to_owned(), insats_id: INSATS, ar: 2014 };
    let all = las.deltaganden().in_scope(here, &omfang, 0, 10).await.unwrap();
    assert_eq!(all.iter().map(|one| one.nyckel.nyckel.as_str()).collect::<Vec<_>>(), ["d-1", "d-2"]);
    assert_eq!((all[0].id, all[0].version), (new_id("d-1"), 1));
    assert_eq!(las.deltaganden().in_scope(here, &omfang, 0, 1).await.unwrap(), all[..1]);
    assert_eq!(las.deltaganden().in_scope(here, &omfang, all[0].nummer, 10).await.unwrap(), all[1..]);
    for (kallsystem, insats, ar) in [
        ("procapita", ANNAN_INSATS, 2014),
        ("treserva", INSATS, 2012),
        ("x\0", INSATS, 2014),
        ("treserva", INSATS, i32::MAX),
    ] {
        let omfang = Omfang { kallsystem: kallsystem.to_owned(), insats_id: insats, ar };
        assert_eq!(las.deltaganden().in_scope(here, &omfang, 0, 10).await.unwrap(), []);
    }
    assert_eq!(las.deltaganden().in_scope(part("region:22"), &omfang, 0, 10).await.unwrap(), []);
    let mut systems = las.deltaganden().systems(here, INSATS, 2014).await.unwrap();
    systems.sort();
    assert_eq!(systems, ["procapita", "treserva"]);
    assert_eq!(las.deltaganden().systems(here, INSATS, 2015).await.unwrap(), ["treserva"]);
    assert!(las.deltaganden().systems(part("region:22"), INSATS, 2014).await.unwrap().is_empty());
}
