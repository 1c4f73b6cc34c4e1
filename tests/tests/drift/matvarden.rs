//! Metrics: what is counted, and that no label holds what a caller sent.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use finsam_tests::exakt::{BAS, Beskrivning, JSON, NDJSON, Slut, exchange, head, nummer, person};

use crate::process::{Finsam, free};
use finsam_tests::{Databas, on_each_database};

/// Everything that is measured.
pub async fn metrics(addr: SocketAddr) -> String {
    let svar = exchange(addr, head("GET", "/metrics", None, &[], "").as_bytes(), std::iter::empty(), Slut::Oppet).await;
    assert_eq!((svar.status, svar.header("content-type")), (200, Some("text/plain; version=0.0.4; charset=utf-8")));
    svar.text()
}

/// The value of a series.
pub fn value(text: &str, series: &str) -> f64 {
    let line = text.lines().find(|line| line.strip_prefix(series).is_some_and(|rest| rest.starts_with(' ')));
    line.unwrap_or_else(|| panic!("{series} is not in {text}")).rsplit_once(' ').unwrap().1.parse().unwrap()
}

/// The labels of all series: name and value.
fn labels(text: &str) -> BTreeSet<(String, String)> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let inner = lines.filter_map(|line| line.split_once('{')?.1.rsplit_once('}').map(|(inner, _)| inner));
    let pairs = inner.flat_map(|inner| inner.split("\",").map(ToOwned::to_owned).collect::<Vec<_>>());
    pairs
        .filter_map(|pair| {
            pair.split_once("=\"").map(|(name, value)| (name.to_owned(), value.trim_end_matches('"').to_owned()))
        })
        .collect()
}

on_each_database!(everything_is_counted_and_nothing_is_given_away);
async fn everything_is_counted_and_nothing_is_given_away(databas: Databas) {
    let postgres = databas == Databas::Postgres;
    let addr = free();
    let finsam = Finsam::start(databas, &["--matvarden", &addr.to_string()]).await;
    let number = nummer("1990-03-12", 238);
    let insats = serde_json::from_value(finsam.insats.clone().into()).unwrap();
    let put = |key: &str| format!("/deltaganden/treserva/{key}");
    let sound = person(insats, &number).to_string();
    assert_eq!(finsam.send("PUT", &put("hemlig-1"), &[JSON], sound.as_bytes()).await.status, 201);
    assert_eq!(finsam.send("PUT", &put("hemlig-2"), &[JSON], sound.as_bytes()).await.status, 422);
    assert_eq!(finsam.send("PUT", &put(&number), &[JSON], sound.as_bytes()).await.status, 422);
    assert_eq!(finsam.get(&format!("/finns-inte/{number}?{number}")).await.status, 404);
    assert_eq!(finsam.send(&format!("X{number}"), "/api-info", &[], b"").await.status, 405);
    let import = finsam.records("hemliga", 30) + "{\"kallsystem\":\"x\"}\n";
    assert_eq!(finsam.send("POST", "/importer", &[NDJSON], import.as_bytes()).await.status, 207);
    let job = finsam.job("jobb", 2_500).await;
    while finsam.json(&job).await["status"] != "klar" {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }

    let text = metrics(addr).await;
    let of = |method: &str, route: &str, status: u16| {
        value(&text, &format!("finsam_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}"))
    };
    let deltagande = format!("{BAS}/deltaganden/{{kallsystem}}/{{nyckel}}");
    assert_eq!((of("PUT", &deltagande, 201), of("PUT", &deltagande, 422)), (1.0, 2.0));
    assert_eq!((of("GET", "-", 404), of("other", &format!("{BAS}/api-info"), 405)), (1.0, 1.0));
    let count = format!("finsam_request_duration_seconds_count{{method=\"PUT\",route=\"{deltagande}\"}}");
    assert_eq!(value(&text, &count), 3.0);
    let rows = |outcome: &str| value(&text, &format!("finsam_import_rows_total{{outcome=\"{outcome}\"}}"));
    assert_eq!((rows("skapad"), rows("avvisad"), rows("oforandrad")), (2_530.0, 1.0, 0.0));
    let slag = if postgres { "postgres" } else { "sqlite" };
    let sessions = |what: &str| value(&text, &format!("finsam_database_sessions_{what}{{database=\"{slag}\"}}"));
    assert_eq!((sessions("max"), sessions("waiting")), (if postgres { 16.0 } else { 4.0 }, 0.0));
    assert!(sessions("in_use") <= sessions("max"));
    assert_eq!(text.contains("finsam_database_writer_queue{"), !postgres);
    assert!(value(&text, "process_resident_memory_bytes") > 1_000_000.0);
    for (name, expected) in
        [("finsam_statistics_loaded", 1.0), ("finsam_ending", 0.0), ("finsam_import_jobs_under_way", 0.0)]
    {
        assert_eq!(value(&text, name), expected, "{name}");
    }

    for secret in [&number, &number[2..], "hemlig", "treserva", "finns-inte", &finsam.insats, "jobb-"] {
        assert!(!text.contains(secret), "{secret}");
    }
    known_labels(&text);
    // They are apart from the API.
    assert_eq!(finsam.probe("/metrics").await.status, 404);
}

/// Each label has a value from what the program knows.
fn known_labels(text: &str) {
    let mut routes: BTreeSet<String> = Beskrivning::read().operations().into_iter().map(|(_, path)| path).collect();
    routes.extend(["/livez", "/readyz", "-"].map(ToOwned::to_owned));
    for (name, value) in labels(text) {
        let known = match name.as_str() {
            "route" => routes.contains(&value),
            "method" => ["GET", "PUT", "POST", "DELETE", "HEAD", "other"].contains(&value.as_str()),
            "status" => value.len() == 3 && value.bytes().all(|byte| byte.is_ascii_digit()),
            "outcome" => {
                ["skapad", "uppdaterad", "oforandrad", "raderad", "avvisad", "ej_verkstalld"].contains(&value.as_str())
            }
            "le" => value == "+Inf" || value.parse::<f64>().is_ok(),
            "database" => ["sqlite", "postgres"].contains(&value.as_str()),
            "kind" => ["unavailable", "error"].contains(&value.as_str()),
            "version" => value == env!("CARGO_PKG_VERSION"),
            _ => false,
        };
        assert!(known, "{name}={value}");
    }
}
