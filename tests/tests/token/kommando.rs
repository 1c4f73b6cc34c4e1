//! `finsam token` beside a running server: keys are made, listed, replaced and withdrawn.

use std::time::Duration;

use finsam_tests::process::{Finsam, finsam, told};
use finsam_tests::{Databas, Plats};

const FORBUND: &str = "0190a5c0-7c00-7000-8000-00000000000f";
const INSATS: &str = "0190a5c0-7c00-7000-8000-00000000000a";

/// What a command says, with its exit code.
fn token(database: &str, args: &[&str]) -> (i32, String) {
    told(&finsam(&[&["token"], args].concat()).env("FINSAM_DATABASE", database).output().unwrap())
}

fn made(database: &str, args: &[&str]) -> String {
    let (code, said) = token(database, &[&["skapa"], args].concat());
    assert_eq!(code, 0, "{said}");
    said.split_whitespace().last().unwrap().to_owned()
}

/// The identity of the last key of the list, and its line.
fn last(database: &str) -> (String, String) {
    let (code, said) = token(database, &["lista"]);
    assert_eq!(code, 0, "{said}");
    let line = said.lines().last().unwrap().to_owned();
    (line.split_whitespace().next().unwrap().to_owned(), line)
}

async fn status(server: &mut Finsam, key: &str) -> u16 {
    key.clone_into(&mut server.key);
    server.get("/forbund").await.status
}

/// Waits for a key to end: a server may know it for some seconds more.
async fn ends(server: &mut Finsam, key: &str) {
    let mut said = 0;
    for _ in 0..100 {
        said = status(server, key).await;
        if said == 401 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(said, 401, "the key does not end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_replaced_and_withdrawn_beside_a_running_server() {
    let plats = Plats::new(Databas::Sqlite);
    let database = plats.address();
    let mut server = Finsam::new(&database, plats.folder(), &[]).await;
    let first = made(&database, &["--roll", "nationell", "--namn", "Statistik AB", "--giltig-till", "2999-12-31"]);
    let (id, line) = last(&database);
    assert!(
        line.contains("gäller") && line.contains("nationell") && line.contains("3000-01-01") && line.ends_with("AB")
    );
    assert_eq!(status(&mut server, &first).await, 200);
    let today = finsam_api::klocka::Klocka::now(&finsam_api::klocka::Systemklocka).date_naive().to_string();
    for _ in 0..100 {
        if last(&database).1.contains(&format!("  {today}  ")) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(last(&database).1.contains(&format!("  {today}  ")), "when it was used");

    let (code, said) = token(&database, &["byt", &id, "--forra-galler", "1h"]);
    assert_eq!(code, 0, "{said}");
    let second = said.split_whitespace().last().unwrap().to_owned();
    assert!(second.starts_with("finsam_") && second != first);
    assert_eq!((status(&mut server, &first).await, status(&mut server, &second).await), (200, 200));
    assert!(last(&database).1.contains("den förra till"));
    let (code, said) = token(&database, &["byt", &id, "--forra-galler", "0s"]);
    assert_eq!(code, 0, "{said}");
    let third = said.split_whitespace().last().unwrap().to_owned();
    ends(&mut server, &first).await;
    ends(&mut server, &second).await;
    assert_eq!(status(&mut server, &third).await, 200);
    let list = token(&database, &["lista"]).1;
    for key in [&first, &second, &third] {
        assert!(!list.contains(key.as_str()) && !list.contains(&key[7..]), "{list}");
    }

    assert_eq!(token(&database, &["aterkalla", &id]).0, 0);
    ends(&mut server, &third).await;
    assert!(last(&database).1.contains("återkallad"));
    for args in [&["aterkalla", id.as_str()][..], &["byt", &id], &["aterkalla", FORBUND]] {
        let (code, said) = token(&database, args);
        assert!(code == 1 && said.contains("finsam token lista"), "{said}");
    }
    let (code, said) = token(&database, &["byt", &id, "--forra-galler", "31d"]);
    assert!(code == 2 && said.contains("30d"), "{said}");
}

#[test]
fn roles_that_must_be_kept_apart_are_not_given_together() {
    let plats = Plats::new(Databas::Sqlite);
    let database = plats.address();
    let both = ["--roll", "forbundsadministrator", "--roll", "deltagaransvarig", "--forbund", FORBUND];
    let (code, said) = token(&database, &[&["skapa"], &both[..]].concat());
    assert_eq!(code, 2, "{said}");
    for words in ["forbundsadministrator kan inte ges tillsammans med deltagaransvarig", "cannot be given together"] {
        assert!(said.contains(words), "{said}");
    }
    made(&database, &["--roll", "partssystem", "--part", "kommun:2280", "--namn", "Anna"]);
    let (anna, _) = last(&database);
    let other = ["--roll", "insatsansvarig", "--insats", INSATS, "--namn", "Anna"];
    let (code, said) = token(&database, &[&["skapa"], &other[..]].concat());
    assert!(code == 2 && said.contains("partssystem kan inte ges tillsammans med insatsansvarig"), "{said}");
    made(&database, &["--roll", "insatsansvarig", "--insats", INSATS, "--namn", "Bertil"]);
    assert_eq!(token(&database, &["aterkalla", &anna]).0, 0);
    made(&database, &other);
    let together = ["--roll", "nationell", "--roll", "systemadministrator", "--namn", "Cecilia"];
    let (code, said) = token(&database, &[&["skapa"], &together[..]].concat());
    assert_eq!((code, said.matches("finsam_").count()), (0, 2), "{said}");
}

#[test]
fn a_key_is_made_with_what_its_role_needs() {
    let plats = Plats::new(Databas::Sqlite);
    for (args, expected) in [
        (
            &["--roll", "deltagaransvarig"][..],
            &["--part: rollen kräver en part", "--insats: rollen kräver minst en"][..],
        ),
        (&["--roll", "nationell", "--forbund", FORBUND], &["--forbund, --insats: rollen kan inte begränsas"]),
        (&["--roll", "forbundsadministrator"], &["--forbund: rollen kräver ett förbund", "the role needs a förbund"]),
        (
            &["--roll", "insatsansvarig", "--insats", INSATS, "--part", "kommun:2280"],
            &["--part: rollen tar ingen part"],
        ),
    ] {
        let (code, said) = token(&plats.address(), &[&["skapa"], args].concat());
        assert_eq!(code, 2, "{said}");
        assert!(expected.iter().all(|words| said.contains(words)), "{said}");
    }
}
