//! An issuer changes its keys, goes away and comes back, and nobody restarts the server.

use chrono::Duration;
use finsam_api::skydd::Skydd;
use finsam_api::utfardare::Utfardare;
use finsam_tests::utfardare::{Testnyckel, written};
use finsam_tests::{Databas, Plats, Rasvar, Server};
use serde_json::{Value, json};

use super::{FORBUND, NU, ask, start, with};

/// A token that holds at a time so many seconds after the start.
fn at(nyckel: &Testnyckel, seconds: i64) -> String {
    let now = NU + seconds;
    nyckel.token(&with(json!({"iat": now, "nbf": now, "exp": now + 300})))
}

fn kod(svar: &Rasvar) -> (u16, Value) {
    (svar.status, if svar.status < 400 { Value::Null } else { svar.json()["kod"].clone() })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_changed_without_a_restart_and_asked_for_seldom() {
    let (first, second) = (Testnyckel::rsa("r-1", "rsa-1.pem"), Testnyckel::rsa("r-2", "rsa-2.pem"));
    let (server, utfardare) = start(&[&first]).await;
    assert_eq!(utfardare.fetched(), 0, "not before somebody comes");
    for _ in 0..5 {
        assert_eq!(ask(&server, &at(&first, 0)).await.status, 200);
    }
    assert_eq!(utfardare.fetched(), 1);
    utfardare.show(&[&second]);
    for _ in 0..50 {
        assert_eq!(kod(&ask(&server, &at(&second, 0)).await), (401, json!("TOKEN_NYCKEL")));
    }
    assert_eq!(utfardare.fetched(), 1, "not within half a minute, however many ask");
    server.klocka.forward(Duration::seconds(31));
    assert_eq!(ask(&server, &at(&second, 31)).await.status, 200);
    assert_eq!(utfardare.fetched(), 2);
    assert_eq!(kod(&ask(&server, &at(&first, 31)).await), (401, json!("TOKEN_NYCKEL")), "the former is not shown");
    server.klocka.forward(Duration::hours(1));
    assert_eq!(ask(&server, &at(&second, 3_631)).await.status, 200);
    assert_eq!(utfardare.fetched(), 3, "an hour has gone");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_come_at_once_are_answered_by_one_fetching() {
    let key = Testnyckel::p256("p-1");
    let (server, utfardare) = start(&[&key]).await;
    let token = at(&key, 0);
    let mut answers = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let raw = server.raw(Some(&token));
        answers.spawn(async move { raw.get("/deltaganden").await.status });
    }
    assert!(answers.join_all().await.iter().all(|status| *status == 200));
    assert_eq!(utfardare.fetched(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_issuer_that_is_away_is_believed_for_a_day() {
    let key = Testnyckel::p256("p-1");
    let (server, utfardare) = start(&[&key]).await;
    utfardare.close(true);
    let svar = ask(&server, &at(&key, 0)).await;
    assert_eq!((kod(&svar), svar.header("retry-after")), ((503, json!("OTILLGANGLIG")), "5"), "never seen");
    utfardare.close(false);
    server.klocka.forward(Duration::seconds(31));
    assert_eq!(ask(&server, &at(&key, 31)).await.status, 200);
    utfardare.close(true);
    server.klocka.forward(Duration::hours(23));
    assert_eq!(ask(&server, &at(&key, 31 + 23 * 3_600)).await.status, 200);
    server.klocka.forward(Duration::hours(2));
    assert_eq!(kod(&ask(&server, &at(&key, 31 + 25 * 3_600)).await), (503, json!("OTILLGANGLIG")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_may_stand_in_a_file_and_without_names() {
    let (first, second) = (Testnyckel::rsa("r-1", "rsa-1.pem"), Testnyckel::rsa("r-2", "rsa-2.pem"));
    let plats = Plats::new(Databas::Sqlite);
    let jwks = plats.folder().join("jwks.json");
    let keep = |key: &Testnyckel| {
        let mut jwk = key.jwk();
        jwk["kid"].take();
        std::fs::write(&jwks, json!({"keys": [jwk]}).to_string()).unwrap();
    };
    keep(&first);
    // Its name is beside the file that names it.
    let file = written(plats.folder(), "jwks_fil = \"jwks.json\"", FORBUND);
    let skydd = Skydd { utfardare: Utfardare::read(&file).unwrap().into(), ..Skydd::default() };
    let server = Server::start_with(plats, skydd).await;
    let nameless = |key: &Testnyckel, seconds| {
        let now = NU + seconds;
        key.sign(&json!({"alg": "RS256", "typ": "at+jwt"}), &with(json!({"iat": now, "nbf": now, "exp": now + 300})))
    };
    assert_eq!(ask(&server, &nameless(&first, 0)).await.status, 200);
    keep(&second);
    server.klocka.forward(Duration::hours(1));
    assert_eq!(kod(&ask(&server, &nameless(&first, 3_600)).await), (401, json!("TOKEN_SIGNATUR")));
    assert_eq!(ask(&server, &nameless(&second, 3_600)).await.status, 200);
}

#[test]
fn a_file_of_issuers_says_what_is_wrong_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let of = |text: &str| {
        let file = folder.path().join("u.toml");
        std::fs::write(&file, text).unwrap();
        Utfardare::read(&file).map(|_| ()).unwrap_err()
    };
    let sound = "[[utfardare]]\nnamn = \"a\"\nissuer = \"i\"\naudience = \"u\"\njwks_url = \"https://idp.example.org/\"\n\
                 [utfardare.tillat]\nroller = [\"nationell\"]\n";
    for (text, expected) in [
        (String::new(), "missing field `utfardare`"),
        ("utfardare = []".to_owned(), "ingen / none"),
        (sound.replace("issuer", "isuer"), "unknown field `isuer`"),
        (sound.replace("nationell", "kung"), "kung"),
        (sound.replace("https", "http"), "jwks_url: https"),
        (sound.replace("https://idp.example.org/", "http://localhost/"), "jwks_url: https"),
        (
            sound.replace("jwks_url", "jwks_fil").replace("[utfardare.t", "jwks_url = \"https://b/\"\n[utfardare.t"),
            "jwks_url och jwks_fil",
        ),
        (sound.replace("\"a\"", "\"A b\""), "namn: a-z"),
        (sound.replace("[\"nationell\"]", "[]"), "tillat.roller"),
        (sound.replace("nationell", "partssystem"), "tillat.parter"),
        (sound.replace("nationell", "insatsansvarig"), "tillat.forbund"),
        (sound.replace("audience", "klockskillnad = 601\naudience"), "klockskillnad: 0-600"),
        (sound.replace("audience", "scope = \"a b\"\naudience"), "scope"),
        (format!("{sound}{sound}"), "står två gånger"),
        (sound.replace("\"i\"", "\"\"").replace("\"u\"", "\"\""), "audience: saknas"),
    ] {
        let said = of(&text);
        assert!(said.contains(expected), "{expected} is not in {said}");
    }
}
