//! What browsers are told, which pages may call, and how often a key may be used.
#![expect(clippy::unwrap_used, reason = "tests")]

use finsam_api::skydd::{Skydd, origin};
use finsam_core::atkomst::Roll;
use finsam_tests::exakt::{Slut, Svar, exchange, head};
use finsam_tests::{Databas, Plats, Server};

const WEBB: &str = "https://webb.example.org";

async fn start(skydd: Skydd) -> Server {
    Server::start_with(Plats::new(Databas::Sqlite), skydd).await
}

/// Sends a request as it is.
async fn send(server: &Server, method: &str, path: &str, headers: &[(&str, &str)]) -> Svar {
    let address = server.address().trim_start_matches("http://").parse().unwrap();
    exchange(address, head(method, path, None, headers, "").as_bytes(), std::iter::empty(), Slut::Oppet).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_tells_browsers_what_they_may_do() {
    let server = start(Skydd::default()).await;
    for (path, status) in [
        ("/finsam/v1/api-info", 200),
        ("/finsam/v1/forbund", 401),
        ("/finsam/v1/openapi.json", 200),
        ("/finns/inte", 404),
        ("/readyz", 200),
        ("/docs/", 200),
        ("/", 303),
        ("/oversikt/inloggning", 200),
    ] {
        let svar = send(&server, "GET", path, &[]).await;
        assert_eq!(svar.status, status, "{path}");
        for (name, value) in
            [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "no-referrer")]
        {
            assert_eq!(svar.header(name), Some(value), "{path}");
        }
        let policy = svar.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(policy.contains("default-src 'self'"), path == "/docs/", "{path}: {policy}");
        assert!(!policy.contains("script-src") && svar.header("strict-transport-security").is_none(), "{path}");
        if path.starts_with("/finsam") {
            assert_eq!(svar.header("cache-control"), Some("no-store"), "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_other_sites_may_call_only_where_they_are_named() {
    let ask = [
        ("Origin", WEBB),
        ("Access-Control-Request-Method", "PUT"),
        ("Access-Control-Request-Headers", "authorization, if-match"),
    ];
    let closed = start(Skydd::default()).await;
    for (method, headers) in [("GET", &ask[..1]), ("OPTIONS", &ask[..])] {
        let svar = send(&closed, method, "/finsam/v1/api-info", headers).await;
        assert!(!svar.head.to_lowercase().contains("access-control"), "{}", svar.head);
    }
    let open = start(Skydd { ursprung: vec![origin(WEBB).unwrap()], ..Skydd::default() }).await;
    let svar = send(&open, "OPTIONS", "/finsam/v1/forbund", &ask).await;
    assert_eq!((svar.status, svar.header("access-control-allow-origin")), (200, Some(WEBB)), "{}", svar.head);
    assert!(svar.header("access-control-allow-headers").unwrap().contains("authorization"));
    assert!(svar.header("access-control-allow-methods").unwrap().contains("PUT"));
    assert_eq!(svar.header("access-control-allow-credentials"), None);
    let svar = send(&open, "GET", "/finsam/v1/forbund", &ask[..1]).await;
    assert_eq!((svar.status, svar.header("access-control-allow-origin")), (401, Some(WEBB)), "errors are read too");
    for other in ["https://other.example.org", "https://webb.example.org.evil.example", "null"] {
        let svar = send(&open, "GET", "/finsam/v1/api-info", &[("Origin", other)]).await;
        assert_eq!(svar.header("access-control-allow-origin"), None, "{other}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_used_too_often_has_to_wait_and_others_do_not() {
    let server = start(Skydd { anrop_per_minut: Some(5), ..Skydd::default() }).await;
    let open = server.raw(None);
    assert_eq!(open.get("/begransningar").await.json()["anropPerMinut"], 5);
    let one = server.key(Roll::Nationell, None, None, vec![]).await;
    let other = server.key(Roll::Nationell, None, None, vec![]).await;
    for _ in 0..5 {
        assert_eq!(server.raw(Some(&one)).get("/forbund").await.status, 200);
    }
    let svar = server.raw(Some(&one)).send("GET", "/forbund", &[("accept-language", "en")], "").await;
    assert_eq!((svar.status, svar.json()["kod"].as_str()), (429, Some("FOR_OFTA")), "{}", svar.text);
    let wait: u64 = svar.header("retry-after").parse().unwrap();
    assert!((1..=13).contains(&wait), "{wait}");
    assert!(svar.json()["detail"].as_str().unwrap().contains(&format!("Wait {wait} s")));
    assert_eq!(server.raw(Some(&other)).get("/forbund").await.status, 200);
    for _ in 0..20 {
        assert_eq!(open.get("/api-info").await.status, 200, "what is open is not counted");
    }
    let free = start(Skydd::default()).await;
    assert_eq!(free.raw(None).get("/begransningar").await.json()["anropPerMinut"], serde_json::Value::Null);
}
