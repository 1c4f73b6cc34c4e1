//! Every rule of the registry is named by its code in some test.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use finsam_core::regel::register;

/// Rust files that hold tests: those called so, and those in a folder called so.
fn test_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            test_files(&path, found);
        } else if name.ends_with(".rs") && path.iter().any(|piece| piece.to_string_lossy().contains("tests")) {
            found.push(path);
        }
    }
}

#[test]
fn every_rule_stands_in_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
    let mut files = Vec::new();
    test_files(&root, &mut files);
    let own = Path::new(file!()).file_name().unwrap();
    files.retain(|file| file.file_name() != Some(own));
    let text: String = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let missing: Vec<&str> = register::all().map(|regel| regel.kod).filter(|kod| !text.contains(*kod)).collect();
    assert!(missing.is_empty(), "no test names {missing:?}");
}
