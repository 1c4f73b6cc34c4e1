//! One JSON document.

use finsam_core::deltagande::{Deltagandeuppgift, Uppfoljningsuppgift};
use finsam_core::forbund::Forbundsuppgift;
use finsam_core::insats::{Antal, Insatsuppgift};
use finsam_core::protokoll::{Importpost, Raderingspost};
use finsam_core::regel::{Avvikelse, Varde};
use proptest::prelude::*;

use super::super::json::{MAX_FAULTS, parse};
use super::super::schema;
use super::{PERSON, places, words};

fn faults(json: &str) -> Vec<Avvikelse> {
    parse::<Importpost>(json.as_bytes()).expect_err("a fault")
}

/// The sound person with one thing changed has exactly one fault.
#[track_caller]
fn change(from: &str, to: &str, kod: &str, pekare: &str) -> Avvikelse {
    assert!(PERSON.contains(from), "{from}");
    let mut found = faults(&PERSON.replacen(from, to, 1));
    assert_eq!(places(&found), [(kod, pekare)]);
    found.remove(0)
}

#[test]
fn a_sound_record_is_read() {
    let post = parse::<Importpost>(PERSON.as_bytes()).unwrap();
    assert_eq!(post.uppgift.fore.unwrap().forsorjning[0].omfattning, 100);
    assert!(parse::<Importpost>(format!("\u{feff}{PERSON}").as_bytes()).is_ok());
}

#[test]
fn every_published_schema_compiles() {
    assert!(schema::compile::<Importpost>().is_some());
    assert!(schema::compile::<Raderingspost>().is_some());
    assert!(schema::compile::<Deltagandeuppgift>().is_some());
    assert!(schema::compile::<Uppfoljningsuppgift>().is_some());
    assert!(schema::compile::<Forbundsuppgift>().is_some());
    assert!(schema::compile::<Insatsuppgift>().is_some());
    assert!(schema::compile::<Antal>().is_some());
}

#[test]
fn the_schema_takes_what_the_reader_takes() {
    for sound in [PERSON, &PERSON.replace("\"2280\"", "null"), &PERSON.replace("\"kvinna\"", "null")] {
        assert!(parse::<Importpost>(sound.as_bytes()).is_ok());
        assert_eq!(places(&schema::faults::<Importpost>(&serde_json::from_str(sound).unwrap())), []);
    }
}

#[test]
fn fmt_01_not_json_with_line_and_column() {
    let found = faults("{\"kallsystem\":\n \"a\",}");
    assert_eq!(places(&found), [("FMT-01", "")]);
    assert_eq!(found[0].forvantat.as_deref(), Some("JSON at line 2, column 6"));
    assert_eq!(found[0].meddelande.sv, "Texten är inte giltig JSON: fel på rad 2, kolumn 6.");
    assert_eq!(places(&faults(&format!("{PERSON}x"))), [("FMT-01", "")]);
    assert_eq!(places(&faults(&PERSON[..300])), [("FMT-01", "")]);
    assert_eq!(places(&faults(&"[".repeat(100_000))), [("FMT-01", "")]);
}

#[test]
fn fmt_02_wrong_types() {
    assert_eq!(change("\"person\"", "1", "FMT-02", "/registrering").varde, Some(Varde::Tal(1)));
    assert_eq!(change("false", "\"nej\"", "FMT-02", "/skyddadIdentitet").forvantat.as_deref(), Some("boolean"));
    assert_eq!(change("\"2014-11-30\"", "true", "FMT-02", "/slutdatum").forvantat.as_deref(), Some("string"));
    change("\"kvinna\"", "[]", "FMT-02", "/kon");
    change("100", "100.0", "FMT-02", "/fore/forsorjning/0/omfattning");
    change("{\"slag\":\"ingen\"}", "\"ingen\"", "FMT-02", "/fore/sysselsattning/0");
    assert_eq!(places(&faults("[]")), [("FMT-02", "")]);
    assert_eq!(places(&faults("null")), [("FMT-02", "")]);
}

#[test]
fn fmt_02_a_name_that_stands_twice() {
    change("\"kon\"", "\"kon\":\"man\",\"kon\"", "FMT-02", "/kon");
    change("\"nyckel\"", "\"nyckel\":\"x\",\"nyckel\"", "FMT-02", "/nyckel");
    change("\"form\"", "\"form\":\"a_kassa\",\"form\"", "FMT-02", "/fore/forsorjning/0/form");
}

