//! Well-formed förbund.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn harnosand_timra() -> Forbundsuppgift {
    let medlem = |part: &str| Medlemskap { part: part.parse().unwrap(), fran: None, till: None };
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
    validate(uppgift).iter().map(|a| (a.kod.to_string(), a.pekare.to_string())).collect()
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
    uppgift.forbundsordning = Some(Forbundsordning { faststalld: None, punkter: vec![1, 19, 1] });
    let expected = [
        ("REG-27", "/namn"),
        ("REG-01", "/upphort"),
        ("REG-28", "/omrade/2"),
        ("REG-28", "/medlemmar/5"),
        ("REG-27", "/forbundsordning/punkter/1"),
        ("REG-28", "/forbundsordning/punkter/2"),
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
