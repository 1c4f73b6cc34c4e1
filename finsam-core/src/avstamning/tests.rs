use proptest::prelude::*;
use serde_json::{Map, Value};

use super::*;
use crate::deltagande::{Deltagande, Deltagandeuppgift, Nyckel};
use crate::id::InsatsId;
use crate::protokoll::Importpost;

const DOC: &str = include_str!("../../../docs/AVSTAMNING.md");

fn idag() -> chrono::NaiveDate {
    "2015-06-01".parse().unwrap()
}

/// What stands between two texts, everywhere.
fn between<'t>(text: &'t str, before: &str, after: &str) -> Vec<&'t str> {
    text.split(before).skip(1).filter_map(|rest| Some(rest.split_once(after)?.0)).collect()
}

fn post(json: &str) -> Importpost {
    serde_json::from_str(json).unwrap()
}

fn of_sent(post: &Importpost) -> Kanonisk {
    let insats = post.uppgift.insats_id.unwrap();
    Kanonisk::of_sent(&post.nyckel, post.uppgift.clone(), insats, idag()).unwrap().kanonisk
}

/// The sent records of the documented vectors.
fn documented() -> Vec<Importpost> {
    between(DOC, "```json\n", "\n```").into_iter().map(post).collect()
}

/// The vectors were computed with another program, in another language.
#[test]
fn the_documented_vectors_come_out() {
    let (forms, digests) = (between(DOC, "```text\n{", "\n```"), between(DOC, "Digest: `", "`"));
    let sent = documented();
    assert_eq!((sent.len(), forms.len(), digests.len()), (3, 3, 3));
    let mut sum = Kontrollsumma::default();
    for ((post, form), expected) in sent.iter().zip(forms).zip(digests) {
        let kanonisk = of_sent(post);
        assert_eq!(std::str::from_utf8(kanonisk.reveal()).unwrap(), format!("{{{form}"));
        assert_eq!(digest(&kanonisk).to_string(), expected);
        sum += digest(&kanonisk);
    }
    assert_eq!(between(DOC, "Checksum: `", "`"), [sum.to_string()]);
    let two = digest(&of_sent(&sent[0])) + digest(&of_sent(&sent[1]));
    assert!(DOC.contains(&format!("= {two}   (mod 2^256)")), "{two}");
}

#[test]
fn nothing_of_a_number_is_printed() {
    let kanonisk = of_sent(&documented()[1]);
    assert!(kanonisk.reveal().windows(12).any(|digits| digits == b"199003122380"));
    assert_eq!(format!("{kanonisk:?}"), "Kanonisk(…)");
}

/// The record as the register gives it, by the digest of what was sent: both sides of a comparison agree.
fn kept(post: &Importpost) -> Deltagande {
    let form: Map<String, Value> = serde_json::from_slice(of_sent(post).reveal()).unwrap();
    let mut kept = form;
    kept.insert("id".into(), "0190a5c0-7c00-7000-8000-00000000000a".into());
    kept.insert("version".into(), 7.into());
    serde_json::from_value(Value::Object(kept)).unwrap()
}

#[test]
fn sent_and_kept_have_one_digest() {
    for post in documented() {
        let mut kept = kept(&post);
        assert_eq!(Kanonisk::of_kept(&kept), of_sent(&post));
        // One that was kept before parts were put in order.
        if let Some(sekretess) = kept.post.samtycke.as_mut().and_then(|samtycke| samtycke.sekretess.as_mut()) {
            sekretess.parter.reverse();
        }
        assert_eq!(Kanonisk::of_kept(&kept), of_sent(&post));
    }
}

#[test]
fn what_has_no_canonical_form_says_why() {
    let codes = |change: &dyn Fn(&mut Deltagandeuppgift)| {
        let mut post = documented().swap_remove(1);
        change(&mut post.uppgift);
        let found = Kanonisk::of_sent(&post.nyckel, post.uppgift, InsatsId(uuid::Uuid::nil()), idag()).unwrap_err();
        found.iter().map(|finding| finding.kod.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(codes(&|uppgift| uppgift.personnummer = Some("19900312-2381".to_owned().into())), "ID-03");
    assert_eq!(codes(&|uppgift| uppgift.personnummer = None), "REG-17");
    assert_eq!(codes(&|uppgift| uppgift.kommun = Some("9999".into())), "ID-06");
    let anonymous = |uppgift: &mut Deltagandeuppgift| {
        uppgift.registrering = crate::deltagande::Registrering::Anonym;
        uppgift.kommun = None;
    };
    assert_eq!(codes(&anonymous), "REG-21");
}

/// Every value in a JSON document with its place.
fn leaves(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| leaves(value, &format!("{place}/{name}"), found));
        }
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(i, value)| leaves(value, &format!("{place}/{i}"), found));
        }
        _ => found.push(place.to_owned()),
    }
}

