//! Sending the same again: the first answer comes back, also after a restart.

use chrono::{DateTime, Utc};
use finsam_api::import::Importfraga;
use finsam_api::{kvitto, token};
use finsam_client::{Idempotensnyckel, Importformat, Importval};
use finsam_core::protokoll::{Felkod, Importlage};
use finsam_store::rum::Kvitto;
use finsam_tests::poster::{ndjson, person, rad};
use finsam_tests::varld::forbund;
use finsam_tests::{Databas, Plats, Server, Varld, Vem, on_each_database};
use serde_json::json;

on_each_database!(
    the_first_answer_comes_again,
    a_key_belongs_to_its_caller_and_operation,
    imports_happen_once,
    a_receipt_does_not_tell_what_was_sent,
    receipts_of_before_are_good_for_as_long_as_they_were,
);

async fn the_first_answer_comes_again(server: Server) {
    let mut varld = Varld::new(server).await;
    let body = json!(forbund("Samordningsförbundet Kramfors", &["2282"]));
    let key = [("idempotency-key", "order-17")];
    let first = varld.raw(Vem::System).json("POST", "/forbund", &key, &body).await;
    assert_eq!(first.status, 201);
    for round in ["at once", "after a restart", "after a crash"] {
        let again = varld.raw(Vem::System).json("POST", "/forbund", &key, &body).await;
        assert_eq!((again.status, &again.text), (201, &first.text), "{round}");
        assert_eq!(again.header("location"), first.header("location"), "{round}");
        assert_eq!(again.header("etag"), first.header("etag"), "{round}");
        let other = json!(forbund("Samordningsförbundet Sollefteå", &["2283"]));
        let other = varld.raw(Vem::System).json("POST", "/forbund", &key, &other).await;
        assert_eq!((other.status, other.json()["kod"].as_str()), (422, Some("IDEMPOTENS")), "{round}");
        varld = if round == "at once" { varld.restart().await } else { varld.kill_and_restart().await };
    }
    let found = varld.raw(Vem::System).get("/forbund?kommun=2282").await.json();
    assert_eq!(found["_meta"]["totalRecords"], 1, "registered once");

    varld.server.klocka.forward(chrono::Duration::days(31));
    let later = varld.raw(Vem::System).json("POST", "/forbund", &key, &body).await;
    assert_eq!(later.status, 201, "a receipt is good for 30 days");
    assert_ne!(later.json()["id"], first.json()["id"]);
}

async fn a_key_belongs_to_its_caller_and_operation(server: Server) {
    let varld = Varld::new(server).await;
    let key = [("idempotency-key", "1")];
    let mut body = json!(varld.insats.uppgift);
    body["nycklar"] = json!([]);
    let by_system = varld.raw(Vem::System).json("POST", "/insatser", &key, &body).await;
    let by_forbund = varld.raw(Vem::Forbund).json("POST", "/insatser", &key, &body).await;
    assert_eq!((by_system.status, by_forbund.status), (201, 201));
    assert_ne!(by_system.json()["id"], by_forbund.json()["id"]);
    let forbund = json!(forbund("Samordningsförbundet Kramfors", &["2282"]));
    let other_operation = varld.raw(Vem::System).json("POST", "/forbund", &key, &forbund).await;
    assert_eq!(other_operation.status, 201);
    for odd in ["", "two words", &"x".repeat(256)] {
        let answer = varld.raw(Vem::System).json("POST", "/forbund", &[("idempotency-key", odd)], &forbund).await;
        assert_eq!((answer.status, answer.json()["avvikelser"][0]["kod"].as_str()), (400, Some("FMT-15")), "{odd}");
    }
    // A refusal leaves no receipt: when the fault has been mended the key is as good as new.
    let faulty = json!({"namn": "", "sate": "2283", "bildat": null, "medlemmar": [], "omrade": []});
    let fresh = [("idempotency-key", "2")];
    assert_eq!(varld.raw(Vem::System).json("POST", "/forbund", &fresh, &faulty).await.status, 422);
    assert_eq!(varld.raw(Vem::System).json("POST", "/forbund", &fresh, &forbund).await.status, 201);
}

