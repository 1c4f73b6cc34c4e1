//! Rows and fields are split as a reader that many use splits them.

use std::ops::ControlFlow;

use proptest::prelude::*;

use super::super::{Format, Limits, for_each};
use super::falt::Fields;

fn theirs(body: &str) -> Vec<Vec<String>> {
    let mut builder = csv::ReaderBuilder::new();
    builder.flexible(true).has_headers(false).terminator(csv::Terminator::Any(b'\n'));
    let records = builder.from_reader(body.as_bytes()).into_records();
    records.map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// `None` when a quote is not closed: there they take what they get, and here it is a fault.
fn fields(row: &str) -> Option<Vec<String>> {
    Fields::of(row, b',').map(|field| field.ok().map(std::borrow::Cow::into_owned)).collect()
}

fn ours(body: &str) -> Option<Vec<Vec<String>>> {
    let limits = Limits { only_keys: true, ..Limits::default() };
    let mut rows = Some(vec![]);
    for_each(Format::Csv, format!("kallsystem,nyckel\n{body}").as_bytes(), &limits, &mut |post| {
        let row = fields(std::str::from_utf8(post.raw).unwrap());
        rows = rows.take().zip(row).map(|(mut rows, row)| {
            rows.push(row);
            rows
        });
        ControlFlow::Continue(())
    })
    .unwrap();
    rows
}

#[test]
fn quotes_mean_what_they_mean_elsewhere() {
    for row in [
        "",
        "a",
        "a,b",
        ",",
        "\"a,b\",c",
        "\"a\"\"b\"",
        "\"a\"b,c",
        "a\"b\",c",
        "\"\"",
        "\"\"\"\"",
        "\"a\"\"",
        "a,\"\",b",
    ] {
        if let Some(fields) = fields(row) {
            let expected = if row.is_empty() { vec![vec![String::new()]] } else { theirs(row) };
            assert_eq!([fields], expected[..], "{row}");
        }
    }
    assert_eq!(fields("\"a"), None);
}

proptest! {
    #[test]
    fn rows_and_fields_agree(body in "[ab\",\\n]{0,40}") {
        if let Some(ours) = ours(&body) {
            let stated = |row: &Vec<String>| row.iter().any(|field| !field.trim().is_empty());
            let (ours, theirs) = (ours.into_iter().filter(stated), theirs(&body).into_iter().filter(stated));
            prop_assert_eq!(ours.collect::<Vec<_>>(), theirs.collect::<Vec<_>>());
        }
    }
}
