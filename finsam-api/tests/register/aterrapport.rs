//! `finsam rapport aterrapport`: what is reported back to the government, of a year and of half a year.

use super::process::{Demo, command, expect};

/// What it writes to standard output.
fn output(args: &[&str]) -> Vec<u8> {
    let output = command(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_written_of_a_year_and_of_half_a_year_in_both_languages() {
    let demo = Demo::new().await;
    let database = demo.database();
    let nyckel = demo.key_file();
    // With the key what is hidden is worked out once, and kept.
    let asked = ["rapport", "aterrapport", "--ar", "2014", "--database", &database, "--nyckel", &nyckel];
    let page = String::from_utf8(output(&asked)).unwrap();
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"sv\">"), "{page}");
    // The printed numbers of 2014: those who took part and those who closed.
    assert!(page.contains(">17\u{a0}079<") && page.contains(">8\u{a0}719<"), "{page}");
    let half = [&asked[..], &["--halvar", "1", "--sprak", "en"]].concat();
    let half = String::from_utf8(output(&half)).unwrap();
    assert!(half.contains("lang=\"en\"") && half.contains("first half of 2014"), "{half}");
    assert!(half.contains("2014, half-year 1") && !half.contains("2014, half-year 2"), "{half}");
    let file = demo.path("aterrapport.xlsx").display().to_string();
    expect(0, &[], &[&asked[..], &["--ut", &file]].concat());
    let book = std::fs::read(&file).unwrap();
    assert_eq!(&book[..4], b"PK\x03\x04", "by the name of the file");
    assert!(output(&[&asked[..], &["--format", "xlsx"]].concat()) == book, "the same bytes again");
    expect(2, &["--halvar"], &[&asked[..], &["--halvar", "3"]].concat());
    expect(2, &["2004-2100"], &["rapport", "aterrapport", "--ar", "1999", "--database", &database]);
    expect(
        3,
        &["there-is-none.db"],
        &["rapport", "aterrapport", "--ar", "2014", "--database", "sqlite:there-is-none.db"],
    );
}
