//! Sealing, searching and the key file.

use proptest::prelude::*;
use uuid::Uuid;

use super::{KeyError, Nyckelring};

const ID: Uuid = Uuid::from_u128(0x0190_a5c0_7c00_7000_8000_0000_0000_0001);

fn ring() -> Nyckelring {
    Nyckelring::from_bytes([7; 32])
}

proptest! {
    #[test]
    fn what_is_sealed_opens_and_is_not_seen(text in prop::collection::vec(any::<u8>(), 0..200), index: u64) {
        let sealed = ring().seal(ID, &text);
        prop_assert_eq!(sealed.len(), text.len() + 29);
        prop_assert_eq!(ring().open(ID, &sealed).unwrap(), text.clone());
        prop_assert!(text.len() < 4 || !sealed.windows(text.len()).any(|window| window == text));
        let chunk = ring().seal_chunk(ID, index, &text);
        prop_assert_eq!(ring().open_chunk(ID, index, &chunk).unwrap(), text);
    }

    #[test]
    fn any_altered_byte_is_seen(place in 0_usize..43, bit in 0_u32..8) {
        let mut sealed = ring().seal(ID, b"P:199003122380");
        prop_assert_eq!(sealed.len(), 43);
        sealed[place] ^= 1 << bit;
        prop_assert!(matches!(ring().open(ID, &sealed), Err(KeyError::Wrong)));
    }

    #[test]
    fn hex_is_read_back(master: [u8; 32]) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("nyckel");
        let ring = Nyckelring::from_bytes(master);
        std::fs::write(&path, format!("{}\n", ring.to_hex())).unwrap();
        prop_assert_eq!(Nyckelring::from_file(&path).unwrap().master, master);
    }
}

#[test]
fn it_opens_only_where_it_belongs() {
    let sealed = ring().seal(ID, b"P:199003122380");
    assert!(matches!(ring().open(Uuid::from_u128(2), &sealed), Err(KeyError::Wrong)), "another record");
    assert!(matches!(Nyckelring::from_bytes([8; 32]).open(ID, &sealed), Err(KeyError::Wrong)), "another key");
    assert!(matches!(ring().open(ID, &[]), Err(KeyError::Wrong)), "nothing");
    let chunk = ring().seal_chunk(ID, 3, b"rad");
    assert!(matches!(ring().open_chunk(ID, 4, &chunk), Err(KeyError::Wrong)), "another place");
    assert!(matches!(ring().open_chunk(Uuid::from_u128(2), 3, &chunk), Err(KeyError::Wrong)), "another stream");
    assert!(matches!(ring().open(ID, &chunk), Err(KeyError::Wrong)), "a chunk is no identity");
    let post = ring().seal_post(ID, 3, b"rad");
    assert_eq!(ring().open_post(ID, 3, &post).unwrap(), b"rad");
    assert!(matches!(ring().open_post(ID, 4, &post), Err(KeyError::Wrong)), "another row");
    assert!(matches!(ring().open_post(Uuid::from_u128(2), 3, &post), Err(KeyError::Wrong)), "another import");
    assert!(matches!(ring().open_chunk(ID, 3, &post), Err(KeyError::Wrong)), "a record is no chunk");
}

#[test]
fn search_hashes_depend_on_text_and_key() {
    assert_eq!(ring().search_hash(b"P:199003122380"), ring().search_hash(b"P:199003122380"));
    assert_ne!(ring().log_seed(), Nyckelring::from_bytes([8; 32]).log_seed());
    assert_ne!(ring().search_hash(b"P:199003122380"), ring().search_hash(b"P:199108242398"));
    assert_ne!(ring().search_hash(b"P:199003122380"), Nyckelring::from_bytes([8; 32]).search_hash(b"P:199003122380"));
    assert_ne!(ring().check_value(), Nyckelring::from_bytes([8; 32]).check_value());
}

/// What stands in databases must open with every later version: these were made once and are kept.
#[test]
fn the_form_is_fixed() {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(hex(&ring().check_value()), "2c710af067c5f29f2e986933903eaee9");
    assert_eq!(hex(&ring().search_hash(b"P:199003122380")), "fe0d5b8b6492b75b840dcf490ca04671");
    assert_eq!(hex(&ring().receipt_hash(&[9; 32])), "10ac64fb2b6f096ca128230afa5015544f39e3721dd5df2d8d0558b3702d485a");
    assert_eq!(
        hex(&ring().seal(ID, b"P:199003122380")),
        "013ffeac4d50b31cbd9687590bee2c81507463b334d86462b3fada096b01f87b71e14afba938e5f99ab8e4"
    );
    assert_eq!(
        hex(&ring().seal_chunk(ID, 0, b"rad")),
        "01e92c4c76c70061e2c6b438f9534218222177d5ab1c4c503cf5db8f12251bb2"
    );
}

#[test]
fn a_file_without_a_key_is_refused_without_quoting_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("nyckel");
    for text in ["", "abc", &"g".repeat(64), &"a".repeat(63), &"a".repeat(66)] {
        std::fs::write(&path, text).unwrap();
        let fel = Nyckelring::from_file(&path).unwrap_err().to_string();
        assert!(fel.ends_with("expected 64 hexadecimal digits"), "{fel}");
    }
    assert!(Nyckelring::from_file(&dir.path().join("ingen")).is_err());
}

#[test]
fn debug_shows_nothing() {
    assert_eq!(format!("{:?}", ring()), "Nyckelring(…)");
}
