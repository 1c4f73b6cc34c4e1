//! Whether a call of a webhook holds.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use finsam_core::protokoll::Hemlighet;

use crate::HeaderMap;
use crate::webhook::{Signaturfel, verify};

const BODY: &[u8] = br#"{"hyresgast":"kommun:2280","markor":"AfR2mZ0o1tqjvQGEWcZ1"}"#;
const SIGNATURE: &str = "v1,gPfGyPd2w5z8raqTSQwG2FkCQdIJf4HKong+VnVwI+g=";

fn headers(signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek".parse().unwrap());
    headers.insert("webhook-timestamp", "1614265330".parse().unwrap());
    headers.insert("webhook-signature", signature.parse().unwrap());
    headers
}

fn secret() -> Hemlighet {
    Hemlighet::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned())
}

fn after(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_614_265_330 + seconds, 0).unwrap()
}

#[test]
fn one_of_several_signatures_is_enough() {
    let anrop = verify(&headers(SIGNATURE), BODY, &secret(), after(0)).unwrap();
    assert_eq!(anrop.id, "msg_p5jXN8AQM9LWM0D4loKWxJek");
    assert_eq!(anrop.meddelande.markor, "AfR2mZ0o1tqjvQGEWcZ1");
    let other = format!("v1,{}", STANDARD.encode([7; 32]));
    for text in [format!("{other} {SIGNATURE}"), format!("{SIGNATURE} {other}"), format!("v1a,x v2,y {SIGNATURE}")] {
        assert_eq!(verify(&headers(&text), BODY, &secret(), after(0)).as_ref(), Ok(&anrop), "{text}");
    }
    for text in [other.as_str(), "v1,", "v1", "x", &SIGNATURE[..40], &SIGNATURE.replace("v1", "v2"), &SIGNATURE[3..]] {
        assert_eq!(verify(&headers(text), BODY, &secret(), after(0)), Err(Signaturfel::Signatur), "{text}");
    }
}

#[test]
fn everything_that_is_signed_counts() {
    let judge = |headers: &HeaderMap, body: &[u8], secret: &str| {
        verify(headers, body, &Hemlighet::from(secret.to_owned()), after(0)).unwrap_err()
    };
    let known = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    assert_eq!(judge(&headers(SIGNATURE), &BODY[1..], known), Signaturfel::Signatur);
    assert_eq!(judge(&headers(SIGNATURE), BODY, "whsec_AAAA"), Signaturfel::Signatur);
    for (name, value) in [("webhook-id", "msg_x"), ("webhook-timestamp", "1614265331")] {
        let mut other = headers(SIGNATURE);
        other.insert(name, value.parse().unwrap());
        assert_eq!(judge(&other, BODY, known), Signaturfel::Signatur, "{name}");
    }
    for secret in ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base64"] {
        assert_eq!(judge(&headers(SIGNATURE), BODY, secret), Signaturfel::Hemlighet, "{secret}");
    }
}

#[test]
fn a_call_is_good_for_five_minutes() {
    for seconds in [-300, -1, 0, 300] {
        assert!(verify(&headers(SIGNATURE), BODY, &secret(), after(seconds)).is_ok(), "{seconds}");
    }
    for seconds in [-301, 301, 86_400] {
        assert_eq!(verify(&headers(SIGNATURE), BODY, &secret(), after(seconds)), Err(Signaturfel::Tid), "{seconds}");
    }
}

#[test]
fn headers_stand_there_once() {
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        let mut without = headers(SIGNATURE);
        without.remove(name);
        assert_eq!(verify(&without, BODY, &secret(), after(0)), Err(Signaturfel::Huvud(name)));
        let mut twice = headers(SIGNATURE);
        twice.append(name, "1614265330".parse().unwrap());
        assert_eq!(verify(&twice, BODY, &secret(), after(0)), Err(Signaturfel::Huvud(name)));
    }
    for value in ["x", "1e9", "99999999999999999999", "16142653300000"] {
        let mut odd = headers(SIGNATURE);
        odd.insert("webhook-timestamp", value.parse().unwrap());
        assert_eq!(verify(&odd, BODY, &secret(), after(0)), Err(Signaturfel::Huvud("webhook-timestamp")), "{value}");
    }
}

#[test]
fn what_is_signed_and_not_understood_is_said_to_be_so() {
    // HMAC of `{}` with the same secret, identity and time.
    let signature = "v1,aZgkZHxTDvZJsDWtN4dfyyZWkpgTgg60bdob9DOG8Mc=";
    assert_eq!(verify(&headers(signature), b"{}", &secret(), after(0)), Err(Signaturfel::Innehall));
}
