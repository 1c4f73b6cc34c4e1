//! Frozen states: counted again they say the same, to the byte, and they say of nobody who they are.

use proptest::collection::vec;
use proptest::prelude::*;

use super::summor::{Person, whole};
use super::varld::put_all;
use super::*;
use crate::insats::{Antal, Antalsuppgift, Enhet};

/// A state of the register, with counts, money, and one that was removed.
fn register(people: &[Person]) -> Kolumner {
    let mut kolumner = put_all(people);
    let uppgift = Antalsuppgift {
        fran: day("2014-01-01"),
        till: day("2014-12-31"),
        enhet: Enhet::Personer,
        kvinnor: Some(30),
        man: Some(12),
        nya: None,
        pagaende: None,
        avslutade: None,
    };
    kolumner.put_antal(&Antal { insats_id: insats_id(4), version: 1, uppgift });
    kolumner.put_strukturdeltagande(&reached(4, "2014-05-05", 70));
    let tilldelat = Some(crate::belopp::Belopp::from_kronor(130_000_000));
    kolumner.put_statliga_medel(2014, StatligaMedel { tilldelat, utfall: None });
    kolumner.put(1_000, Some(40), &post("2014-02-01", None));
    kolumner.remove(1_000);
    kolumner.set_dataversion(17);
    kolumner
}

fn through_json<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_slice(&serde_json::to_vec(value).unwrap()).unwrap()
}

