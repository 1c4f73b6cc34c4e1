//! The threat model names tests: each of them is there.

use std::path::Path;

#[test]
fn the_tests_that_the_threat_model_names_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("../docs/HOTBILD.md")).unwrap();
    let (mut file, mut files, mut functions) = (String::new(), 0, 0);
    for word in text.split('`').skip(1).step_by(2) {
        if word.ends_with(".rs") {
            let path = root.join("tests").join(word.trim_start_matches("tests/tests/"));
            file = std::fs::read_to_string(&path).unwrap_or_else(|_| format!("{word} is not there"));
            assert!(!file.ends_with("is not there"), "{file}");
            files += 1;
        } else if word.contains('_') && word.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            assert!(file.contains(&format!("fn {word}")), "{word} is not in the file named before it");
            functions += 1;
        }
    }
    assert!(files > 20 && functions > 15, "{files} files, {functions} functions");
}
