//! Participations as CSV.

use finsam_core::deltagande::Deltagandeuppgift;
use finsam_core::protokoll::Importpost;
use finsam_core::regel::Varde;
use finsam_core::regel::register::{REG_08, REG_09, REG_17};
use proptest::prelude::*;

use super::super::csv::{KOLUMNER, Rubrik, kolumn, rad};
use super::super::{Format, Lasare, Limits, json};
use super::langsam::Pieces;
use super::poster::any_post;
use super::{Given, PERSON, places, read, read_within, words};

fn person() -> Importpost {
    json::parse(PERSON.as_bytes()).unwrap()
}

fn file(poster: &[Importpost], separator: u8, line_end: ::csv::Terminator) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new().delimiter(separator).terminator(line_end).from_writer(vec![]);
    writer.write_record(KOLUMNER.map(|(namn, _)| namn)).unwrap();
    for post in poster {
        writer.write_record(rad(post).unwrap()).unwrap();
    }
    writer.into_inner().unwrap()
}

/// A file of one person with some cells changed.
fn changed(cells: &[(&str, &str)]) -> Given {
    let mut row = rad(&person()).unwrap();
    for (namn, text) in cells {
        let place = KOLUMNER.iter().position(|(known, _)| known == namn).expect("a column");
        row[place] = (*text).to_owned();
    }
    let header = KOLUMNER.map(|(namn, _)| namn).join(";");
    read(Format::Csv, format!("{header}\r\n{}\r\n", row.join(";")))
}

#[track_caller]
fn fault(kolumn: &str, text: &str, kod: &str, pekare: &str) -> finsam_core::regel::Avvikelse {
    let given = changed(&[(kolumn, text)]);
    assert_eq!(given.outcome(), [[(kod, pekare)]]);
    let found = given.poster.into_iter().next().unwrap().unwrap_err().remove(0);
    let (sv, en) = (format!("Kolumn {kolumn}: "), format!("Column {kolumn}: "));
    assert!(found.meddelande.sv.starts_with(&sv) && found.meddelande.en.starts_with(&en), "{:?}", found.meddelande);
    found
}

#[test]
fn a_row_is_the_same_record_as_in_json() {
    for separator in [b',', b';', b'\t'] {
        for line_end in [::csv::Terminator::CRLF, ::csv::Terminator::Any(b'\n')] {
            let body = file(&[person()], separator, line_end);
            for body in [body.clone(), [b"\xef\xbb\xbf".as_slice(), &body].concat()] {
                let given = read(Format::Csv, body);
                assert!(given.end.is_ok());
                assert_eq!(given.poster, [Ok(person())]);
                assert_eq!(given.keys, [Some(("treserva".into(), "d-1".into()))]);
            }
        }
    }
}

#[test]
fn columns_may_stand_in_any_order_and_be_left_out() {
    let body = "startdatum;nyckel;kon;registrering;insatsNyckel;kallsystem\n2014-05-01;\"a;\"\"1\"\"\r\nb\";man;anonym;i;t\n;;;;;\n \n";
    let given = read(Format::Csv, body);
    assert_eq!(given.poster.len(), 1, "rows of bare separators are blank");
    let post = given.poster[0].as_ref().unwrap();
    assert_eq!(post.nyckel.nyckel, "a;\"1\"\r\nb");
    assert_eq!(post.uppgift.samtycke, None);
    assert_eq!(given.keys, [Some(("t".into(), "a;\"1\"\r\nb".into()))]);
    assert_eq!(given.raw, [b"2014-05-01;\"a;\"\"1\"\"\r\nb\";man;anonym;i;t"]);
}

#[test]
fn a_header_alone_holds_no_records() {
    let given = read(Format::Csv, file(&[], b',', ::csv::Terminator::CRLF));
    assert!(given.end.is_ok() && given.poster.is_empty());
}

#[test]
fn fmt_11_every_fault_of_the_header_at_once() {
    let given = read(Format::Csv, "nyckel;personr;nyckel;registrering;1990031223\nx;x;x;x;x\n");
    let said: Vec<_> = given.whole().iter().map(|a| a.meddelande.sv.to_string()).collect();
    let expected = [
        "Kolumn 2 (personr) är okänd.",
        "Kolumn 3 (nyckel) står flera gånger.",
        "Kolumn 5 är okänd.",
        "Kolumnen kallsystem saknas.",
        "Kolumnen startdatum saknas.",
        "Kolumnen insatsId eller insatsNyckel saknas.",
    ];
    assert_eq!(said, expected);
    assert!(given.whole().iter().all(|a| a.kod == "FMT-11"));
    assert!(given.poster.is_empty());
}

