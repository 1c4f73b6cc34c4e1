//! Bodies of many records, in every format.

use std::io::BufReader;
use std::ops::ControlFlow;

use proptest::prelude::*;

use super::super::{Format, Lasfel, Limits, Post, for_each};
use super::langsam::{Broken, Long, Pieces};
use super::poster::any_post;
use super::{PERSON, places, read, read_within};

const ANONYM: &str = r#"{"kallsystem":"t","nyckel":"a-1","insatsNyckel":"i","registrering":"anonym","kon":"man","startdatum":"2014-05-01"}"#;

fn person() -> String {
    PERSON.replace('\n', "")
}

#[test]
fn ndjson_skips_blank_lines_and_takes_either_line_end() {
    let body = format!("\u{feff}{}\r\n\n  \r\n{ANONYM}\n{ANONYM}", person());
    let given = read(Format::Ndjson, body);
    assert!(given.end.is_ok());
    assert_eq!(given.outcome(), [vec![], vec![], vec![]]);
    assert_eq!(given.raw[1], ANONYM.as_bytes());
    assert_eq!(given.keys[0], Some(("treserva".into(), "d-1".into())));
}

#[test]
fn a_fault_in_a_record_is_that_records_own() {
    let rows = [
        person().as_bytes().to_vec(),
        b"{\"kallsystem\":\"\xff\"}".to_vec(),
        b"7".to_vec(),
        b"{".to_vec(),
        ANONYM.into(),
    ];
    let outcome = [vec![], vec![("FMT-08", "")], vec![("FMT-02", "")], vec![("FMT-01", "")], vec![]];
    let given = read(Format::Ndjson, rows.join(&b'\n'));
    assert!(given.end.is_ok());
    assert_eq!(given.outcome(), outcome);
    let sound = [&rows[..3], &rows[4..]].concat();
    let given = read(Format::Json, [b"[".as_slice(), &sound.join(&b','), b"]"].concat());
    assert!(given.end.is_ok());
    assert_eq!(given.outcome(), [&outcome[..3], &outcome[4..]].concat());
}

