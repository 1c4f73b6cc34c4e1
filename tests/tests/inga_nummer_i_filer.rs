//! Identity numbers stand in nothing that the binary writes or sends: its log, its register, a backup, an archive, what is
//! exported, reports in every form, pages, and calls of webhooks.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use finsam_tests::exakt::{NDJSON, avslutad, nummer, person, post};
use finsam_tests::process::{Finsam, finsam, told};
use finsam_tests::{Databas, Mottagare, Plats, Sokning, on_each_database};
use serde_json::{Value, json};

const REGLER: &str = "[[regel]]\nslag = \"deltaganden\"\nar = 5\nbeslut = \"SN 2020/12\"\ndatum = \"2020-03-01\"\n\
                      beslutatAv = \"Socialnämnden\"\n";

/// What a command writes, in all.
fn written(server: &Finsam, args: &[&str]) -> (String, Vec<u8>) {
    let mut command = finsam(args);
    let command = command.env("FINSAM_DATABASE", &server.database).env("FINSAM_NYCKEL", server.folder.join("nyckel"));
    let output = command.output().unwrap();
    assert_eq!(told(&output).0, 0, "{args:?}: {}", told(&output).1);
    (args.join(" "), [output.stdout, output.stderr].concat())
}

on_each_database!(no_number_is_in_what_is_written_out);
async fn no_number_is_in_what_is_written_out(databas: Databas) {
    let plats = Plats::new(databas);
    let mottagare = Mottagare::start().await;
    let tillat = mottagare.url().split('/').nth(2).unwrap().to_owned();
    let args = ["--oppen-oversikt", "--webhook-http", "--webhook-tillat", &tillat];
    let server = Finsam::new(&plats.address(), plats.folder(), &args).await;
    let numbers: Vec<String> = ["1990-03-12", "1985-07-23", "1979-11-05"].map(|day| nummer(day, 238)).to_vec();
    let sokning = Sokning::new(&numbers);
    let hook = server.json("POST", "/webhookar", &json!({"url": mottagare.url()})).await;
    assert_eq!(hook.status, 201, "{}", hook.text());

    let insats = server.insats.parse().unwrap();
    let put = async |namn: &str, body: &Value| {
        let svar = server.json("PUT", &format!("/deltaganden/treserva/{namn}"), body).await;
        assert_eq!(svar.status, 201, "{}", svar.text());
    };
    put("d-1", &avslutad(insats, &numbers[0])).await;
    put("d-2", &person(insats, &numbers[1])).await;
    let mut refused = person(insats, &numbers[2]);
    refused["kommun"] = "0000".into();
    let line = post("d-3", refused).to_string();
    let import = server.send("POST", "/importer", &[NDJSON], line.as_bytes()).await;
    assert!(import.status == 422 && import.text().contains("avvisad"), "{}", import.text());

    let mut places: Vec<(String, Vec<u8>)> = Vec::new();
    for namn in ["forsorjning-fore-efter", "aldersgrupper", "registrerade-och-avslutade", "avslut-per-insats"] {
        for format in ["tabell", "csv", "json", "svg"] {
            let args = ["rapport", namn, "--ar", "2014", "--rojandeskydd", "0", "--format", format];
            places.push(written(&server, &args));
        }
    }
    places.push(written(&server, &["exportera", "--uppfoljning-finsam", "--ar", "2014"]));
    places.push(written(&server, &["exportera", "--behandlingsregister"]));
    places.push(written(&server, &["kontrollera", "--logg"]));
    if databas == Databas::Sqlite {
        let copy = plats.folder().join("kopia.db");
        places.push(written(&server, &["sakerhetskopiera", copy.to_str().unwrap()]));
        places.push(("backup".to_owned(), std::fs::read(copy).unwrap()));
    }
    let (regler, arkiv) = (plats.folder().join("regler.toml"), plats.folder().join("arkiv.ndjson"));
    std::fs::write(&regler, REGLER).unwrap();
    let [regler, archive] = [&regler, &arkiv].map(|path| path.to_str().unwrap());
    places.push(written(&server, &["gallra", "--deltaganden", regler, "--verkstall", "--arkiv", archive]));
    let archived = std::fs::read(&arkiv).unwrap();
    assert!(String::from_utf8_lossy(&archived).contains("\"d-1\""), "it was closed long ago");
    places.push(("archive".to_owned(), archived));
    for path in ["/", "/oversikt/tillganglighet", "/docs/", "/metrics"] {
        places.push((path.to_owned(), server.probe(path).await.body));
    }
    for _ in 0..200 {
        if !mottagare.calls().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    let calls = mottagare.calls();
    assert!(!calls.is_empty(), "nobody was called");
    places.extend(calls.into_iter().map(|call| ("webhook".to_owned(), call.body.to_vec())));
    places.push(("log".to_owned(), server.log().into_bytes()));
    places.extend(plats.everything());
    assert!(places.len() > 25 && places.iter().all(|(place, bytes)| place != "webhook" || !bytes.is_empty()));
    sokning.judge(places);
}
