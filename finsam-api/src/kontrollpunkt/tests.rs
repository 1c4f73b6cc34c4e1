//! What is done to a file of checkpoints is seen.

use finsam_store::Nyckelring;
use finsam_store::rum::Loggande;
use proptest::prelude::*;

use super::{Kontrollfil, Kontrollpunkt, Signeringsnyckel, hex, read, unhex};

fn nyckel(seed: u8) -> Signeringsnyckel {
    Signeringsnyckel::of(&Nyckelring::from_bytes([seed; 32])).unwrap()
}

/// A file with three checkpoints.
fn file() -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("kontrollpunkter");
    let key = nyckel(7);
    for n in 1..=3_i64 {
        let (mut fil, before) = Kontrollfil::open(&path, key.publik()).unwrap();
        let ande = Loggande { segment: n, led: 10 * n, hash: [9; 32] };
        let tid = chrono::DateTime::from_timestamp(1_400_000_000 + n, 0).unwrap();
        fil.add(&Kontrollpunkt::next(before.last(), tid, vec![ande], &key)).unwrap();
    }
    (dir, path)
}

#[test]
fn they_are_read_back_and_only_by_the_key_that_signed_them() {
    let (_dir, path) = file();
    let punkter = read(&path, Some(nyckel(7).publik())).unwrap();
    assert_eq!(punkter.iter().map(|punkt| punkt.segment[0].led).collect::<Vec<_>>(), [10, 20, 30]);
    assert_eq!(read(&path, None).unwrap(), punkter);
    assert!(read(&path, Some(nyckel(8).publik())).is_err());
}

#[test]
fn a_line_that_is_taken_out_or_moved_is_missed() {
    let (_dir, path) = file();
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for order in [&[1, 2][..], &[0, 2], &[1, 0, 2], &[0, 1, 1, 2]] {
        let changed: String = order.iter().map(|i| format!("{}\n", lines[*i])).collect();
        std::fs::write(&path, changed).unwrap();
        assert!(read(&path, None).is_err(), "{order:?}");
    }
}

#[test]
fn what_was_cut_off_is_passed_over_and_goes() {
    let (_dir, path) = file();
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, &text[..text.len() - 5]).unwrap();
    assert_eq!(read(&path, None).unwrap().len(), 2);
    let (mut fil, before) = Kontrollfil::open(&path, nyckel(7).publik()).unwrap();
    let tid = chrono::DateTime::from_timestamp(1_400_000_009, 0).unwrap();
    fil.add(&Kontrollpunkt::next(before.last(), tid, Vec::new(), &nyckel(7))).unwrap();
    assert_eq!(read(&path, None).unwrap().len(), 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_altered_byte_is_seen(place: prop::sample::Index, bit in 0_u32..7) {
        let (_dir, path) = file();
        let mut text = std::fs::read(&path).unwrap();
        let place = place.index(text.len() - 1);
        text[place] ^= 1 << bit;
        std::fs::write(&path, &text).unwrap();
        prop_assert!(read(&path, Some(nyckel(7).publik())).is_err());
    }

    #[test]
    fn hexadecimal_digits_are_read_back(bytes: Vec<u8>) {
        prop_assert_eq!(unhex(&hex(&bytes)), Some(bytes));
    }
}
