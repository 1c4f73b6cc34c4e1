//! Förbund that follow the act as of a day, and förbund that do not.

use super::*;
use crate::regel::Allvar;

fn found(uppgift: &Forbundsuppgift, datum: &str) -> Vec<(String, String)> {
    codes_of(&judge(uppgift, [], day(datum)))
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(kod, pekare)| ((*kod).to_owned(), (*pekare).to_owned())).collect()
}

#[test]
fn two_regions_follow_the_act_of_2015_and_not_that_of_2009() {
    for datum in ["2015-04-30", "2020-06-01", "2010-07-01"] {
        assert_eq!(found(&bad_esa(), datum), [], "{datum}");
    }
    let then = judge(&bad_esa(), [], day("2009-12-31"));
    assert_eq!(codes_of(&then), pairs(&[("LAG-3-7", "/medlemmar")]));
    assert_eq!(then[0].allvar, Allvar::Upplysning, "the wording of that day is not reproduced");
    assert!(then[0].meddelande.sv.contains("bara ett landsting") && then[0].meddelande.sv.contains("återges inte här"));
}

#[test]
fn gotland_needs_no_region_on_any_day() {
    let gotland = forbund("Gotland", &[], &["0980"]);
    for datum in ["2006-01-01", "2015-04-30", "2020-06-01"] {
        assert_eq!(found(&gotland, datum), [], "{datum}");
    }
    let with_stockholm = forbund("Gotland och Nynäshamn", &["01"], &["0980", "0192"]);
    assert_eq!(found(&with_stockholm, "2015-04-30"), []);
    assert_eq!(found(&with_stockholm, "2010-06-30"), pairs(&[("LAG-3-8", "/medlemmar")]));
}

#[test]
fn every_kind_of_member_is_asked_for() {
    let mut nobody = harnosand_timra();
    nobody.medlemmar.clear();
    let expected = ["LAG-3-1", "LAG-3-2", "LAG-3-3", "LAG-3-4"].map(|kod| (kod, "/medlemmar"));
    assert_eq!(found(&nobody, "2015-04-30"), pairs(&expected));
}

#[test]
fn every_part_of_the_area_has_its_kommun_and_its_region() {
    let mut uppgift = harnosand_timra();
    uppgift.omrade.push(Omrade { kommunkod: "2309".parse().unwrap(), kommundel: None });
    assert_eq!(found(&uppgift, "2015-04-30"), pairs(&[("LAG-3-5", "/omrade/2"), ("LAG-3-6", "/omrade/2")]));
    assert_eq!(found(&uppgift, "2010-06-30"), [], "the wording of 2010 asks it first from July");
}

#[test]
fn agencies_stand_for_their_predecessors_and_inherit_them() {
    let mut uppgift = harnosand_timra();
    uppgift.bildat = Some(day("2004-06-01"));
    assert_eq!(found(&uppgift, "2004-12-31"), []);
    uppgift.medlemmar[0].part = "forsakringskassa:22".parse().unwrap();
    uppgift.medlemmar[1].part = "lansarbetsnamnd:22".parse().unwrap();
    for datum in ["2004-12-31", "2006-01-01", "2015-04-30"] {
        assert_eq!(found(&uppgift, datum), [], "{datum}");
    }
}

#[test]
fn nothing_is_said_outside_the_life_of_a_forbund_or_before_the_act() {
    let mut uppgift = harnosand_timra();
    uppgift.medlemmar.clear();
    uppgift.upphort = Some(day("2014-12-31"));
    assert_eq!(found(&uppgift, "2005-10-31"), []);
    assert_eq!(found(&uppgift, "2015-01-01"), []);
    uppgift.bildat = None;
    assert_eq!(found(&uppgift, "2003-12-31"), []);
}