async fn imports_happen_once(server: Server) {
    let varld = Varld::new(server).await;
    let body = ndjson(&[rad(1, &person(1)), rad(2, &person(2))]);
    let val = |jobb| Importval {
        nyckel: Some(Idempotensnyckel::new(format!("import-{jobb}")).unwrap()),
        jobb,
        alla_rader: true,
        ..Importval::default()
    };
    let client = varld.client(Vem::Part);
    let first = client.importer().import(Importformat::Ndjson, body.clone(), &val(false)).await.unwrap();
    assert_eq!(first.antal.skapade, 2);
    let varld = varld.restart().await;
    let client = varld.client(Vem::Part);
    let again = client.importer().import(Importformat::Ndjson, body.clone(), &val(false)).await.unwrap();
    assert_eq!(again, first, "the rows too");
    let other = Importval { strategi: "skapa".parse().unwrap(), ..val(false) };
    let fel = client.importer().import(Importformat::Ndjson, body.clone(), &other).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::Idempotens), "other options make another request");

    let job = client.importer().import(Importformat::Ndjson, body.clone(), &val(true)).await.unwrap();
    assert_eq!(client.importer().import(Importformat::Ndjson, body, &val(true)).await.unwrap().id, job.id);
    assert_eq!(client.importer().follow(job).await.unwrap().antal.oforandrade, 2);
}

/// The receipt of someone's key for an operation.
async fn receipt(varld: &Varld, vem: Vem, handling: &str, nyckel: &str) -> Kvitto {
    let mut session = varld.server.app.store.read().await.unwrap();
    let token = session.tokens().find(&token::hash(varld.key(vem))).await.unwrap().unwrap();
    let aldst = DateTime::<Utc>::MIN_UTC;
    session.kvitton().find(&token.id.to_string(), handling, nyckel, aldst).await.unwrap().unwrap()
}

/// Whoever has the register cannot try out which number a body held: with a key or without.
async fn a_receipt_does_not_tell_what_was_sent(databas: Databas) {
    let mut kept = Vec::new();
    for server in [Server::start(Plats::new(databas)).await, Server::without_key(Plats::new(databas)).await] {
        let varld = Varld::new(server).await;
        let body = ndjson(&[rad(1, &person(1))]);
        let headers = [("content-type", "application/x-ndjson"), ("idempotency-key", "k-1")];
        let sent = varld.raw(Vem::Part).send("POST", "/importer?importlage=validera", &headers, body.clone()).await;
        assert_eq!(sent.status, 200, "{}", sent.text);
        let fraga = Importfraga { importlage: Importlage::Validera, ..Importfraga::default() };
        let plain = kvitto::with_options(kvitto::hash_of(body.as_bytes()), &fraga);
        let kropp = receipt(&varld, Vem::Part, "POST /finsam/v1/importer", "k-1").await.kropp;
        assert!(kropp != plain && kropp != kvitto::hash_of(body.as_bytes()));
        let again = varld.raw(Vem::Part).send("POST", "/importer?importlage=validera", &headers, body).await;
        assert_eq!(again.text, sent.text, "the same answer, its identity too");
        kept.push((kropp, plain));
    }
    assert_eq!(kept[0].1, kept[1].1, "it was the same body");
    assert_ne!(kept[0].0, kept[1].0, "and each register knows it by another hash");
}

/// One that an earlier program kept by the plain hash of the body still stands, and goes when its time is over.
async fn receipts_of_before_are_good_for_as_long_as_they_were(server: Server) {
    let varld = Varld::new(server).await;
    let body = json!(forbund("Samordningsförbundet Kramfors", &["2282"])).to_string();
    let headers = [("content-type", "application/json"), ("idempotency-key", "k-1")];
    let first = varld.raw(Vem::System).send("POST", "/forbund", &headers, body.clone()).await;
    assert_eq!(first.status, 201);
    let kvitto = receipt(&varld, Vem::System, "POST /finsam/v1/forbund", "k-1").await;
    let before = Kvitto { kropp: kvitto::hash_of(body.as_bytes()), ..kvitto };
    let mut unit = varld.server.app.store.begin(varld.server.aktor()).await.unwrap();
    unit.kvitton().insert(&before, DateTime::<Utc>::MAX_UTC).await.unwrap();
    unit.commit().await.unwrap();
    let again = varld.raw(Vem::System).send("POST", "/forbund", &headers, body.clone()).await;
    assert_eq!((again.status, &again.text), (201, &first.text));
    let other = body.replace("Kramfors", "Sollefteå");
    let other = varld.raw(Vem::System).send("POST", "/forbund", &headers, other).await;
    assert_eq!((other.status, other.json()["kod"].as_str()), (422, Some("IDEMPOTENS")));

    varld.server.klocka.forward(chrono::Duration::days(31));
    let varld = varld.restart().await;
    for _ in 0..500 {
        if varld.server.plats().count("SELECT count(*) FROM kvitto") == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("it is kept for longer than it is good");
}
