//! The columns: whatever comes in whatever order, the latest stands.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::summor::participation;
use super::*;
use crate::forsorjning::Forsorjningsgrupp;

type Rader = BTreeMap<i64, (Option<i32>, Deltagandepost)>;

fn known() -> Kolumner {
    let mut kolumner = columns(&[]);
    kolumner.put_insats(&insats(2));
    kolumner.put_insats(&insats(3));
    kolumner
}

/// What the columns should say of a participation.
fn expected(alder: Option<i32>, post: &Deltagandepost) -> Kolumnrad {
    let groups = |lage: Option<&Lage>| -> Vec<Forsorjningsgrupp> {
        let has = |lage: &Lage, grupp| lage.forsorjning.iter().any(|post| post.form.grupp() == grupp);
        Forsorjningsgrupp::ALL.iter().copied().filter(|grupp| lage.is_some_and(|lage| has(lage, *grupp))).collect()
    };
    let does = |lage: Option<&Lage>| -> Vec<Sysselsattning> {
        let has = |lage: &Lage, slag| lage.sysselsattning.iter().any(|post| post.slag == slag);
        Sysselsattning::ALL.iter().copied().filter(|slag| lage.is_some_and(|lage| has(lage, *slag))).collect()
    };
    Kolumnrad {
        insats_id: post.insats_id,
        startdatum: post.startdatum,
        slutdatum: post.slutdatum,
        registrering: post.registrering,
        kon: post.kon,
        alder: alder.map(|alder| u8::try_from(alder).unwrap()),
        kommun: post.kommun,
        utbildningsniva: post.utbildningsniva,
        tid_i_offentlig_forsorjning: post.tid_i_offentlig_forsorjning,
        avslutsanledning: post.avslutsanledning,
        has_efter: post.efter.is_some(),
        forsorjning_fore: groups(post.fore.as_ref()),
        forsorjning_efter: groups(post.efter.as_ref()),
        sysselsattning_fore: does(post.fore.as_ref()),
        sysselsattning_efter: does(post.efter.as_ref()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Numbers far apart and below zero have their place too.
    #[test]
    fn after_any_changes_they_are_as_if_built_anew(
        changes in vec((prop_oneof![0_i64..40, -3_i64..600, Just(i64::MAX), Just(i64::MIN)],
            prop::option::weighted(0.7, participation())), 0..120)
    ) {
        let mut kolumner = known();
        let mut rows = Rader::new();
        for (nummer, change) in changes {
            match change {
                Some((alder, post)) => {
                    kolumner.put(nummer, alder, &post);
                    rows.insert(nummer, (alder, post));
                }
                None => prop_assert_eq!(kolumner.remove(nummer), rows.remove(&nummer).is_some()),
            }
        }
        let mut anew = known();
        for (nummer, (alder, post)) in &rows {
            anew.put(*nummer, *alder, post);
            prop_assert_eq!(kolumner.get(*nummer), Some(expected(*alder, post)));
        }
        prop_assert_eq!(kolumner.len(), rows.len());
        prop_assert!(kolumner.start.len() >= rows.len());
        for namn in Rapportnamn::ALL {
            let urval = Urval { indelning: vec![Indelning::Kon, Indelning::Kommun], ..Urval::of_years(2011..=2016) };
            prop_assert_eq!(rapport(*namn, &kolumner, &urval), rapport(*namn, &anew, &urval));
        }
    }
}

#[test]
fn what_is_removed_is_gone_and_its_row_is_used_again() {
    let mut kolumner = columns(&[post("2014-01-01", None), post("2014-02-01", None)]);
    assert!(kolumner.remove(1));
    assert!(!kolumner.remove(1), "once");
    assert!(!kolumner.remove(77));
    assert_eq!((kolumner.len(), kolumner.get(1)), (1, None));
    kolumner.put(900, Some(20), &post("2014-03-01", None));
    assert_eq!((kolumner.len(), kolumner.start.len()), (2, 2));
    assert_eq!(kolumner.get(900).unwrap().startdatum, day("2014-03-01"));
    assert_eq!(kolumner.get(2).unwrap().startdatum, day("2014-02-01"));
}

#[test]
fn an_insats_is_replaced_by_its_id() {
    let mut kolumner = columns(&[]);
    let mut renamed = insats(1);
    renamed.uppgift.namn = "Ungdomscentrum".into();
    kolumner.put_insats(&renamed);
    let known = kolumner.insats(insats_id(1)).unwrap();
    assert_eq!((known.namn.as_str(), known.typ), ("Ungdomscentrum", Insatstyp::Annan));
    assert!(kolumner.insats(insats_id(2)).is_none());
}
