//! Bodies of single records.

use finsam_core::atkomst::Roll;
use finsam_tests::exakt::{BAS, JSON, NDJSON, Server, forbund, insats, post};
use finsam_tests::on_each_database;
use serde_json::Value;

use crate::{DEEP, assert_found, pairs, sound};

on_each_database!(a_single_record_tells_all_its_faults);
async fn a_single_record_tells_all_its_faults(server: Server) {
    let key = server.part_key().await;
    let before = server.counts().await;
    let path = format!("{BAS}/deltaganden/treserva/d-1");
    let mut faulty = sound(&server);
    faulty["extra"] = 1.into();
    faulty["fore"]["mer"] = true.into();
    faulty["startdatum"] = "2014-13-01".into();
    faulty["kon"] = "annat".into();
    faulty["skyddadIdentitet"] = "nej".into();
    faulty.as_object_mut().unwrap().remove("registrering");
    let svar = server.json("PUT", &path, &key, &faulty).await;
    assert_found(
        &svar,
        400,
        &[
            ("FMT-03", "/extra"),
            ("FMT-03", "/fore/mer"),
            ("FMT-06", "/startdatum"),
            ("FMT-05", "/kon"),
            ("FMT-02", "/skyddadIdentitet"),
            ("FMT-04", "/registrering"),
        ],
    );
    assert_eq!(server.counts().await, before);
}

on_each_database!(bodies_that_are_no_json);
async fn bodies_that_are_no_json(server: Server) {
    let key = server.part_key().await;
    let path = format!("{BAS}/deltaganden/treserva/d-1");
    let before = server.counts().await;
    let deep = "[".repeat(DEEP);
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (b"".to_vec(), "FMT-09"),
        (b"   \n".to_vec(), "FMT-09"),
        (b"{".to_vec(), "FMT-01"),
        (b"{\"registrering\":".to_vec(), "FMT-01"),
        (b"{}}".to_vec(), "FMT-01"),
        (b"\0".to_vec(), "FMT-01"),
        (b"NaN".to_vec(), "FMT-01"),
        (b"{\"registrering\": \"\xff\xfe\"}".to_vec(), "FMT-08"),
        (b"[]".to_vec(), "FMT-02"),
        (b"null".to_vec(), "FMT-02"),
        (b"\"text\"".to_vec(), "FMT-02"),
        (b"1e999999".to_vec(), "FMT-01"),
        (deep.into_bytes(), "FMT-01"),
        (format!("{}1{}", "{\"a\":".repeat(DEEP), "}".repeat(DEEP)).into_bytes(), "FMT-01"),
    ];
    for (body, kod) in cases {
        let svar = server.call("PUT", &path, Some(&key), &[JSON], &body).await;
        let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        assert_eq!(svar.status, 400, "{shown}: {}", svar.text());
        assert!(pairs(&svar).iter().any(|(k, _)| k == kod), "{shown}: {}", svar.text());
    }
    assert_eq!(server.counts().await, before);
}

on_each_database!(values_that_no_one_expects);
async fn values_that_no_one_expects(server: Server) {
    let key = server.part_key().await;
    let before = server.counts().await;
    let path = format!("{BAS}/deltaganden/treserva/d-1");
    let with = |name: &str, value: &str| {
        let text = sound(&server).to_string();
        let Value::Object(mut members) = serde_json::from_str(&text).unwrap() else { unreachable!() };
        members.remove(name);
        let rest = Value::Object(members).to_string();
        format!("{{\"{name}\":{value},{}", &rest[1..])
    };
    let cases = [
        ("startdatum", "\"10000-01-01\"", 400),
        ("startdatum", "\"-0001-01-01\"", 400),
        ("startdatum", "\"2014-5-1\"", 400),
        ("startdatum", "\"2014-02-30\"", 400),
        ("startdatum", "20140501", 400),
        ("startdatum", "\"0000-01-01\"", 422),
        ("startdatum", "\"9999-12-31\"", 201),
        ("slutdatum", "\"9999-12-31\"", 422),
        ("personnummer", "199003122380", 400),
        ("personnummer", "\"\\u0000\"", 422),
        ("personnummer", "\"\"", 422),
        ("personnummer", "[\"199003122380\"]", 400),
        ("kommun", "\"\\u0000\\u0000\\u0000\\u0000\"", 422),
        ("kommun", "\"22800\"", 422),
        (
            "fore",
            "{\"forsorjning\":[{\"form\":\"sjukpenning\",\"omfattning\":99999999999999999999}],\"sysselsattning\":[]}",
            400,
        ),
        (
            "fore",
            "{\"forsorjning\":[{\"form\":\"sjukpenning\",\"omfattning\":-2147483648}],\"sysselsattning\":[]}",
            422,
        ),
        ("fore", "{\"forsorjning\":[{\"form\":\"sjukpenning\",\"omfattning\":2.5}],\"sysselsattning\":[]}", 400),
        (
            "samtycke",
            "{\"registrering\":{\"datum\":\"2014-05-01\",\"textversion\":\"1\"},\"sekretess\":{\"datum\":\"2014-05-01\",\"parter\":[\"region:22\",\"region:22\"]}}",
            422,
        ),
        ("insatsId", "\"../../etc/passwd\"", 400),
        ("insatsId", "\"00000000-0000-0000-0000-000000000000\"", 422),
    ];
    for (name, value, status) in cases {
        let svar = server.call("PUT", &path, Some(&key), &[JSON], with(name, value).as_bytes()).await;
        assert_eq!(svar.status, status, "{name} {value}: {}", svar.text());
        assert!(!svar.text().contains("199003122380"), "{}", svar.text());
        if svar.status == 201 {
            let etag = svar.header("etag").unwrap().to_owned();
            let gone = server.call("DELETE", &path, Some(&key), &[("If-Match", &etag)], b"").await;
            assert_eq!(gone.status, 204);
        }
    }
    let twice = format!("{{\"registrering\":\"person\",{}", &sound(&server).to_string()[1..]);
    assert_found(
        &server.call("PUT", &path, Some(&key), &[JSON], twice.as_bytes()).await,
        400,
        &[("FMT-02", "/registrering")],
    );
    assert_eq!(server.counts().await, before);
}

