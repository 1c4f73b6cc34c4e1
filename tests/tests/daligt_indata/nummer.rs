//! Identity numbers where they do not belong.

use finsam_core::atkomst::Roll;
use finsam_tests::exakt::{BAS, JSON, NDJSON, Server, Svar, insats, nummer, post};
use finsam_tests::on_each_database;
use serde_json::json;

use crate::{assert_found, encode, rows, sound};

/// Every way to write a number that a reader would recognise.
fn disguises(nummer: &str) -> Vec<String> {
    let short = &nummer[2..];
    let (day, end) = nummer.split_at(8);
    vec![
        nummer.to_owned(),
        short.to_owned(),
        format!("{day}-{end}"),
        format!("{}-{end}", &day[2..]),
        format!("{}+{end}", &day[2..]),
        format!("{} {} {} {end}", &day[..4], &day[4..6], &day[6..]),
        format!("{}.{}.{}/{end}", &day[..4], &day[4..6], &day[6..]),
        nummer.chars().map(|c| char::from_u32(0xff10 + u32::from(c) - u32::from('0')).unwrap()).collect(),
        nummer.chars().flat_map(|c| [c, '\u{200b}']).collect(),
    ]
}

on_each_database!(a_number_is_no_key_in_any_format_and_is_never_said_back);
async fn a_number_is_no_key_in_any_format_and_is_never_said_back(server: Server) {
    let key = server.part_key().await;
    let before = server.counts().await;
    let number = nummer("1990-03-12", 238);
    for disguise in disguises(&number) {
        let silent = |svar: &Svar| {
            for secret in disguises(&number) {
                let all = format!("{}{}", svar.head, svar.text());
                assert!(!all.contains(&secret) && !all.contains(&encode(&secret)), "{all}");
            }
        };
        let body = sound(&server);
        let svar = server.json("PUT", &format!("{BAS}/deltaganden/treserva/{}", encode(&disguise)), &key, &body).await;
        assert_found(&svar, 422, &[("REG-19", "/nyckel")]);
        silent(&svar);
        let svar = server.json("PUT", &format!("{BAS}/deltaganden/{}/d-1", encode(&disguise)), &key, &body).await;
        assert_found(&svar, 422, &[("REG-19", "/kallsystem")]);
        silent(&svar);
        let record = post(&disguise, body.clone()).to_string();
        for path in ["/importer?rader=alla", "/validera/deltaganden"] {
            let svar = server.call("POST", &format!("{BAS}{path}"), Some(&key), &[NDJSON], record.as_bytes()).await;
            assert_eq!(rows(&svar)[0].2[0].0, "REG-19", "{}", svar.text());
            silent(&svar);
        }
        let many = json!({"nycklar": [{"kallsystem": "treserva", "nyckel": disguise}]});
        let svar = server.json("POST", &format!("{BAS}/deltaganden/hamta"), &key, &many).await;
        assert_found(&svar, 422, &[("REG-19", "/nycklar/0/nyckel")]);
        silent(&svar);
        // Where it does not belong it is not said back either.
        for path in [
            format!("{BAS}/deltaganden?insats={}", encode(&disguise)),
            format!("{BAS}/deltaganden?{}=1", encode(&disguise)),
            format!("{BAS}/insatser/{}", encode(&disguise)),
            format!("{BAS}/{}", encode(&disguise)),
            format!("{BAS}/kodlistor/{}", encode(&disguise)),
        ] {
            silent(&server.get(&path, &key).await);
        }
        for (name, value) in [
            ("insatsId", json!(disguise)),
            ("insatsNyckel", json!(disguise)),
            ("insatsNyckel", json!(format!("ärende {disguise}"))),
            ("kon", json!(disguise)),
            ("kommun", json!(disguise)),
            ("startdatum", json!(disguise)),
            ("utbildningsniva", json!(disguise)),
            (disguise.as_str(), json!(1)),
            ("personnummer", json!(format!("{disguise}1"))),
        ] {
            let mut body = sound(&server);
            if name == "insatsNyckel" {
                body.as_object_mut().unwrap().remove("insatsId");
            }
            body[name] = value;
            let svar = server.json("PUT", &format!("{BAS}/deltaganden/treserva/d-9"), &key, &body).await;
            assert!([400, 422].contains(&svar.status), "{name}: {}", svar.text());
            silent(&svar);
        }
        for headers in [
            [("Idempotency-Key", disguise.as_str()), NDJSON],
            [("Content-Type", disguise.as_str()), ("X-Nothing", "1")],
            [("If-Match", disguise.as_str()), JSON],
        ] {
            let svar = server.call("POST", &format!("{BAS}/importer"), Some(&key), &headers, b"{}").await;
            assert!(svar.status >= 400, "{headers:?}: {}", svar.text());
            silent(&svar);
        }
    }
    assert_eq!(server.counts().await, before);
}

on_each_database!(a_number_is_kept_nowhere_in_clear);
async fn a_number_is_kept_nowhere_in_clear(server: Server) {
    let key = server.part_key().await;
    let admin = server.key(Roll::Forbundsadministrator, |_| ()).await;
    let number = nummer("1990-03-12", 238);
    for disguise in disguises(&number) {
        let mut body = sound(&server);
        body["samtycke"]["registrering"]["textversion"] = disguise.as_str().into();
        let svar = server.json("PUT", &format!("{BAS}/deltaganden/treserva/d-1"), &key, &body).await;
        assert_found(&svar, 422, &[("REG-27", "/samtycke/registrering/textversion")]);
        for (name, other) in [("kallsystem", "nyckel"), ("nyckel", "kallsystem")] {
            let mut body = insats(server.varld.forbund, "Ny väg", "antal");
            body["nycklar"] = json!([{"part": "kommun:2280", name: disguise, other: "x"}]);
            let svar = server.json("POST", &format!("{BAS}/insatser"), &admin, &body).await;
            assert_found(&svar, 422, &[("REG-19", &format!("/nycklar/0/{name}"))]);
        }
        let headers = [JSON, ("Idempotency-Key", disguise.as_str())];
        let body = insats(server.varld.forbund, "Ny väg", "antal").to_string();
        let svar = server.call("POST", &format!("{BAS}/insatser"), Some(&admin), &headers, body.as_bytes()).await;
        assert_found(&svar, 400, &[("FMT-15", "")]);
    }
    assert_eq!(server.counts().await, [1, 3, 0]);
}