/// Another value for a field of a record, a sound one.
fn other(place: &str, now: &Value) -> Value {
    let name = place.rsplit('/').next().unwrap();
    match name {
        "kon" if now == "man" => "kvinna".into(),
        "insatsId" => "0190a5c0-7c00-7000-8000-000000000002".into(),
        "personnummer" => "199108242398".into(),
        "kommun" => "2281".into(),
        "kon" => "man".into(),
        "form" => "a_kassa".into(),
        "slag" => "praktik".into(),
        "omfattning" => 75.into(),
        "remitterande" => "region".into(),
        "utbildningsniva" => "eftergymnasial".into(),
        "tidIOffentligForsorjning" => "mer_an_9_ar".into(),
        "avslutsanledning" => "sjukdom".into(),
        "0" | "1" => "region:22".into(),
        _ if name.contains("datum") => "2014-02-05".into(),
        _ => "annat".into(),
    }
}

/// Changing, or taking away, any field of any vector changes its digest.
#[test]
fn every_field_is_covered() {
    let mut covered = 0;
    for post in documented() {
        let kanonisk = of_sent(&post);
        let form: Value = serde_json::from_slice(kanonisk.reveal()).unwrap();
        let mut places = Vec::new();
        leaves(&form, "", &mut places);
        for place in places.iter().filter(|place| !place.ends_with("/registrering")) {
            let mut changed = form.clone();
            let now = changed.pointer_mut(place).unwrap();
            *now = other(place, now);
            assert_ne!(changed, form, "{place}");
            changed["id"] = "0190a5c0-7c00-7000-8000-00000000000a".into();
            changed["version"] = 1.into();
            let changed: Deltagande = serde_json::from_value(changed).unwrap();
            assert_ne!(digest(&Kanonisk::of_kept(&changed)), digest(&kanonisk), "{place}");
            covered += 1;
        }
    }
    assert!(covered > 40, "{covered}");
}

/// Every field that a kept record can have stands in its canonical form, whatever it holds: the form is the JSON that the
/// register gives, without identity and version, in the order of names.
#[test]
fn the_form_is_the_kept_record_in_order_of_names() {
    for post in documented() {
        let kept = kept(&post);
        let mut whole = serde_json::to_value(&kept).unwrap();
        let members = whole.as_object_mut().unwrap();
        members.remove("id");
        members.remove("version");
        let mut text = String::new();
        sorted(&whole, &mut text);
        assert_eq!(Kanonisk::of_kept(&kept).reveal(), text.as_bytes());
    }
}

/// A JSON value with the members of objects in the order of their names.
fn sorted(value: &Value, text: &mut String) {
    let separate = |text: &mut String, i: usize| {
        if i > 0 {
            text.push(',');
        }
    };
    match value {
        Value::Object(members) => {
            let members: BTreeMap<&String, &Value> = members.iter().collect();
            text.push('{');
            for (i, (name, value)) in members.into_iter().enumerate() {
                separate(text, i);
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                sorted(value, text);
            }
            text.push('}');
        }
        Value::Array(entries) => {
            text.push('[');
            for (i, value) in entries.iter().enumerate() {
                separate(text, i);
                sorted(value, text);
            }
            text.push(']');
        }
        other => text.push_str(&other.to_string()),
    }
}

fn omfang(kallsystem: &str, ar: i32) -> Omfang {
    Omfang { kallsystem: kallsystem.to_owned(), insats_id: InsatsId(uuid::Uuid::from_u128(1)), ar }
}

/// A digest, made of a number.
fn number(n: u64) -> Kontrollsumma {
    format!("{n:064x}").parse().unwrap()
}

