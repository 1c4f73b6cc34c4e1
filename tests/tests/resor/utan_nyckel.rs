//! A server that was given no key: what would have to wait sealed on disk is refused, and nothing is promised that a
//! restart would break.

use finsam_client::{Client, Fel, Idempotensnyckel, Importformat, Importval, Retry};
use finsam_core::protokoll::{Felkod, Import, Importlage, Importstatus};
use finsam_tests::poster::{anonym, ndjson, person, rad};
use finsam_tests::{Plats, Server, Varld, Vem, on_each_database, spooled};
use serde_json::Value;

use crate::import_ater::left;

on_each_database!(what_would_be_a_job_is_refused, a_validation_that_a_restart_ends_says_so);

async fn send(client: &Client, rader: &[Value], val: &Importval) -> Result<Import, Fel> {
    client.importer().import(Importformat::Ndjson, ndjson(rader), val).await
}

fn anonyma(antal: u32) -> Vec<Value> {
    (1..=antal).map(|n| rad(n, &anonym())).collect()
}

async fn what_would_be_a_job_is_refused(plats: Plats) {
    let varld = Varld::new(Server::without_key(plats).await).await;
    let client = varld.client(Vem::Part);
    let nyckel = Some(Idempotensnyckel::new("import-1").unwrap());
    let jobb = Importval { jobb: true, nyckel: nyckel.clone(), ..Importval::default() };
    let plan = Importval { importlage: Importlage::Plan, ..Importval::default() };
    let plan_as_job = Importval { jobb: true, ..plan.clone() };
    let blank = format!("{}\n", " ".repeat(200 * 1024)).repeat(42);
    let once = Client::builder(&varld.server.address()).token(varld.token(Vem::Part)).direct().retry(Retry::never());
    let once = once.build().unwrap();
    for (body, val) in [
        (ndjson(&anonyma(2)), &jobb),
        (ndjson(&anonyma(1_001)), &Importval::default()),
        (ndjson(&anonyma(2)), &plan),
        (ndjson(&anonyma(2)), &plan_as_job),
        (blank, &Importval { importlage: Importlage::Validera, ..Importval::default() }),
    ] {
        let fel = once.importer().import(Importformat::Ndjson, body, val).await.unwrap_err();
        assert_eq!((fel.status(), fel.kod()), (Some(503), Some(Felkod::NyckelSaknas)), "{val:?}");
        assert!(fel.problem().unwrap().detail.contains("--nyckel"), "{fel}");
    }
    assert_eq!(varld.server.plats().count("SELECT count(*) FROM import"), 0, "nothing waits");
    assert_eq!(spooled(&varld.server.folder().join("spole")), 0);
    // What is answered at once is written, and the refusal has left no receipt.
    let done = send(&client, &anonyma(1_000), &Importval { nyckel, ..Importval::default() }).await.unwrap();
    assert_eq!(done.antal.skapade, 1_000);
}

async fn a_validation_that_a_restart_ends_says_so(plats: Plats) {
    let varld = Varld::new(Server::without_key(plats).await).await;
    let client = varld.client(Vem::Part);
    let jobb = Importval { importlage: Importlage::Validera, jobb: true, ..Importval::default() };
    let rader = [anonyma(1_000), vec![rad(1_001, &person(1))]].concat();
    let judged = send(&client, &rader, &jobb).await.unwrap();
    let judged = client.importer().follow(judged).await.unwrap();
    assert_eq!((judged.status, judged.antal.ej_verkstallda), (Importstatus::Klar, 1_001));
    // It stands in the queue, behind one of another process.
    left(&varld).await;
    let waiting = send(&client, &rader, &jobb).await.unwrap();
    assert_eq!((waiting.status, waiting.koplats), (Importstatus::Koad, Some(1)));
    let varld = varld.kill_and_restart().await;
    let told = varld.client(Vem::Part).importer().get(waiting.id).await.unwrap();
    assert_eq!((told.status, told.framsteg.skrivna), (Importstatus::Misslyckad, 0));
    assert!(told.orsak.unwrap().contains("not on disk any more"));
    assert_eq!(varld.client(Vem::Part).importer().get(judged.id).await.unwrap().status, Importstatus::Klar);
}
