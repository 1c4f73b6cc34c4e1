//! Everything at once.

use finsam_core::atkomst::Roll;
use finsam_tests::exakt::{CSV, JSON, NDJSON, Server};
use finsam_tests::on_each_database;

type Huvud = (&'static str, &'static str);

on_each_database!(nonsense_to_every_operation);
/// Every operation, as every role, with every kind of nonsense: each answer is described, and none is a 500.
async fn nonsense_to_every_operation(server: Server) {
    let before = server.counts().await;
    let mut keys = Vec::new();
    for roll in Roll::ALL {
        keys.push(server.key(*roll, |_| ()).await);
    }
    let varld = server.varld;
    let real = [varld.forbund.to_string(), varld.insats.to_string()];
    let places = [
        real[0].as_str(),
        real[1].as_str(),
        "0190a5c0-7c00-7000-8000-000000000001",
        "x",
        "%2F",
        "%FF",
        "%00",
        "-1",
        "9999-12-31",
        "%2B262142-12-31",
        "199003122380",
        "%F0%9F%98%80",
    ];
    let bodies: [(&[Huvud], &[u8]); 7] = [
        (&[], b""),
        (&[JSON], b"{}"),
        (&[JSON], b"[{}]"),
        (&[JSON], b"[[[[["),
        (&[NDJSON], b"{}\n\xff\n"),
        (&[CSV], b"a;b\n1;2\n"),
        (&[JSON, ("If-Match", "\"1\""), ("If-None-Match", "*"), ("Idempotency-Key", "\u{e5}")], b"{}"),
    ];
    for (method, template) in server.operations() {
        for (i, place) in places.iter().enumerate() {
            let mut path = template.clone();
            while let (Some(from), Some(till)) = (path.find('{'), path.find('}')) {
                path.replace_range(from..=till, place);
            }
            if i > 0 && path == template {
                break;
            }
            for (j, (headers, body)) in bodies.iter().enumerate() {
                let body: &[u8] = if ["PUT", "POST"].contains(&method.as_str()) { body } else { b"" };
                // Every role meets every operation; the nonsense is spread over them.
                let some: Vec<&String> =
                    if i == 0 && j < 2 { keys.iter().collect() } else { vec![&keys[(i + j) % keys.len()], &keys[4]] };
                for key in some {
                    server.call(&method, &path, Some(key), headers, body).await;
                }
            }
        }
    }
    assert_eq!(server.counts().await, before);
    let seen = server.seen();
    assert!(seen.len() > 300, "{}", seen.len());
}
