//! Numbers that are valid, numbers that are not, and that none of them leaks.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::regel::register;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn idag() -> NaiveDate {
    day("2026-03-01")
}

/// Published test data stands beside a clone, never in it.
fn shared(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name);
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        println!("{name} is not here: not tested against it");
    }
    text
}

fn shared_cases(name: &str) -> Vec<serde_json::Value> {
    shared(name).map(|text| serde_json::from_str(&text).unwrap()).unwrap_or_default()
}

/// The check digit of nine digits, reckoned another way than the parser does.
fn check_digit(nine: &str) -> u32 {
    let sum: u32 = nine
        .chars()
        .enumerate()
        .map(|(i, c)| c.to_digit(10).unwrap() * (2 - u32::try_from(i % 2).unwrap()))
        .map(|p| if p > 9 { p - 9 } else { p })
        .sum();
    (10 - sum % 10) % 10
}

fn number(born: NaiveDate, add: u32, serial: u32) -> String {
    let nine = format!("{:02}{:02}{:02}{serial:03}", born.year() % 100, born.month(), born.day() + add);
    format!("{:02}{nine}{}", born.year() / 100, check_digit(&nine))
}

#[test]
fn personnummer_facit() {
    for case in shared_cases("personnummer-facit.json") {
        let valid = case["valid"].as_bool().unwrap();
        let long = case["long_format"].as_str().unwrap();
        for form in ["long_format", "short_format", "separated_format", "separated_long"] {
            let text = case[form].as_str().unwrap();
            // Without its plus a short number means someone a hundred years younger.
            let lost_plus = form == "short_format" && case["separated_format"].as_str().unwrap().contains('+');
            let read = Identitet::parse_nummer(text, idag());
            assert_eq!(read.is_ok(), valid, "{text}");
            let Ok(read) = read else { continue };
            assert_eq!(read.kon() == Kon::Man, case["isMale"].as_bool().unwrap(), "{text}");
            assert_eq!(matches!(read, Identitet::Samordningsnummer(_)), case["type"] == "con", "{text}");
            assert_eq!(read.canonical()[2..] == *long, !lost_plus, "{text}");
            assert!(looks_like_identity_number(text, idag()), "{text}");
        }
    }
}

#[test]
fn organisationsnummer_facit() {
    for case in shared_cases("organisationsnummer-facit.json") {
        for form in ["short_format", "separated_format"] {
            let text = case[form].as_str().unwrap();
            let nummer = Organisationsnummer::parse(text).unwrap();
            assert_eq!(nummer.to_string(), case["separated_format"].as_str().unwrap());
            assert_eq!(Organisationsnummer::parse(&format!("16{text}")), Ok(nummer));
            assert!(Personnummer::parse(text, idag()).is_err(), "{text}");
            assert!(!looks_like_identity_number(text, idag()), "{text}");
        }
    }
}

#[test]
fn every_published_test_number_is_valid_and_listed() {
    let Some(text) = shared("testpersonnummer.txt") else { return };
    let listed = Testnummer::parse(&text).unwrap();
    let numbers: BTreeSet<_> = text.lines().map(|line| Personnummer::parse(line, idag()).unwrap()).collect();
    assert_eq!((numbers.len(), listed.len()), (3000, 3000));
    let series = numbers.iter().filter(|nummer| nummer.is_test()).count();
    let expected = text.lines().filter(|l| *l >= "1976" && ["238", "239"].contains(&&l[8..11])).count();
    assert_eq!(series, expected);
    assert!(series > 2000 && series < 3000, "both kinds are in the file");
    let (sandbox, normal) = (Numrering::sandlada(listed.clone()), Numrering::skarp(listed));
    let (sandbox_by_series, normal_by_series) =
        (Numrering::sandlada(Testnummer::default()), Numrering::skarp(Testnummer::default()));
    for nummer in numbers {
        let person = Identitet::from(nummer);
        assert_eq!(sandbox.check(&person), Ok(()));
        assert_eq!(normal.check(&person), Err(IdFel::Testnummer));
        assert_eq!(sandbox_by_series.check(&person).is_ok(), nummer.is_test());
        assert_eq!(normal_by_series.check(&person).is_err(), nummer.is_test());
    }
}