/// What can be asked of a year: every report, by every division, in every period and unit.
fn questions(ar: i32) -> Vec<(Rapportnamn, Urval)> {
    let mut all = Vec::new();
    for namn in Rapportnamn::ALL {
        let of_year = Urval::of_years([ar]);
        all.extend(Indelning::ALL.iter().map(|one| (*namn, Urval { indelning: vec![*one], ..of_year.clone() })));
        all.extend(Periodslag::ALL.iter().map(|period| (*namn, Urval { period: *period, ..of_year.clone() })));
        let enhet = Rapportenhet::Individ;
        all.push((*namn, Urval { enhet, indelning: vec![Indelning::Kon], ..of_year.clone() }));
        all.push((*namn, Urval { forbund: vec![forbund_id(1)], ..of_year }));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn columns_read_again_count_the_same(people in vec(whole(), 0..60)) {
        let kolumner = register(&people);
        let again = through_json(&kolumner);
        prop_assert_eq!(again.len(), kolumner.len());
        for ar in 2012..=2015 {
            for (namn, urval) in questions(ar) {
                prop_assert_eq!(rapport(namn, &again, &urval), rapport(namn, &kolumner, &urval));
            }
        }
        let bytes = serde_json::to_vec(&kolumner).unwrap();
        prop_assert_eq!(serde_json::to_vec(&again).unwrap(), bytes, "the same columns, the same bytes");
    }

    #[test]
    fn a_frozen_year_answers_as_the_register_did(people in vec(whole(), 0..60), ar in 2011..=2016) {
        let (kolumner, planer) = (register(&people), Skyddsplaner::new());
        let fryst = through_json(&Fryst::of(&kolumner, ar, TROSKEL).unwrap());
        prop_assert!(fryst.kolumner().len() <= kolumner.len());
        for (namn, urval) in questions(ar) {
            prop_assert_eq!(fryst.rapport(namn, &urval), fraga(namn, &kolumner, &urval, TROSKEL, &planer));
        }
        let whole = Fryst::of(&kolumner, ar, 0).unwrap();
        for (namn, urval) in questions(ar).into_iter().filter(|(namn, urval)| check_countable(*namn, urval).is_empty()) {
            prop_assert_eq!(whole.rapport(namn, &urval).unwrap(), rapport(namn, &kolumner, &urval));
        }
    }

    /// Columns and plans that were written down together answer every year, and nothing is worked out for it.
    #[test]
    fn a_kept_state_answers_as_the_register_does(people in vec(whole(), 0..60)) {
        let (kolumner, planer) = (register(&people), Skyddsplaner::new());
        prop_assert!(!planer.complete(&kolumner, TROSKEL), "nobody has asked");
        let (namn, urval) = (Rapportnamn::Aldersgrupper, Urval::of_years([2014]));
        fraga(namn, &kolumner, &urval, TROSKEL, &planer).unwrap();
        prop_assert!(!planer.is_whole(17, TROSKEL), "one form of cooperation has been asked of");
        prop_assert!(planer.complete(&kolumner, TROSKEL) && !planer.complete(&kolumner, TROSKEL + 1));
        let (again, kept) = (through_json(&kolumner), through_json(&planer));
        for ar in 2012..=2015 {
            for (namn, urval) in questions(ar) {
                let expected = fraga(namn, &kolumner, &urval, TROSKEL, &planer);
                prop_assert_eq!(fraga(namn, &again, &urval, TROSKEL, &kept), expected);
            }
        }
        prop_assert_eq!(serde_json::to_vec(&kept).unwrap(), serde_json::to_vec(&planer).unwrap());
        prop_assert!(kept.is_whole(17, TROSKEL) && Skyddsplaner::of(&kolumner, TROSKEL).is_whole(17, TROSKEL));
        prop_assert!(!kept.is_whole(18, TROSKEL) && !kept.is_whole(17, TROSKEL + 1));
    }

    #[test]
    fn the_order_in_which_records_came_tells_nothing(people in vec(whole(), 0..30)) {
        let backwards: Vec<_> = people.iter().rev().cloned().map(|one| Person { individ: None, ..one }).collect();
        let forwards: Vec<_> = backwards.iter().rev().cloned().collect();
        let bytes = |people: &[Person]| serde_json::to_vec(&register(people)).unwrap();
        prop_assert_eq!(bytes(&forwards), bytes(&backwards));
    }
}

#[test]
fn a_person_is_a_number_only_where_there_are_several_participations() {
    let mut kolumner =
        columns(&[post("2013-05-01", Some("2013-06-01")), post("2014-01-01", None), post("2014-02-01", None)]);
    for (nummer, individ) in [(1, 700), (2, 700), (3, 900)] {
        kolumner.put_individ(nummer, Some(individ));
    }
    let json = serde_json::to_value(&kolumner).unwrap();
    assert_eq!(json["individ"], serde_json::json!([0, 0, null]), "a number of the state's own");
    let fryst = serde_json::to_value(Fryst::of(&kolumner, 2014, TROSKEL).unwrap()).unwrap();
    assert_eq!(fryst["kolumner"]["individ"], serde_json::json!([null, null]), "one of them is of another year");
}

#[test]
fn the_form_is_what_it_was() {
    let mut people = register(&[]);
    let closed = closed(forms(&[Forsorjningsform::AKassa]), does(&[Sysselsattning::Studier]));
    people.put(1, Some(40), &closed);
    people.put(2, None, &post("2014-02-01", None));
    let fryst = Fryst::of(&people, 2014, TROSKEL).unwrap();
    let mut json = serde_json::to_value(&fryst).unwrap();
    // What is hidden is long, and told of above.
    json["dolda"]["planer"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .for_each(|plan| plan["platser"] = serde_json::Value::Null);
    insta::assert_snapshot!(serde_json::to_string(&json).unwrap());
}

#[test]
fn what_was_changed_is_refused() {
    let kolumner = register(&[]);
    let change = |field: &str, value: serde_json::Value| {
        let mut json = serde_json::to_value(&kolumner).unwrap();
        json[field] = value;
        serde_json::from_value::<Kolumner>(json).unwrap_err().to_string()
    };
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(change("form", json("2")), "the form of the columns is 2, expected 1");
    assert_eq!(change("start", json("[1]")), "columns of different lengths, expected one value a row in each");
    assert_eq!(change("strukturdeltagande", json(r#"[[9,"2014-01-01",1]]"#)), "counts of an insats that is not there");
    let mut one = columns(&[post("2014-02-01", None)]);
    one.put_individ(1, Some(3));
    for (field, value) in [("insats", "[9]"), ("kommun", "[2600]"), ("individ", "[7]")] {
        let mut json = serde_json::to_value(&one).unwrap();
        json[field] = serde_json::from_str(value).unwrap();
        let fel = serde_json::from_value::<Kolumner>(json).unwrap_err().to_string();
        assert_eq!(fel, "row 0 names an insats, a kommun or a person that is not there", "{field}");
    }
}

#[test]
fn a_frozen_state_answers_for_its_year_only() {
    let fryst = Fryst::of(&register(&[]), 2014, TROSKEL).unwrap();
    let two = Urval { forbund: vec![forbund_id(1), forbund_id(2)], ..Urval::of_years([2013, 2014, 2015]) };
    let found = fryst.rapport(Rapportnamn::Aldersgrupper, &two).unwrap_err();
    let told: Vec<_> = found.iter().map(|one| (one.kod.to_string(), one.pekare.to_string())).collect();
    let expected = [("STA-04", "/ar"), ("STA-04", "/ar"), ("STA-01", "/forbund")];
    assert_eq!(told, expected.map(|(kod, plats)| (kod.to_owned(), plats.to_owned())));
    assert_eq!(found[0].forvantat.as_deref(), Some("2014"));
}
