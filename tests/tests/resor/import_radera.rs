//! Imports that delete, and bodies that come packed.

use std::io::Write;

use finsam_client::{Client, Importformat, Importval, Token};
use finsam_core::atkomst::Roll;
use finsam_core::protokoll::{Atomicitet, Importstatus, Radutfall, Strategi};
use finsam_tests::poster::{anonym, avslutad, ndjson, nyckel, person, rad};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

on_each_database!(
    records_are_deleted_by_their_keys,
    a_job_deletes_too,
    whoever_sees_less_deletes_less,
    a_body_may_come_packed,
);

fn radera(jobb: bool) -> Importval {
    Importval { strategi: Strategi::Radera, alla_rader: !jobb, jobb, ..Importval::default() }
}

async fn kept(client: &Client) -> u64 {
    client.deltaganden().list(Default::default(), Default::default()).await.unwrap().meta.total_records
}

async fn records_are_deleted_by_their_keys(server: Server) {
    use Radutfall::{Avvisad, EjVerkstalld, Oforandrad, Raderad};
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let all = ndjson(&(1..=4).map(|n| rad(n, &person(n))).collect::<Vec<_>>());
    client.importer().import(Importformat::Ndjson, all, &Importval::default()).await.unwrap();
    let key = |n| json!({"kallsystem": "treserva", "nyckel": format!("d-{n}")});
    // Only the key is read; what was once sent can be sent, whatever has become of it.
    let body = ndjson(&[key(1), rad(2, &avslutad(9)), key(9), key(3), key(3)]);
    let allt = Importval { atomicitet: Atomicitet::Allt, ..radera(false) };
    let fel = client.importer().import(Importformat::Ndjson, body.clone(), &allt).await.unwrap_err();
    let refused = fel.import().unwrap();
    let outcomes: Vec<_> = refused.rader.as_ref().unwrap().iter().map(|rad| rad.utfall).collect();
    assert_eq!((outcomes, kept(&client).await), (vec![EjVerkstalld, EjVerkstalld, Avvisad, Avvisad, Avvisad], 4));
    let import = client.importer().import(Importformat::Ndjson, body.clone(), &radera(false)).await.unwrap();
    let rader = import.rader.as_ref().unwrap();
    assert_eq!(rader.iter().map(|rad| rad.utfall).collect::<Vec<_>>(), [Raderad, Raderad, Avvisad, Avvisad, Avvisad]);
    assert_eq!((rader[2].avvikelser[0].kod.as_ref(), rader[3].avvikelser[0].kod.as_ref()), ("REG-30", "REG-22"));
    assert_eq!((import.antal.raderade, import.antal.avvisade, import.antal.adds_up()), (2, 3, true));
    assert_eq!(kept(&client).await, 2);
    let events = varld.raw(Vem::Part).get("/andringar?limit=100").await.json();
    let deleted = events["poster"].as_array().unwrap().iter().filter(|event| event["typ"] == "raderad").count();
    assert_eq!(deleted, 2);
    // The same again: deleted already, or never there.
    let again = client.importer().import(Importformat::Ndjson, body, &radera(false)).await.unwrap();
    let outcomes: Vec<_> = again.rader.as_ref().unwrap().iter().map(|rad| (rad.utfall, rad.id.is_some())).collect();
    assert_eq!(outcomes[..3], [(Oforandrad, true), (Oforandrad, true), (Avvisad, false)]);

    let csv = "nyckel,kallsystem\nd-4,treserva\n";
    let import = client.importer().import(Importformat::Csv, csv, &radera(false)).await.unwrap();
    assert_eq!((import.antal.raderade, kept(&client).await), (1, 1));
    assert!(client.deltaganden().get(&nyckel(3)).await.is_ok());
}

