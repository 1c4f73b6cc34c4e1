//! A key that is narrowed to some insatser reads, writes and learns of nothing else.

use finsam_core::atkomst::Roll;
use finsam_tests::exakt::{BAS, JSON, NDJSON, Server, insats, nummer, person, post};
use finsam_tests::on_each_database;
use serde_json::json;

on_each_database!(a_narrow_key_cannot_take_over_what_it_does_not_cover);
async fn a_narrow_key_cannot_take_over_what_it_does_not_cover(server: Server) {
    let part = server.part_key().await;
    let narrow = server.key(Roll::Deltagaransvarig, |_| ()).await;
    let path = format!("{BAS}/deltaganden/treserva/d-1");
    let number = nummer("1990-03-12", 238);
    let theirs = person(server.varld.annan, &number);
    let mine = person(server.varld.insats, &number);
    assert_eq!(server.json("PUT", &path, &part, &theirs).await.status, 201);
    assert_eq!(server.get(&path, &narrow).await.status, 404);
    assert_eq!(server.json("PUT", &path, &narrow, &mine).await.status, 404);
    let body = mine.to_string();
    for condition in [("If-Match", "\"1\""), ("If-Match", "*"), ("If-None-Match", "*")] {
        let svar = server.call("PUT", &path, Some(&narrow), &[JSON, condition], body.as_bytes()).await;
        assert_eq!(svar.status, 404, "{condition:?}");
        let svar = server.call("DELETE", &path, Some(&narrow), &[condition], b"").await;
        assert_eq!(svar.status, 404, "{condition:?}");
    }
    for path in ["/importer", "/importer?atomicitet=allt", "/validera/deltaganden"] {
        let record = post("d-1", mine.clone()).to_string();
        let svar = server.call("POST", &format!("{BAS}{path}"), Some(&narrow), &[NDJSON], record.as_bytes()).await;
        let (json, text) = (svar.json(), svar.text());
        let rader = json["rader"].as_array().or_else(|| json["import"]["rader"].as_array()).unwrap();
        assert_eq!(rader[0]["utfall"], "avvisad", "{text}");
        assert_eq!(rader[0]["avvikelser"][0]["kod"], "REG-26", "{text}");
    }
    let standing = server.get(&path, &part).await.json();
    assert_eq!((&standing["version"], &standing["insatsId"]), (&json!(1), &json!(server.varld.annan)));
    // Its own it may write, and whoever reaches everything may move it.
    let own = format!("{BAS}/deltaganden/treserva/d-2");
    assert_eq!(server.json("PUT", &own, &narrow, &mine).await.status, 201);
    assert_eq!(server.json("PUT", &own, &narrow, &theirs).await.status, 422, "not into another insats");
    assert_eq!(server.call("DELETE", &own, Some(&narrow), &[("If-Match", "*")], b"").await.status, 204);
    assert_eq!(server.json("PUT", &path, &part, &mine).await.status, 200);
    assert_eq!(server.json("PUT", &path, &narrow, &mine).await.status, 200);
}

on_each_database!(a_narrow_key_sees_only_its_own_imports);
async fn a_narrow_key_sees_only_its_own_imports(server: Server) {
    let part = server.part_key().await;
    let narrow = server.key(Roll::Deltagaransvarig, |_| ()).await;
    let record = post("d-1", json!({"registrering": "anonym"})).to_string();
    let job = [NDJSON, ("Prefer", "wait=1, respond-async")];
    for (sender, other) in [(&part, &narrow), (&narrow, &part)] {
        let svar = server.call("POST", &format!("{BAS}/importer"), Some(sender), &job, record.as_bytes()).await;
        assert_eq!(svar.status, 202, "{}", svar.text());
        let location = svar.header("location").unwrap().to_owned();
        server.ended(&location, sender).await;
        let seen = if other == &narrow { 404 } else { 200 };
        for path in [location.clone(), format!("{location}/resultat")] {
            assert_eq!(server.get(&path, sender).await.status, 200);
            assert_eq!(server.get(&path, other).await.status, seen);
        }
        let cancelled = server.call("DELETE", &location, Some(other), &[], b"").await;
        assert_eq!(cancelled.status, if other == &narrow { 404 } else { 409 });
    }
}

on_each_database!(a_narrow_key_makes_no_new_insatser);
async fn a_narrow_key_makes_no_new_insatser(server: Server) {
    let varld = server.varld;
    let narrow = server.key(Roll::Forbundsadministrator, |b| b.insatser = vec![varld.insats]).await;
    let new = insats(varld.forbund, "Ny väg", "antal");
    assert_eq!(server.json("POST", &format!("{BAS}/insatser"), &narrow, &new).await.status, 403);
    let path = format!("{BAS}/insatser/0190a5c0-7c00-7000-8000-000000000001");
    assert_eq!(server.json("PUT", &path, &narrow, &new).await.status, 403);
    let other = format!("{BAS}/insatser/{}", varld.raknad);
    let svar = server.call("PUT", &other, Some(&narrow), &[JSON, ("If-Match", "*")], new.to_string().as_bytes()).await;
    assert_eq!(svar.status, 403);
}