#[test]
fn a_deletion_needs_only_the_columns_of_the_key() {
    let body = "nyckel;kallsystem\nd-1;t\n;t\n";
    assert_eq!(read(Format::Csv, body).whole().len(), 3);
    let rubrik = Rubrik::read(b"nyckel;kallsystem", true).unwrap();
    let lasare = Lasare::csv(rubrik);
    assert_eq!(lasare.parse_deletion(b"d-1;t").unwrap().nyckel.nyckel, "d-1");
    assert_eq!(places(&lasare.parse_deletion(b";t").unwrap_err()), [("FMT-04", "/nyckel")]);
    assert_eq!(lasare.header(), b"nyckel;kallsystem");
}

#[test]
fn iso_8859_1_is_refused_with_a_word_on_where_and_how_to_mend_it() {
    let header = "kallsystem;nyckel;insatsNyckel;registrering;kon;startdatum\r\n";
    let sound = "treserva;d-1;i-1;anonym;man;2014-05-01\r\n";
    for (row, pekare, name) in [
        (&b"tr\xe5d;d-2;i-1;anonym;man;2014-05-01\r\n"[..], "/kallsystem", "1 (kallsystem)"),
        (b"treserva;d-2;\"i;\xe5\";anonym;man;2014-05-01\r\n", "/insatsNyckel", "3 (insatsNyckel)"),
        (b"a;b;c;d;e;f;\xe5\r\n", "", "7 är"),
    ] {
        let given = read(Format::Csv, [header.as_bytes(), row, sound.as_bytes()].concat());
        assert_eq!(given.outcome(), [vec![("FMT-08", pekare)], vec![]], "only its own row");
        let found = &given.poster[0].as_ref().unwrap_err()[0].meddelande;
        assert!(found.sv.starts_with(&format!("Kolumn {name}")), "{}", found.sv);
        assert!(found.sv.contains("ISO-8859-1") && found.en.contains("ISO-8859-1"));
        assert!(found.sv.ends_with("Spara som, filformat CSV UTF-8."), "{}", found.sv);
        assert!(found.en.ends_with("Save as, file type CSV UTF-8."), "{}", found.en);
    }
    let given = read(Format::Csv, b"kallsystem;nyckel;k\xf6n\na;b;c\n");
    assert_eq!(places(given.whole()), [("FMT-08", "")]);
    let said = &given.whole()[0].meddelande;
    assert!(said.sv.starts_with("Rubrikraden") && said.en.starts_with("The header"), "{}", said.sv);
}

/// What Excel calls Unicode text, in either order of bytes, with its mark or without.
#[test]
fn utf_16_is_refused_with_a_word_on_how_to_mend_it() {
    let text = "kallsystem;nyckel;insatsNyckel;registrering;kon;startdatum\r\nåäö;d-1;i-1;anonym;man;2014-05-01\r\n";
    for mark in ["", "\u{feff}"] {
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            let body: Vec<u8> = format!("{mark}{text}").encode_utf16().flat_map(order).collect();
            let given = read(Format::Csv, body);
            assert_eq!(places(given.whole()), [("FMT-08", "")]);
            let said = &given.whole()[0].meddelande;
            assert!(said.sv.contains("UTF-16") && said.sv.contains("CSV UTF-8"), "{}", said.sv);
            assert!(said.en.contains("UTF-16") && said.en.contains("CSV UTF-8"), "{}", said.en);
            assert!(given.poster.is_empty());
        }
    }
}

/// A file as Excel writes it in Sweden: a byte order mark, semicolons, CRLF, and rows of bare semicolons at the end.
#[test]
fn a_file_of_excel_is_read() {
    let mut body = b"\xef\xbb\xbf".to_vec();
    body.extend(file(&[person(), person()], b';', ::csv::Terminator::CRLF));
    body.extend(";".repeat(KOLUMNER.len() - 1).as_bytes());
    body.extend(b"\r\n");
    let given = read(Format::Csv, body);
    assert!(given.end.is_ok());
    assert_eq!(given.poster, [Ok(person()), Ok(person())]);
}

