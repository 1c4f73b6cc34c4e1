//! What the holder of a token reaches: what it says, and no more.

use finsam_api::skydd::Skydd;
use finsam_api::utfardare::Utfardare;
use finsam_tests::poster::{anonym, ndjson, rad};
use finsam_tests::utfardare::{Testnyckel, Testutfardare};
use finsam_tests::{Databas, Plats, Server};
use serde_json::{Value, json};

use super::{FORBUND, ask, start, with};

const PART: &str = "kommun:2280";
const INSATS: &str = "0190a5c0-7c00-7000-8000-00000000000a";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_gives_its_role_and_its_reach() {
    let key = Testnyckel::p256("p-1");
    let (server, _utfardare) = start(&[&key]).await;
    let of = |roll: &str, part: Value, forbund: Value, insatser: Value| {
        key.token(&with(json!({"finsam_roll": roll, "finsam_part": part, "finsam_forbund": forbund,
            "finsam_insatser": insatser})))
    };
    let none = || Value::Null;
    for (token, path, status) in [
        (of("nationell", none(), none(), none()), "/rapporter", 200),
        (of("nationell", none(), none(), none()), "/deltaganden", 403),
        (of("partssystem", json!(PART), none(), none()), "/deltaganden", 200),
        (of("partssystem", json!(PART), none(), none()), "/insatser/0190a5c0-7c00-7000-8000-000000000001/antal", 403),
        (of("Handläggare", json!(PART), none(), json!([INSATS])), "/kontrollsummor", 400),
        (of("Handläggare", json!(PART), none(), json!(INSATS)), "/rapporter", 200),
        (of("forbundsadministrator", none(), json!(FORBUND), none()), "/webhookar", 200),
        (of("forbundsadministrator", none(), json!(FORBUND), none()), "/deltaganden", 403),
        // What does not go together, and what the issuer may not vouch for.
        (of("Handläggare", json!(PART), none(), none()), "/rapporter", 401),
        (of("forbundsadministrator", none(), none(), none()), "/rapporter", 401),
        (of("forbundsadministrator", none(), json!(INSATS), none()), "/rapporter", 401),
        (of("insatsansvarig", none(), none(), json!([INSATS])), "/rapporter", 401),
        (of("insatsansvarig", none(), json!(FORBUND), json!([INSATS])), "/rapporter", 200),
        (of("nationell", json!(PART), none(), none()), "/rapporter", 401),
        (of("nationell", none(), json!(FORBUND), none()), "/rapporter", 401),
        (of("loggranskare", none(), none(), none()), "/rapporter", 401),
    ] {
        let svar = server.raw(Some(&token)).get(path).await;
        assert_eq!(svar.status, status, "{path}: {}", svar.text);
    }
    let both = key.token(&with(json!({"finsam_roll": ["forbundsadministrator", "deltagaransvarig"]})));
    let refused = ask(&server, &both).await.json();
    let detail = refused["detail"].as_str().unwrap();
    assert!(
        detail.contains("deltagaransvarig kan inte ges tillsammans med")
            || detail.contains("forbundsadministrator kan inte")
    );
}

/// The SHA-256 of the eleven bytes that stand for a certificate here: only the proxy reads it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_bound_to_a_certificate_comes_with_it() {
    let key = Testnyckel::p256("p-1");
    let utfardare = Testutfardare::start(&[&key]).await;
    let plats = Plats::new(Databas::Sqlite);
    let file = utfardare.file(plats.folder(), FORBUND);
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text.replace("namn = \"test\"", "namn = \"test\"\nklientcertifikat_huvud = \"client-cert\"");
    std::fs::write(&file, text).unwrap();
    let skydd = Skydd { utfardare: Utfardare::read(&file).unwrap().into(), ..Skydd::default() };
    let server = Server::start_with(plats, skydd).await;
    let bound = key.token(&with(json!({"cnf": {"x5t#S256": "A9Zt0Ig1wco_EozOrNHzGslBYwlrIPRFroQoW8CDLXI"}})));
    let raw = server.raw(Some(&bound));
    let shown = |certificate: &'static str| {
        let raw = raw.clone();
        async move { raw.send("GET", "/deltaganden", &[("client-cert", certificate)], "").await.status }
    };
    assert_eq!(shown(":Y2VydGlmaWNhdGU=:").await, 200);
    assert_eq!(shown(":b3RoZXI=:").await, 401, "another's");
    assert_eq!(ask(&server, &bound).await.status, 401, "none");
    let twice = [("client-cert", ":Y2VydGlmaWNhdGU=:"), ("client-cert", ":Y2VydGlmaWNhdGU=:")];
    assert_eq!(raw.send("GET", "/deltaganden", &twice, "").await.status, 401, "somebody has added one");
    assert_eq!(ask(&server, &key.token(&with(json!({})))).await.status, 200, "one that is not bound");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_is_its_holders_and_goes_on_after_a_restart() {
    let key = Testnyckel::rsa("r-1", "rsa-1.pem");
    let (server, _utfardare) = start(&[&key]).await;
    let (own, other) = (key.token(&with(json!({}))), key.token(&with(json!({"sub": "system-2"}))));
    let narrow = key.token(&with(json!({"sub": "system-3", "finsam_insatser": [INSATS]})));
    let records = ndjson(&(0..3).map(|n| rad(n, &anonym())).collect::<Vec<_>>());
    let headers = [("content-type", "application/x-ndjson"), ("prefer", "respond-async"), ("idempotency-key", "a")];
    let made = server.raw(Some(&own)).send("POST", "/importer", &headers, records.clone()).await;
    assert_eq!(made.status, 202, "{}", made.text);
    let again =
        server.raw(Some(&key.token(&with(json!({"jti": "t-2"}))))).send("POST", "/importer", &headers, records).await;
    assert_eq!(again.json()["id"], made.json()["id"], "a new token of the same holder");
    let path = format!("/importer/{}", made.json()["id"].as_str().unwrap());
    let server = server.kill_and_restart().await;
    for (token, status) in [(&own, 200), (&other, 200), (&narrow, 404)] {
        assert_eq!(server.raw(Some(token)).get(&path).await.status, status);
    }
    for _ in 0..200 {
        let import = server.raw(Some(&own)).get(&path).await.json();
        if import["status"] == "klar" {
            assert_eq!(import["antal"]["avvisade"], 3, "the insats is not there");
            return;
        }
        assert_ne!(import["status"], "misslyckad", "{import}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the import does not end");
}
