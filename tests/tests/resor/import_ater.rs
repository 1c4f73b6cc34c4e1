//! Imports that become jobs outlive the server: they go on, in their turn, or say what had been written.

use std::time::Duration;

use chrono::TimeDelta;
use finsam_api::klocka::Klocka;
use finsam_api::pahittat::generera;
use finsam_client::Importval;
use finsam_core::id::ImportId;
use finsam_core::protokoll::{Felkod, Import, Importantal, Importstatus};
use finsam_core::tid::Period;
use finsam_store::rum::Import as Importrad;
use finsam_tests::poster::{anonym, ndjson, post, rad, with};
use finsam_tests::{Server, Varld, Vem, on_each_database, spooled};
use serde_json::json;

use crate::import_jobb::{job, made_up};

on_each_database!(
    jobs_go_on_after_a_kill,
    an_orderly_end_leaves_jobs_for_the_next_start,
    a_body_that_is_not_whole_is_told_of,
    one_whose_server_is_gone_is_told_of_by_another,
    each_in_its_turn,
    polling_is_cheap,
    one_that_stands_still_is_told_of_once,
);

async fn kept(varld: &Varld) -> u64 {
    let list = varld.client(Vem::Part).deltaganden().list(Default::default(), Default::default()).await.unwrap();
    list.meta.total_records
}

async fn read(varld: &Varld, import: &Import) -> Import {
    varld.client(Vem::Part).importer().get(import.id).await.unwrap()
}

/// The import when it has ended.
async fn ended(varld: &Varld, import: &Import) -> Import {
    varld.client(Vem::Part).importer().follow(read(varld, import).await).await.unwrap()
}

