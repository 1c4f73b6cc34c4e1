//! Tokens that let nobody in: each for its own cause, told by its code and as RFC 6750 asks, and never repeated.

use finsam_tests::Rasvar;
use finsam_tests::exakt::nummer;
use finsam_tests::utfardare::{AUDIENCE, Testnyckel, encode};
use ring::hmac;
use serde_json::{Value, json};

use super::{NU, ansprak, ask, start, with};

const INVALID: &str = "Bearer realm=\"finsam\", error=\"invalid_token\"";

fn assert_refused(name: &str, token: &str, svar: &Rasvar, status: u16, kod: &str) {
    let problem = svar.json();
    assert_eq!((svar.status, problem["kod"].as_str()), (status, Some(kod)), "{name}: {}", svar.text);
    let challenge = svar.header("www-authenticate");
    match status {
        401 => assert_eq!(challenge, INVALID, "{name}"),
        _ => assert_eq!(challenge, "Bearer realm=\"finsam\", error=\"insufficient_scope\", scope=\"finsam\"", "{name}"),
    }
    assert!(token.split('.').all(|piece| piece.len() < 8 || !svar.text.contains(piece)), "{name}: {}", svar.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_token_must_not_say() {
    let (rsa, p256) = (Testnyckel::rsa("r-1", "rsa-1.pem"), Testnyckel::p256("p-1"));
    let (server, _utfardare) = start(&[&rsa, &p256]).await;
    for key in [&rsa, &p256] {
        assert_eq!(ask(&server, &key.token(&ansprak())).await.status, 200, "the sound one, {}", key.alg());
    }
    let sound: [Value; 7] = [
        json!({"aud": ["other", AUDIENCE]}),
        json!({"exp": NU - 59}),
        json!({"nbf": NU + 59, "iat": NU + 59}),
        json!({"nbf": null}),
        json!({"finsam_roll": ["offline_access", "partssystem"]}),
        json!({"exp": NU + 300, "extra": {"a": [1]}}),
        json!({"exp": 1_433_145_900.5}),
    ];
    for other in sound {
        let svar = ask(&server, &p256.token(&with(other.clone()))).await;
        assert_eq!(svar.status, 200, "{other}: {}", svar.text);
    }
    for (other, kod) in [
        (json!({"iss": "https://other.example.org"}), "TOKEN_UTFARDARE"),
        (json!({"iss": null}), "TOKEN_FORM"),
        (json!({"aud": "https://other.example.org"}), "TOKEN_MOTTAGARE"),
        (json!({"aud": ["a", "b"]}), "TOKEN_MOTTAGARE"),
        (json!({"aud": null}), "TOKEN_MOTTAGARE"),
        (json!({"exp": NU - 60}), "TOKEN_UTGANGEN"),
        (json!({"exp": null}), "TOKEN_ANSPRAK"),
        (json!({"exp": "2030-01-01"}), "TOKEN_FORM"),
        (json!({"exp": 1e300}), "TOKEN_FORM"),
        (json!({"exp": -1}), "TOKEN_FORM"),
        (json!({"nbf": NU + 61}), "TOKEN_FOR_TIDIG"),
        (json!({"iat": NU + 3_600}), "TOKEN_FOR_TIDIG"),
        (json!({"iat": null}), "TOKEN_ANSPRAK"),
        (json!({"jti": null}), "TOKEN_ANSPRAK"),
        (json!({"cnf": {"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}}), "TOKEN_ANSPRAK"),
        (json!({"cnf": {"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}), "TOKEN_ANSPRAK"),
        (json!({"cnf": {}}), "TOKEN_ANSPRAK"),
        (json!({"cnf": "x"}), "TOKEN_FORM"),
        (json!({"jti": ""}), "TOKEN_ANSPRAK"),
        (json!({"sub": null}), "TOKEN_ANSPRAK"),
        (json!({"sub": nummer("1990-03-12", 238)}), "TOKEN_ANSPRAK"),
        (json!({"client_id": null}), "TOKEN_ANSPRAK"),
        (json!({"finsam_roll": null}), "TOKEN_ANSPRAK"),
        (json!({"finsam_roll": "kung"}), "TOKEN_ANSPRAK"),
        (json!({"finsam_roll": 5}), "TOKEN_ANSPRAK"),
        (json!({"finsam_roll": ["partssystem", "nationell"]}), "TOKEN_ANSPRAK"),
        (json!({"finsam_roll": ["partssystem", "deltagaransvarig"]}), "TOKEN_ANSPRAK"),
        (json!({"finsam_roll": "systemadministrator", "finsam_part": null}), "TOKEN_ANSPRAK"),
        (json!({"finsam_part": null}), "TOKEN_ANSPRAK"),
        (json!({"finsam_part": "kommun:2262"}), "TOKEN_ANSPRAK"),
        (json!({"finsam_part": "kommun:0000"}), "TOKEN_ANSPRAK"),
        (json!({"finsam_part": ["kommun:2280", "kommun:2262"]}), "TOKEN_ANSPRAK"),
        (json!({"finsam_insatser": "alla"}), "TOKEN_ANSPRAK"),
    ] {
        let token = p256.token(&with(other.clone()));
        assert_refused(&other.to_string(), &token, &ask(&server, &token).await, 401, kod);
    }
    for scope in [json!({"scope": null}), json!({"scope": "openid finsamt"})] {
        let token = rsa.token(&with(scope.clone()));
        assert_refused(&scope.to_string(), &token, &ask(&server, &token).await, 403, "TOKEN_OMFANG");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn how_a_token_must_not_be_signed() {
    let (rsa, p256) = (Testnyckel::rsa("r-1", "rsa-1.pem"), Testnyckel::p256("p-1"));
    let (other, short) = (Testnyckel::rsa("r-1", "rsa-2.pem"), Testnyckel::p256("r-1"));
    let (server, _utfardare) = start(&[&rsa, &p256]).await;
    let claims = ansprak();
    let head = |alg: &str, typ: Value, kid: &str| json!({"alg": alg, "typ": typ, "kid": kid});
    let typ = || json!("at+jwt");
    let unsigned =
        |alg: &str| format!("{}.{}.", encode(head(alg, typ(), "r-1").to_string()), encode(claims.to_string()));
    let shared = |kid: &str, secret: &[u8]| {
        let text = format!("{}.{}", encode(head("HS256", typ(), kid).to_string()), encode(claims.to_string()));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), text.as_bytes());
        format!("{text}.{}", encode(tag))
    };
    let sound = rsa.token(&claims);
    let (signed, _) = sound.rsplit_once('.').unwrap();
    let (header, _) = signed.split_once('.').unwrap();
    let moved = encode(with(json!({"finsam_part": "kommun:2262"})).to_string());
    let mut crit = head("RS256", typ(), "r-1");
    crit["crit"] = json!(["exp"]);
    for (name, token, kod) in [
        ("none", unsigned("none"), "TOKEN_ALGORITM"),
        ("None", unsigned("None"), "TOKEN_ALGORITM"),
        ("no algorithm", unsigned(""), "TOKEN_ALGORITM"),
        ("no signature", unsigned("RS256"), "TOKEN_SIGNATUR"),
        ("the public key as a secret", shared("r-1", &rsa.public()), "TOKEN_ALGORITM"),
        ("its modulus as a secret", shared("r-1", rsa.jwk()["n"].as_str().unwrap().as_bytes()), "TOKEN_ALGORITM"),
        ("a point as a secret", shared("p-1", &p256.public()), "TOKEN_ALGORITM"),
        ("the issuer's shared key", shared("delad", b"hemligt"), "TOKEN_ALGORITM"),
        ("RS512", rsa.sign(&head("RS512", typ(), "r-1"), &claims), "TOKEN_ALGORITM"),
        ("PS256", rsa.sign(&head("PS256", typ(), "r-1"), &claims), "TOKEN_ALGORITM"),
        ("another key of the same name", other.token(&claims), "TOKEN_SIGNATUR"),
        ("another kind of key of the same name", short.token(&claims), "TOKEN_NYCKEL"),
        ("ES256 with an RSA key", rsa.sign(&head("ES256", typ(), "r-1"), &claims), "TOKEN_NYCKEL"),
        ("RS256 named, P-256 signed", p256.sign(&head("RS256", typ(), "r-1"), &claims), "TOKEN_SIGNATUR"),
        ("an unknown key", other.sign(&head("RS256", typ(), "r-9"), &claims), "TOKEN_NYCKEL"),
        ("no kind", rsa.sign(&json!({"alg": "RS256", "kid": "r-1"}), &claims), "TOKEN_TYP"),
        ("an identity token", rsa.sign(&head("RS256", json!("JWT"), "r-1"), &claims), "TOKEN_TYP"),
        ("what must be understood", rsa.sign(&crit, &claims), "TOKEN_FORM"),
        (
            "other claims under the signature",
            sound.replace(&sound[header.len()..signed.len()], &format!(".{moved}")),
            "TOKEN_SIGNATUR",
        ),
        ("a signature with more after it", format!("{sound}AAAA"), "TOKEN_SIGNATUR"),
        ("padding", format!("{sound}=="), "TOKEN_FORM"),
        ("no claims", rsa.sign(&head("RS256", typ(), "r-1"), &json!([])), "TOKEN_FORM"),
        ("too long", rsa.token(&with(json!({"x": "y".repeat(9_000)}))), "TOKEN_FORM"),
        ("no token", "eyJhbGciOiJSUzI1NiJ9..".to_owned(), "TOKEN_TYP"),
    ] {
        assert_refused(name, &token, &ask(&server, &token).await, 401, kod);
    }
    let other_case = rsa.sign(&head("RS256", json!("application/AT+JWT"), "r-1"), &claims);
    assert_eq!(ask(&server, &other_case).await.status, 200);
    let in_query = server.raw(None).get(&format!("/deltaganden?access_token={sound}")).await;
    assert_eq!((in_query.status, in_query.header("www-authenticate")), (401, "Bearer realm=\"finsam\""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_key_signs_nothing() {
    // Signed beforehand, since what signs here refuses to use so short a key.
    let (token, jwk) = (include_str!("../../data/kort.jwt").trim(), include_str!("../../data/kort.jwk.json"));
    let (server, utfardare) = start(&[]).await;
    utfardare.show_others(&[serde_json::from_str(jwk).unwrap()]);
    assert_refused("1024 bits", token, &ask(&server, token).await, 401, "TOKEN_SIGNATUR");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_are_in_the_language_asked_for_and_wild_keys_let_nobody_in() {
    let rsa = Testnyckel::rsa("r-1", "rsa-1.pem");
    let (server, utfardare) = start(&[&rsa]).await;
    let late = rsa.token(&with(json!({"exp": NU - 3_600})));
    let swedish = ask(&server, &late).await.json();
    let english = server.raw(Some(&late)).send("GET", "/deltaganden", &[("accept-language", "en")], "").await.json();
    assert_eq!(swedish["detail"], "Tokenet har gått ut. Hämta ett nytt.");
    assert_eq!(english["detail"], "The token has expired. Get a new one.");
    let before = utfardare.fetched();
    for n in 0..20_u32 {
        let seed = format!("{n}-{}", n.wrapping_mul(2_654_435_761));
        for token in [seed.clone(), format!("finsam_{}", encode(&seed)), format!("ey{seed}.{seed}.{seed}")] {
            let svar = ask(&server, &token).await;
            assert_eq!(svar.status, 401, "{token}");
            assert!(svar.header("www-authenticate").starts_with("Bearer realm=\"finsam\""), "{token}");
        }
    }
    assert_eq!(utfardare.fetched(), before, "no wild key makes the server ask the issuer");
}
