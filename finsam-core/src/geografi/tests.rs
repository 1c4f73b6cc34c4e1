//! The tables hold what they promise, and codes that no one has had cannot be had.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::tid::Period;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn count_on(date: &str) -> usize {
    KOMMUNER.iter().filter(|kommun| kommun.holds_on(day(date))).count()
}

#[test]
fn there_are_290_kommuner_on_any_day_since_2004() {
    for date in ["2004-01-01", "2006-12-31", "2007-01-01", "2007-12-31", "2008-01-01", "2026-03-01"] {
        assert_eq!(count_on(date), 290, "{date}");
    }
    assert_eq!(KOMMUNER.len(), 292);
}

#[test]
fn there_are_21_lan_and_20_regioner() {
    assert_eq!(LAN.len(), 21);
    assert_eq!(LAN.iter().filter(|lan| lan.has_region).count(), 20);
    assert!(LAN.iter().all(|lan| lan.kod.lan() == lan));
    assert_eq!(LanKod::GOTLAND.check_region(), Err(GeografiFel::LanUtanRegion));
    assert_eq!(LanKod::GOTLAND.lan().namn, "Gotlands län");
}

#[test]
fn every_kommun_lies_in_the_lan_of_its_code() {
    for kommun in KOMMUNER {
        assert_eq!(kommun.kod.to_string()[..2], kommun.lan.to_string());
        assert_eq!(kommun.kod.lan(), kommun.lan);
        assert_eq!(kommun.kod.kommun().kod, kommun.kod);
    }
    let with_kommuner: BTreeSet<_> = KOMMUNER.iter().map(|kommun| kommun.lan).collect();
    assert_eq!(with_kommuner.len(), LAN.len());
}

#[test]
fn rows_of_one_code_never_overlap() {
    let period = |kommun: &Kommun| Period::new(kommun.fran.unwrap_or(NaiveDate::MIN), kommun.till);
    for two in KOMMUNER.windows(2) {
        assert!(two[0].kod <= two[1].kod);
        assert!(two[0].kod < two[1].kod || !period(&two[0]).overlaps(period(&two[1])));
    }
}

#[test]
fn heby_moved_and_malung_was_renamed() {
    let namn = |kod: &str, date: &str| kod.parse::<KommunKod>().unwrap().kommun_on(day(date)).map(|kommun| kommun.namn);
    assert_eq!((namn("1917", "2006-12-31"), namn("1917", "2007-01-01")), (Some("Heby"), None));
    assert_eq!((namn("0331", "2006-12-31"), namn("0331", "2007-01-01")), (None, Some("Heby")));
    assert_eq!((namn("2023", "2007-12-31"), namn("2023", "2008-01-01")), (Some("Malung"), Some("Malung-Sälen")));
    assert_eq!(crate::kommunkod!(331).check_on(day("2006-12-31")), Err(GeografiFel::KommunDatum));
    assert_eq!(crate::kommunkod!(331).lan().lan().namn, "Uppsala län");
    assert_eq!(crate::kommunkod!(2023).kommun().namn, "Malung-Sälen");
}

#[test]
fn only_gotland_stands_outside_a_region() {
    let outside: Vec<_> =
        KOMMUNER.iter().filter(|kommun| kommun.is_outside_region()).map(|kommun| kommun.kod).collect();
    assert_eq!(outside, [KommunKod::GOTLAND]);
    assert_eq!(KommunKod::GOTLAND.kommun().namn, "Gotland");
}

#[test]
fn errors_become_findings() {
    let kommun = |text: &str| text.parse::<KommunKod>().unwrap_err();
    let lan = |text: &str| text.parse::<LanKod>().unwrap_err();
    assert_eq!((kommun("980"), kommun("09 80"), kommun("+980")), {
        let form = GeografiFel::KommunForm;
        (form, form, form)
    });
    assert_eq!((kommun("2279"), kommun("9999")), (GeografiFel::KommunOkand, GeografiFel::KommunOkand));
    assert_eq!((lan("9"), lan("+9"), lan("02")), (GeografiFel::LanForm, GeografiFel::LanForm, GeografiFel::LanOkand));
    for fel in GeografiFel::ALL {
        let found = fel.avvikelse("/kommun");
        assert_eq!(found.kod, fel.regel().kod);
        assert!(found.blocks() && found.varde.is_none());
        assert!(found.meddelande.sv.ends_with('.') && found.meddelande.en.ends_with('.'));
    }
}

#[cfg(feature = "serde")]
#[test]
fn json_forms() {
    let json = "[\"0980\",\"2280\"]";
    let koder: Vec<KommunKod> = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&koder).unwrap(), json);
    assert_eq!(serde_json::to_string(&LanKod::GOTLAND).unwrap(), "\"09\"");
    assert!(serde_json::from_str::<KommunKod>("2280").is_err(), "text, not a number");
    assert!(serde_json::from_str::<LanKod>("\"9\"").unwrap_err().to_string().contains("two digits"));
}

proptest! {
    #[test]
    fn kommunkoder_print_and_parse_agree(number: u16, place in 0_usize..KOMMUNER.len()) {
        let listed = KOMMUNER[place].kod;
        prop_assert_eq!(listed.to_string().parse(), Ok(listed));
        prop_assert_eq!(KommunKod::new(listed.number()), Some(listed));
        let known = KOMMUNER.iter().any(|kommun| kommun.kod.number() == number);
        prop_assert_eq!(KommunKod::new(number).is_some(), known);
        prop_assert_eq!(format!("{number:04}").parse::<KommunKod>().is_ok(), known);
    }

    #[test]
    fn lanskoder_print_and_parse_agree(number: u8) {
        let known = LAN.iter().any(|lan| lan.kod.number() == number);
        prop_assert_eq!(LanKod::new(number).is_some(), known);
        prop_assert_eq!(format!("{number:02}").parse::<LanKod>().ok(), LanKod::new(number));
    }

    #[test]
    fn any_text_is_judged_without_panic(text in "\\PC{0,6}") {
        let _ = (text.parse::<KommunKod>(), text.parse::<LanKod>());
    }
}
