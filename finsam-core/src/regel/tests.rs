//! The registry holds what it promises.

use std::collections::BTreeSet;

use super::*;

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
}

#[test]
fn pointers_escape() {
    assert_eq!(Pekare::from("/a").join("b/c~d").index(2).as_str(), "/a/b~1c~0d/2");
}
