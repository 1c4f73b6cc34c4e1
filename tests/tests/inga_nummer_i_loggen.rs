//! Identity numbers stand in no log line, error, header, file or table, whatever is sent and however it fails.
//!
//! The journeys are run with everything logged that anything in the process can log, and all of it is searched.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};

use finsam_client::{Client, Token, Villkor};
use finsam_core::atkomst::Roll;
use finsam_core::deltagande::{Deltagandeuppgift, Nyckel};
use finsam_store::provdatabas::files;
use finsam_tests::exakt::{BAS, CSV, JSON, NDJSON, Server, Slut, Svar, exchange, nummer, person, post};
use finsam_tests::{Begin, Databas, Sokning, on_each_database};
use serde_json::{Value, json};
use tracing_subscriber::fmt::format::FmtSpan;

/// Everything that is logged.
#[derive(Debug, Clone, Default)]
struct Logg(Arc<Mutex<Vec<u8>>>);

/// There is one for the whole process.
static LOGG: LazyLock<Logg> = LazyLock::new(|| {
    let logg = Logg::default();
    let writer = logg.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_writer(move || writer.clone())
        .init();
    logg
});
/// Whoever runs now: what is logged is to be that of one database.
static TUR: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

impl Write for Logg {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Puts a number where it does not belong.
type Andring<'a> = &'a dyn Fn(&mut Value, String);

/// What the journeys have seen, to be searched.
struct Resa {
    server: Server,
    key: String,
    numbers: Vec<String>,
    sokning: Arc<Sokning>,
}

impl Resa {
    /// Asks of an answer that must not hold a number, that it holds none.
    fn silent(&self, svar: &Svar) {
        let found = self.sokning.standing(&[svar.head.as_bytes(), b"\n", &svar.body].concat());
        assert!(found.is_empty(), "{found:?} in {}\n{}", svar.head, svar.text());
    }

    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Svar {
        let svar = self.server.call(method, &format!("{BAS}{path}"), Some(&self.key), headers, body).await;
        // One's own participations are read with their numbers; nothing else has any.
        if svar.status >= 300 || !(method == "GET" && path.starts_with("/deltaganden")) {
            self.silent(&svar);
        }
        svar
    }

    async fn put(&self, nyckel: &str, body: &Value) -> Svar {
        self.send("PUT", &format!("/deltaganden/treserva/{nyckel}"), &[JSON], body.to_string().as_bytes()).await
    }

