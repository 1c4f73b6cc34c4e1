//! Well-formed förbund, and those that other tests judge.

mod efterlevnad;
mod livscykel;

use super::*;
use crate::regel::Avvikelse;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Code and place of each finding.
pub(super) fn codes_of(found: &[Avvikelse]) -> Vec<(String, String)> {
    found.iter().map(|a| (a.kod.to_string(), a.pekare.to_string())).collect()
}

/// A förbund of whole kommuner with both agencies, since ever.
pub(super) fn forbund(namn: &str, regions: &[&str], kommuner: &[&str]) -> Forbundsuppgift {
    let medlem = |part: String| Medlemskap::new(part.parse().unwrap(), None);
    let agencies = ["forsakringskassan", "arbetsformedlingen"].map(str::to_owned);
    let regions = regions.iter().map(|lan| format!("region:{lan}"));
    let parts = agencies.into_iter().chain(regions).chain(kommuner.iter().map(|kod| format!("kommun:{kod}")));
    Forbundsuppgift {
        namn: namn.into(),
        organisationsnummer: None,
        sate: kommuner[0].parse().unwrap(),
        bildat: None,
        upphort: None,
        medlemmar: parts.map(medlem).collect(),
        omrade: kommuner.iter().map(|kod| Omrade { kommunkod: kod.parse().unwrap(), kommundel: None }).collect(),
        forbundsordning: None,
    }
}

/// In two regions: three kommuner of Västra Götaland, two of Värmland.
pub(super) fn bad_esa() -> Forbundsuppgift {
    forbund("BÅD-ESÅ", &["14", "17"], &["1785", "1765", "1438", "1460", "1492"])
}

pub(super) fn harnosand_timra() -> Forbundsuppgift {
    let medlem = |part: &str| Medlemskap::new(part.parse().unwrap(), None);
    Forbundsuppgift {
        namn: "Samordningsförbundet Härnösand-Timrå".into(),
        organisationsnummer: None,
        sate: "2280".parse().unwrap(),
        bildat: Some(day("2005-11-01")),
        upphort: None,
        medlemmar: ["forsakringskassan", "arbetsformedlingen", "region:22", "kommun:2280", "kommun:2262"]
            .map(medlem)
            .into(),
        omrade: ["2280", "2262"].map(|kod| Omrade { kommunkod: kod.parse().unwrap(), kommundel: None }).into(),
        forbundsordning: None,
    }
}

fn codes(uppgift: &Forbundsuppgift) -> Vec<(String, String)> {
    codes_of(&validate(uppgift))
}

#[test]
fn a_real_one_passes() {
    assert_eq!(codes(&harnosand_timra()), []);
    assert_eq!(harnosand_timra().lan().len(), 1);
}

#[test]
fn all_faults_come_at_once() {
    let mut uppgift = harnosand_timra();
    uppgift.namn = " ".into();
    uppgift.upphort = Some(day("2005-01-01"));
    uppgift.medlemmar.push(uppgift.medlemmar[4]);
    uppgift.omrade.push(uppgift.omrade[0].clone());
    uppgift.forbundsordning =
        Some(Forbundsordning { punkter: vec![1, 19, 1], mandattid_ar: Some(0), ..Forbundsordning::default() });
    uppgift.medlemmar[0].uppsagd = Some(day("2015-01-02"));
    uppgift.medlemmar[0].till = Some(day("2015-01-01"));
    let expected = [
        ("REG-27", "/namn"),
        ("REG-01", "/upphort"),
        ("REG-28", "/omrade/2"),
        ("REG-01", "/medlemmar/0/uppsagd"),
        ("REG-28", "/medlemmar/5"),
        ("REG-27", "/forbundsordning/punkter/1"),
        ("REG-28", "/forbundsordning/punkter/2"),
        ("REG-27", "/forbundsordning/mandattidAr"),
    ];
    assert_eq!(codes(&uppgift), expected.map(|(kod, pekare)| (kod.to_owned(), pekare.to_owned())));
}

#[test]
fn a_seat_must_exist_while_the_forbund_does() {
    let mut uppgift = harnosand_timra();
    uppgift.sate = "1917".parse().unwrap();
    assert_eq!(codes(&uppgift).len(), 0, "Heby had that code in 2005");
    uppgift.bildat = Some(day("2007-01-01"));
    assert_eq!(codes(&uppgift), [("ID-06".to_owned(), "/sate".to_owned())]);
}

#[test]
fn unknown_dates_of_membership_mean_always() {
    let uppgift = harnosand_timra();
    assert!(uppgift.has_member_on("kommun:2262".parse().unwrap(), day("1999-01-01")));
    assert!(!uppgift.has_member_on("kommun:2281".parse().unwrap(), day("2014-01-01")));
}