#[test]
fn fmt_12_wrong_number_of_fields() {
    let given =
        read(Format::Csv, "kallsystem,nyckel,insatsId,registrering,startdatum\na,b,c\na,b,c,d,e,f\na,\"b,c,d,e\n");
    assert_eq!(given.outcome(), [[("FMT-12", "")], [("FMT-12", "")], [("FMT-12", "")]]);
    let found = given.poster[0].as_ref().unwrap_err();
    assert_eq!((found[0].varde.clone(), found[0].forvantat.as_deref()), (Some(Varde::Tal(3)), Some("5 fields")));
    assert!(given.poster[2].as_ref().unwrap_err()[0].meddelande.sv.contains("citattecken"));
}

#[test]
fn each_fault_of_a_cell_has_the_code_and_place_of_json() {
    assert_eq!(fault("kon", "K", "FMT-05", "/kon").forvantat.as_deref(), Some("kvinna, man"));
    fault("registrering", "", "FMT-04", "/registrering");
    fault("kallsystem", "", "FMT-04", "/kallsystem");
    fault("startdatum", "2014-2-3", "FMT-06", "/startdatum");
    fault("slutdatum", "2014-02-30", "FMT-06", "/slutdatum");
    fault("insatsId", "x", "FMT-06", "/insatsId");
    fault("skyddadIdentitet", "kanske", "FMT-02", "/skyddadIdentitet");
    fault("fore1Omfattning", "50 %", "FMT-02", "/fore/forsorjning/0/omfattning");
    fault("fore1Omfattning", "", "FMT-04", "/fore/forsorjning/0/omfattning");
    fault("fore1Form", "", "FMT-04", "/fore/forsorjning/0/form");
    fault("efterSysselsattning1", "", "FMT-04", "/efter/sysselsattning/0/slag");
    fault("sekretessParter", "forsakringskassan kommun:9999", "ID-06", "/samtycke/sekretess/parter/1");
    fault("sekretessDatum", "", "FMT-04", "/samtycke/sekretess/datum");
    fault("samtyckeTextversion", "", "FMT-04", "/samtycke/registrering/textversion");
}

#[test]
fn all_faults_of_a_row_at_once() {
    let cells = [("kon", "K"), ("startdatum", ""), ("reservnummerNummer", "R-1"), ("fore3Form", "a_kassa")];
    let expected = [
        ("FMT-04", "/startdatum"),
        ("FMT-04", "/reservnummer/utfardare"),
        ("FMT-04", "/reservnummer/fodelsedatum"),
        ("FMT-04", "/reservnummer/kon"),
        ("FMT-05", "/kon"),
        ("FMT-04", "/fore/forsorjning/1/form"),
        ("FMT-04", "/fore/forsorjning/1/omfattning"),
        ("FMT-04", "/fore/forsorjning/2/omfattning"),
    ];
    assert_eq!(changed(&cells).outcome(), [expected]);
}

#[test]
fn truth_as_spreadsheets_write_it() {
    for (text, truth) in
        [("true", true), ("SANT", true), ("Ja", true), ("FALSE", false), ("falskt", false), ("nej", false)]
    {
        let given = changed(&[("skyddadIdentitet", text)]);
        assert_eq!(given.poster[0].as_ref().unwrap().uppgift.skyddad_identitet, Some(truth), "{text}");
    }
}

#[test]
fn a_situation_may_be_stated_and_hold_nothing() {
    let cells: Vec<_> =
        KOLUMNER.iter().filter(|(namn, _)| namn.starts_with("fore")).map(|(namn, _)| (*namn, "")).collect();
    let fore = |given: &Given| given.poster[0].as_ref().unwrap().uppgift.fore.clone();
    assert_eq!(fore(&changed(&cells)), None);
    let stated = changed(&[&cells[..], &[("fore1Form", "-")]].concat());
    assert_eq!(fore(&stated), Some(finsam_core::forsorjning::Lage::default()));
}

#[test]
fn an_identity_number_is_never_said_back() {
    for (namn, _) in KOLUMNER {
        for number in ["199003122380", "19900312-2380", "900312 2380"] {
            let given = changed(&[(namn, number), ("kon", "K")]);
            let said = words(given.poster[0].as_ref().unwrap_err());
            assert!(!said.contains("2380"), "{namn}: {said}");
        }
    }
    let given =
        changed(&[("reservnummerNummer", "R-1"), ("reservnummerKon", "R-1"), ("reservnummerFodelsedatum", "R-1")]);
    let found = given.poster[0].as_ref().unwrap_err();
    assert!(found.iter().all(|a| a.varde.is_none()) && !words(found).contains("R-1"));
}

