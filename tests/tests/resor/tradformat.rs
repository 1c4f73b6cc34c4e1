//! What goes over the wire, as it is: a change here is a change for everyone who calls.

use finsam_client::{Importformat, Importval, Villkor};
use finsam_tests::poster::{avslutad, ndjson, nyckel, person, rad, uppgift, with};
use finsam_tests::{Rasvar, Server, Varld, Vem, on_each_database};
use insta::{Settings, assert_snapshot};
use serde_json::json;
use uuid::Uuid;

on_each_database!(things, problems, imports, reports);

/// Status and body, indented, with the identities of this run put aside.
fn shown(answer: &Rasvar) -> String {
    format!("{}\n{}", answer.status, without_ids(&serde_json::to_string_pretty(&answer.json()).unwrap()))
}

/// The same text with `<id>` for every UUID.
fn without_ids(text: &str) -> String {
    let pieces = text.split_inclusive(|c: char| c != '-' && !c.is_ascii_hexdigit());
    let shown = pieces.map(|piece| match piece.split_at_checked(36) {
        Some((id, rest)) if Uuid::parse_str(id).is_ok() => format!("<id>{rest}"),
        _ => piece.to_owned(),
    });
    shown.collect()
}

fn settings() -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

async fn things(server: Server) {
    let varld = Varld::new(server).await;
    let part = varld.client(Vem::Part);
    part.deltaganden().put(&nyckel(1), Villkor::Inget, &uppgift(&avslutad(1))).await.unwrap();
    let number = with(person(2), json!({"reservnummer": null, "personnummer": "900312-2380"}));
    part.deltaganden().put(&nyckel(2), Villkor::Inget, &uppgift(&number)).await.unwrap();
    let counts = json!({"fran": "2014-01-01", "till": "2014-12-31", "kvinnor": 3, "man": 4});
    let antal = format!("/insatser/{}/antal/2014-01-01", varld.antalsinsats.id);
    let forbund = varld.raw(Vem::Part).get(&format!("/forbund/{}", varld.forbund.id)).await;
    let insats = varld.raw(Vem::Part).get(&format!("/insatser/{}", varld.insats.id)).await;
    let antal = varld.raw(Vem::Forbund).json("PUT", &antal, &[], &counts).await;
    let raw = varld.raw(Vem::Part);
    let deltagande = raw.get("/deltaganden/treserva/d-1").await;
    let med_nummer = raw.get("/deltaganden/treserva/d-2").await;
    let kvitto = raw.json("PUT", "/deltaganden/treserva/d-3", &[], &with(person(3), json!({"slutdatum": null}))).await;
    let sida = raw.get("/deltaganden?limit=1&avslutad=true").await;
    settings().bind(|| {
        assert_snapshot!("forbund", shown(&forbund));
        assert_snapshot!("insats", shown(&insats));
        assert_snapshot!("antal", shown(&antal));
        assert_snapshot!("deltagande", shown(&deltagande));
        assert_snapshot!("deltagande_med_nummer", shown(&med_nummer));
        assert_snapshot!("deltagandekvitto", shown(&kvitto));
        assert_snapshot!("sida", shown(&sida));
    });
}

async fn problems(server: Server) {
    let varld = Varld::new(server).await;
    let raw = varld.raw(Vem::Part);
    let faulty = with(avslutad(1), json!({"slutdatum": "2013-01-01", "skyddadIdentitet": true}));
    let path = "/deltaganden/treserva/d-1";
    let swedish = raw.json("PUT", path, &[], &faulty).await;
    let english = raw.json("PUT", path, &[("accept-language", "en-GB, sv;q=0.5")], &faulty).await;
    let format = raw.json("PUT", path, &[], &with(person(1), json!({"kommunn": "2280", "startdatum": 7}))).await;
    settings().bind(|| {
        assert_snapshot!("problem_regler_sv", shown(&swedish));
        assert_snapshot!("problem_regler_en", shown(&english));
        assert_snapshot!("problem_format", shown(&format));
    });
}

async fn imports(server: Server) {
    let varld = Varld::new(server).await;
    let rader = [rad(1, &person(1)), rad(2, &with(person(2), json!({"slutdatum": "2014-01-01"}))), rad(3, &person(3))];
    let raw = varld.raw(Vem::Part);
    let send = async |query: &str| {
        raw.send("POST", &format!("/importer?{query}"), &[("content-type", "application/x-ndjson")], ndjson(&rader))
            .await
    };
    let refused = send("atomicitet=allt").await;
    let judged = send("importlage=validera&rader=alla").await;
    let done = send("rader=alla").await;
    let val = Importval { jobb: true, ..Importval::default() };
    let client = varld.client(Vem::Part);
    let job = client.importer().import(Importformat::Ndjson, ndjson(&rader), &val).await.unwrap();
    let job = client.importer().follow(job).await.unwrap();
    let job_seen = raw.get(&format!("/importer/{}", job.id)).await;
    let job_rows = raw.get(&format!("/importer/{}/resultat", job.id)).await;
    settings().bind(|| {
        assert_snapshot!("import_allt_avvisad", shown(&refused));
        assert_snapshot!("import_validerad", shown(&judged));
        assert_snapshot!("import_rad", shown(&done));
        assert_snapshot!("import_jobb", shown(&job_seen));
        assert_snapshot!("import_jobb_rader", shown(&job_rows));
    });
}

async fn reports(server: Server) {
    let varld = Varld::new(server).await;
    let rader: Vec<_> = (1..=6).map(|n| rad(n, &avslutad(n))).collect();
    let client = varld.client(Vem::Part);
    client.importer().import(Importformat::Ndjson, ndjson(&rader), &Importval::default()).await.unwrap();
    let raw = varld.raw(Vem::Nationell);
    let path = "/rapporter/arbete-och-studier-efter?ar=2014&indelning=kon";
    let json = raw.get(path).await;
    let csv = raw.send("GET", path, &[("accept", "text/csv")], "").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    settings().bind(|| {
        assert_snapshot!("rapport_json", shown(&json));
        assert_snapshot!("rapport_csv", csv.text);
    });
}