#[test]
fn a_kommun_that_changed_lan_stands_under_the_code_of_the_day() {
    let heby = forbund("Heby", &["19"], &["1917"]);
    assert_eq!(found(&heby, "2006-12-31"), []);
    let expected = [("LAG-1-2", "/omrade/0/kommunkod"), ("LAG-3-9", "/medlemmar/3/part")];
    assert_eq!(found(&heby, "2007-01-01"), pairs(&expected));
    assert_eq!(found(&forbund("Heby", &["03"], &["0331"]), "2007-01-01"), []);
}

#[test]
fn parts_of_a_kommun_are_shared_among_forbund_and_the_same_part_is_not() {
    let part_of = |kommundel: Option<&str>| {
        let mut uppgift = forbund(kommundel.unwrap_or("Göteborg"), &["14"], &["1480"]);
        uppgift.omrade[0].kommundel = kommundel.map(str::to_owned);
        uppgift
    };
    let four = ["Centrum", "Hisingen", "Nordost", "Väster"].map(|del| part_of(Some(del)));
    for (i, one) in four.iter().enumerate() {
        let others = four.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, other)| other);
        assert_eq!(judge(one, others, day("2015-04-30")), []);
    }
    let overlap = pairs(&[("LAG-1-3", "/omrade/0")]);
    assert_eq!(codes_of(&judge(&four[1], [&part_of(Some(" hisingen"))], day("2015-04-30"))), overlap);
    assert_eq!(codes_of(&judge(&four[1], [&part_of(None)], day("2015-04-30"))), overlap, "the whole holds its parts");
    let mut gone = part_of(None);
    gone.upphort = Some(day("2015-04-29"));
    assert_eq!(judge(&four[1], [&gone], day("2015-04-30")), []);
    let mut nowhere = part_of(None);
    nowhere.omrade.clear();
    assert!(found(&nowhere, "2015-04-30").contains(&("LAG-1-1".into(), "/omrade".into())));
}

#[test]
fn statutes_state_their_points_and_keep_within_the_act() {
    let with = |ordning: Forbundsordning| Forbundsuppgift { forbundsordning: Some(ordning), ..harnosand_timra() };
    let all_but = |left_out: &[u8]| (1..=18).filter(|punkt| !left_out.contains(punkt)).collect::<Vec<u8>>();
    let sound = Forbundsordning { punkter: all_but(&[13]), ..Forbundsordning::default() };
    assert_eq!(found(&with(sound.clone()), "2015-04-30"), [], "13 goes with common auditors");
    let common = Forbundsordning { gemensamma_revisorer: true, ..sound.clone() };
    assert_eq!(found(&with(common.clone()), "2015-04-30"), pairs(&[("LAG-9-1", "/forbundsordning/punkter")]));
    assert_eq!(found(&with(common), "2007-12-31"), [], "not before 2008");
    let two_left_out = Forbundsordning { punkter: all_but(&[7, 13, 16]), ..Forbundsordning::default() };
    let told = judge(&with(two_left_out), [], day("2015-04-30"));
    assert_eq!(told.iter().map(|a| a.varde.clone()).collect::<Vec<_>>(), [Some(7.into()), Some(16.into())]);
    assert!(told[1].meddelande.sv.contains("tvister"));
    let odd = Forbundsordning {
        faststalld_av: vec!["kommun:2280".parse().unwrap()],
        mandattid_ar: Some(5),
        uppsagningstid_manader: Some(48),
        arkivtillsyn: Some("kommun:2281".parse().unwrap()),
        ..Forbundsordning::default()
    };
    let codes: Vec<String> = found(&with(odd), "2015-04-30").into_iter().map(|(kod, _)| kod).collect();
    let expected = ["LAG-8-1", "LAG-8-1", "LAG-8-1", "LAG-8-1", "LAG-9-2", "LAG-13-2", "LAG-20-1", "LAG-27-2"];
    assert_eq!(codes, expected);
}

#[test]
fn every_rule_of_compliance_that_is_found_never_blocks() {
    let mut uppgift = harnosand_timra();
    uppgift.medlemmar.clear();
    assert!(judge(&uppgift, [], day("2015-04-30")).iter().all(|a| !a.blocks()));
}