async fn until_written(varld: &Varld, import: &Import) {
    while read(varld, import).await.framsteg.skrivna == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn jobs_go_on_after_a_kill(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let faulty = |n| post(n, &with(anonym(), json!({"startdatum": "2013-12-31"})));
    let allt = Importval { atomicitet: "allt".parse().unwrap(), ..Importval::default() };
    let small = Importval { jobb: true, ..Importval::default() };
    // Large enough to be under way when the server is killed; the others wait.
    let running = job(&client, (1..=5).map(faulty).chain(made_up(&varld, 12_000)), &Importval::default()).await;
    let waiting = job(&client, made_up(&varld, 1_500), &allt).await;
    let small = job(&client, (10..=12).map(|n| post(n, &anonym())), &small).await;
    until_written(&varld, &running).await;
    let spole = varld.server.folder().join("spole");
    assert_eq!(spooled(&spole), 3, "every body is on disk");
    // What belongs to no import goes.
    std::fs::write(spole.join("left.spole"), "sealed").unwrap();
    let varld = varld.kill_and_restart().await;
    let done = ended(&varld, &running).await;
    assert_eq!((done.status, done.antal.skapade, done.antal.avvisade), (Importstatus::Klar, 12_000, 5));
    assert_eq!((done.antal.mottagna, done.framsteg.lasta, done.framsteg.skrivna), (12_005, 12_005, 12_000));
    let done = ended(&varld, &waiting).await;
    assert_eq!((done.status, done.antal.mottagna, done.antal.oforandrade), (Importstatus::Klar, 1_500, 1_500));
    let done = ended(&varld, &small).await;
    assert_eq!((done.status, done.antal.skapade), (Importstatus::Klar, 3));
    assert_eq!((kept(&varld).await, spooled(&spole)), (12_003, 0));
    let rader = varld.client(Vem::Part).importer().rows(running.id, None, 100).await.unwrap().poster;
    assert_eq!(rader.len(), 5, "each is told of once");
}

async fn an_orderly_end_leaves_jobs_for_the_next_start(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let running = job(&client, made_up(&varld, 12_000), &Importval::default()).await;
    let waiting = job(&client, made_up(&varld, 1_500), &Importval::default()).await;
    until_written(&varld, &running).await;
    let varld = varld.restart().await;
    let going_on = read(&varld, &running).await;
    assert_eq!((going_on.status, going_on.orsak), (Importstatus::Verkstaller, None));
    let done = ended(&varld, &waiting).await;
    assert_eq!((done.status, done.antal.oforandrade), (Importstatus::Klar, 1_500), "after the one before it");
    let done = read(&varld, &running).await;
    assert_eq!((done.status, done.antal.skapade, kept(&varld).await), (Importstatus::Klar, 12_000, 12_000));
}

async fn a_body_that_is_not_whole_is_told_of(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let running = job(&client, made_up(&varld, 12_000), &Importval::default()).await;
    let torn = job(&client, made_up(&varld, 1_500), &Importval::default()).await;
    let gone = job(&client, made_up(&varld, 1_500), &Importval::default()).await;
    until_written(&varld, &running).await;
    let spole = varld.server.folder().join("spole");
    let file = |import: &Import| spole.join(format!("{}.spole", import.id));
    let whole = std::fs::read(file(&torn)).unwrap();
    std::fs::write(file(&torn), &whole[..whole.len() / 2]).unwrap();
    std::fs::remove_file(file(&gone)).unwrap();
    std::fs::remove_file(file(&running)).unwrap();
    let varld = varld.kill_and_restart().await;
    let told = read(&varld, &running).await;
    assert_eq!(told.status, Importstatus::Misslyckad);
    assert!(told.antal.adds_up() && (1..12_000).contains(&told.framsteg.skrivna), "{told:?}");
    let orsak = told.orsak.unwrap();
    assert!(orsak.contains(&format!("{} rows were written", told.framsteg.skrivna)), "{orsak}");
    assert_eq!((kept(&varld).await, told.antal.skapade), (told.framsteg.skrivna, told.framsteg.skrivna));
    for import in [torn, gone] {
        let told = ended(&varld, &import).await;
        assert_eq!((told.status, told.framsteg.skrivna), (Importstatus::Misslyckad, 0), "{told:?}");
        assert!(told.orsak.unwrap().contains("0 rows were written"));
    }
    assert_eq!(spooled(&spole), 0);
    let again = job(&varld.client(Vem::Part), made_up(&varld, 12_000), &Importval::default()).await;
    let done = ended(&varld, &again).await;
    assert_eq!((done.status, done.antal.mottagna, kept(&varld).await), (Importstatus::Klar, 12_000, 12_000));
}

/// An import as another process leaves it: under way in the register, its body elsewhere.
pub(crate) async fn left(varld: &Varld) -> ImportId {
    let app = varld.server.beside().await;
    let (id, agare, tid) = (ImportId(app.new_id()), app.new_id(), varld.server.klocka.now());
    let left = Importrad {
        id,
        part: "kommun:2280".parse().unwrap(),
        vem: "another".to_owned(),
        status: Importstatus::Verkstaller,
        installning: "{}".to_owned(),
        antal: Importantal::default(),
        lasta: 7,
        skrivna: 7,
        orsak: None,
        skapad: tid,
        andrad: tid,
        version: 1,
        agare: Some(agare),
        lan_till: Some(tid + TimeDelta::minutes(10)),
        nyckel: None,
    };
    let mut unit = app.store.begin(varld.server.aktor()).await.unwrap();
    unit.importer().insert(&left).await.unwrap();
    unit.commit().await.unwrap();
    app.store.close().await;
    id
}

async fn one_whose_server_is_gone_is_told_of_by_another(server: Server) {
    let varld = Varld::new(server).await;
    let left = left(&varld).await;
    let waits = job(&varld.client(Vem::Part), made_up(&varld, 1_500), &Importval::default()).await;
    assert_eq!(read(&varld, &waits).await.koplats, Some(1), "it is believed to be there");
    let varld = varld.restart().await;
    assert_eq!(read(&varld, &waits).await.koplats, Some(1), "for as long as it may be away");
    varld.server.klocka.forward(TimeDelta::minutes(11));
    let varld = varld.restart().await;
    let done = ended(&varld, &waits).await;
    assert_eq!((done.status, done.antal.skapade), (Importstatus::Klar, 1_500));
    let told = varld.client(Vem::Part).importer().get(left).await.unwrap();
    assert_eq!(told.status, Importstatus::Misslyckad);
    assert!(told.orsak.unwrap().contains("7 rows were written"));
}

async fn each_in_its_turn(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let running = job(&client, made_up(&varld, 12_000), &Importval::default()).await;
    let mut waiting = Vec::new();
    for _ in 0..3 {
        waiting.push(job(&client, made_up(&varld, 1_001), &Importval::default()).await);
    }
    let places: Vec<_> = waiting.iter().map(|import| import.koplats).collect();
    assert_eq!(places, [Some(1), Some(2), Some(3)]);
    until_written(&varld, &running).await;
    assert_eq!((read(&varld, &running).await.koplats, read(&varld, &waiting[1]).await.koplats), (None, Some(2)));
    // Another part does not wait, and is done first.
    let other = varld.client(Vem::Timra);
    let period = Period::new("2014-01-01".parse().unwrap(), Some("2014-12-31".parse().unwrap()));
    let theirs = generera(1_001, 2, &[varld.insats.id], "kommun:2262".parse().unwrap(), period);
    let beside = job(&other, theirs.collect::<Vec<_>>().into_iter(), &Importval::default()).await;
    let done = other.importer().follow(beside).await.unwrap();
    assert_eq!((done.status, done.antal.skapade), (Importstatus::Klar, 1_001));
    assert_eq!(read(&varld, &waiting[2]).await.status, Importstatus::Koad);
    // One that leaves the queue is passed over.
    client.importer().cancel(waiting[0].id).await.unwrap();
    let cancelled = read(&varld, &waiting[0]).await;
    assert_eq!((cancelled.status, cancelled.antal.mottagna), (Importstatus::Avbruten, 0));
    assert_eq!(client.importer().cancel(waiting[0].id).await.unwrap_err().kod(), Some(Felkod::Konflikt));
    assert_eq!(ended(&varld, &waiting[2]).await.status, Importstatus::Klar);
    for before in [&running, &waiting[1]] {
        assert_eq!(read(&varld, before).await.status, Importstatus::Klar, "in the order of the queue");
    }
}

async fn polling_is_cheap(server: Server) {
    let varld = Varld::new(server).await;
    let raw = varld.raw(Vem::Part);
    let headers = [("content-type", "application/x-ndjson"), ("prefer", "respond-async")];
    let asked = raw.send("POST", "/importer", &headers, ndjson(&[rad(1, &anonym())])).await;
    let place = asked.header("location").strip_prefix("/finsam/v1").unwrap().to_owned();
    ended(&varld, &serde_json::from_value(asked.json()).unwrap()).await;
    let read = raw.get(&place).await;
    let tag = read.header("etag").to_owned();
    assert_eq!((read.status, read.json()["version"].to_string()), (200, tag.trim_matches('"').to_owned()));
    let same = raw.send("GET", &place, &[("if-none-match", &tag)], "").await;
    assert_eq!((same.status, same.text.as_str(), same.header("etag")), (304, "", tag.as_str()));
    assert_eq!(raw.send("GET", &place, &[("if-none-match", "\"1\"")], "").await.status, 200);
}

/// Who follows an import of which nothing is new gets 304, and hears of it when it has ended.
async fn one_that_stands_still_is_told_of_once(server: Server) {
    let varld = Varld::new(server).await;
    let left = left(&varld).await;
    let standing = varld.client(Vem::Part).importer().get(left).await.unwrap();
    let client = varld.client(Vem::Part);
    let following = tokio::spawn(async move {
        let mut told = Vec::new();
        client.importer().follow_with(standing, |import| told.push(import.status)).await.unwrap();
        told
    });
    // Long enough to look five times.
    tokio::time::sleep(Duration::from_millis(800)).await;
    varld.client(Vem::Part).importer().cancel(left).await.unwrap();
    let told = following.await.unwrap();
    assert_eq!(told, [Importstatus::Verkstaller, Importstatus::Verkstaller, Importstatus::Avbruten]);
}
