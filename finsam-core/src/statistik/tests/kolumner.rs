//! The columns: whatever comes in whatever order, the latest stands.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::summor::{participation, whole};
use super::varld::put_all;
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
        aktivitetsersattning_fore: post
            .fore
            .as_ref()
            .is_some_and(|lage| lage.forsorjning.iter().any(|one| one.form == Forsorjningsform::Aktivitetsersattning)),
        forsorjning_minskad: shrunk(post),
        uppfoljd: Vec::new(),
        arbete_vid: Vec::new(),
        individ: None,
    }
}

/// Groups of support whose extents sum to less after than before, and to something.
fn shrunk(post: &Deltagandepost) -> Vec<Forsorjningsgrupp> {
    let sum = |lage: Option<&Lage>, grupp| -> i32 {
        let forms = lage.iter().flat_map(|lage| &lage.forsorjning).filter(|one| one.form.grupp() == grupp);
        forms.map(|one| one.omfattning).sum()
    };
    let (before, after) = (|grupp| sum(post.fore.as_ref(), grupp), |grupp| sum(post.efter.as_ref(), grupp));
    Forsorjningsgrupp::ALL.iter().copied().filter(|grupp| (1..before(*grupp)).contains(&after(*grupp))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Numbers far apart and below zero have their place too.
    #[test]
    fn after_any_changes_they_are_as_if_built_anew(
        changes in vec((prop_oneof![0_i64..40, -3_i64..600, Just(i64::MAX), Just(i64::MIN)],
            prop::option::weighted(0.7, participation())), 0..120),
        arranged in prop::collection::btree_set(0_usize..120, 0..3),
    ) {
        let mut kolumner = known();
        let mut rows = Rader::new();
        for (n, (nummer, change)) in changes.into_iter().enumerate() {
            if arranged.contains(&n) {
                kolumner.arrange_now();
            }
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
        anew.arrange_now();
        for period in [Periodslag::Ar, Periodslag::Manad] {
            let urval = Urval {
                indelning: vec![Indelning::Kon, Indelning::Kommun],
                period,
                ..Urval::of_years([2011, 2012, 2014, 2016])
            };
            for namn in Rapportnamn::ALL {
                prop_assert_eq!(rapport(*namn, &kolumner, &urval), rapport(*namn, &anew, &urval));
            }
        }
    }
}

/// Every selection that a report may be divided by, alone and by kön.
fn selections() -> Vec<Urval> {
    let alone = Indelning::ALL.iter().map(|one| vec![*one]);
    let by_kon = Indelning::ALL.iter().map(|one| vec![*one, Indelning::Kon]);
    let whole = std::iter::once(Vec::new());
    let divided = whole.chain(alone).chain(by_kon);
    divided.map(|indelning| Urval { indelning, ..Urval::of_years(2011..=2016) }.normalized()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// What comes out as rows and goes in again, into other columns and under other numbers, gives the same reports.
    #[test]
    fn rows_give_the_same_reports_elsewhere(people in vec(whole(), 0..40), gone in 0_i64..40) {
        let mut kolumner = put_all(&people);
        kolumner.remove(gone);
        let rows: Vec<_> = kolumner.rows().collect();
        prop_assert_eq!(rows.len(), kolumner.len());
        let mut again = put_all(&[]);
        for (nummer, rad) in (1_000..).step_by(7).zip(&rows) {
            again.put_rad(nummer, rad);
        }
        prop_assert_eq!(again.rows().collect::<Vec<_>>(), rows);
        for namn in Rapportnamn::ALL {
            for urval in selections() {
                for enhet in [Rapportenhet::Deltagande, Rapportenhet::Individ] {
                    let urval = Urval { enhet, ..urval.clone() };
                    prop_assert_eq!(rapport(*namn, &again, &urval), rapport(*namn, &kolumner, &urval));
                    let primar = |kolumner: &Kolumner| {
                        fraga_med(*namn, kolumner, &urval, (Skyddsmetod::Primar, 5), &Skyddsplaner::new())
                    };
                    prop_assert_eq!(primar(&again), primar(&kolumner));
                }
            }
        }
    }

    /// In which order they came is not told: not by the order of the rows, and not by the numbers of persons.
    #[test]
    fn rows_do_not_tell_in_which_order_they_came(people in vec(whole(), 0..30)) {
        let mut nobody_twice = people;
        nobody_twice.iter_mut().for_each(|person| person.individ = None);
        let rows: Vec<_> = put_all(&nobody_twice).rows().collect();
        nobody_twice.reverse();
        prop_assert_eq!(put_all(&nobody_twice).rows().collect::<Vec<_>>(), rows);
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
