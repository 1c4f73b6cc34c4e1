//! Many at once.

use finsam_client::{Deltagandefraga, Sidval, Villkor};
use finsam_core::protokoll::Handelsetyp;
use finsam_tests::poster::{nyckel, person, uppgift};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::json;

on_each_database!(
    one_of_many_creates,
    one_of_many_creates_what_is_thought_to_be_new,
    one_of_many_changes,
    one_of_many_periods_finds_room
);

async fn one_of_many_creates(server: Server) {
    creates(&Varld::new(server).await).await;
}

/// Their system has sent something new just before.
async fn one_of_many_creates_what_is_thought_to_be_new(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    client.deltaganden().put(&nyckel(2), Villkor::Inget, &uppgift(&person(2))).await.unwrap();
    client.deltaganden().delete(&nyckel(2), 1).await.unwrap();
    creates(&varld).await;
}

async fn creates(varld: &Varld) {
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

/// Periods of one insats that all share a day, and one that does not, set at the same time.
async fn one_of_many_periods_finds_room(server: Server) {
    let varld = Varld::new(server).await;
    let (raw, id) = (varld.raw(Vem::Forbund), varld.antalsinsats.id);
    for ar in 2014..2020 {
        let put = |fran: String, till: &str| {
            let (raw, till) = (raw.clone(), format!("{ar}-{till}"));
            let body = json!({"fran": fran, "till": till, "kvinnor": 3, "man": 4});
            tokio::spawn(async move {
                let path = format!("/insatser/{id}/antal/{fran}");
                raw.json("PUT", &path, &[], &body).await
            })
        };
        // All of them have the first of May, and the last one only days of its own.
        let calls: Vec<_> = (1..=12).map(|day| put(format!("{ar}-04-{day:02}"), "05-01")).collect();
        let apart = put(format!("{ar}-05-02"), "12-31");
        assert_eq!(apart.await.unwrap().status, 201);
        let mut won = Vec::new();
        for call in calls {
            let answer = call.await.unwrap();
            match answer.status {
                201 => won.push(answer.json()["fran"].clone()),
                422 => {
                    let found = &answer.json()["avvikelser"][0];
                    assert_eq!((&found["kod"], &found["pekare"]), (&json!("REG-23"), &json!("/fran")));
                }
                other => panic!("{other}: {}", answer.text),
            }
        }
        assert_eq!(won.len(), 1, "{ar}");
        let standing = varld.client(Vem::Forbund).antal().list(id).await.unwrap();
        let of_year: Vec<_> = standing
            .iter()
            .map(|antal| antal.uppgift.fran.to_string())
            .filter(|fran| fran.starts_with(&ar.to_string()))
            .collect();
        assert_eq!(json!(of_year), json!([won[0], format!("{ar}-05-02")]));
    }
}
