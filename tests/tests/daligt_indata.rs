//! Bad input of every kind: never a 500, never anything half written, always a problem that says what is wrong.
//!
//! That every status is described and every error a problem is asked of each answer by [`Server`] itself.
#![expect(clippy::unwrap_used, reason = "tests")]

use finsam_core::atkomst::Roll;
use finsam_tests::exakt::{
    BAS, CSV, JSON, NDJSON, Server, Slut, Svar, exchange, forbund, insats, nummer, person, post,
};
use serde_json::{Value, json};

const HUNDRED_DEEP: usize = 50_000;

fn pairs(svar: &Svar) -> Vec<(String, String)> {
    svar.found()
}

fn has(svar: &Svar, kod: &str, pekare: &str) -> bool {
    pairs(svar).iter().any(|(k, p)| k == kod && p == pekare)
}

#[track_caller]
fn assert_found(svar: &Svar, status: u16, found: &[(&str, &str)]) {
    assert_eq!(svar.status, status, "{}", svar.text());
    for (kod, pekare) in found {
        assert!(has(svar, kod, pekare), "{kod} {pekare} is not in {}", svar.text());
    }
}

fn sound(server: &Server) -> Value {
    person(server.varld.insats, &nummer("1990-03-12", 238))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_single_record_tells_all_its_faults() {
    let server = Server::start().await;
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

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_no_json() {
    let server = Server::start().await;
    let key = server.part_key().await;
    let path = format!("{BAS}/deltaganden/treserva/d-1");
    let before = server.counts().await;
    let deep = "[".repeat(HUNDRED_DEEP);
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
        (format!("{}1{}", "{\"a\":".repeat(HUNDRED_DEEP), "}".repeat(HUNDRED_DEEP)).into_bytes(), "FMT-01"),
    ];
    for (body, kod) in cases {
        let svar = server.call("PUT", &path, Some(&key), &[JSON], &body).await;
        let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        assert_eq!(svar.status, 400, "{shown}: {}", svar.text());
        assert!(pairs(&svar).iter().any(|(k, _)| k == kod), "{shown}: {}", svar.text());
    }
    assert_eq!(server.counts().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn values_that_no_one_expects() {
    let server = Server::start().await;
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

#[tokio::test(flavor = "multi_thread")]
async fn content_types_and_encodings() {
    let server = Server::start().await;
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
            assert_found(&svar, 415, &[("FMT-14", "")]);
        }
    }
    assert_eq!(server.counts().await, before);
    let headers = [("Content-Type", "Application/JSON; charset=\"UTF-8\""), ("Content-Encoding", "Identity")];
    assert_eq!(server.call("PUT", &put, Some(&key), &headers, single.as_bytes()).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_that_cannot_be_read_as_a_whole() {
    let server = Server::start().await;
    let key = server.part_key().await;
    let before = server.counts().await;
    let record = post("d-1", sound(&server)).to_string();
    let cases: Vec<((&str, &str), Vec<u8>, &str)> = vec![
        (NDJSON, b"".to_vec(), "FMT-09"),
        (NDJSON, b"\n\n \n".to_vec(), "FMT-09"),
        (JSON, b"".to_vec(), "FMT-09"),
        (JSON, b"{}".to_vec(), "FMT-02"),
        (JSON, format!("[{record},").into_bytes(), "FMT-01"),
        (JSON, format!("[{record}] []").into_bytes(), "FMT-01"),
        (JSON, format!("[{record}}}]").into_bytes(), "FMT-01"),
        (CSV, b"".to_vec(), "FMT-09"),
        (CSV, b"a,b,c\n1,2,3\n".to_vec(), "FMT-11"),
        (CSV, b"kallsystem,nyckel,nyckel\n1,2,3\n".to_vec(), "FMT-11"),
        (CSV, b"\xff\xfe,nyckel\n".to_vec(), "FMT-08"),
    ];
    for (kind, body, kod) in cases {
        for path in [format!("{BAS}/importer"), format!("{BAS}/importer?atomicitet=allt")] {
            let svar = server.call("POST", &path, Some(&key), &[kind], &body).await;
            let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
            assert_eq!(svar.status, 400, "{kind:?} {shown}: {}", svar.text());
            assert!(pairs(&svar).iter().any(|(k, _)| k == kod), "{kind:?} {shown}: {}", svar.text());
        }
    }
    assert_eq!(server.counts().await, before);
}

fn rows(svar: &Svar) -> Vec<(u64, String, Vec<(String, String)>)> {
    let json = svar.json();
    let import = if svar.status == 422 { &json["import"] } else { &json };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    import["rader"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rad| {
            let found = rad["avvikelser"].as_array().unwrap();
            let found = found.iter().map(|one| (text(&one["kod"]), text(&one["pekare"]))).collect();
            (rad["rad"].as_u64().unwrap(), text(&rad["utfall"]), found)
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_an_import_tell_their_faults_and_the_others_are_written() {
    let server = Server::start().await;
    let key = server.part_key().await;
    let before = server.counts().await;
    let mut unknown = post("d-2", sound(&server));
    unknown["extra"] = 1.into();
    unknown["mer"] = 2.into();
    let body = [
        post("d-1", sound(&server)).to_string().into_bytes(),
        unknown.to_string().into_bytes(),
        b"{\"kallsystem\":\"treserva\",\"nyckel\":\"d-3\"".to_vec(),
        b"{\"kallsystem\":\"treserva\",\"nyckel\":\"d-4\",\"x\":\"\xff\"}".to_vec(),
        "[".repeat(HUNDRED_DEEP).into_bytes(),
        b"\0\0\0".to_vec(),
    ]
    .join(&b'\n');
    for path in ["/importer?atomicitet=allt", "/importer?importlage=validera", "/importer"] {
        let svar = server
            .call(
                "POST",
                &format!("{BAS}{path}&rader=alla").replace("importer&", "importer?"),
                Some(&key),
                &[NDJSON],
                &body,
            )
            .await;
        let (status, first) = match path {
            "/importer?atomicitet=allt" => (422, "ej_verkstalld"),
            "/importer?importlage=validera" => (207, "ej_verkstalld"),
            _ => (207, "skapad"),
        };
        assert_eq!(svar.status, status, "{path}: {}", svar.text());
        let rows = rows(&svar);
        assert_eq!(rows.len(), 6);
        assert_eq!(rows[0].1, first, "{}", svar.text());
        assert!(rows[1..].iter().all(|row| row.1 == "avvisad"));
        for place in ["/extra", "/mer"] {
            assert!(rows[1].2.contains(&("FMT-03".to_owned(), place.to_owned())), "{rows:?}");
        }
        let codes: Vec<&str> = rows[2..].iter().map(|row| row.2[0].0.as_str()).collect();
        assert_eq!(codes, ["FMT-01", "FMT-08", "FMT-01", "FMT-01"]);
        let added = u64::from(status == 207 && first == "skapad");
        assert_eq!(server.counts().await, [before[0], before[1], before[2] + added], "{path}");
    }
    assert!(server.spool().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn csv_rows_tell_their_column() {
    let server = Server::start().await;
    let key = server.part_key().await;
    let head = "kallsystem,nyckel,insatsId,registrering,kon,startdatum";
    let insats = server.varld.insats;
    let body = format!(
        "{head}\ntreserva,d-1,{insats},anonym,man,2014-05-01\ntreserva,d-2,{insats},anonym,\ntreserva,d-3,{insats},anonym,man,20140501\n\"\n"
    );
    let svar = server.call("POST", &format!("{BAS}/importer?rader=alla"), Some(&key), &[CSV], body.as_bytes()).await;
    assert_eq!(svar.status, 207, "{}", svar.text());
    let rows = rows(&svar);
    assert_eq!(rows[0].1, "skapad");
    assert_eq!(rows[1].2[0].0, "FMT-12");
    assert_eq!(rows[2].2[0], ("FMT-06".to_owned(), "/startdatum".to_owned()));
}

/// The most memory that this process has had, in bytes.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1024)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_200_mib_is_refused_and_the_others_are_written() {
    let server = Server::start().await;
    let key = server.part_key().await;
    let before = server.counts().await;
    let first = format!("{}\n{{\"kallsystem\":\"", post("d-1", sound(&server))).into_bytes();
    let last = format!("\"}}\n{}\n", post("d-2", person(server.varld.insats, &nummer("1991-04-13", 239))));
    let high = peak();
    let pieces = std::iter::once(first)
        .chain((0..200).map(|_| vec![b'x'; 1024 * 1024]))
        .chain(std::iter::once(last.into_bytes()));
    let svar = server.stream(&format!("{BAS}/importer"), &key, &[NDJSON], pieces).await;
    assert_eq!(svar.status, 202, "{}", svar.text());
    let location = svar.header("location").unwrap().to_owned();
    let import = server.ended(&location, &key).await;
    assert_eq!(import["status"], "klar", "{import}");
    assert_eq!(import["antal"]["skapade"], 2);
    assert_eq!(import["antal"]["avvisade"], 1);
    let told = server.get(&format!("{location}/resultat"), &key).await.json();
    assert_eq!(told["poster"][0]["rad"], 2);
    assert_eq!(told["poster"][0]["avvikelser"][0]["kod"], "FMT-10");
    assert_eq!(server.counts().await[2], before[2] + 2);
    if let (Some(before), Some(after)) = (high, peak()) {
        assert!(after - before < 120 * 1024 * 1024, "{} MiB", (after - before) / 1024 / 1024);
    }
    assert!(server.spool().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_line_without_end_is_refused_too() {
    let server = Server::start().await;
    let key = server.part_key().await;
    for (kind, first) in [(NDJSON, ""), (JSON, "[\""), (CSV, "kallsystem,nyckel,insatsId,registrering,startdatum\n\"")]
    {
        let pieces = std::iter::once(first.as_bytes().to_vec()).chain((0..20).map(|_| vec![b'x'; 1024 * 1024]));
        let svar = server.stream(&format!("{BAS}/importer"), &key, &[kind], pieces.filter(|p| !p.is_empty())).await;
        match svar.status {
            202 => {
                let import = server.ended(&svar.header("location").unwrap().to_owned(), &key).await;
                assert_eq!(import["antal"]["skapade"], 0, "{import}");
            }
            400 => {}
            other => panic!("{kind:?}: {other} {}", svar.text()),
        }
    }
    assert_eq!(server.counts().await[2], 0);
    assert!(server.spool().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_too_large() {
    let server = Server::start().await;
    let key = server.part_key().await;
    let system = server.key(Roll::Systemadministrator, |_| ()).await;
    let before = server.counts().await;
    let large = vec![b' '; 1024 * 1024 + 1];
    let put = format!("{BAS}/deltaganden/treserva/d-1");
    assert_eq!(server.call("PUT", &put, Some(&key), &[JSON], &large).await.status, 413);
    for path in ["/forbund", "/insatser"] {
        assert_eq!(server.call("POST", &format!("{BAS}{path}"), Some(&system), &[JSON], &large).await.status, 413);
    }
    // A validation takes what is answered at once, and says so before the rest has come.
    let pieces = (0..30).map(|_| vec![b'\n'; 1024 * 1024]);
    let svar = server.stream(&format!("{BAS}/validera/deltaganden"), &key, &[NDJSON], pieces).await;
    assert_eq!(svar.status, 413, "{}", svar.text());
    // More records than a validation answers at once.
    let many = (0..1_001).map(|_| "{}\n").collect::<String>();
    let svar =
        server.call("POST", &format!("{BAS}/validera/deltaganden"), Some(&key), &[NDJSON], many.as_bytes()).await;
    assert_eq!(svar.status, 413, "{}", svar.text());
    // More than an import of all or nothing takes.
    let many = "{}\n".repeat(50_001);
    let path = format!("{BAS}/importer?atomicitet=allt");
    assert_eq!(server.call("POST", &path, Some(&key), &[NDJSON], many.as_bytes()).await.status, 413);
    assert_eq!(server.counts().await, before);
    assert!(server.spool().is_empty());
}

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

fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_no_key_in_any_format_and_is_never_said_back() {
    let server = Server::start().await;
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
            assert_eq!(rows_of(&svar)[0].2[0].0, "REG-19", "{}", svar.text());
            silent(&svar);
        }
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

fn rows_of(svar: &Svar) -> Vec<(u64, String, Vec<(String, String)>)> {
    rows(svar)
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_in_the_path() {
    let server = Server::start().await;
    let key = server.part_key().await;
    let body = sound(&server);
    let of = |kallsystem: &str, nyckel: &str| format!("{BAS}/deltaganden/{kallsystem}/{nyckel}");
    for (kallsystem, nyckel, status) in [
        ("treserva", "a%2Fb", 201),
        ("treserva", "..%2F..%2Fetc", 422),
        ("treserva", "%20", 422),
        ("treserva", "a%0D%0ALocation:%20x", 422),
        ("treserva", "%00", 422),
        ("treserva", &"x".repeat(256), 422),
        (&"x".repeat(101), "a", 422),
        ("treserva", "%FF", 400),
        ("%C3%28", "a", 400),
    ] {
        let svar = server.json("PUT", &of(kallsystem, nyckel), &key, &body).await;
        // The second one to be sound overlaps the first: that refuses it by another rule.
        let overlaps = svar.found() == [("REG-11".to_owned(), "/startdatum".to_owned())];
        assert!(svar.status == status || overlaps, "{kallsystem}/{nyckel}: {}", svar.text());
        let read = server.get(&of(kallsystem, nyckel), &key).await;
        assert_eq!(
            read.status,
            match status {
                201 => 200,
                422 => 404,
                other => other,
            },
            "{kallsystem}/{nyckel}"
        );
        if status == 201 {
            assert_eq!(svar.header("location"), Some(of(kallsystem, nyckel).as_str()));
            assert_eq!(read.json()["nyckel"], "a/b");
        }
    }
    for path in ["/deltaganden/treserva/", "/deltaganden/a/b/c", "/deltaganden/treserva"] {
        assert_eq!(server.json("PUT", &format!("{BAS}{path}"), &key, &body).await.status, 404, "{path}");
    }
    let long = format!("{BAS}/deltaganden/treserva/{}", "x".repeat(20_000));
    let svar = server.json("PUT", &long, &key, &body).await;
    assert_eq!(svar.status, 422, "{}", svar.text());
    assert!(svar.body.len() < 4_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_methods_and_languages() {
    let server = Server::start().await;
    let key = server.part_key().await;
    for path in [
        "/",
        "/finsam",
        "/finsam/v1",
        "/finsam/v1/",
        "/finsam/v1/nothing",
        "/finsam/v2/forbund",
        "/docsx",
        "/%00",
        "/.env",
    ] {
        let svar = server.get(path, &key).await;
        assert!([404, 307].contains(&svar.status), "{path}: {}", svar.status);
    }
    for (_, path) in server.operations() {
        let path = path.replace("{kallsystem}", "a").replace("{nyckel}", "b").replace("{fran}", "2013-01-01");
        let path = path.replace("{namn}", "kon").replace("{kod}", "kommun:2280");
        let path = path.replace("{id}", &server.varld.insats.to_string());
        for method in ["PATCH", "TRACE", "OPTIONS", "PROPFIND", "DELETE", "PUT", "POST"] {
            let known = server.operations().iter().any(|(known, template)| known == method && fits(template, &path));
            let svar = server.call(method, &path, Some(&key), &[], b"").await;
            assert_eq!(svar.status == 405, !known, "{method} {path}: {}", svar.text());
            if !known {
                assert_eq!(svar.kod(), "METOD");
                assert!(!svar.header("allow").unwrap().is_empty());
            }
        }
        let head = server.call("HEAD", &path, Some(&key), &[], b"").await;
        assert!(head.body.is_empty());
    }
    let text = |svar: Svar| svar.json()["detail"].as_str().unwrap().to_owned();
    for (accept, wanted) in [
        ("en", "en"),
        ("EN-us;q=0.9, sv;q=0.1", "en"),
        ("sv, en", "sv"),
        ("de", "sv"),
        ("", "sv"),
        ("*", "sv"),
        ("en;q=NaN", "sv"),
        ("en;q=,,,;;=", "en"),
        ("\u{1F600}", "sv"),
    ] {
        let svar = server.call("GET", &format!("{BAS}/nothing"), None, &[("Accept-Language", accept)], b"").await;
        assert_eq!(svar.header("content-language"), Some(wanted), "{accept}");
        assert_eq!(text(svar).starts_with("There"), wanted == "en");
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len() && template.iter().zip(&path).all(|(t, p)| t.starts_with('{') || t == p)
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_do_not_hold() {
    let server = Server::start().await;
    let key = server.part_key().await;
    let expired = server.key(Roll::Partssystem, |b| b.giltig_till = "2020-01-01T00:00:00Z".parse().ok()).await;
    let path = format!("{BAS}/deltaganden");
    let cases = [
        String::new(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        "Bearer x".to_owned(),
        format!("Basic {key}"),
        format!("Bearer {expired}"),
        format!("Bearer {key}x"),
        key.clone(),
        format!("Bearer {key}, Bearer {key}"),
        "Bearer \u{e5}\u{e4}\u{f6}".to_owned(),
        format!("Bearer {}", "x".repeat(50_000)),
    ];
    for value in cases {
        let svar = server.call("GET", &path, None, &[("Authorization", &value)], b"").await;
        assert_eq!(svar.status, 401, "{value}");
        assert!(svar.header("www-authenticate").unwrap().starts_with("Bearer realm="));
        assert!(!svar.text().contains(&key));
    }
    assert_eq!(server.call("GET", &path, None, &[], b"").await.status, 401);
    assert_eq!(server.call("GET", &path, None, &[("Authorization", &format!("bearer  {key}"))], b"").await.status, 200);
    let query = server.call("GET", &format!("{path}?access_token={key}"), None, &[], b"").await;
    assert_eq!(query.status, 401);
    // Two keys are no key: which of them speaks?
    let two = [("Authorization", format!("Bearer {key}")), ("Authorization", "Bearer x".to_owned())];
    let two: Vec<(&str, &str)> = two.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(server.call("GET", &path, None, &two, b"").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn query_parameters() {
    let server = Server::start().await;
    let key = server.part_key().await;
    for (path, place) in [
        ("/forbund?x=1&y=2", "?y"),
        ("/forbund?limit=0", "?limit"),
        ("/forbund?limit=1001", "?limit"),
        ("/forbund?limit=-1", "?limit"),
        ("/forbund?limit=99999999999999999999", "?limit"),
        ("/forbund?page=0", "?page"),
        ("/forbund?page=1&page=2", "?page"),
        ("/forbund?markor=x", "?markor"),
        ("/forbund?datum=2014-5-1", "?datum"),
        ("/forbund?datum=%2B262142-12-31", "?datum"),
        ("/forbund?lan=99", "?lan"),
        ("/forbund?kommun=0000", "?kommun"),
        ("/forbund?%FF=%FF", "?"),
        ("/insatser?ar=x", "?ar"),
        ("/insatser?forbund=x", "?forbund"),
        ("/deltaganden?avslutad=ja", "?avslutad"),
        ("/rapporter/forsorjning-fore-efter", "?ar"),
        ("/rapporter/forsorjning-fore-efter?ar=0..99999", "?ar"),
        ("/rapporter/forsorjning-fore-efter?ar=2014&indelning=x", "?indelning"),
        ("/regler?datum=x", "?datum"),
    ] {
        let svar = server.get(&format!("{BAS}{path}"), &key).await;
        assert_found(&svar, 400, &[("FMT-13", place)]);
    }
    for path in [
        "/forbund?page=18446744073709551615",
        "/forbund?markor=__________8",
        "/forbund?markor=f_________8",
        "/forbund?datum=9999-12-31",
        "/insatser?ar=2147483647",
        "/insatser?ar=-2147483648",
        "/deltaganden?ar=2147483647",
        "/deltaganden?ar=-2147483648",
        "/parter?page=18446744073709551615",
        "/parter?markor=f_________8",
        "/rapporter/forsorjning-fore-efter?ar=1990..2039",
        "/regler?datum=9999-12-31",
    ] {
        assert_eq!(server.get(&format!("{BAS}{path}"), &key).await.status, 200, "{path}");
    }
    // An operation without parameters refuses them too.
    for path in ["/api-info?x=1", "/begransningar?x=1", "/kodlistor?x=1", "/rapporter?x=1", "/parter/kommun:2280?x=1"] {
        assert_eq!(server.get(&format!("{BAS}{path}"), &key).await.status, 400, "{path}");
    }
    let body = sound(&server);
    let put = format!("{BAS}/deltaganden/treserva/d-1?x=1");
    assert_eq!(server.json("PUT", &put, &key, &body).await.status, 400);
    assert_eq!(server.counts().await[2], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions() {
    let server = Server::start().await;
    let key = server.part_key().await;
    let path = format!("{BAS}/deltaganden/treserva/d-1");
    let put = async |headers: &[(&str, &str)], body: &Value| {
        let headers = [headers, &[JSON]].concat();
        server.call("PUT", &path, Some(&key), &headers, body.to_string().as_bytes()).await.status
    };
    let mut body = sound(&server);
    assert_eq!(put(&[("If-Match", "*")], &body).await, 412, "nothing stands there");
    assert_eq!(put(&[("If-Match", "")], &body).await, 412, "an empty list holds nothing");
    assert_eq!(put(&[("If-Match", "\"\u{e5}\"")], &body).await, 412, "a tag that nobody can have");
    assert_eq!(put(&[("If-None-Match", "*")], &body).await, 201);
    assert_eq!(put(&[("If-None-Match", "*")], &body).await, 412);
    body["utbildningsniva"] = "grundskola".into();
    assert_eq!(put(&[("If-Match", "*")], &body).await, 200);
    body["utbildningsniva"] = "gymnasium".into();
    for stale in
        ["\"1\"", "\"3\"", "W/\"2\"", "2", "\"02\"", "\"+2\"", "\"x\"", "", "\"99999999999999999999\"", "*, \"1\""]
    {
        assert_eq!(put(&[("If-Match", stale)], &body).await, 412, "{stale}");
    }
    assert_eq!(put(&[("If-Match", "\"1\", \"2\"")], &body).await, 200, "one of several");
    body["utbildningsniva"] = "grundskola".into();
    assert_eq!(put(&[("If-Match", "\"1\""), ("If-Match", "\"3\"")], &body).await, 200, "in two lines");
    for (tags, status) in
        [("\"4\"", 304), ("W/\"4\"", 304), ("\"1\", \"4\"", 304), ("*", 304), ("\"3\"", 200), ("", 200)]
    {
        let headers = [("If-None-Match", tags)];
        assert_eq!(server.call("GET", &path, Some(&key), &headers, b"").await.status, status, "{tags}");
    }
    for (tags, status) in [(None, 428), (Some("\"1\""), 412), (Some(""), 412), (Some("\"1\",\"4\""), 204)] {
        let headers: Vec<(&str, &str)> = tags.map(|tags| ("If-Match", tags)).into_iter().collect();
        assert_eq!(server.call("DELETE", &path, Some(&key), &headers, b"").await.status, status, "{tags:?}");
    }
    assert_eq!(put(&[("If-Match", "*")], &body).await, 412, "a tombstone is nothing");
    assert_eq!(put(&[], &body).await, 201);
    assert_eq!(server.call("DELETE", &path, Some(&key), &[("If-Match", "*")], b"").await.status, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_on_things_with_a_version() {
    let server = Server::start().await;
    let admin = server.key(Roll::Forbundsadministrator, |_| ()).await;
    let varld = server.varld;
    let count = json!({"fran": "2013-01-01", "till": "2013-12-31", "kvinnor": 1, "man": 2});
    let changed = json!({"fran": "2013-01-01", "till": "2013-12-31", "kvinnor": 2, "man": 2});
    let mut renamed = insats(varld.forbund, "Vägen in", "personuppgifter");
    renamed["namn"] = "Vägen in 2".into();
    let mut area = forbund();
    area["namn"] = "Nytt namn".into();
    for (path, body) in [
        (format!("{BAS}/forbund/{}", varld.forbund), area),
        (format!("{BAS}/insatser/{}", varld.insats), renamed),
        (format!("{BAS}/insatser/{}/antal/2013-01-01", varld.raknad), changed),
    ] {
        if path.contains("antal") {
            assert_eq!(server.json("PUT", &path, &admin, &count).await.status, 201);
        }
        let put = async |headers: &[(&str, &str)]| {
            let headers = [headers, &[JSON]].concat();
            server.call("PUT", &path, Some(&admin), &headers, body.to_string().as_bytes()).await
        };
        assert_eq!(put(&[]).await.status, 428, "{path}");
        for stale in ["\"7\"", "", "W/\"1\"", "x"] {
            assert_eq!(put(&[("If-Match", stale)]).await.status, 412, "{path} {stale}");
        }
        assert_eq!(put(&[("If-None-Match", "*")]).await.status, 412);
        let svar = put(&[("If-Match", "\"9\", \"1\"")]).await;
        assert_eq!(svar.status, 200, "{path}: {}", svar.text());
        assert_eq!(svar.header("etag"), Some("\"2\""));
        assert_eq!(put(&[("If-Match", "*")]).await.status, 200);
        let tag = [("If-None-Match", "W/\"2\"")];
        assert_eq!(server.call("GET", &path, Some(&admin), &tag, b"").await.status, 304);
    }
    let new = format!("{BAS}/insatser/{}/antal/2012-01-01", varld.raknad);
    let body = json!({"fran": "2012-01-01", "till": "2012-12-31", "kvinnor": 1, "man": 2}).to_string();
    let svar = server.call("PUT", &new, Some(&admin), &[JSON, ("If-Match", "*")], body.as_bytes()).await;
    assert_eq!(svar.status, 412, "nothing stands there");
}

/// Every operation, as every role, with every kind of nonsense: each answer is described, and none is a 500.
#[tokio::test(flavor = "multi_thread")]
async fn nonsense_to_every_operation() {
    let server = Server::start().await;
    let before = server.counts().await;
    let mut keys = Vec::new();
    for roll in Roll::ALL {
        keys.push(server.key(*roll, |_| ()).await);
    }
    let varld = server.varld;
    let real = [varld.forbund.to_string(), varld.insats.to_string()];
    let places = [
        real[0].as_str(),
        real[1].as_str(),
        "0190a5c0-7c00-7000-8000-000000000001",
        "x",
        "%2F",
        "%FF",
        "%00",
        "-1",
        "9999-12-31",
        "%2B262142-12-31",
        "199003122380",
        "%F0%9F%98%80",
    ];
    let bodies: [(&[(&str, &str)], &[u8]); 7] = [
        (&[], b""),
        (&[JSON], b"{}"),
        (&[JSON], b"[{}]"),
        (&[JSON], b"[[[[["),
        (&[NDJSON], b"{}\n\xff\n"),
        (&[CSV], b"a;b\n1;2\n"),
        (&[JSON, ("If-Match", "\"1\""), ("If-None-Match", "*"), ("Idempotency-Key", "\u{e5}")], b"{}"),
    ];
    for (method, template) in server.operations() {
        for (i, place) in places.iter().enumerate() {
            let mut path = template.clone();
            while let (Some(from), Some(till)) = (path.find('{'), path.find('}')) {
                path.replace_range(from..=till, place);
            }
            if i > 0 && path == template {
                break;
            }
            for (j, (headers, body)) in bodies.iter().enumerate() {
                let body: &[u8] = if ["PUT", "POST"].contains(&method.as_str()) { body } else { b"" };
                // Every role meets every operation; the nonsense is spread over them.
                let some: Vec<&String> =
                    if i == 0 && j < 2 { keys.iter().collect() } else { vec![&keys[(i + j) % keys.len()], &keys[4]] };
                for key in some {
                    server.call(&method, &path, Some(key), headers, body).await;
                }
            }
        }
    }
    assert_eq!(server.counts().await, before);
    let seen = server.seen();
    assert!(seen.len() > 300, "{}", seen.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_hardly_http() {
    let server = Server::start().await;
    let before = server.counts().await;
    let key = server.part_key().await;
    for head in [
        "\r\n\r\n".to_owned(),
        "GET\r\n\r\n".to_owned(),
        "GET / HTTP/9.9\r\n\r\n".to_owned(),
        format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(100_000)),
        format!("GET {BAS}/forbund HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "a".repeat(500_000)),
        format!("PUT {BAS}/deltaganden/a/b HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"),
        format!(
            "PUT {BAS}/deltaganden/a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        ),
        format!("CONNECT {BAS} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        format!(
            "POST {BAS}/importer HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\nnothex\r\n"
        ),
    ] {
        let svar = exchange(server.addr, head.as_bytes(), std::iter::empty(), Slut::Stangt).await;
        assert!(
            svar.status == 0 || (400..500).contains(&svar.status) || svar.status == 505,
            "{}: {}",
            &head[..head.len().min(60)],
            svar.head
        );
    }
    assert_eq!(server.counts().await, before);
}