#[test]
fn the_official_samordningsnummer_is_taken() {
    for text in ["701063-2391", "7010632391", "19701063-2391", "197010632391"] {
        let nummer = Samordningsnummer::parse(text, idag()).unwrap();
        assert_eq!((nummer.fodelsedatum(), nummer.kon()), (day("1970-10-03"), Kon::Man));
        assert!(nummer.is_test());
        assert_eq!(Personnummer::parse(text, idag()), Err(IdFel::ArSamordningsnummer));
    }
}

#[test]
fn ten_digits_mean_the_latest_century_not_in_the_future() {
    let born = |text, idag| Personnummer::parse(text, day(idag)).map(Personnummer::fodelsedatum);
    assert_eq!(born("000229-2399", "2000-02-29"), Ok(day("2000-02-29")));
    assert_eq!(born("000229-2399", "2000-02-28"), Err(IdFel::Datum), "1900 had no 29 February");
    assert_eq!(born("090527+1474", "2009-05-26"), Ok(day("1809-05-27")));
    assert_eq!(born("090527+1474", "2026-03-01"), Ok(day("1909-05-27")));
    assert_eq!(born("090527-1474", "2026-03-01"), Ok(day("2009-05-27")));
    assert_eq!(born("19090527-1474", "2026-03-01"), Ok(day("1909-05-27")));
    assert_eq!(born("20090527-1474", "2009-05-26"), Err(IdFel::Framtid));
}

#[test]
fn every_fault_has_its_own_name() {
    let fel = |text| Personnummer::parse(text, idag()).unwrap_err();
    for text in
        ["", "-", "200002292399 ", " 200002292399", "00022-92399", "000229--2399", "20000229–2399", "000229_2399"]
    {
        assert_eq!(fel(text), IdFel::Form, "{text:?}");
    }
    assert_eq!(fel("20000230-2396"), IdFel::Datum);
    assert_eq!(fel("17991231-2391"), IdFel::Datum);
    assert_eq!(fel("20001329-2399"), IdFel::Datum);
    assert_eq!(fel("20000200-2399"), IdFel::Datum);
    assert_eq!(fel("20000260-2399"), IdFel::Datum);
    assert_eq!(fel("20000292-2399"), IdFel::Datum, "February has no day 32");
    assert_eq!(fel("20000229-2398"), IdFel::Kontrollsiffra);
    assert_eq!(fel("20150916-0006"), IdFel::Lopnummer);
    assert_eq!(Samordningsnummer::parse("20000229-2399", idag()), Err(IdFel::ArPersonnummer));
    assert_eq!(Organisationsnummer::parse("2000022-2399"), Err(IdFel::OrganisationsnummerForm));
    assert_eq!(Organisationsnummer::parse("000229-2399"), Err(IdFel::OrganisationsnummerTredjeSiffran));
    assert_eq!(Organisationsnummer::parse("802005-1953"), Err(IdFel::OrganisationsnummerKontrollsiffra));
}

#[test]
fn every_error_is_a_finding_in_two_languages_without_digits_of_anyone() {
    for fel in IdFel::ALL {
        let found = fel.avvikelse("/personnummer");
        assert_eq!(found.kod, fel.regel().kod);
        assert!(found.blocks() && found.varde.is_none());
        assert_eq!(found.meddelande.en, fel.to_string());
        assert!(found.meddelande.sv.ends_with('.') && found.meddelande.en.ends_with('.'));
        assert!(!found.meddelande.sv.contains("  ") && !found.meddelande.en.contains("  "));
    }
    let codes: BTreeSet<_> = IdFel::ALL.iter().map(|fel| fel.regel().kod).collect();
    let of_numbers =
        register::ALL.iter().map(|r| r.kod).filter(|k| k.starts_with("ID-") && !["ID-06", "ID-07"].contains(k));
    assert_eq!(codes, of_numbers.collect());
}

