//! Sealing, searching and the key file.

use proptest::prelude::*;
use uuid::Uuid;

use super::{KeyError, Nyckelfil, Nyckelring};

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
        let fel = ring().open(ID, &sealed);
        // The first byte is the number of the key; none has 0.
        let unknown = place == 0 && bit > 0;
        let seen = match fel {
            Err(KeyError::Unknown(_)) => unknown,
            Err(KeyError::Wrong) => !unknown,
            _ => false,
        };
        prop_assert!(seen);
    }

    #[test]
    fn a_key_file_is_read_back(first: [u8; 32], more in prop::collection::vec(any::<[u8; 32]>(), 0..5), sluter: usize) {
        let mut fil = Nyckelfil::single(first);
        for master in &more {
            // The same one twice is as unlikely as it is refused.
            prop_assert!(fil.add(*master).is_ok());
        }
        let ids: Vec<u8> = fil.ids().collect();
        fil.seal_with(ids[sluter % ids.len()]).unwrap();
        prop_assert_eq!(Nyckelfil::parse(&fil.text()).unwrap(), fil.clone());
        if fil.sealing() != 1 {
            fil.remove(1).unwrap();
            prop_assert_eq!(Nyckelfil::parse(&fil.text()).unwrap(), fil);
        }
    }

    #[test]
    fn no_text_is_too_much_for_the_parser(text in "([0-9a-z #]{0,70}\n){0,6}") {
        if let Err(fel) = Nyckelfil::parse(&text) {
            prop_assert!(matches!(fel, KeyError::File(_)));
        }
    }
}

/// Those of a register whose second key seals.
fn two() -> Nyckelfil {
    let mut fil = Nyckelfil::single([7; 32]);
    fil.add([8; 32]).unwrap();
    fil.seal_with(2).unwrap();
    fil
}

#[test]
fn all_keys_open_and_one_seals() {
    let (old, both) = (ring(), Nyckelring::of(&two()));
    let [before, after] = [&old, &both].map(|ring| ring.seal(ID, b"P:199003122380"));
    assert_eq!((before[0], after[0]), (1, 2));
    for sealed in [&before, &after] {
        assert_eq!(both.open(ID, sealed).unwrap(), b"P:199003122380");
    }
    assert!(matches!(old.open(ID, &after), Err(KeyError::Unknown(2))));
    let mut fil = two();
    assert!(matches!(fil.remove(2), Err(KeyError::File(_))), "it seals");
    assert!(matches!(fil.remove(3), Err(KeyError::Unknown(3))));
    fil.remove(1).unwrap();
    assert!(matches!(Nyckelring::of(&fil).open(ID, &before), Err(KeyError::Unknown(1))), "gone");
    assert_eq!(Nyckelring::of(&fil).open(ID, &after).unwrap(), b"P:199003122380");
    let mut relabelled = before.clone();
    relabelled[0] = 2;
    assert!(matches!(both.open(ID, &relabelled), Err(KeyError::Wrong)), "under another number");
}

#[test]
fn a_number_is_not_given_again() {
    let mut fil = Nyckelfil::single([7; 32]);
    assert_eq!(fil.add([8; 32]).unwrap(), 2);
    let sealed = {
        let mut fil = fil.clone();
        fil.seal_with(2).unwrap();
        Nyckelring::of(&fil).seal(ID, b"P:199003122380")
    };
    fil.remove(2).unwrap();
    let mut fil = Nyckelfil::parse(&fil.text()).unwrap();
    assert_eq!(fil.add([9; 32]).unwrap(), 3, "also when the file has been read anew");
    assert!(matches!(Nyckelring::of(&fil).open(ID, &sealed), Err(KeyError::Unknown(2))), "gone, not altered");
    assert!(!fil.text().contains("hogst"), "the keys tell it");
    fil.remove(3).unwrap();
    assert!(fil.text().contains("\nhogst 3\n"), "{}", fil.text().replace(&"07".repeat(32), "…"));
    // A number that is lower than that of a key says nothing.
    let lower = fil.text().replace("hogst 3", &format!("4 {}\nhogst 2", "0a".repeat(32)));
    assert_eq!(Nyckelfil::parse(&lower).unwrap().add([11; 32]).unwrap(), 5);
    let full = fil.text().replace("hogst 3", "hogst 255");
    assert!(matches!(Nyckelfil::parse(&full).unwrap().add([11; 32]), Err(KeyError::File(_))));
}

#[test]
fn what_is_found_and_signed_stays_when_keys_change() {
    let mut fil = two();
    fil.remove(1).unwrap();
    for other in [Nyckelring::of(&two()), Nyckelring::of(&fil)] {
        assert_eq!(other.search_hash(b"P:199003122380"), ring().search_hash(b"P:199003122380"));
        assert_eq!(other.receipt_hash(&[9; 32]), ring().receipt_hash(&[9; 32]));
        assert_eq!(other.log_seed(), ring().log_seed());
        assert_eq!(other.check_values()[&Nyckelring::SOK], ring().check_values()[&Nyckelring::SOK]);
    }
    assert!(!fil.text().contains(&"07".repeat(32)), "nothing that seals is left of key 1");
}