#[test]
fn an_array_is_split_whatever_stands_in_it() {
    let odd = ANONYM.replace("a-1", r#"],}\\\"[{"#);
    let given = read(Format::Json, format!(" [ {odd} ,\n{ANONYM}\t] \n"));
    assert!(given.end.is_ok());
    assert_eq!(given.outcome(), [vec![], vec![]]);
    assert_eq!(given.raw, [odd.as_bytes(), ANONYM.as_bytes()]);
    assert_eq!(given.keys[0], Some(("t".into(), r#"],}\"[{"#.into())));
    let given = read(Format::Json, "\u{feff}[]");
    assert!(given.end.is_ok() && given.poster.is_empty());
}

#[test]
fn what_is_no_array_is_refused_as_a_whole() {
    let cases = [
        ("", "FMT-09"),
        (" \n", "FMT-09"),
        (ANONYM, "FMT-02"),
        ("\"text\"", "FMT-02"),
        ("null", "FMT-02"),
        ("a,b", "FMT-01"),
        ("]", "FMT-01"),
        ("[", "FMT-01"),
        ("[{}", "FMT-01"),
        ("[{},]", "FMT-01"),
        ("[,{}]", "FMT-01"),
        ("[{},,{}]", "FMT-01"),
        ("[}]", "FMT-01"),
        ("[{\"a\":\"]", "FMT-01"),
        ("[{}] x", "FMT-01"),
        ("[][]", "FMT-01"),
        ("[{}]}", "FMT-01"),
    ];
    for (body, kod) in cases {
        assert_eq!(places(read(Format::Json, body).whole()), [(kod, "")], "{body}");
    }
    let given = read(Format::Json, "[{}] x");
    assert_eq!(given.whole()[0].forvantat.as_deref(), Some("JSON at byte 6"));
}

#[test]
fn nothing_is_refused_in_every_format() {
    for format in Format::ALL {
        for body in ["", "\n", "\u{feff}", " \r\n\r\n"] {
            assert_eq!(places(read(format, body).whole()), [("FMT-09", "")], "{format:?} {body:?}");
        }
    }
}

#[test]
fn two_values_in_one_place_are_no_record() {
    let given = read(Format::Json, format!("[{ANONYM} {ANONYM}, {{\"a\":1]]"));
    assert_eq!(given.outcome(), [vec![("FMT-01", "")], vec![("FMT-01", "")]]);
}

/// A record of 200 MiB beside a sound one: refused and never held.
#[test]
fn a_record_too_large_is_refused_and_not_held() {
    const HEADER: &[u8] = b"kallsystem,nyckel,insatsId,registrering,startdatum\nt,\"";
    const ROW: &[u8] = b"\",x,x,x\nt,a-1,0190a5c0-7c00-7000-8000-000000000001,anonym,2014-05-01\n";
    let ndjson = format!("\"}}\n{ANONYM}\n").leak().as_bytes();
    let json = format!("\"}},{ANONYM}]").leak().as_bytes();
    let bodies: [(Format, &[u8], u8, &[u8]); 5] = [
        (Format::Ndjson, b"{\"kallsystem\":\"", b'x', ndjson),
        (Format::Json, b"[{\"kallsystem\":\"", b'x', json),
        (Format::Json, b"[{\"kallsystem\":\"", b'[', json),
        (Format::Csv, HEADER, b'x', ROW),
        (Format::Csv, HEADER, b'\n', ROW),
    ];
    for (format, before, filler, after) in bodies {
        // What goes byte by byte is slow without optimisation, and shows the same with less.
        let times = if format == Format::Ndjson { 200 << 20 } else { 8 << 20 };
        let reader = BufReader::new(Long { before, filler, times, after });
        let limits = Limits::default();
        let mut outcome = vec![];
        let end = for_each(format, reader, &limits, &mut |post: Post<'_>| {
            assert!(post.raw.len() <= limits.post_bytes + 8, "{format:?} holds {}", post.raw.len());
            outcome.push(post.parse().err().map(|found| found[0].kod.clone()));
            assert_eq!(post.key().is_some(), post.over.is_none());
            ControlFlow::Continue(())
        });
        assert!(end.is_ok());
        assert_eq!(outcome, [Some("FMT-10".into()), None], "{format:?}");
    }
}

#[test]
fn a_record_of_the_largest_size_is_read() {
    let limits = Limits { post_bytes: ANONYM.len(), ..Limits::default() };
    for line_end in ["\n", "\r\n", ""] {
        let given = read_within(Format::Ndjson, format!("{ANONYM}{line_end}").as_bytes(), &limits);
        assert_eq!(given.outcome(), [vec![]]);
        let given = read_within(Format::Ndjson, format!("{ANONYM} {line_end}").as_bytes(), &limits);
        assert_eq!(given.outcome(), [vec![("FMT-10", "")]]);
    }
    for size in [1, 7, 4096] {
        let body = format!("[  {ANONYM}    ,{ANONYM}]");
        let given = read_within(Format::Json, Pieces { rest: body.as_bytes(), size }, &limits);
        assert_eq!(given.outcome(), [vec![], vec![]]);
        let less = Limits { post_bytes: ANONYM.len() - 1, ..limits };
        let given = read_within(Format::Json, Pieces { rest: body.as_bytes(), size }, &less);
        assert_eq!(given.outcome(), [vec![("FMT-10", "")], vec![("FMT-10", "")]]);
    }
}

#[test]
fn a_cut_line_is_told() {
    for (format, body) in [(Format::Ndjson, b"{}\n{".as_slice()), (Format::Json, b"[{},"), (Format::Csv, b"kalls")] {
        let end =
            for_each(format, BufReader::new(Broken(body)), &Limits::default(), &mut |_| ControlFlow::Continue(()));
        assert!(matches!(end, Err(Lasfel::Io(_))), "{format:?}");
    }
}

#[test]
fn breaking_off_ends_the_reading() {
    for (format, body) in
        [(Format::Ndjson, "{}\n{}\n"), (Format::Json, "[{},{},"), (Format::Csv, "kallsystem,nyckel\na,b\nc,d\n")]
    {
        let mut count = 0;
        let limits = Limits { only_keys: true, ..Limits::default() };
        let end = for_each(format, body.as_bytes(), &limits, &mut |_| {
            count += 1;
            ControlFlow::Break(())
        });
        assert!(end.is_ok() && count == 1, "{format:?}");
    }
}

#[test]
fn a_key_is_read_from_a_faulty_record() {
    let given = read(
        Format::Ndjson,
        "{\"x\":[{}],\"nyckel\":\"d\\u002d1\",\"kallsystem\":\"t\",nonsense\n{\"nyckel\":1,\"kallsystem\":\"t\"}\n{\"nyckel\":\"d\"}",
    );
    assert_eq!(given.keys, [Some(("t".into(), "d-1".into())), None, None]);
}

#[test]
fn fmt_14_types_that_are_not_taken() {
    let format = |value| Format::from_content_type(value).map_err(|found| found[0].kod.to_string());
    assert_eq!(format("application/x-ndjson"), Ok(Format::Ndjson));
    assert_eq!(format("Application/JSON; charset=\"utf-8\""), Ok(Format::Json));
    assert_eq!(format("text/csv;header=present;charset=utf8"), Ok(Format::Csv));
    for value in
        ["", "text/plain", "application/jsonx", "text/csv; charset=iso-8859-1", "text/csv;Charset=windows-1252"]
    {
        assert_eq!(format(value), Err("FMT-14".into()), "{value}");
    }
    let said = Format::from_content_type("text/csv; charset=iso-8859-1").unwrap_err();
    assert!(said[0].meddelande.sv.contains("CSV UTF-8"));
}

proptest! {
    #[test]
    fn bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), size in 1..20_usize, most in 0..40_usize) {
        for format in Format::ALL {
            let limits = Limits { post_bytes: most, only_keys: true };
            let given = read_within(format, Pieces { rest: &bytes, size }, &limits);
            prop_assert!(given.raw.iter().all(|raw| raw.len() <= most + 8));
        }
    }

    #[test]
    fn brackets_and_quotes_never_panic(body in "[\\[\\]{}\",:;\\\\ \\r\\nkallsystem,nyckel]{0,60}", size in 1..20_usize) {
        for format in Format::ALL {
            let whole = read(format, &body);
            let limits = Limits::default();
            let pieces = read_within(format, Pieces { rest: body.as_bytes(), size }, &limits);
            prop_assert_eq!(whole.raw, pieces.raw, "the size of the pieces makes no difference");
            prop_assert_eq!(whole.end.is_ok(), pieces.end.is_ok());
        }
    }

    #[test]
    fn json_records_come_back_as_they_were(poster in proptest::collection::vec(any_post(), 0..5), size in 1..200_usize) {
        let lines: Vec<_> = poster.iter().map(|post| serde_json::to_string(post).unwrap()).collect();
        let ndjson = lines.join("\n");
        let json = serde_json::to_string_pretty(&poster).unwrap();
        for (format, body) in [(Format::Ndjson, ndjson), (Format::Json, json)] {
            let given = read_within(format, Pieces { rest: body.as_bytes(), size }, &Limits::default());
            prop_assert_eq!(given.end.is_ok(), format == Format::Json || !poster.is_empty());
            let keys: Vec<_> = poster.iter().map(|post| Some((post.nyckel.kallsystem.clone(), post.nyckel.nyckel.clone()))).collect();
            prop_assert_eq!(given.keys, keys);
            let read: Vec<_> = given.poster.into_iter().map(Result::unwrap).collect();
            prop_assert_eq!(&read, &poster);
        }
    }
}