on_each_database!(null_characters);
/// They are text as any other in JSON and in SQLite, but none to PostgreSQL.
async fn null_characters(server: Server) {
    let key = server.part_key().await;
    let system = server.key(Roll::Systemadministrator, |_| ()).await;
    let before = server.counts().await;
    let mut body = sound(&server);
    body.as_object_mut().unwrap().remove("insatsId");
    body["insatsNyckel"] = "a\0".into();
    let path = format!("{BAS}/deltaganden/treserva");
    let svar = server.json("PUT", &format!("{path}/d-1"), &key, &body).await;
    assert_found(&svar, 422, &[("REG-20", "/insatsNyckel")]);
    let text = sound(&server).to_string();
    let new = [JSON, ("If-None-Match", "*")];
    let svar = server.call("PUT", &format!("{path}/%00"), Some(&key), &new, text.as_bytes()).await;
    assert_found(&svar, 422, &[("REG-27", "/nyckel")]);
    let known = [("If-Match", "\"1\"")];
    assert_eq!(server.call("DELETE", &format!("{path}/%00"), Some(&key), &known, b"").await.status, 404);
    let mut own = insats(server.varld.forbund, "Ny väg", "antal");
    own["nycklar"][0]["nyckel"] = "a\0".into();
    let svar = server.json("POST", &format!("{BAS}/insatser"), &system, &own).await;
    assert_found(&svar, 422, &[("REG-27", "/nycklar/0/nyckel")]);
    for body in [post("d\0", sound(&server)), post("d-1", body)] {
        let svar = server.json("POST", &format!("{BAS}/importer"), &key, &Value::from(vec![body])).await;
        assert_eq!(svar.status, 422, "{}", svar.text());
    }
    assert_eq!(server.counts().await, before);
}

on_each_database!(content_types_and_encodings);
async fn content_types_and_encodings(server: Server) {
    let key = server.part_key().await;
    let system = server.key(Roll::Systemadministrator, |_| ()).await;
    let before = server.counts().await;
    let record = post("d-1", sound(&server)).to_string();
    let single = sound(&server).to_string();
    let put = format!("{BAS}/deltaganden/treserva/d-1");
    let import = format!("{BAS}/importer");
    let new = format!("{BAS}/forbund");
    let kinds: [&[(&str, &str)]; 6] = [
        &[],
        &[("Content-Type", "")],
        &[("Content-Type", "text/plain")],
        &[("Content-Type", "application/json;charset=iso-8859-1")],
        &[JSON, ("Content-Encoding", "gzip")],
        &[JSON, ("Content-Encoding", "br, identity")],
    ];
    for headers in kinds {
        let svar = server.call("PUT", &put, Some(&key), headers, single.as_bytes()).await;
        assert_found(&svar, 415, &[("FMT-14", "")]);
        let svar = server.call("POST", &new, Some(&system), headers, forbund().to_string().as_bytes()).await;
        assert_found(&svar, 415, &[("FMT-14", "")]);
        let headers: Vec<_> =
            headers.iter().map(|&(name, value)| if (name, value) == JSON { NDJSON } else { (name, value) }).collect();
        for path in [&import, &format!("{BAS}/validera/deltaganden")] {
            let svar = server.call("POST", path, Some(&key), &headers, record.as_bytes()).await;
            if *path == import && headers.contains(&("Content-Encoding", "gzip")) {
                assert_eq!(
                    (svar.status, svar.json()["kod"].as_str()),
                    (400, Some("FORMAT")),
                    "no gzip: {}",
                    svar.text()
                );
                continue;
            }
            assert_found(&svar, 415, &[("FMT-14", "")]);
        }
    }
    assert_eq!(server.counts().await, before);
    let headers = [("Content-Type", "Application/JSON; charset=\"UTF-8\""), ("Content-Encoding", "Identity")];
    assert_eq!(server.call("PUT", &put, Some(&key), &headers, single.as_bytes()).await.status, 201);
}
