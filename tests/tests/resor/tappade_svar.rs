//! A connection to PostgreSQL that is lost while it commits: whether that was kept or not, whoever sends again has it
//! done once.

use std::time::Duration;

use finsam_tests::poster::{anonym, ndjson, person, rad};
use finsam_tests::varld::insats;
use finsam_tests::{Databas, Mellanhand, Plats, Ra, Rasvar, Server, Snitt, Varld, Vem};
use serde_json::{Value, json};

/// A world whose PostgreSQL is reached through another, where there is one.
async fn world() -> Option<(Varld, Mellanhand)> {
    let plats = Plats::new(Databas::postgres()?);
    let mellanhand = Mellanhand::new(plats.egen().unwrap().server()).await;
    let server = Server::start(plats.through(mellanhand.port)).await;
    let varld = Varld::new(server).await;
    for vem in [Vem::Part, Vem::System] {
        varld.raw(vem).get("/forbund").await;
    }
    // That a key was used today is kept by a commit of its own, which is none of those that are cut here.
    while varld.server.plats().count("SELECT count(*) FROM token WHERE senast_anvand IS NOT NULL") < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Some((varld, mellanhand))
}

/// Sends until an answer says what became of it, and tells how often.
async fn insistently(ra: &Ra, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (Rasvar, u32) {
    for sent in 1..10 {
        let answer = ra.send(method, path, headers, body.to_owned()).await;
        if answer.status != 503 {
            return (answer, sent);
        }
        assert!(!answer.header("retry-after").is_empty(), "{}", answer.text);
    }
    panic!("no service");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn single_writes_are_done_once() {
    let Some((varld, mellanhand)) = world().await else { return };
    let (part, system, plats) = (varld.raw(Vem::Part), varld.raw(Vem::System), varld.server.plats());
    let json = ("content-type", "application/json");
    for (n, snitt) in [(1, Snitt::Fore), (2, Snitt::Efter)] {
        mellanhand.cut(snitt, 0);
        let path = format!("/deltaganden/treserva/d-{n}");
        let (answer, sent) = insistently(&part, "PUT", &path, &[json], &person(n).to_string()).await;
        let expected = if snitt == Snitt::Fore { (201, "skapad") } else { (200, "oforandrad") };
        let kvitto = answer.json();
        assert_eq!((answer.status, kvitto["utfall"].as_str().unwrap()), expected);
        assert_eq!((sent, &kvitto["version"]), (2, &json!(1)), "{snitt:?}");

        mellanhand.cut(snitt, 0);
        let ny = json!(insats(varld.forbund.id, &format!("Insats {n}"), "antal")).to_string();
        let key = format!("insats-{n}");
        let (answer, sent) =
            insistently(&system, "POST", "/insatser", &[json, ("idempotency-key", key.as_str())], &ny).await;
        assert_eq!((answer.status, sent), (201, 2), "{snitt:?}");
        let named = plats.count(&format!("SELECT count(*) FROM insats WHERE uppgift LIKE '%\"Insats {n}\"%'"));
        assert_eq!(named, 1, "{snitt:?}");
    }
    assert_eq!(plats.count("SELECT count(*) FROM handelser WHERE resurs = 'deltagande'"), 2);
    log_is_whole(&varld).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn imports_are_done_once() {
    let Some((varld, mellanhand)) = world().await else { return };
    let (part, plats) = (varld.raw(Vem::Part), varld.server.plats());
    let records = |name: &str, antal: u32| {
        let one = |n| {
            let mut post = rad(n, &anonym());
            post["nyckel"] = format!("{name}-{n}").into();
            post
        };
        ndjson(&(1..=antal).map(one).collect::<Vec<Value>>())
    };
    let kind = ("content-type", "application/x-ndjson");
    let mut jobs = 0;
    for snitt in [Snitt::Fore, Snitt::Efter] {
        let name = format!("{snitt:?}");
        mellanhand.cut(snitt, 0);
        let (answer, sent) =
            insistently(&part, "POST", "/importer", &[kind, ("idempotency-key", &name)], &records(&name, 20)).await;
        assert_eq!((answer.status, sent, &answer.json()["antal"]["skapade"]), (200, 2, &json!(20)), "{snitt:?}");

        // Each commit of a job: where it is queued, begun, its rounds, its end.
        for after in 0..6 {
            let name = format!("{snitt:?}{after}");
            mellanhand.cut(snitt, after);
            let headers = [kind, ("prefer", "respond-async"), ("idempotency-key", &name)];
            let (answer, sent) = insistently(&part, "POST", "/importer", &headers, &records(&name, 4_100)).await;
            assert_eq!((answer.status, sent), (202, if after == 0 { 2 } else { 1 }), "{name}");
            jobs += 1;
            let path = answer.header("location").strip_prefix("/finsam/v1").unwrap().to_owned();
            let job = ended(&part, &path).await;
            assert_eq!(job["status"], "klar", "{name} {job}");
            assert_eq!((&job["antal"]["mottagna"], &job["antal"]["skapade"]), (&json!(4_100), &json!(4_100)), "{name}");
            let kept = plats.count(&format!("SELECT count(*) FROM deltagande WHERE nyckel LIKE '{name}-%'"));
            assert_eq!((kept, mellanhand.has_cut()), (4_100, true), "{name}");
            assert_eq!(plats.count("SELECT count(*) FROM import"), jobs, "{name}: queued once");
        }
    }
    log_is_whole(&varld).await;
}

/// After a commit of which it is not known what became, the log goes on in another segment.
async fn log_is_whole(varld: &Varld) {
    let mut session = varld.server.app.store.read().await.unwrap();
    let kontroll = finsam_store::logg::verify(session.as_mut(), &[]).await.unwrap();
    assert_eq!(kontroll.fel, []);
    assert!(kontroll.segment > 1, "{kontroll:?}");
}

async fn ended(ra: &Ra, path: &str) -> Value {
    for _ in 0..600 {
        let job = ra.get(path).await.json();
        if ["klar", "misslyckad", "avbruten"].contains(&job["status"].as_str().unwrap_or_default()) {
            return job;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the job does not end");
}
