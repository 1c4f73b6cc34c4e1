//! Members leave, and förbund become one.

use super::*;
use crate::forbund::livscykel::{Sammanslagning, Uttrade, leave, merge, validate_merger};

fn id(n: u128) -> ForbundId {
    ForbundId(uuid::Uuid::from_u128(n))
}

fn leaving(sista_dag: Option<&str>) -> Uttrade {
    Uttrade { part: "kommun:2262".parse().unwrap(), uppsagd: day("2015-06-01"), sista_dag: sista_dag.map(day) }
}

#[test]
fn whoever_leaves_stays_three_years_unless_the_statutes_say_less() {
    let left = leave(&harnosand_timra(), &leaving(None)).unwrap();
    assert_eq!(left.medlemmar[4].till, Some(day("2018-05-31")));
    assert_eq!(judge(&left, [], day("2016-01-01")), []);
    let shorter = Forbundsordning { uppsagningstid_manader: Some(12), punkter: vec![], ..Forbundsordning::default() };
    let with_statutes = Forbundsuppgift { forbundsordning: Some(shorter), ..harnosand_timra() };
    assert_eq!(leave(&with_statutes, &leaving(None)).unwrap().medlemmar[4].till, Some(day("2016-05-31")));
}

#[test]
fn a_short_notice_is_registered_and_found() {
    let left = leave(&harnosand_timra(), &leaving(Some("2016-12-31"))).unwrap();
    assert_eq!(validate(&left), []);
    let expected = [("LAG-27-1".to_owned(), "/medlemmar/4/till".to_owned())];
    assert_eq!(codes_of(&judge(&left, [], day("2015-06-01"))), expected);
    assert_eq!(judge(&left, [], day("2015-05-31")), [], "not before the notice");
    let after: Vec<String> = judge(&left, [], day("2017-01-01")).iter().map(|a| a.kod.to_string()).collect();
    assert_eq!(after, ["LAG-3-5", "LAG-27-1"], "Timrå is still a part of the area");
}

#[test]
fn only_a_member_leaves_and_only_once() {
    let codes = |result: Result<_, Vec<Avvikelse>>| codes_of(&result.map(|_: Forbundsuppgift| ()).unwrap_err());
    let not_there = [("REG-26".to_owned(), "/part".to_owned())];
    let stranger = Uttrade { part: "kommun:2281".parse().unwrap(), ..leaving(None) };
    assert_eq!(codes(leave(&harnosand_timra(), &stranger)), not_there);
    let left = leave(&harnosand_timra(), &leaving(None)).unwrap();
    assert_eq!(codes(leave(&left, &leaving(None))), not_there);
    let early = codes(leave(&harnosand_timra(), &leaving(Some("2015-05-31"))));
    assert_eq!(early, [("REG-01".to_owned(), "/sistaDag".to_owned())]);
}

#[test]
fn several_become_one_with_their_members_and_areas() {
    let one = Forbundsuppgift { bildat: Some(day("2015-01-01")), ..forbund("Väst", &["14"], &["1439"]) };
    let old = [forbund("Vänersborg", &["14"], &["1487"]), forbund("Uddevalla", &["14"], &["1485", "1439"])];
    let (merged, ended) = merge(&one, &old, day("2015-01-01"));
    let kommuner: Vec<String> = merged.omrade.iter().map(|omrade| omrade.kommunkod.to_string()).collect();
    assert_eq!(kommuner, ["1439", "1487", "1485"]);
    assert_eq!(merged.members_on(day("2015-01-01")).len(), 2 + 1 + 3);
    assert!(!merged.has_member_on("kommun:1487".parse().unwrap(), day("2014-12-31")));
    assert!(ended.iter().all(|old| old.upphort == Some(day("2014-12-31")) && validate(old).is_empty()));
    assert_eq!(judge(&merged, &ended, day("2015-01-01")), []);
}

#[test]
fn what_cannot_merge_is_named() {
    let one = Forbundsuppgift { bildat: Some(day("2015-01-01")), ..forbund("Väst", &["14"], &["1439"]) };
    let gone = Forbundsuppgift { upphort: Some(day("2013-12-31")), ..forbund("Uddevalla", &["14"], &["1485"]) };
    let sound = forbund("Vänersborg", &["14"], &["1487"]);
    let kept =
        |uppgift: &Forbundsuppgift, ersatt_av| Forbund { id: id(9), version: 1, ersatt_av, uppgift: uppgift.clone() };
    let (sound, gone, merged) = (kept(&sound, vec![]), kept(&gone, vec![]), kept(&sound, vec![id(7)]));
    let ask = |ids: &[u128], datum: &str, from: &[Option<Forbund>]| {
        let ids = ids.iter().map(|n| id(*n)).collect();
        codes_of(&validate_merger(id(1), &one, &Sammanslagning { forbund: ids, datum: day(datum) }, from))
    };
    assert_eq!(ask(&[2], "2015-01-01", &[Some(sound.clone())]), []);
    assert_eq!(ask(&[], "2015-01-01", &[]), [("REG-27".to_owned(), "/forbund".to_owned())]);
    assert_eq!(ask(&[2], "2014-12-31", &[Some(sound.clone())]), [("REG-02".to_owned(), "/datum".to_owned())]);
    let from = [Some(sound.clone()), Some(sound.clone()), Some(sound), Some(gone), None, Some(merged)];
    let expected = [("REG-28", 0), ("REG-28", 2), ("REG-26", 3), ("REG-26", 4), ("REG-26", 5)];
    let expected = expected.map(|(kod, i)| (kod.to_owned(), format!("/forbund/{i}")));
    assert_eq!(ask(&[1, 2, 2, 3, 4, 5], "2015-01-01", &from), expected);
}
