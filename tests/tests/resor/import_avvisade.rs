//! Refused records come back as they were sent, for a while.

use std::time::Duration;

use chrono::TimeDelta;
use finsam_client::{Importformat, Importval};
use finsam_core::protokoll::{Felkod, Import, Importstatus};
use finsam_tests::poster::{anonym, ndjson, person, rad, with};
use finsam_tests::{Rasvar, Server, Varld, Vem, on_each_database};
use serde_json::{Value, json};

on_each_database!(
    refused_records_come_back_as_they_came,
    those_of_a_job_come_back_too,
    they_are_kept_for_a_week_and_imports_for_ninety_days,
    only_its_owner_gets_them,
);

fn faulty(n: u32) -> Value {
    rad(n, &with(person(n), json!({"samtycke": null})))
}

async fn send(varld: &Varld, content_type: &str, query: &str, body: String) -> Import {
    let path = format!("/importer{query}");
    let answer = varld.raw(Vem::Part).send("POST", &path, &[("content-type", content_type)], body).await;
    let json = answer.json();
    let import = if answer.status == 422 { json["import"].clone() } else { json };
    serde_json::from_value(import).unwrap_or_else(|_| panic!("{}", answer.text))
}

async fn refused(varld: &Varld, import: &Import) -> Rasvar {
    varld.raw(Vem::Part).get(&format!("/importer/{}/avvisade", import.id)).await
}

async fn refused_records_come_back_as_they_came(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    // One that only the register refuses, one that the rules refuse, one that is no record.
    client.importer().import(Importformat::Ndjson, ndjson(&[rad(9, &person(6))]), &Importval::default()).await.unwrap();
    let (overlaps, against) = (rad(5, &person(6)).to_string(), faulty(2).to_string());
    let lines = [rad(1, &person(1)).to_string(), overlaps, against, "{\"spam\": 1 ,".to_owned()];
    let body = format!("{}\n\n{}\r\n{}\n{}", lines[0], lines[1], lines[2], lines[3]);
    let import = send(&varld, "application/x-ndjson", "", body).await;
    let told = client.importer().get(import.id).await.unwrap();
    assert_eq!((told.status, told.antal, told.rader), (Importstatus::Klar, import.antal, None));
    assert_eq!((told.antal.skapade, told.antal.avvisade, told.framsteg.skrivna), (1, 3, 1));
    assert_eq!(client.importer().rows(import.id, None, 10).await.unwrap().poster, import.rader.clone().unwrap());
    let back = refused(&varld, &import).await;
    assert_eq!((back.status, back.header("content-type")), (200, "application/x-ndjson"));
    assert_eq!(back.text, format!("{}\n{}\n{}\n", lines[1], lines[2], lines[3]));

    // As one array; sent again, each is refused once more.
    let (first, second) = (faulty(3).to_string(), faulty(4).to_string());
    let body = format!("[ {first} ,{},\n {second}]", rad(7, &anonym()));
    let import = send(&varld, "application/json", "", body).await;
    let back = refused(&varld, &import).await;
    assert_eq!((back.header("content-type"), &back.text), ("application/json", &format!("[\n{first},\n{second}\n]\n")));
    let again = send(&varld, "application/json", "", back.text).await;
    assert_eq!((again.antal.mottagna, again.antal.avvisade), (2, 2));
    assert_eq!(refused(&varld, &again).await.status, 200, "also of an import of which nothing was written");

    // CSV under its header.
    let header = "kallsystem;nyckel;insatsNyckel;registrering;kon;startdatum";
    let sound = "treserva;k-1;i-1;anonym;man;2014-05-01";
    let body = format!("{header}\r\n{sound}\r\ntreserva;k-2;i-1;anonym;\"okänt\";2014-05-01\r\n");
    let import = send(&varld, "text/csv", "?atomicitet=allt", body).await;
    assert_eq!((import.status, import.antal.ej_verkstallda), (Importstatus::Misslyckad, 1));
    let back = refused(&varld, &import).await;
    assert_eq!((back.status, back.header("content-type")), (200, "text/csv"));
    assert_eq!(back.text, format!("{header}\ntreserva;k-2;i-1;anonym;\"okänt\";2014-05-01\n"));
    let mended = send(&varld, "text/csv", "", back.text.replace("\"okänt\"", "kvinna")).await;
    assert_eq!((mended.antal.skapade, mended.antal.mottagna), (1, 1));

    // Where there is nothing to tell, nothing is kept.
    let fel = client.importer().get(mended.id).await.unwrap_err();
    assert_eq!(fel.kod(), Some(Felkod::Saknas));
}

