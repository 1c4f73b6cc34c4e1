//! Audits that follow the act, and audits that do not.

use super::*;
use crate::forbund::tests::{codes_of, day, harnosand_timra};
use crate::forbund::{Forbundsordning, Forbundsuppgift};

fn parts(codes: &[&str]) -> Vec<PartKod> {
    codes.iter().map(|kod| kod.parse().unwrap()).collect()
}

fn auditor(utsedd_av: &str, raknar_for: &[&str]) -> Revisor {
    Revisor {
        namn: None,
        utsedd_av: utsedd_av.parse().unwrap(),
        raknar_for: parts(raknar_for),
        fran: day("2005-11-01"),
        till: None,
    }
}

fn sound() -> Revisionsuppgift {
    Revisionsuppgift {
        revisorer: vec![
            auditor("forsakringskassan", &["forsakringskassan", "arbetsformedlingen"]),
            auditor("region:22", &["region:22"]),
            auditor("kommun:2280", &["kommun:2280"]),
            auditor("kommun:2262", &["kommun:2262"]),
        ],
        berattelser: Vec::new(),
    }
}

fn found(uppgift: &Revisionsuppgift, forbund: &Forbundsuppgift) -> Vec<(String, String)> {
    codes_of(&judge(uppgift, forbund, day("2015-04-30")))
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(kod, pekare)| ((*kod).to_owned(), (*pekare).to_owned())).collect()
}

#[test]
fn one_for_every_member_and_one_for_both_agencies() {
    assert_eq!(found(&sound(), &harnosand_timra()), []);
    assert_eq!(found(&Revisionsuppgift::default(), &harnosand_timra()), [], "what is not registered is not judged");
    let mut uppgift = sound();
    uppgift.revisorer[0].utsedd_av = "arbetsformedlingen".parse().unwrap();
    uppgift.revisorer.remove(3);
    let expected = [("LAG-25-2", "/revisorer"), ("LAG-25-2", "/revisorer"), ("LAG-25-1", "/revisorer")];
    assert_eq!(found(&uppgift, &harnosand_timra()), pairs(&expected));
}

#[test]
fn a_common_auditor_is_agreed_on() {
    let mut uppgift = sound();
    uppgift.revisorer.truncate(1);
    uppgift.revisorer.push(Revisor {
        fran: day("2011-01-01"),
        ..auditor("region:22", &["region:22", "kommun:2280", "kommun:2262"])
    });
    let with = |gemensamma_revisorer| Forbundsuppgift {
        forbundsordning: Some(Forbundsordning { gemensamma_revisorer, ..Forbundsordning::default() }),
        ..harnosand_timra()
    };
    assert_eq!(found(&uppgift, &with(true)), []);
    assert_eq!(found(&uppgift, &with(false)), pairs(&[("LAG-25-3", "/revisorer/1/raknarFor")]));
    uppgift.revisorer[1].fran = day("2007-01-01");
    assert_eq!(found(&uppgift, &with(true)), pairs(&[("LAG-25-3", "/revisorer/1/raknarFor")]), "not before 2008");
}

#[test]
fn the_first_is_appointed_by_a_member_no_later_than_the_formation() {
    let mut uppgift = sound();
    for revisor in &mut uppgift.revisorer {
        revisor.fran = day("2006-01-01");
    }
    uppgift.revisorer[1].utsedd_av = "region:23".parse().unwrap();
    let expected = [("LAG-25-5", "/revisorer/1/utseddAv"), ("LAG-25-4", "/revisorer")];
    assert_eq!(found(&uppgift, &harnosand_timra()), pairs(&expected));
}

#[test]
fn the_report_goes_to_board_members_and_arbetsformedlingen_and_each_member_decides() {
    let all = ["forsakringskassan", "arbetsformedlingen", "region:22", "kommun:2280", "kommun:2262"];
    let granted =
        |part: &PartKod| Ansvarsprovning { part: *part, beslut: Ansvarsfrihet::Beviljad, datum: day("2015-04-20") };
    let report = Revisionsberattelse {
        ar: 2014,
        datum: day("2015-03-20"),
        till_styrelsen: true,
        till_parter: parts(&all),
        ansvarsfrihet: parts(&all).iter().map(granted).collect(),
    };
    let mut uppgift = Revisionsuppgift { berattelser: vec![report], ..sound() };
    assert_eq!((validate(&uppgift), found(&uppgift, &harnosand_timra())), (vec![], vec![]));
    uppgift.berattelser[0].till_styrelsen = false;
    uppgift.berattelser[0].till_parter.remove(1);
    uppgift.berattelser[0].ansvarsfrihet.pop();
    let expected = [
        ("LAG-26-1", "/berattelser/0/tillStyrelsen"),
        ("LAG-26-1", "/berattelser/0/tillParter"),
        ("LAG-26-2", "/berattelser/0/ansvarsfrihet"),
    ];
    assert_eq!(found(&uppgift, &harnosand_timra()), pairs(&expected));
}

#[test]
fn what_is_malformed_is_refused_with_its_place() {
    let mut uppgift = sound();
    uppgift.revisorer[0].till = Some(day("2005-10-31"));
    uppgift.revisorer[1].raknar_for.clear();
    uppgift.revisorer[2].raknar_for = parts(&["kommun:2280", "kommun:2280"]);
    uppgift.berattelser = vec![Revisionsberattelse {
        ar: 20015,
        datum: day("2015-03-20"),
        till_styrelsen: true,
        till_parter: Vec::new(),
        ansvarsfrihet: vec![Ansvarsprovning {
            part: "kommun:2280".parse().unwrap(),
            beslut: Ansvarsfrihet::Vagrad,
            datum: day("2015-03-19"),
        }],
    }];
    let expected = [
        ("REG-01", "/revisorer/0/till"),
        ("REG-27", "/revisorer/1/raknarFor"),
        ("REG-28", "/revisorer/2/raknarFor/1"),
        ("REG-27", "/berattelser/0/ar"),
        ("REG-01", "/berattelser/0/ansvarsfrihet/0/datum"),
    ];
    assert_eq!(codes_of(&validate(&uppgift)), pairs(&expected));
}
