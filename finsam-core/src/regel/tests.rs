//! The registry holds what it promises.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::tid::day;

#[test]
fn codes_are_unique() {
    let mut seen = BTreeSet::new();
    for regel in register::all() {
        assert!(seen.insert(regel.kod), "{} stands twice", regel.kod);
    }
}

#[test]
fn every_rule_speaks_two_languages_and_names_its_source() {
    for regel in register::all() {
        assert!(regel.text.sv.ends_with('.') && regel.text.en.ends_with('.'), "{}", regel.kod);
        assert!(!regel.rattskalla.is_empty(), "{}", regel.kod);
    }
}

#[test]
fn only_integrity_errors_block() {
    assert!(register::REG_08.at("/a").blocks());
    assert!(!register::REG_12.at("/a").blocks());
    for regel in lag::ALL.iter().chain(ekonomi::ALL) {
        assert!(!regel.at("/a").blocks(), "{}", regel.kod);
    }
}

#[test]
fn pointers_escape() {
    assert_eq!(Pekare::from("/a").join("b/c~d").index(2).as_str(), "/a/b~1c~0d/2");
}

#[test]
fn wordings_follow_each_other_without_gaps_until_today() {
    assert_eq!(bestammelse::ALL.len(), 30, "28 paragraphs, 5 a and 19 a");
    for bestammelse in bestammelse::ALL {
        let lydelser = bestammelse.lydelser;
        for two in lydelser.windows(2) {
            assert_eq!(two[0].till.and_then(|till| till.succ_opt()), Some(two[1].fran), "{}", bestammelse.paragraf);
        }
        assert_eq!(lydelser.last().unwrap().till, None, "{}", bestammelse.paragraf);
        assert!(lydelser.iter().all(|lydelse| lydelse.till.is_none_or(|till| lydelse.fran <= till)));
    }
}

#[test]
fn every_cited_provision_exists_and_was_in_force_while_the_rule_holds() {
    for regel in register::all() {
        let Some(paragraf) = regel.paragraf else {
            assert!(!regel.kod.starts_with("LAG-"), "{} names no paragraph", regel.kod);
            continue;
        };
        let bestammelse = regel.bestammelse().unwrap_or_else(|| panic!("{}: no {paragraf} §", regel.kod));
        let middle = regel.kod.split('-').nth(1).unwrap();
        assert_eq!(middle, paragraf.replace(' ', "").to_uppercase(), "{} is named for its paragraph", regel.kod);
        assert!(regel.rattskalla.starts_with(&format!("{paragraf} §")));
        assert!(bestammelse.lydelse_on(regel.fran).is_some(), "{} was not in force {}", regel.kod, regel.fran);
        let last = regel.till.unwrap_or(day(2026, 1, 1));
        assert!(bestammelse.lydelse_on(last).is_some(), "{} was not in force {last}", regel.kod);
    }
}

/// Every Rust file of the core.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// What stands before each `§`: a number, and a letter as in `5 a §`.
fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    text.match_indices(" §").filter_map(|(at, _)| {
        let mut words = text[..at].rsplit(|c: char| !c.is_ascii_alphanumeric());
        let last = words.next()?;
        let number = |word: &str| word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty();
        match last {
            _ if number(last) => Some(last.to_owned()),
            "a" => words.next().filter(|word| number(word)).map(|word| format!("{word} a")),
            _ => None,
        }
    })
}

/// The numbers of acts: four digits, a colon, digits.
fn acts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit() && c != ':').filter(|word| {
        word.split_once(':').is_some_and(|(year, number)| {
            year.len() == 4 && year > "1900" && year < "2100" && !number.is_empty() && !number.contains(':')
        })
    })
}

#[test]
fn every_paragraph_and_act_that_the_core_speaks_of_is_in_the_registry() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    // Identity numbers rest on other acts.
    files.retain(|file| !file.iter().any(|piece| piece == "identitet"));
    let mut known: BTreeSet<&str> = bestammelse::ALL.iter().flat_map(|b| b.lydelser).map(|l| l.sfs).collect();
    // What the act refers to.
    known.insert("2017:725");
    let mut cited = 0;
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for paragraf in paragraphs(&text) {
            assert!(bestammelse::find(&paragraf).is_some(), "{}: there is no {paragraf} §", file.display());
            cited += 1;
        }
        for act in acts(&text) {
            assert!(known.contains(act), "{}: SFS {act} is not in the registry", file.display());
        }
    }
    assert!(cited > 5, "the walk finds what is cited: {cited}");
}

#[test]
fn a_wording_that_is_not_reproduced_makes_a_notice_that_says_so() {
    let found_on = |datum| {
        let mut provning = Provning::new(datum);
        provning.note(&lag::LAG_12_2, "/ledamoter/0", |found| found);
        provning.into_found().remove(0)
    };
    let known = found_on(day(2015, 4, 1));
    assert_eq!(
        (known.allvar, known.rattskalla.as_ref()),
        (Allvar::Fel, "12 § lagen (2003:1210), lydelse enligt SFS 2007:411")
    );
    for (datum, source) in [
        (day(2007, 4, 1), "12 § lagen (2003:1210), lydelse till och med 2007-12-31"),
        (day(2023, 4, 1), "12 § lagen (2003:1210), lydelse enligt SFS 2022:637"),
    ] {
        let found = found_on(datum);
        assert_eq!((found.allvar, found.rattskalla.as_ref()), (Allvar::Upplysning, source));
        assert!(found.meddelande.sv.contains("återges inte här") && found.meddelande.en.contains("not reproduced"));
    }
}

#[test]
fn a_rule_finds_nothing_before_its_provision() {
    let mut provning = Provning::new(day(2022, 3, 15));
    provning.note(&lag::LAG_19A_1, "/sammantraden/0", |found| found);
    assert_eq!(provning.into_found(), []);
}