#[test]
fn reservnummer_have_form_and_are_no_other_number() {
    let new = |utfardare: &str, nummer: &str| Reservnummer::new(utfardare, nummer, day("1980-02-03"), Kon::Man, idag());
    assert_eq!(new("  region:22 ", " R-1 ").unwrap().nummer(), "R-1");
    assert_eq!(new(" ", "R-1"), Err(IdFel::ReservnummerUtfardare));
    assert_eq!(new("region:22", &"9".repeat(41)), Err(IdFel::ReservnummerNummer));
    assert!(new("region:22", &"å".repeat(40)).is_ok());
    assert_eq!(new("region:22", "R\u{7}1"), Err(IdFel::ReservnummerNummer));
    for nummer in ["000229-2399", "20000229 2399", "701063-2391", "０００２２９２３９９"] {
        assert_eq!(new("region:22", nummer), Err(IdFel::ReservnummerArIdentitetsnummer), "{nummer}");
        assert_eq!(new(nummer, "R-1"), Err(IdFel::ReservnummerArIdentitetsnummer), "{nummer}");
    }
    let unborn = Reservnummer::new("region:22", "R-1", idag() + Days::new(1), Kon::Man, idag());
    assert_eq!(unborn, Err(IdFel::ReservnummerFramtid));
    for mode in [Numrering::sandlada(Testnummer::default()), Numrering::skarp(Testnummer::default())] {
        assert_eq!(mode.check(&new("region:22", "R-1").unwrap().into()), Ok(()));
    }
}

#[test]
fn identity_numbers_are_recognised_in_any_dress() {
    for text in
        ["000229-2399", " 2000 02 29 23 99\n", "2000/02/29.2399", "00\u{a0}02\u{2013}29\u{200b}2399", "(090527+1474)"]
    {
        assert!(looks_like_identity_number(text, idag()), "{text:?}");
    }
    for text in ["", "000229-2398", "A000229-2399", "0002292399-1", "00022923990", "802005-1952", "5005-000123"] {
        assert!(!looks_like_identity_number(text, idag()), "{text:?}");
    }
}

#[test]
fn a_faulty_list_says_where_and_not_what() {
    let fel = Testnummer::parse("Testpersonnummer\r\n200002292399\r\n\r\n200002292398\r\n").unwrap_err();
    assert_eq!(fel.rad, 4);
    assert!(!fel.to_string().contains("2000"));
    assert!(Testnummer::parse("").unwrap().is_empty());
    assert_eq!(format!("{:?}", Testnummer::parse("200002292399").unwrap()), "Testnummer(1 listed)");
}

#[cfg(feature = "serde")]
#[test]
fn json_forms() {
    let nummer = Personnummer::parse("000229-2399", idag()).unwrap();
    assert_eq!(serde_json::to_string(&nummer).unwrap(), "\"200002292399\"");
    let org: Organisationsnummer = serde_json::from_str("\"8020051952\"").unwrap();
    assert_eq!(serde_json::to_string(&org).unwrap(), "\"802005-1952\"");
    let fel = serde_json::from_str::<Organisationsnummer>("\"000229-2399\"").unwrap_err().to_string();
    assert!(fel.contains("at least 2") && !fel.contains("0002"), "{fel}");
    assert!(serde_json::from_str::<Organisationsnummer>("8020051952").is_err(), "text, not a number");
    let json = r#"{"utfardare":"region:22","nummer":"R-1","fodelsedatum":"1980-02-03","kon":"man"}"#;
    let uppgift: Reservnummeruppgift = serde_json::from_str(json).unwrap();
    assert_eq!(uppgift.validate(idag()).unwrap().uppgift(), uppgift);
    assert_eq!(serde_json::to_string(&uppgift).unwrap(), json);
    assert_eq!(format!("{uppgift:?}"), "Reservnummeruppgift(****)");
    assert!(serde_json::from_str::<Reservnummeruppgift>(&json.replace("kon", "sex")).is_err());
}

prop_compose! {
    fn births()(days in 0_u64..82_600) -> NaiveDate {
        day("1800-01-01") + Days::new(days)
    }
}

prop_compose! {
    fn names()(text in "[a-zåäö%:A3 2/~]{1,12}") -> String {
        format!("x{text}x")
    }
}