#[test]
fn findings_of_rules_name_their_column() {
    assert_eq!(kolumn("/fore/forsorjning/1"), Some("fore2Form"));
    assert_eq!(kolumn("/fore"), Some("fore1Form"));
    assert_eq!(kolumn("/samtycke/registrering"), Some("samtyckeDatum"));
    assert_eq!(kolumn("/samtycke/sekretess/parter/2"), Some("sekretessParter"));
    assert_eq!(kolumn("/kon"), Some("kon"));
    assert_eq!(kolumn("/ko"), None);
    assert_eq!(kolumn(""), None);
    let rules =
        || vec![REG_08.at("/efter/forsorjning/1"), REG_09.at("/fore/sysselsattning/1/omfattning"), REG_17.at("")];
    let mut found = rules();
    Lasare::JSON.name_columns(&mut found);
    assert_eq!(found, rules());
    Lasare::csv(Rubrik::read(b"kallsystem,nyckel", true).unwrap()).name_columns(&mut found);
    assert!(found[0].meddelande.sv.starts_with("Kolumn efter2Form: En försörjningsform"));
    assert!(found[1].meddelande.en.starts_with("Column foreSysselsattning2Omfattning: "));
    assert_eq!(found[2], REG_17.at(""));
}

/// Every field of the published schema has a column, and every column a field.
#[test]
fn columns_and_schema_agree() {
    let whole = serde_json::to_value(rad(&person()).map(|_| person()).unwrap()).unwrap();
    let mut leaves = vec![];
    fields(&whole, "", &mut leaves);
    for leaf in leaves {
        assert!(KOLUMNER.iter().any(|(_, place)| *place == leaf), "{leaf} has no column");
    }
    let schema = serde_json::to_value(<Deltagandeuppgift as utoipa::PartialSchema>::schema()).unwrap();
    for name in schema["properties"].as_object().unwrap().keys() {
        assert!(kolumn(&format!("/{name}")).is_some(), "{name} has no column");
    }
}

fn fields(value: &serde_json::Value, place: &str, leaves: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(members) => {
            members.iter().for_each(|(name, value)| fields(value, &format!("{place}/{name}"), leaves));
        }
        serde_json::Value::Array(elements) if !place.ends_with("parter") => {
            elements.iter().enumerate().for_each(|(i, value)| fields(value, &format!("{place}/{i}"), leaves));
        }
        _ => leaves.push(place.to_owned()),
    }
}

/// The documentation describes every column, in order.
#[test]
fn every_column_is_documented() {
    let text = include_str!("../../../../docs/CSV.md");
    let (text, _) = text.split_once("\n# Counts as CSV").expect("the part about counts");
    let described: Vec<_> =
        text.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`')).map(|(namn, _)| namn).collect();
    assert_eq!(described, KOLUMNER.map(|(namn, _)| namn));
}

/// The example of the documentation is read and gives sound records.
#[test]
fn the_documented_example_is_read() {
    let text = include_str!("../../../../docs/CSV.md");
    let example = text.split("```csv\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let given = read(Format::Csv, example);
    assert!(given.end.is_ok());
    assert_eq!(given.outcome(), [vec![], vec![]]);
}

#[test]
fn a_record_that_a_row_cannot_hold_is_not_written() {
    let change = |change: fn(&mut Importpost)| {
        let mut post = person();
        change(&mut post);
        rad(&post)
    };
    assert!(change(|_| {}).is_some());
    assert!(change(|post| post.uppgift.insats_nyckel = Some(String::new())).is_none());
    assert!(change(|post| post.uppgift.samtycke = Some(finsam_core::deltagande::Samtycke::default())).is_none());
    assert!(
        change(|post| {
            let fore = post.uppgift.fore.as_mut().unwrap();
            fore.forsorjning = vec![fore.forsorjning[0]; 5];
        })
        .is_none()
    );
}

proptest! {
    #[test]
    fn records_come_back_as_they_were(
        poster in proptest::collection::vec(any_post(), 0..4),
        separator in proptest::sample::select(vec![b',', b';', b'\t']),
        size in 1..300_usize,
    ) {
        let body = file(&poster, separator, ::csv::Terminator::CRLF);
        let given = read_within(Format::Csv, Pieces { rest: &body, size }, &Limits::default());
        prop_assert!(given.end.is_ok());
        let keys: Vec<_> = poster.iter().map(|post| Some((post.nyckel.kallsystem.clone(), post.nyckel.nyckel.clone()))).collect();
        prop_assert_eq!(given.keys, keys);
        let read: Vec<_> = given.poster.into_iter().map(Result::unwrap).collect();
        prop_assert_eq!(&read, &poster);
    }
}