#[test]
fn fmt_03_unknown_fields_each_by_name() {
    change("\"remitterande\"", "\"a/b\":1,\"remitterande\"", "FMT-03", "/a~1b");
    change("\"textversion\"", "\"text\":1,\"textversion\"", "FMT-03", "/samtycke/registrering/text");
    let found = faults(&PERSON.replacen('{', "{\"x\":1,\"y\":2,", 1));
    assert_eq!(places(&found), [("FMT-03", "/x"), ("FMT-03", "/y")]);
}

#[test]
fn fmt_04_missing_fields() {
    change("\"kallsystem\":\"treserva\",", "", "FMT-04", "/kallsystem");
    change("\"registrering\":\"person\",", "", "FMT-04", "/registrering");
    change(",\"textversion\":\"2014-1\"", "", "FMT-04", "/samtycke/registrering/textversion");
    change(",\"omfattning\":100", "", "FMT-04", "/fore/forsorjning/0/omfattning");
    let every =
        [("FMT-04", "/kallsystem"), ("FMT-04", "/nyckel"), ("FMT-04", "/registrering"), ("FMT-04", "/startdatum")];
    assert_eq!(places(&faults("{}")), every);
}

#[test]
fn fmt_05_unknown_codes_list_the_known() {
    let found = change("\"person\"", "\"persson\"", "FMT-05", "/registrering");
    assert_eq!(found.varde, Some(Varde::Text("persson".into())));
    assert_eq!(found.forvantat.as_deref(), Some("person, anonym"));
    change("\"kvinna\"", "\"K\"", "FMT-05", "/kon");
    change("\"studier\"", "\"skola\"", "FMT-05", "/efter/sysselsattning/0/slag");
}

#[test]
fn fmt_06_formats() {
    let found = change("\"2014-02-03\"", "\"2014-2-3\"", "FMT-06", "/startdatum");
    assert_eq!(found.forvantat.as_deref(), Some("a date YYYY-MM-DD"));
    change("\"2014-11-30\"", "\"2014-11-31\"", "FMT-06", "/slutdatum");
    change("\"0190a5c0-7c00", "\"x190a5c0-7c00", "FMT-06", "/insatsId");
    let found = change("kommun:2280", "kommun:228", "ID-06", "/samtycke/sekretess/parter/1");
    assert_eq!(found.forvantat.as_deref(), Some("the code of a part, as kommun:2280"));
    // The pattern fits, the kommun does not exist: only its own parser can tell.
    let found = change("kommun:2280", "kommun:9999", "ID-06", "/samtycke/sekretess/parter/1");
    assert_eq!(found.forvantat.as_deref(), Some("the code of a part, as kommun:2280"));
}

#[test]
fn fmt_07_out_of_range() {
    change("100", "3000000000", "FMT-07", "/fore/forsorjning/0/omfattning");
    let json = PERSON.replace(
        "\"personnummer\":\"19900312-2380\"",
        "\"reservnummer\":{\"utfardare\":\"\",\"nummer\":\"R-1\",\"fodelsedatum\":\"1990-03-12\",\"kon\":\"x\"}",
    );
    assert_eq!(places(&faults(&json)), [("FMT-05", "/reservnummer/kon"), ("FMT-07", "/reservnummer/utfardare")]);
    assert!(faults(&json).iter().all(|a| a.varde.is_none()));
}

#[test]
fn fmt_08_not_utf8_and_fmt_09_nothing() {
    let found = parse::<Importpost>(b"{\"kallsystem\":\"\xe5\"}").unwrap_err();
    assert_eq!(places(&found), [("FMT-08", "")]);
    assert!(found[0].meddelande.en.contains("from byte 16 on"), "{}", found[0].meddelande.en);
    assert_eq!(places(&faults("")), [("FMT-09", "")]);
    assert_eq!(places(&faults(" \r\n")), [("FMT-09", "")]);
}

#[test]
fn all_faults_at_once() {
    let json = PERSON
        .replace("\"d-1\"", "1")
        .replace("\"gymnasium\"", "\"gymnasiet\"")
        .replace("2014-02-03", "3 februari")
        .replacen("\"form\"", "\"typ\"", 1)
        .replacen("\"ingen\"", "7", 1)
        .replace("kommun:2280", "kommun:9999");
    let expected = [
        ("FMT-04", "/fore/forsorjning/0/form"),
        ("FMT-03", "/fore/forsorjning/0/typ"),
        ("FMT-02", "/fore/sysselsattning/0/slag"),
        ("FMT-02", "/nyckel"),
        ("ID-06", "/samtycke/sekretess/parter/1"),
        ("FMT-06", "/startdatum"),
        ("FMT-05", "/utbildningsniva"),
    ];
    assert_eq!(places(&faults(&json)), expected);
}