    async fn single_records(&self) {
        let insats = self.server.varld.insats;
        let sound = person(insats, &self.numbers[0]);
        assert_eq!(self.put("d-1", &sound).await.status, 201);
        assert_eq!(self.put("d-1", &sound).await.status, 200);
        assert_eq!(self.put("d-2", &sound).await.status, 422, "overlaps");
        let read = self.send("GET", "/deltaganden/treserva/d-1", &[], b"").await;
        assert!(read.text().contains(&self.numbers[0]), "its own part reads the number");
        assert_eq!(self.send("GET", "/deltaganden?limit=10", &[], b"").await.status, 200);
        let utdrag = json!({"personnummer": self.numbers[0]}).to_string();
        let path = format!("{BAS}/personer/registerutdrag");
        let utdrag = self.server.call("POST", &path, Some(&self.key), &[JSON], utdrag.as_bytes()).await;
        assert!(utdrag.status == 200 && utdrag.text().contains(&self.numbers[0]), "{}", utdrag.text());
        let none = json!({"personnummer": format!("{0}{0}", self.numbers[0])}).to_string();
        assert_eq!(self.send("POST", "/personer/registerutdrag", &[JSON], none.as_bytes()).await.status, 422);
        let faulty = |i: usize, edit: &dyn Fn(&mut Value, String)| {
            let mut body = person(insats, &self.numbers[i]);
            edit(&mut body, self.numbers[i].clone());
            body
        };
        let wrong_digit = |n: &str| format!("{}{}", &n[..11], (n[11..].parse::<u32>().unwrap() + 1) % 10);
        let edits: [Andring<'_>; 13] = [
            &|body, n| body["personnummer"] = wrong_digit(&n).into(),
            &|body, n| body["personnummer"] = format!("{n}{n}").into(),
            &|body, n| body["personnummer"] = n.parse::<u64>().unwrap().into(),
            &|body, n| body["personnummer"] = json!({ n: 1 }),
            &|body, n| {
                let reserv = json!({"utfardare": "x", "nummer": n, "fodelsedatum": "1990-01-01", "kon": "man"});
                body["reservnummer"] = reserv;
            },
            &|body, n| body["startdatum"] = n.into(),
            &|body, n| body["kon"] = n.into(),
            &|body, n| body["kommun"] = n.into(),
            &|body, n| body["insatsId"] = n.into(),
            &|body, n| body["samtycke"]["registrering"]["textversion"] = n.into(),
            &|body, n| body[n.as_str()] = true.into(),
            &|body, n| body["fore"]["forsorjning"][0]["form"] = n.into(),
            &|body, n| body["fore"]["forsorjning"][0]["omfattning"] = n.parse::<u64>().unwrap().into(),
        ];
        for (i, edit) in edits.iter().enumerate() {
            let svar = self.put("d-3", &faulty(1 + i % 3, edit)).await;
            assert!([400, 422].contains(&svar.status), "{i}: {}", svar.text());
        }
        let mut text = person(insats, &self.numbers[1]).to_string();
        text.truncate(text.len() - 3);
        assert_eq!(self.send("PUT", "/deltaganden/treserva/d-3", &[JSON], text.as_bytes()).await.status, 400);
        text.insert(40, '\u{1}');
        assert_eq!(self.send("PUT", "/deltaganden/treserva/d-3", &[JSON], text.as_bytes()).await.status, 400);
        // One that is no test number, one of a person who was never born.
        assert_eq!(self.put("d-3", &person(insats, &self.numbers[4])).await.status, 422);
    }

    async fn addresses(&self) {
        for number in &self.numbers {
            let body = person(self.server.varld.insats, number);
            assert_eq!(self.put(number, &body).await.status, 422);
            for path in [
                format!("/deltaganden/{number}/d-1"),
                format!("/deltaganden/treserva/{number}"),
                format!("/deltaganden?insats={number}"),
                format!("/deltaganden?{number}={number}"),
                format!("/insatser/{number}"),
                format!("/kodlistor/{number}"),
                format!("/{number}"),
            ] {
                for method in ["GET", "DELETE", "PATCH"] {
                    let headers = [("If-Match", "\"1\"")];
                    assert!(self.send(method, &path, &headers, b"").await.status >= 400, "{method} {path}");
                }
            }
            let odd = [("Idempotency-Key", number.as_str()), ("Accept-Language", number), ("Prefer", number), NDJSON];
            assert_eq!(self.send("POST", "/importer", &odd, b"{}").await.status, 400);
            for header in ["Content-Type", "Accept", "If-Match", "traceparent", "Content-Encoding", "Cookie"] {
                self.send("PUT", "/deltaganden/treserva/d-4", &[(header, number)], body.to_string().as_bytes()).await;
                self.send("GET", "/rapporter/forsorjning-fore-efter?ar=2014", &[(header, number)], b"").await;
            }
            for key in [number.clone(), format!("finsam_{number}")] {
                let svar = self.server.get(&format!("{BAS}/deltaganden"), &key).await;
                assert_eq!(svar.status, 401);
                self.silent(&svar);
            }
            let head = format!("GET /{number} HTTP/7\r\nHost: {number}\r\n{number}\r\n\r\n");
            self.silent(&exchange(self.server.addr, head.as_bytes(), std::iter::empty(), Slut::Stangt).await);
        }
    }