#[test]
fn sums_wrap_around_and_do_not_cancel_out() {
    let all: Kontrollsumma = "ff".repeat(32).parse().unwrap();
    assert_eq!(all + number(1), Kontrollsumma::default());
    assert_eq!((all + all).to_string(), format!("{}fe", "ff".repeat(31)));
    assert_ne!(number(5) + number(5), Kontrollsumma::default(), "the same twice is not nothing");
    assert!("g0".repeat(32).parse::<Kontrollsumma>().is_err() && "00".parse::<Kontrollsumma>().is_err());
    assert!(format!("å{}", "0".repeat(62)).parse::<Kontrollsumma>().is_err());
}

#[test]
fn scopes_differ_by_count_by_sum_and_by_being_absent() {
    let sum = |poster: &[(Omfang, u64)]| {
        let mut summering = Summering::default();
        poster.iter().for_each(|(omfang, n)| summering.add(omfang.clone(), number(*n)));
        summering.poster()
    };
    let here = sum(&[(omfang("a", 2013), 1), (omfang("a", 2014), 2), (omfang("b", 2014), 3), (omfang("c", 2014), 9)]);
    let there = sum(&[(omfang("a", 2013), 1), (omfang("a", 2014), 4), (omfang("c", 2014), 9), (omfang("c", 2014), 0)]);
    let found: Vec<_> =
        differing(&here, &there).into_iter().map(|one| (one.omfang.kallsystem, one.har, one.dar)).collect();
    assert_eq!(found, [("a".to_owned(), 1, 1), ("b".to_owned(), 1, 0), ("c".to_owned(), 1, 2)]);
    assert_eq!(differing(&here, &here), []);
}

#[test]
fn keys_are_missing_there_missing_here_or_different() {
    let of = |poster: &[(&str, u64)]| poster.iter().map(|(key, n)| ((*key).to_owned(), number(*n))).collect();
    let found = compare(&of(&[("a", 1), ("b", 2), ("d", 4)]), &of(&[("a", 1), ("b", 3), ("c", 3)]));
    let found: Vec<_> = found.iter().map(|(key, how)| (key.as_str(), *how)).collect();
    use Postskillnad::{Olika, SaknasDar, SaknasHar};
    assert_eq!(found, [("b", Olika), ("c", SaknasHar), ("d", SaknasDar)]);
}

proptest! {
    #[test]
    fn the_order_makes_no_difference(
        poster in proptest::collection::vec((0..3_i32, any::<[u8; 32]>()), 0..40),
        turned in any::<usize>(),
    ) {
        let sum = |poster: &[(i32, [u8; 32])]| {
            let mut summering = Summering::default();
            for (ar, bytes) in poster {
                summering.add(omfang("a", *ar), Kontrollsumma(*bytes));
            }
            summering
        };
        let mut other = poster.clone();
        other.reverse();
        if !other.is_empty() {
            let middle = turned % other.len();
            other.rotate_left(middle);
        }
        prop_assert_eq!(sum(&poster), sum(&other));
    }

    #[test]
    fn a_sum_is_read_back_as_it_was_written(bytes in any::<[u8; 32]>()) {
        let sum = Kontrollsumma(bytes);
        prop_assert_eq!(sum.to_string().parse::<Kontrollsumma>(), Ok(sum));
        let json = serde_json::to_string(&sum).unwrap();
        prop_assert_eq!(serde_json::from_str::<Kontrollsumma>(&json).unwrap(), sum);
    }

    /// However text is made up, its form is what any JSON reader takes it for.
    #[test]
    fn text_is_escaped_as_json(nyckel in "\\PC{0,12}|[\\x00-\\x1f\"\\\\/åÖ😀]{0,12}", kallsystem in ".{0,8}") {
        let mut post = documented().swap_remove(0);
        post.nyckel = Nyckel { kallsystem: kallsystem.clone(), nyckel: nyckel.clone() };
        let form = of_sent(&post);
        let read: Value = serde_json::from_slice(form.reveal()).unwrap();
        prop_assert_eq!((read["nyckel"].as_str(), read["kallsystem"].as_str()), (Some(&*nyckel), Some(&*kallsystem)));
        let mut text = String::new();
        sorted(&read, &mut text);
        prop_assert_eq!(form.reveal(), text.as_bytes());
    }
}