#[test]
fn codes_that_only_look_right_are_told_beside_the_rest() {
    let json = br#"{"namn":1,"sate":"9999","medlemmar":[{"part":"region:09"}],"omrade":[{"kommunkod":"0000"}],
        "organisationsnummer":"802005-1953"}"#;
    let expected = [
        ("ID-07", "/medlemmar/0/part"),
        ("FMT-02", "/namn"),
        ("ID-06", "/omrade/0/kommunkod"),
        ("ID-05", "/organisationsnummer"),
        ("ID-06", "/sate"),
    ];
    assert_eq!(places(&parse::<Forbundsuppgift>(json).unwrap_err()), expected);
}

#[test]
fn a_hostile_record_gets_a_bounded_answer() {
    let names: Vec<_> = (0..10_000).map(|i| format!("\"x{i}\":1")).collect();
    assert_eq!(faults(&format!("{{{}}}", names.join(","))).len(), MAX_FAULTS);
}

#[test]
fn an_identity_number_is_never_said_back() {
    const NUMBER: &str = "199003122380";
    let spots = [
        "treserva",
        "d-1",
        "person",
        "kvinna",
        "2280",
        "2014-02-01",
        "kommun:2280",
        "gymnasium",
        "ingen",
        "personnummer",
        "kon",
        "form",
        "samtycke",
        "100",
    ];
    for spot in spots {
        for fault in ["\"remitterande\"", "\"parter\"", "\"skyddadIdentitet\""] {
            for number in [NUMBER, "900312-2380", "19900312 2380", "１９９００３１２２３８０"] {
                let json = PERSON.replacen(spot, number, 1).replacen(fault, "\"nytt\"", 1);
                let said = words(&faults(&json));
                assert!(!said.contains("2380") && !said.contains("２３８０"), "{spot}: {said}");
            }
        }
    }
    let said = words(&faults(&PERSON.replacen("\"19900312-2380\"", "199003122380", 1)));
    assert!(!said.contains("2380"), "{said}");
    let said = words(&faults(&PERSON.replacen("\"kon\"", "\"199003122380\":{\"a\":1},\"kon\"", 1)));
    assert!(!said.contains("2380"), "{said}");
}

#[test]
fn a_deletion_is_read_by_its_own_schema() {
    assert!(parse::<Raderingspost>(PERSON.replace("gymnasium", "x").as_bytes()).is_ok());
    let found = parse::<Raderingspost>(br#"{"kallsystem":1,"kon":7,"y":2}"#).unwrap_err();
    assert_eq!(places(&found), [("FMT-02", "/kallsystem"), ("FMT-04", "/nyckel"), ("FMT-03", "/y")]);
}

/// Any JSON, with the names and codes of records among its texts.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let name = prop_oneof![
        Just("kallsystem"),
        Just("nyckel"),
        Just("fore"),
        Just("form"),
        Just("kon"),
        Just("person"),
        Just("2014-05-01"),
        Just("forsorjning"),
        Just("registrering"),
        Just("x")
    ];
    let text = name.clone().prop_map(serde_json::Value::from);
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        text
    ];
    leaf.prop_recursive(4, 64, 8, move |inner| {
        let object = proptest::collection::btree_map(name.clone().prop_map(str::to_owned), inner.clone(), 0..8);
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(serde_json::Value::from),
            object.prop_map(|members| members.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #[test]
    fn bytes_never_panic_and_a_refusal_says_why(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Err(found) = parse::<Importpost>(&bytes) {
            prop_assert!(!found.is_empty() && found.iter().all(|a| a.kod.starts_with("FMT-")));
        }
    }

    #[test]
    fn json_never_panics_and_a_refusal_says_why(value in any_json()) {
        if let Err(found) = parse::<Importpost>(value.to_string().as_bytes()) {
            prop_assert!(!found.is_empty() && found.iter().all(|a| a.kod.starts_with("FMT-")));
        }
    }

    #[test]
    fn a_broken_record_never_panics(at in 0..PERSON.len(), byte in any::<u8>()) {
        let mut bytes = PERSON.as_bytes().to_vec();
        bytes[at] = byte;
        if let Err(found) = parse::<Importpost>(&bytes) {
            prop_assert!(!found.is_empty());
        }
    }
}
