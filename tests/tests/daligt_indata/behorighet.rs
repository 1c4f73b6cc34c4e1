//! Keys that do not hold.

use finsam_core::atkomst::Roll;
use finsam_tests::exakt::{BAS, Server};
use finsam_tests::on_each_database;

on_each_database!(keys_that_do_not_hold);
async fn keys_that_do_not_hold(server: Server) {
    let key = server.part_key().await;
    let expired = server.key(Roll::Partssystem, |b| b.giltig_till = "2020-01-01T00:00:00Z".parse().ok()).await;
    let path = format!("{BAS}/deltaganden");
    let cases = [
        String::new(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        "Bearer x".to_owned(),
        format!("Basic {key}"),
        format!("Bearer {expired}"),
        format!("Bearer {key}x"),
        key.clone(),
        format!("Bearer {key}, Bearer {key}"),
        "Bearer \u{e5}\u{e4}\u{f6}".to_owned(),
        format!("Bearer {}", "x".repeat(50_000)),
    ];
    for value in cases {
        let svar = server.call("GET", &path, None, &[("Authorization", &value)], b"").await;
        assert_eq!(svar.status, 401, "{value}");
        assert!(svar.header("www-authenticate").unwrap().starts_with("Bearer realm="));
        assert!(!svar.text().contains(&key));
    }
    assert_eq!(server.call("GET", &path, None, &[], b"").await.status, 401);
    assert_eq!(server.call("GET", &path, None, &[("Authorization", &format!("bearer  {key}"))], b"").await.status, 200);
    let query = server.call("GET", &format!("{path}?access_token={key}"), None, &[], b"").await;
    assert_eq!(query.status, 401);
    // Two keys are no key: which of them speaks?
    let two = [("Authorization", format!("Bearer {key}")), ("Authorization", "Bearer x".to_owned())];
    let two: Vec<(&str, &str)> = two.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(server.call("GET", &path, None, &two, b"").await.status, 401);
}