proptest! {
    #[test]
    fn print_and_parse_agree(born in births(), serial in 1_u32..1000, samordning: bool) {
        let text = number(born, if samordning { 60 } else { 0 }, serial);
        let person = Identitet::parse_nummer(&text, idag()).unwrap();
        prop_assert_eq!(&person.canonical()[2..], &text);
        prop_assert_eq!(person.fodelsedatum(), born);
        prop_assert_eq!(person.kon() == Kon::Kvinna, serial % 2 == 0);
        prop_assert_eq!(matches!(person, Identitet::Samordningsnummer(_)), samordning);
        for separator in ["-", "+"] {
            let dressed = format!("{}{separator}{}", &text[..8], &text[8..]);
            prop_assert_eq!(Identitet::parse_nummer(&dressed, idag()), Ok(person.clone()));
        }
        prop_assert_eq!(Identitet::from_canonical(&person.canonical()), Some(person.clone()));
        let (printed, spaced) = (format!("{person:?}"), format!(" {} {}", &text[..6], &text[6..]));
        prop_assert!(!printed.contains(|c: char| c.is_ascii_digit()));
        prop_assert!(looks_like_identity_number(&spaced, idag()));
    }

    #[test]
    fn ten_digits_find_their_century(age in 0_u64..36_000, serial in 1_u32..1000) {
        let born = idag() - Days::new(age);
        let text = number(born, 0, serial);
        let short = format!("{}-{}", &text[2..8], &text[8..]);
        prop_assert_eq!(Personnummer::parse(&short, idag()).unwrap().digits(), text);
        let older = Personnummer::parse(&short.replace('-', "+"), idag());
        prop_assert!(older.is_err() || older.unwrap().fodelsedatum().year() == born.year() - 100);
    }

    #[test]
    fn one_wrong_digit_is_refused(born in births(), serial in 1_u32..1000, place in 2_usize..12, add in 1_u8..10) {
        let mut text = number(born, 0, serial).into_bytes();
        text[place] = b'0' + (text[place] - b'0' + add) % 10;
        let text = String::from_utf8(text).unwrap();
        prop_assert!(Personnummer::parse(&text, idag()).is_err());
        prop_assert!(Personnummer::parse(&text[2..], idag()).is_err());
    }

    #[test]
    fn any_text_is_judged_without_panic(text in "\\PC{0,20}", digits in "[0-9+\\-. å]{8,16}", age in 0_u64..800_000) {
        let idag = day("9999-12-31").checked_sub_days(Days::new(age * 4)).unwrap();
        for text in [&text, &digits] {
            let read = Identitet::parse_nummer(text, idag);
            prop_assert!(read.is_err() || looks_like_identity_number(text, idag));
            if let Err(fel) = read {
                prop_assert!(text.len() < 4 || !fel.to_string().contains(text.as_str()));
            }
            let _ = (Organisationsnummer::parse(text), Identitet::from_canonical(text), Testnummer::parse(text));
        }
    }

    #[test]
    fn organisationsnummer_print_and_parse_agree(nine in "[0-9]{2}[2-9][0-9]{6}", add in 1_u32..10) {
        let check = check_digit(&nine);
        let nummer: Organisationsnummer = format!("{nine}{check}").parse().unwrap();
        prop_assert_eq!(nummer.to_string().parse(), Ok(nummer));
        prop_assert_eq!(nummer.to_string().replace('-', ""), format!("{nine}{check}"));
        let wrong = format!("{nine}{}", (check + add) % 10);
        prop_assert_eq!(Organisationsnummer::parse(&wrong), Err(IdFel::OrganisationsnummerKontrollsiffra));
    }

    #[test]
    fn distinct_reservnummer_have_distinct_forms(a in names(), b in names(), c in names(), d in names(), man: bool) {
        let kon = if man { Kon::Man } else { Kon::Kvinna };
        let new = |u: &str, n: &str| Identitet::from(Reservnummer::new(u, n, day("1980-02-03"), kon, idag()).unwrap());
        let (one, other) = (new(&a, &b), new(&c, &d));
        prop_assert_eq!(Identitet::from_canonical(&one.canonical()), Some(one.clone()));
        prop_assert_eq!(one == other, one.canonical() == other.canonical());
        let printed = format!("{one:?}");
        prop_assert!(!printed.contains(&b));
    }
}

#[test]
fn id_04_the_day_of_a_samordningsnummer_is_increased_by_60() {
    let idag = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let fel = Samordningsnummer::parse("19900312-2380", idag).unwrap_err();
    assert_eq!(fel.regel().kod, "ID-04");
    assert!(Samordningsnummer::parse("701063-2391", idag).is_ok());
}

#[test]
fn id_05_organisationsnummer() {
    let fel = Organisationsnummer::parse("802005-1953").unwrap_err();
    assert_eq!(fel.regel().kod, "ID-05");
    assert!(Organisationsnummer::parse("802005-1952").is_ok());
}