#[test]
fn the_search_key_is_changed_alone() {
    let (mut fil, mut other) = (two(), two());
    other.add([9; 32]).unwrap();
    other.replace_search_key([3; 32]);
    fil.take_search_key(&other);
    assert_eq!(fil.ids().collect::<Vec<_>>(), [1, 2], "nothing else comes along");
    let [before, after, same] = [&two(), &fil, &other].map(|fil| Nyckelring::of(fil).search_hash(b"P:199003122380"));
    assert!(before != after && after == same);
    assert_eq!(Nyckelfil::parse(&fil.text()).unwrap(), fil);
}

#[test]
fn copies_of_a_ring_get_new_keys_together() {
    let ring = ring();
    let copy = ring.clone();
    assert_eq!(copy.sealing(), 1);
    ring.replace(&Nyckelring::of(&two()));
    assert_eq!(copy.sealing(), 2);
    assert_eq!(copy.seal_chunk(ID, 0, b"rad")[0], 2);
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
    let state = ring().seal_protected(b"5 at 17", b"tillstand");
    assert_eq!(ring().open_protected(b"5 at 17", &state).unwrap(), b"tillstand");
    assert!(matches!(ring().open_protected(b"5 at 18", &state), Err(KeyError::Wrong)), "another state");
    let frozen = ring().seal_state(ID, b"tillstand");
    assert!(matches!(ring().open_protected(ID.as_bytes(), &frozen), Err(KeyError::Wrong)), "a frozen one is none");
}

#[test]
fn search_hashes_depend_on_text_and_key() {
    assert_eq!(ring().search_hash(b"P:199003122380"), ring().search_hash(b"P:199003122380"));
    assert_ne!(ring().log_seed(), Nyckelring::from_bytes([8; 32]).log_seed());
    assert_ne!(ring().search_hash(b"P:199003122380"), ring().search_hash(b"P:199108242398"));
    assert_ne!(ring().search_hash(b"P:199003122380"), Nyckelring::from_bytes([8; 32]).search_hash(b"P:199003122380"));
    let [one, other] = [7, 8].map(|seed| Nyckelring::from_bytes([seed; 32]).check_values());
    assert!(one[&1] != other[&1] && one[&Nyckelring::SOK] != other[&Nyckelring::SOK]);
}

/// What stands in databases must open with every later version: these were made once and are kept.
#[test]
fn the_form_is_fixed() {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(hex(&ring().check_values()[&1]), "2c710af067c5f29f2e986933903eaee9");
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
fn a_file_with_several_keys_says_which_line_is_wrong_without_quoting_it() {
    let (good, key) = (two().text(), "ab".repeat(32));
    for (text, why) in [
        (good.replace("sluter 2", "sluter 3"), "expected a line sluter with the number of one of the keys"),
        (good.replace("sluter 2", "sluter x"), "line 4: expected the number of the key that seals"),
        (good.replace("sluter 2\n", ""), "expected a line sluter with the number of one of the keys"),
        (good.replace("sok ", "#sok "), "expected the lines sok, kvitto and logg"),
        (format!("{good}sluter 2"), "line 8: sluter twice"),
        (format!("{good}hogst 256"), "line 8: expected the highest number that a key has been given"),
        (format!("{good}hogst 3\nhogst 3"), "line 9: hogst twice"),
        (format!("{good}2 {key}"), "line 8: the same key twice"),
        (format!("{good}3 {}", "08".repeat(32)), "line 8: the same key twice"),
        (format!("{good}sok {key}"), "line 8: the same name twice"),
        (
            format!("{good}0 {key}"),
            "line 8: expected the number of a key, 1-255, or sluter, hogst, sok, kvitto or logg",
        ),
        (
            format!("{good}256 {key}"),
            "line 8: expected the number of a key, 1-255, or sluter, hogst, sok, kvitto or logg",
        ),
        (format!("{good}3 {}", &key[1..]), "line 8: expected 64 hexadecimal digits after the name"),
        (format!("{good}{key}"), "line 8: expected a name and a value"),
    ] {
        let fel = Nyckelfil::parse(&text).unwrap_err();
        assert_eq!(fel.to_string(), format!("key file {why}"));
    }
    assert_eq!(Nyckelfil::parse(&format!("\n# kommentar\n\n{good}")).unwrap(), two());
    assert!(matches!(two().add([8; 32]), Err(KeyError::File(_))));
    assert_eq!(format!("{:?}", two()), "Nyckelfil(…)");
    let mut full = two();
    for n in 3..=255 {
        let mut key = [0xaa; 32];
        key[0] = n;
        assert_eq!(full.add(key).unwrap(), n);
    }
    assert!(full.add([0; 32]).is_err(), "there is no number after 255");
}

#[test]
fn debug_shows_nothing() {
    assert_eq!(format!("{:?}", ring()), "Nyckelring(…)");
}
