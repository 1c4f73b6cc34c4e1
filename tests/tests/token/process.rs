//! The binary with a file of issuers: it lets the holder of a token in, and logs nothing of any token.

use std::time::SystemTime;

use finsam_tests::process::Finsam;
use finsam_tests::utfardare::{Testnyckel, Testutfardare, encode};
use finsam_tests::{Databas, Plats};
use serde_json::{Value, json};

use super::{FORBUND, with};

#[expect(clippy::disallowed_methods, reason = "the process has the clock of the machine")]
fn now() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs()
}

fn at(now: u64, other: Value) -> Value {
    finsam_tests::poster::with(with(json!({"iat": now, "nbf": now, "exp": now + 300})), other)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_binary_takes_tokens_and_logs_nothing_of_them() {
    let key = Testnyckel::rsa("r-1", "rsa-1.pem");
    let utfardare = Testutfardare::start(&[&key]).await;
    let plats = Plats::new(Databas::Sqlite);
    let file = utfardare.file(plats.folder(), FORBUND);
    let args = ["--utfardare", file.to_str().unwrap(), "--logg", "trace"];
    let mut server = Finsam::new(&plats.address(), plats.folder(), &args).await;
    let opaque = server.key.clone();
    let head = encode(json!({"alg": "none", "typ": "at+jwt"}).to_string());
    let unsigned = format!("{head}.{}.", encode(at(now(), json!({})).to_string()));
    let secret = "hemlig-subjekt-7";
    for (token, status) in [
        (key.token(&at(now(), json!({"sub": secret}))), 200),
        (key.token(&at(now() - 3_600, json!({}))), 401),
        (key.token(&at(now(), json!({"aud": "other"}))), 401),
        (unsigned, 401),
        (format!("{opaque}x"), 401),
        (opaque, 200),
    ] {
        server.key.clone_from(&token);
        let svar = server.get("/deltaganden").await;
        assert_eq!(svar.status, status, "{}", svar.text());
        let log = server.log();
        let leaked = token.split('.').filter(|piece| piece.len() > 8).find(|piece| log.contains(piece));
        assert_eq!(leaked, None);
    }
    let svar = server.get(&format!("/deltaganden?access_token={}", server.key)).await;
    assert_eq!(svar.status, 400, "a parameter that nobody knows");
    let log = server.log();
    assert!(!log.contains(&server.key) && !log.contains(secret));
    assert!(log.contains("the keys of an issuer were fetched"));
}
