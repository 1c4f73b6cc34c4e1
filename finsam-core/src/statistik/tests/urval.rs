//! Selections and divisions.

use super::*;
use crate::tid::Aldersgrupp;

/// Insats 1 in a förbund of two län, 2 in one of them, 3 in förstärkt samarbete; one closed in each.
fn three() -> Kolumner {
    let base = closed(Lage::default(), Lage::default());
    let mut kolumner = columns(&[
        base.clone(),
        Deltagandepost { insats_id: insats_id(2), kon: Kon::Man, ..base.clone() },
        Deltagandepost { insats_id: insats_id(3), ..base },
    ]);
    kolumner.put_forbund(&forbund(1, &["2280", "0180"]));
    kolumner.put_forbund(&forbund(2, &["0180"]));
    let mut second = insats(2);
    second.uppgift.forbund_id = forbund_id(2);
    kolumner.put_insats(&second);
    let mut third = insats(3);
    third.uppgift.samverkansform = Samverkansform::ForstarktSamarbete;
    kolumner.put_insats(&third);
    kolumner
}

fn closed_in(kolumner: &Kolumner, urval: &Urval) -> i64 {
    rapport(Rapportnamn::SysselsattningForeEfter, kolumner, urval).rader[0].underlag.unwrap()
}

#[test]
fn a_forbund_in_two_lan_counts_in_both() {
    let kolumner = three();
    let all = Urval::of_years([2014]);
    let lan = |koder: &[&str]| Urval { lan: koder.iter().map(|kod| kod.parse().unwrap()).collect(), ..all.clone() };
    assert_eq!(closed_in(&kolumner, &all), 2);
    assert_eq!(closed_in(&kolumner, &lan(&["22"])), 1);
    assert_eq!(closed_in(&kolumner, &lan(&["01"])), 2);
    assert_eq!(closed_in(&kolumner, &lan(&["01", "22"])), 2, "any of them, each once");
    assert_eq!(closed_in(&kolumner, &lan(&["09"])), 0);
}

#[test]
fn several_kinds_select_what_fits_all() {
    let kolumner = three();
    let all = Urval::of_years([2014]);
    let both = Urval { forbund: vec![forbund_id(1), forbund_id(2)], ..all.clone() };
    assert_eq!(closed_in(&kolumner, &both), 2);
    assert_eq!(closed_in(&kolumner, &Urval { insats: vec![insats_id(2)], ..both.clone() }), 1);
    assert_eq!(
        closed_in(&kolumner, &Urval { insats: vec![insats_id(2)], lan: vec!["22".parse().unwrap()], ..both }),
        0
    );
    assert_eq!(closed_in(&kolumner, &Urval { insats: vec![insats_id(9)], ..all }), 0, "an insats that is not there");
}

#[test]
fn finsam_is_counted_unless_another_form_is_asked() {
    let kolumner = three();
    let form = |form| Urval { samverkansform: vec![form], ..Urval::of_years([2014]) };
    assert_eq!(closed_in(&kolumner, &form(Samverkansform::ForstarktSamarbete)), 1);
    assert_eq!(closed_in(&kolumner, &form(Samverkansform::Tvapart)), 0);
    assert_eq!(closed_in(&kolumner, &Urval { samverkansform: vec![], ..Urval::of_years([2014]) }), 3);
}

#[test]
fn every_combination_has_rows_for_every_category_in_order() {
    let urval = Urval { indelning: vec![Indelning::Aldersgrupp, Indelning::Kon], ..Urval::of_years([2013, 2014]) };
    let report = rapport(Rapportnamn::ArbeteOchStudierEfter, &three(), &urval);
    let combinations = 2 * Kon::ALL.len() * Aldersgrupp::ALL.len();
    assert_eq!(report.rader.len(), combinations * Arbetskategori::ALL.len());
    let first = &report.rader[0];
    assert_eq!(
        (first.ar, first.grupp.kon, first.grupp.aldersgrupp),
        (2013, Some(Kon::Kvinna), Some(Aldersgrupp::Under16))
    );
    assert!(report.rader.is_sorted_by_key(|rad| (rad.ar, rad.grupp.kon, rad.grupp.aldersgrupp)));
    let taken = report.rader.iter().filter(|rad| rad.underlag != Some(0)).collect::<Vec<_>>();
    assert_eq!(taken.len(), 2 * Arbetskategori::ALL.len(), "a woman and a man of 40");
    assert!(taken.iter().all(|rad| rad.ar == 2014 && rad.grupp.aldersgrupp == Some(Aldersgrupp::A30Till44)));
}

#[test]
fn dimensions_stand_there_only_when_asked() {
    let urval = Urval { indelning: vec![Indelning::Kon], ..Urval::of_years([2014]) };
    let report = rapport(Rapportnamn::SysselsattningForeEfter, &three(), &urval);
    assert_eq!(report.rader.iter().map(|rad| rad.grupp.kon).collect::<Vec<_>>(), [Some(Kon::Kvinna), Some(Kon::Man)]);
    assert!(report.rader.iter().all(|rad| rad.grupp.aldersgrupp.is_none()));
    assert_eq!(
        report.header(),
        ["ar", "kon", "kategori", "underlag", "fore_antal", "fore_andel", "efter_antal", "efter_andel"]
    );
    assert_eq!(report.records().next().unwrap(), ["2014", "kvinna", "arbete_eller_studier", "1", "0", "0", "0", "0"]);
}

#[test]
fn equal_questions_are_equal_values() {
    let asked = Urval { ar: vec![2014, 2013, 2014], insats: vec![insats_id(2), insats_id(1)], ..Urval::default() };
    let report = rapport(Rapportnamn::ForsorjningForeEfter, &three(), &asked);
    assert_eq!(report.urval.ar, [2013, 2014]);
    assert_eq!(report.urval.insats, [insats_id(1), insats_id(2)]);
    assert_eq!(report.rader.len(), 16);
}