    /// Records of an import, sound and not, in a format.
    fn body(&self, kind: (&str, &str), from: usize) -> Vec<u8> {
        let insats = self.server.varld.annan;
        let mut records = Vec::new();
        for (i, number) in self.numbers.iter().enumerate() {
            let mut faulty = post(&format!("f-{from}-{i}"), person(insats, number));
            faulty["startdatum"] = number.as_str().into();
            faulty[number.as_str()] = 1.into();
            records.extend([
                post(&format!("s-{from}-{i}"), person(insats, number)),
                faulty,
                post(number, person(insats, number)),
            ]);
        }
        match kind {
            JSON => Value::Array(records).to_string().into_bytes(),
            NDJSON => {
                let mut lines: Vec<String> = records.iter().map(Value::to_string).collect();
                lines.push(format!("{{\"personnummer\":\"{}", self.numbers[0]));
                lines.join("\n").into_bytes()
            }
            _ => {
                let mut lines = vec!["kallsystem,nyckel,insatsId,registrering,personnummer,startdatum".to_owned()];
                for (i, number) in self.numbers.iter().enumerate() {
                    lines.push(format!("treserva,c-{from}-{i},{insats},person,{number},2014-05-01"));
                    lines.push(format!("treserva,{number},{insats},person,{number},{number}"));
                    lines.push(format!("{number},\"{number},{insats}"));
                }
                lines.join("\n").into_bytes()
            }
        }
    }

    async fn imports(&self) {
        for (n, kind) in [JSON, NDJSON, CSV].into_iter().enumerate() {
            let body = self.body(kind, n);
            for query in ["", "?importlage=validera", "?atomicitet=allt", "?rader=alla"] {
                self.send("POST", &format!("/importer{query}"), &[kind], &body).await;
                let job = [kind, ("Prefer", "respond-async"), ("Idempotency-Key", &format!("k{n}{}", query.len()))];
                let svar = self.send("POST", &format!("/importer{query}"), &job, &body).await;
                assert_eq!(svar.status, 202, "{}", svar.text());
                let location = svar.header("location").unwrap().to_owned();
                self.server.ended(&location, &self.key).await;
                let path = location.strip_prefix(BAS).unwrap();
                self.send("GET", path, &[], b"").await;
                let told = self.send("GET", &format!("{path}/resultat?limit=1000"), &[], b"").await;
                assert!(told.text().contains("FMT-") || kind == CSV, "{}", told.text());
                assert_eq!(self.send("POST", &format!("/importer{query}"), &job, &body).await.status, 202);
            }
            self.send("POST", "/validera/deltaganden", &[kind], &body).await;
        }
        for (kind, header) in
            [(CSV, format!("{},nyckel\n", self.numbers[0])), (JSON, format!("\"{}\"", self.numbers[0]))]
        {
            assert_eq!(self.send("POST", "/importer", &[kind], header.as_bytes()).await.status, 400);
        }
    }

    /// A body so large that it waits on disk, searched while it does.
    async fn spooled(&self) {
        let insats = self.server.varld.annan;
        let padding = " ".repeat(100_000);
        let line = |i: usize| {
            let number = &self.numbers[i % self.numbers.len()];
            format!("{}{padding}\n", post(&format!("stor-{i}"), person(insats, number))).into_bytes()
        };
        let folder = self.server.plats.folder().to_owned();
        let sokning = Arc::clone(&self.sokning);
        let pieces = (0..150).map(move |i| {
            if i % 50 == 49 {
                sokning.judge(files(&folder));
            }
            line(i)
        });
        let svar = self.server.stream(&format!("{BAS}/importer"), &self.key, &[NDJSON], pieces).await;
        assert_eq!(svar.status, 202, "{}", svar.text());
        self.silent(&svar);
        let import = self.server.ended(svar.header("location").unwrap(), &self.key).await;
        assert_eq!(import["status"], "klar", "{import}");
    }

    /// Through the client, which could log and whose errors could quote.
    async fn client(&self) {
        let token = Some(Token::new(&self.key).unwrap());
        let client = Client::builder(&format!("http://{}", self.server.addr)).token(token).direct().build().unwrap();
        for (i, number) in self.numbers.iter().enumerate() {
            let mut body = person(self.server.varld.insats, number);
            if i == 1 {
                body["utbildningsniva"] = "grundskola".into();
                body["kommun"] = "0000".into();
            }
            let uppgift: Deltagandeuppgift = serde_json::from_value(body).unwrap();
            let nyckel = Nyckel { kallsystem: "treserva".into(), nyckel: format!("klient-{i}") };
            let answer = client.deltaganden().put(&nyckel, Villkor::Inget, &uppgift).await;
            let said = format!(
                "{answer:?} {uppgift:?} {client:?} {}",
                answer.as_ref().err().map(ToString::to_string).unwrap_or_default()
            );
            let found = self.sokning.standing(said.as_bytes());
            assert!(found.is_empty(), "{found:?} in {said}");
            assert!(!said.contains(&self.key), "{said}");
            let read = client.deltaganden().get(&nyckel).await;
            let found = self.sokning.standing(format!("{read:?}").as_bytes());
            assert!(found.is_empty(), "{found:?} in Debug");
        }
    }

