//! `If-Match` and `If-None-Match`.

use finsam_core::atkomst::Roll;
use finsam_tests::exakt::{BAS, JSON, Server, forbund, insats};
use finsam_tests::on_each_database;
use serde_json::{Value, json};

use crate::sound;

on_each_database!(conditions);
async fn conditions(server: Server) {
    let key = server.part_key().await;
    let path = format!("{BAS}/deltaganden/treserva/d-1");
    let put = async |headers: &[(&str, &str)], body: &Value| {
        let headers = [headers, &[JSON]].concat();
        server.call("PUT", &path, Some(&key), &headers, body.to_string().as_bytes()).await.status
    };
    let mut body = sound(&server);
    assert_eq!(put(&[("If-Match", "*")], &body).await, 412, "nothing stands there");
    assert_eq!(put(&[("If-Match", "")], &body).await, 412, "an empty list holds nothing");
    assert_eq!(put(&[("If-Match", "\"\u{e5}\"")], &body).await, 412, "a tag that nobody can have");
    assert_eq!(put(&[("If-None-Match", "*")], &body).await, 201);
    assert_eq!(put(&[("If-None-Match", "*")], &body).await, 412);
    body["utbildningsniva"] = "grundskola".into();
    assert_eq!(put(&[("If-Match", "*")], &body).await, 200);
    body["utbildningsniva"] = "gymnasium".into();
    for stale in
        ["\"1\"", "\"3\"", "W/\"2\"", "2", "\"02\"", "\"+2\"", "\"x\"", "", "\"99999999999999999999\"", "*, \"1\""]
    {
        assert_eq!(put(&[("If-Match", stale)], &body).await, 412, "{stale}");
    }
    assert_eq!(put(&[("If-Match", "\"1\", \"2\"")], &body).await, 200, "one of several");
    body["utbildningsniva"] = "grundskola".into();
    assert_eq!(put(&[("If-Match", "\"1\""), ("If-Match", "\"3\"")], &body).await, 200, "in two lines");
    for (tags, status) in
        [("\"4\"", 304), ("W/\"4\"", 304), ("\"1\", \"4\"", 304), ("*", 304), ("\"3\"", 200), ("", 200)]
    {
        let headers = [("If-None-Match", tags)];
        assert_eq!(server.call("GET", &path, Some(&key), &headers, b"").await.status, status, "{tags}");
    }
    for (tags, status) in [(None, 428), (Some("\"1\""), 412), (Some(""), 412), (Some("\"1\",\"4\""), 204)] {
        let headers: Vec<(&str, &str)> = tags.map(|tags| ("If-Match", tags)).into_iter().collect();
        assert_eq!(server.call("DELETE", &path, Some(&key), &headers, b"").await.status, status, "{tags:?}");
    }
    assert_eq!(put(&[("If-Match", "*")], &body).await, 412, "a tombstone is nothing");
    assert_eq!(put(&[], &body).await, 201);
    assert_eq!(server.call("DELETE", &path, Some(&key), &[("If-Match", "*")], b"").await.status, 204);
}

on_each_database!(conditions_on_things_with_a_version);
async fn conditions_on_things_with_a_version(server: Server) {
    let admin = server.key(Roll::Forbundsadministrator, |_| ()).await;
    let varld = server.varld;
    let count = json!({"fran": "2013-01-01", "till": "2013-12-31", "kvinnor": 1, "man": 2});
    let changed = json!({"fran": "2013-01-01", "till": "2013-12-31", "kvinnor": 2, "man": 2});
    let reached = |antal: i32| json!({"fran": "2013-01-01", "till": "2013-12-31", "antal": antal});
    let mut renamed = insats(varld.forbund, "Vägen in", "personuppgifter");
    renamed["namn"] = "Vägen in 2".into();
    let mut area = forbund();
    area["namn"] = "Nytt namn".into();
    for (path, body) in [
        (format!("{BAS}/forbund/{}", varld.forbund), area),
        (format!("{BAS}/insatser/{}", varld.insats), renamed),
        (format!("{BAS}/insatser/{}/antal/2013-01-01", varld.raknad), changed),
        (format!("{BAS}/insatser/{}/strukturdeltagande/2013-01-01", varld.raknad), reached(46)),
    ] {
        for (named, first) in [("antal", &count), ("strukturdeltagande", &reached(45))] {
            if path.contains(named) {
                assert_eq!(server.json("PUT", &path, &admin, first).await.status, 201);
            }
        }
        let put = async |headers: &[(&str, &str)]| {
            let headers = [headers, &[JSON]].concat();
            server.call("PUT", &path, Some(&admin), &headers, body.to_string().as_bytes()).await
        };
        assert_eq!(put(&[]).await.status, 428, "{path}");
        for stale in ["\"7\"", "", "W/\"1\"", "x"] {
            assert_eq!(put(&[("If-Match", stale)]).await.status, 412, "{path} {stale}");
        }
        assert_eq!(put(&[("If-None-Match", "*")]).await.status, 412);
        let svar = put(&[("If-Match", "\"9\", \"1\"")]).await;
        assert_eq!(svar.status, 200, "{path}: {}", svar.text());
        assert_eq!(svar.header("etag"), Some("\"2\""));
        assert_eq!(put(&[("If-Match", "*")]).await.status, 200);
        let tag = [("If-None-Match", "W/\"2\"")];
        assert_eq!(server.call("GET", &path, Some(&admin), &tag, b"").await.status, 304);
    }
    let new = format!("{BAS}/insatser/{}/antal/2012-01-01", varld.raknad);
    let body = json!({"fran": "2012-01-01", "till": "2012-12-31", "kvinnor": 1, "man": 2}).to_string();
    let svar = server.call("PUT", &new, Some(&admin), &[JSON, ("If-Match", "*")], body.as_bytes()).await;
    assert_eq!(svar.status, 412, "nothing stands there");
}