async fn those_of_a_job_come_back_too(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let sound: String = (1..=1_500).map(|n| format!("{}\n", rad(n, &anonym()))).collect();
    let bad: Vec<String> = (2_001..=3_200).map(|n| faulty(n).to_string()).collect();
    let large = "x".repeat(300 * 1024);
    let body = format!("{}\n{sound}{large}\n{}\n", bad[0], bad[1..].join("\n"));
    let val = Importval { jobb: true, ..Importval::default() };
    let started = client.importer().import(Importformat::Ndjson, body, &val).await.unwrap();
    let under_way = refused(&varld, &started).await;
    assert!([200, 409].contains(&under_way.status), "{}", under_way.text);
    let done = client.importer().follow(started).await.unwrap();
    assert_eq!((done.status, done.antal.skapade, done.antal.avvisade), (Importstatus::Klar, 1_500, 1_201));
    let back = refused(&varld, &done).await;
    assert_eq!(back.text, format!("{}\n", bad.join("\n")), "all but the one that is too large, in order");

    let none = client.importer().import(Importformat::Ndjson, ndjson(&[rad(1, &anonym())]), &val).await.unwrap();
    let none = client.importer().follow(none).await.unwrap();
    assert_eq!(refused(&varld, &none).await.status, 204);
}

async fn they_are_kept_for_a_week_and_imports_for_ninety_days(server: Server) {
    let varld = Varld::new(server).await;
    let import = send(&varld, "application/x-ndjson", "", ndjson(&[faulty(1)])).await;
    varld.server.klocka.forward(TimeDelta::days(6));
    let varld = varld.restart().await;
    let lately = send(&varld, "application/x-ndjson", "", ndjson(&[faulty(2)])).await;
    assert_eq!(refused(&varld, &import).await.status, 200);
    varld.server.klocka.forward(TimeDelta::days(2));
    let varld = varld.restart().await;
    gone(&varld, &import, 410).await;
    assert_eq!(refused(&varld, &lately).await.status, 200);
    let rader = varld.client(Vem::Part).importer().rows(import.id, None, 10).await.unwrap().poster;
    assert_eq!(rader.len(), 1, "why it was refused stays");
    varld.server.klocka.forward(TimeDelta::days(83));
    let varld = varld.restart().await;
    gone(&varld, &import, 404).await;
    assert!(varld.client(Vem::Part).importer().get(lately.id).await.is_ok());
}

/// It is pruned soon after the start.
async fn gone(varld: &Varld, import: &Import, status: u16) {
    for _ in 0..500 {
        if refused(varld, import).await.status == status {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never {status}");
}

async fn only_its_owner_gets_them(server: Server) {
    let varld = Varld::new(server).await;
    let import = send(&varld, "application/x-ndjson", "", ndjson(&[faulty(1)])).await;
    let path = format!("/importer/{}/avvisade", import.id);
    for (vem, status) in [(Vem::Timra, 404), (Vem::Forbund, 403), (Vem::Deltagar, 404), (Vem::Part, 200)] {
        assert_eq!(varld.raw(vem).get(&path).await.status, status, "{vem:?}");
    }
    assert_eq!(varld.raw(Vem::Part).get(&format!("{path}?x=1")).await.status, 400);
}
