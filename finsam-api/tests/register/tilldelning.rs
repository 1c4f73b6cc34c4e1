//! `finsam tilldelning`: from a spreadsheet to what each gets.

use super::process::{expect, finsam};

fn file(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askanden.csv");
    std::fs::write(&path, text).unwrap();
    (folder, path.display().to_string())
}

const HEADER: &str = "nyckel,forsorjningsmatt,befolkning,foregaende,askande,overskott\n";

#[test]
fn a_spreadsheet_is_allocated_to_the_krona() {
    let (_folder, path) = file(&format!("{HEADER}A,100,500,5000000,99000000,\nB,300,500,5000000,99000000,0\n"));
    let (code, csv) = finsam(&["tilldelning", &path, "--medel", "10000000", "--format", "csv"]);
    assert_eq!(code, 0, "{csv}");
    let expected = "nyckel,tilldelat,modell,broms,overskott,askande,dampning,vikter\n\
        A,4500000.00,3275000.00,4500000.00,4500000.00,4500000.00,4500000.00,4500000.00\n\
        B,5500000.00,6725000.00,5500000.00,5500000.00,5500000.00,5500000.00,5500000.00\n";
    assert_eq!(csv, expected);
    let words =
        ["A  4500000.00 kr", "+1225000.00 kr, till 4500000.00 kr", "Summa  10000000.00 kr; inte fördelat 0.00 kr"];
    expect(0, &words, &["tilldelning", &path, "--medel", "10000000"]);
    let unbraked = ["tilldelning", &path, "--medel", "10000000", "--broms-procent", "100", "--format", "json"];
    expect(0, &["\"tilldelat\": \"3275000.00\"", "\"ofordelat\": \"0.00\""], &unbraked);
}

#[test]
fn what_is_wrong_with_a_spreadsheet_is_told_by_row_and_nothing_is_allocated() {
    let (_folder, path) = file(&format!("{HEADER}A,många,500,,1,\nB,1,500,,1\nC,1,1,,0.005,\n"));
    let told = expect(
        1,
        &["rad / line 2, fält / field 2", "rad / line 3", "rad / line 4"],
        &["tilldelning", &path, "--medel", "1"],
    );
    assert!(!told.contains("många"), "what stood there is not quoted");
    let (_folder, path) = file(&format!("{HEADER}A,1,1,,1,\nA,1,1,,-1,\n"));
    let faults = ["REG-28 /ansokningar/1/nyckel", "REG-27 /ansokningar/1/askande", "REG-27 /parametrar/medel"];
    expect(1, &faults, &["tilldelning", &path, "--medel", "0.5"]);
    expect(2, &["--medel"], &["tilldelning", &path, "--medel", "mycket"]);
    expect(3, &["there-is-none.csv"], &["tilldelning", "there-is-none.csv", "--medel", "1"]);
}