    /// The change feed tells of the persons that have been registered, and a number is no part of an address.
    async fn changes(&self) {
        let told = self.send("GET", "/andringar?limit=1000", &[], b"").await;
        assert!(told.json()["_meta"]["count"].as_u64() > Some(3), "{}", told.text());
        for number in &self.numbers {
            assert_eq!(self.send("GET", &format!("/andringar?efter={number}"), &[], b"").await.status, 400);
            let body = serde_json::json!({"url": format!("https://kommun.example.org/{number}")}).to_string();
            assert_eq!(self.send("POST", "/webhookar", &[JSON], body.as_bytes()).await.status, 422);
        }
    }

    async fn reports(&self) {
        for path in ["/rapporter", "/rapporter/forsorjning-fore-efter?ar=2014&indelning=kon,aldersgrupp"] {
            assert_eq!(self.send("GET", path, &[], b"").await.status, 200);
        }
        let nobody = self.server.key(Roll::Loggranskare, |_| ()).await;
        let body = person(self.server.varld.insats, &self.numbers[0]).to_string();
        let path = format!("{BAS}/deltaganden/treserva/d-1");
        self.silent(&self.server.call("PUT", &path, Some(&nobody), &[JSON], body.as_bytes()).await);
    }
}

on_each_database!(no_number_is_written_anywhere);
async fn no_number_is_written_anywhere(databas: Databas) {
    let _tur = TUR.lock().await;
    let logg = LOGG.clone();
    tracing::trace!("the lowest level is heard");
    let server = Server::begin(databas).await;
    if databas == Databas::Postgres {
        assert_eq!(server.plats.refusal("DO $$ BEGIN RAISE NOTICE 'the driver is heard'; END $$"), None);
    }
    let key = server.part_key().await;
    let days = ["1990-03-12", "1985-07-23", "1979-11-05", "1998-02-28"];
    let mut numbers: Vec<String> = days.iter().map(|day| nummer(day, 238)).collect();
    // Born before the series of test numbers begins, so that the sandbox refuses it.
    numbers.push(nummer("1890-06-17", 239));
    let sokning = Arc::new(Sokning::new(&numbers));
    let resa = Resa { server, key, numbers, sokning };
    resa.single_records().await;
    resa.addresses().await;
    resa.imports().await;
    resa.spooled().await;
    resa.reports().await;
    resa.changes().await;
    resa.client().await;
    resa.server.app.store.close().await;
    let logged = std::mem::take(&mut *logg.0.lock().unwrap());
    let text = String::from_utf8_lossy(&logged);
    assert!(text.contains("the lowest level is heard") && text.contains("finsam_api"), "not everything is logged");
    assert_eq!(text.contains("the driver is heard"), databas == Databas::Postgres);
    assert!(text.contains("PUT /finsam/v1/deltaganden/{kallsystem}/{nyckel}"), "the log names routes");
    assert!(!text.contains("treserva") && !text.contains(&resa.key), "the log names neither keys nor tokens");
    let found = resa.sokning.standing(&logged);
    let line = |form: &String| text.lines().find(|line| line.contains(form.as_str())).unwrap_or_default().to_owned();
    assert!(found.is_empty(), "{:?}", found.iter().map(line).collect::<Vec<_>>());
    let kept = resa.server.plats.everything();
    assert!(kept.iter().any(|(_, bytes)| bytes.windows(8).any(|text| text == b"treserva")), "nothing is kept");
    resa.sokning.judge(kept);
}