async fn a_job_deletes_too(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let all = ndjson(&(1..=2_300).map(|n| rad(n, &anonym())).collect::<Vec<_>>());
    let made = client.importer().import(Importformat::Ndjson, all.clone(), &Importval::default()).await.unwrap();
    client.importer().follow(made).await.unwrap();
    for atomicitet in [Atomicitet::Rad, Atomicitet::Allt] {
        let val = Importval { atomicitet, ..radera(true) };
        let started = client.importer().import(Importformat::Ndjson, all.clone(), &val).await.unwrap();
        let done = client.importer().follow(started).await.unwrap();
        let deleted = if atomicitet == Atomicitet::Rad { 2_300 } else { 0 };
        assert_eq!((done.status, done.antal.raderade), (Importstatus::Klar, deleted));
        assert_eq!((done.antal.oforandrade, done.framsteg.skrivna), (2_300 - deleted, 2_300));
        assert_eq!((kept(&client).await, done.strategi), (0, Strategi::Radera));
    }
}

async fn whoever_sees_less_deletes_less(server: Server) {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let all = [rad(1, &anonym()), rad(2, &anonym())];
    client.importer().import(Importformat::Ndjson, ndjson(&all), &Importval::default()).await.unwrap();
    let other = varld.client(Vem::Timra);
    let fel = other.importer().import(Importformat::Ndjson, ndjson(&all), &radera(false)).await.unwrap_err();
    assert_eq!(fel.import().unwrap().antal.avvisade, 2, "another part's are not there");
    let part = Some("kommun:2280".parse().unwrap());
    let narrow = varld.server.key(Roll::Partssystem, part, None, vec![varld.antalsinsats.id]).await;
    let narrow = varld.server.client(Some(Token::new(&narrow).unwrap()));
    let fel = narrow.importer().import(Importformat::Ndjson, ndjson(&all), &radera(false)).await.unwrap_err();
    let rader = fel.import().unwrap().rader.clone().unwrap();
    assert_eq!((rader.len(), rader[1].avvikelser[0].kod.as_ref()), (2, "REG-26"));
    assert_eq!(kept(&client).await, 2);
}

fn packed(body: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

async fn a_body_may_come_packed(server: Server) {
    let varld = Varld::new(server).await;
    let (raw, client) = (varld.raw(Vem::Part), varld.client(Vem::Part));
    let gzip = [("content-type", "application/x-ndjson"), ("content-encoding", "gzip")];
    let body = ndjson(&[rad(1, &anonym()), rad(2, &anonym())]);
    let answer = raw.send("POST", "/importer", &gzip, packed(&body)).await;
    assert_eq!((answer.status, answer.json()["antal"]["skapade"].as_u64()), (200, Some(2)), "{}", answer.text);

    // Large unpacked: it waits on disk, and is a job.
    let blank = " ".repeat(200 * 1024);
    let large: String = (1..=45).map(|n| format!("{blank}{}\n", rad(n, &anonym()))).collect();
    let answer = raw.send("POST", "/importer", &gzip, packed(&large)).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    let done = client.importer().follow(serde_json::from_value(answer.json()).unwrap()).await.unwrap();
    assert_eq!((done.status, done.antal.skapade, done.antal.oforandrade), (Importstatus::Klar, 43, 2));

    let whole = packed(&body);
    for broken in [whole[..whole.len() - 3].to_vec(), body.clone().into_bytes(), Vec::new()] {
        let answer = raw.send("POST", "/importer", &gzip, broken).await;
        assert_eq!((answer.status, answer.json()["kod"].as_str()), (400, Some("FORMAT")), "{}", answer.text);
        assert!(answer.text.contains("gzip"), "{}", answer.text);
    }
    for other in ["br", "gzip, gzip", "deflate"] {
        let headers = [("content-type", "application/x-ndjson"), ("content-encoding", other)];
        let answer = raw.send("POST", "/importer", &headers, whole.clone()).await;
        assert_eq!((answer.status, answer.json()["avvikelser"][0]["kod"].as_str()), (415, Some("FMT-14")), "{other}");
    }
    assert_eq!(kept(&client).await, 45);
}
