//! Many at once.

use finsam_client::{Deltagandefraga, Sidval, Villkor};
use finsam_core::protokoll::Handelsetyp;
use finsam_tests::poster::{nyckel, person, uppgift};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::json;

on_each_database!(one_of_many_creates, one_of_many_changes);

async fn one_of_many_creates(server: Server) {
    let varld = Varld::new(server).await;
    let before = varld.server.app.store.read().await.unwrap().handelser().last().await.unwrap();
    let raw = varld.raw(Vem::Part);
    let calls = (0..32).map(|_| {
        let raw = raw.clone();
        tokio::spawn(async move { raw.json("PUT", "/deltaganden/treserva/d-1", &[], &person(1)).await })
    });
    let mut ids = Vec::new();
    let mut statuses = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        let answer = call.await.unwrap();
        statuses.push(answer.status);
        ids.push(answer.json()["id"].clone());
    }
    statuses.sort_unstable();
    assert_eq!((statuses[30], statuses[31]), (200, 201), "one 201, the rest 200: {statuses:?}");
    assert!(statuses[..31].iter().all(|status| *status == 200) && ids.iter().all(|id| *id == ids[0]));
    let all = varld.client(Vem::Part);
    let all = all.deltaganden().list(Deltagandefraga::default(), Sidval::default()).await.unwrap();
    assert_eq!((all.poster.len(), all.poster[0].version), (1, 1));
    let events = varld.server.app.store.read().await.unwrap().handelser().after(before, 100).await.unwrap();
    assert_eq!(events.iter().map(|event| event.typ).collect::<Vec<_>>(), [Handelsetyp::Skapad]);
}

async fn one_of_many_changes(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    client.deltaganden().put(&nyckel(1), Villkor::Inget, &uppgift(&person(1))).await.unwrap();
    let calls = (0..16).map(|n| {
        let client = client.clone();
        let mut record = person(1);
        record["samtycke"]["registrering"]["textversion"] = json!(format!("version {n}"));
        let record = uppgift(&record);
        tokio::spawn(async move { client.deltaganden().put(&nyckel(1), Villkor::Version(1), &record).await })
    });
    let mut won = 0;
    for call in calls.collect::<Vec<_>>() {
        match call.await.unwrap() {
            Ok(kvitto) => won += kvitto.version - 1,
            Err(fel) => assert_eq!(fel.status(), Some(412)),
        }
    }
    assert_eq!((won, client.deltaganden().get(&nyckel(1)).await.unwrap().version), (1, 2), "no update is lost");
}
