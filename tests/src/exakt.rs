//! A server in this process and a client that sends exactly the bytes it is told to, well formed or not.
//!
//! Every answer is judged as it comes: an error is a problem that says what an error must say, and its status stands in
//! the description of the operation.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a harness of tests: whatever fails here fails the test")]

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use finsam_api::app::{App, Installning, router};
use finsam_api::klocka::Systemklocka;
use finsam_api::token::Bestallning;
use finsam_core::atkomst::Roll;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::identitet::{Numrering, Testnummer};
use finsam_store::sqlite::{Settings, SqliteStore};
use finsam_store::{Aktor, Nyckelring, Store};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

/// Where the API stands.
pub const BAS: &str = "/finsam/v1";
/// The header of a JSON body.
pub const JSON: (&str, &str) = ("Content-Type", "application/json");
/// The header of a body of one JSON object a line.
pub const NDJSON: (&str, &str) = ("Content-Type", "application/x-ndjson");
/// The header of a CSV body.
pub const CSV: (&str, &str) = ("Content-Type", "text/csv");

/// An answer.
#[derive(Debug, Clone)]
pub struct Svar {
    /// Its status; 0 when the connection ended without one.
    pub status: u16,
    /// The status line and the headers.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Svar {
    /// A header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let line = self
            .head
            .lines()
            .skip(1)
            .find(|line| line.split_once(':').is_some_and(|(found, _)| found.trim().eq_ignore_ascii_case(name)))?;
        line.split_once(':').map(|(_, value)| value.trim())
    }

    /// The body as JSON; null when it is something else.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The code of the problem.
    #[must_use]
    pub fn kod(&self) -> String {
        self.json()["kod"].as_str().unwrap_or_default().to_owned()
    }

    /// The findings, as code and place.
    #[must_use]
    pub fn found(&self) -> Vec<(String, String)> {
        let json = self.json();
        let list = json["avvikelser"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        list.iter().map(|one| (text(&one["kod"]), text(&one["pekare"]))).collect()
    }
}

/// The operations that the description has, with the statuses of each.
#[derive(Debug)]
pub struct Beskrivning(Value);

impl Beskrivning {
    /// Reads the description that is checked in.
    #[must_use]
    pub fn read() -> Self {
        Self(serde_json::from_str(include_str!("../../openapi/finsam.v1.json")).unwrap())
    }

    /// Every operation: method and path.
    #[must_use]
    pub fn operations(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (path, item) in self.0["paths"].as_object().unwrap() {
            for method in ["get", "put", "post", "delete", "patch"] {
                if item.get(method).is_some() {
                    all.push((method.to_uppercase(), path.clone()));
                }
            }
        }
        all
    }

    fn template(&self, path: &str) -> Option<&str> {
        let path = path.split('?').next().unwrap();
        let pieces: Vec<&str> = path.split('/').collect();
        let mut fitting: Vec<&String> = self.0["paths"].as_object().unwrap().keys().collect();
        fitting.retain(|known| {
            let known: Vec<&str> = known.split('/').collect();
            known.len() == pieces.len()
                && known.iter().zip(&pieces).all(|(k, p)| if k.starts_with('{') { !p.is_empty() } else { k == p })
        });
        fitting.into_iter().min_by_key(|known| known.matches('{').count()).map(String::as_str)
    }

    /// Whether the operation says that it can answer so; `None` when there is no such operation.
    #[must_use]
    pub fn documents(&self, method: &str, path: &str, status: u16) -> Option<bool> {
        let item = &self.0["paths"][self.template(path)?];
        let method = if method == "HEAD" { "GET" } else { method };
        let operation = item.get(method.to_lowercase())?;
        Some(operation["responses"].get(status.to_string()).is_some())
    }
}

/// What stands in the register when a test begins.
#[derive(Debug, Clone, Copy)]
pub struct Varld {
    /// A förbund.
    pub forbund: ForbundId,
    /// An insats of it.
    pub insats: InsatsId,
    /// Another insats of it.
    pub annan: InsatsId,
    /// An insats of it that is followed by counts.
    pub raknad: InsatsId,
}

/// A server, its folder and what it holds.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Where its database and its spool are.
    pub folder: TempDir,
    /// The application.
    pub app: App,
    /// What stood in the register from the beginning.
    pub varld: Varld,
    beskrivning: Beskrivning,
    seen: Mutex<BTreeSet<(String, String, u16)>>,
}

/// The master key of the register.
pub const NYCKEL: [u8; 32] = [42; 32];

/// A sound förbund.
#[must_use]
pub fn forbund() -> Value {
    json!({"namn": "Testförbundet", "sate": "2280", "bildat": "2004-01-01",
        "medlemmar": [{"part": "forsakringskassan", "fran": null}, {"part": "arbetsformedlingen", "fran": null},
            {"part": "region:22", "fran": null}, {"part": "kommun:2280", "fran": null}],
        "omrade": [{"kommunkod": "2280"}]})
}

/// A sound insats.
#[must_use]
pub fn insats(forbund: ForbundId, namn: &str, metod: &str) -> Value {
    json!({"forbundId": forbund, "namn": namn, "inriktning": "individ", "typ": "rehabilitering_arbete_utbildning",
        "uppfoljningsmetod": metod, "samverkansform": "finsam", "malgrupper": [], "startdatum": "2010-01-01",
        "parter": ["kommun:2280"], "esf": false, "utforare": [{"part": "kommun:2280"}], "status": "pagaende",
        "nycklar": [{"part": "kommun:2280", "kallsystem": "treserva", "nyckel": namn}],
        "budget": [], "utfall": [], "mal": []})
}

/// A test number: born on that day, with 238 for women and 239 for men.
#[must_use]
pub fn nummer(day: &str, serie: u16) -> String {
    let digits = format!("{}{serie}", day.replace('-', ""));
    let sum: u32 = digits[2..]
        .bytes()
        .enumerate()
        .map(|(i, digit)| {
            let product = u32::from(digit - b'0') * if i % 2 == 0 { 2 } else { 1 };
            product / 10 + product % 10
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// A sound participation of a person.
#[must_use]
pub fn person(insats: InsatsId, nummer: &str) -> Value {
    json!({"insatsId": insats, "registrering": "person", "personnummer": nummer,
        "samtycke": {"registrering": {"datum": "2014-05-01", "textversion": "1"}},
        "startdatum": "2014-05-01", "remitterande": "kommun", "utbildningsniva": "gymnasium",
        "tidIOffentligForsorjning": "upp_till_1_ar", "kommun": "2280",
        "fore": {"forsorjning": [{"form": "forsorjningsstod", "omfattning": 100}], "sysselsattning": []}})
}

/// The same as a record of an import.
#[must_use]
pub fn post(nyckel: &str, mut uppgift: Value) -> Value {
    uppgift["kallsystem"] = "treserva".into();
    uppgift["nyckel"] = nyckel.into();
    uppgift
}

impl Server {
    /// A server with a new register.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ring = Nyckelring::from_bytes(NYCKEL);
        let store = SqliteStore::open(&folder.path().join("finsam.db"), Some(ring.clone()), Settings::default());
        let store: Arc<dyn Store> = Arc::new(store.unwrap());
        let installning = Installning {
            numrering: Numrering::sandlada(Testnummer::default()),
            rojandeskydd: 5,
            spole: folder.path().join("spole"),
        };
        let app = App::new(Arc::clone(&store), Arc::new(Systemklocka), installning, Some(ring));
        let varld = build(&app).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let routes = router(app.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { addr, folder, app, varld, beskrivning: Beskrivning::read(), seen: Mutex::default() }
    }

    /// A new key.
    pub async fn key(&self, roll: Roll, narrow: impl FnOnce(&mut Bestallning)) -> String {
        let part = "kommun:2280".parse().ok().filter(|_| roll.acts_for_part());
        let of_forbund = matches!(roll, Roll::Forbundsadministrator | Roll::Insatsansvarig);
        let narrow_insats = matches!(roll, Roll::Insatsansvarig | Roll::Deltagaransvarig);
        let mut bestallning = Bestallning {
            namn: roll.to_string(),
            roll,
            part,
            forbund: of_forbund.then_some(self.varld.forbund),
            insatser: if narrow_insats { vec![self.varld.insats] } else { vec![] },
            giltig_till: None,
        };
        narrow(&mut bestallning);
        insert_key(&self.app, bestallning).await
    }

    /// A new key of the IT system of kommun:2280.
    pub async fn part_key(&self) -> String {
        self.key(Roll::Partssystem, |_| ()).await
    }

    /// Sends a request.
    pub async fn call(
        &self,
        method: &str,
        path: &str,
        key: Option<&str>,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Svar {
        let pieces = (!body.is_empty()).then(|| body.to_vec());
        let length = format!("Content-Length: {}\r\n", body.len());
        let length = if body.is_empty() && method != "PUT" && method != "POST" { "" } else { &length };
        let head = head(method, path, key, headers, length);
        let svar = exchange(self.addr, head.as_bytes(), pieces.into_iter(), Slut::Oppet).await;
        self.judge(method, path, svar)
    }

    /// Sends JSON.
    pub async fn json(&self, method: &str, path: &str, key: &str, body: &Value) -> Svar {
        self.call(method, path, Some(key), &[JSON], body.to_string().as_bytes()).await
    }

    /// Reads.
    pub async fn get(&self, path: &str, key: &str) -> Svar {
        self.call("GET", path, Some(key), &[], b"").await
    }

    /// A body sent piece by piece as it is made.
    pub async fn stream(
        &self,
        path: &str,
        key: &str,
        headers: &[(&str, &str)],
        pieces: impl Iterator<Item = Vec<u8>>,
    ) -> Svar {
        let head = head("POST", path, Some(key), headers, "Transfer-Encoding: chunked\r\n");
        let svar = exchange(self.addr, head.as_bytes(), pieces, Slut::Bitar).await;
        self.judge("POST", path, svar)
    }

    /// Everything that every answer must keep to.
    fn judge(&self, method: &str, path: &str, svar: Svar) -> Svar {
        let what = format!("{method} {path}: {}\n{}", svar.head, svar.text());
        assert_ne!(svar.status, 500, "{what}");
        assert_ne!(svar.status, 0, "no answer: {method} {path}");
        if let Some(documented) = self.beskrivning.documents(method, path, svar.status) {
            assert!(documented, "not described: {what}");
        }
        self.seen.lock().unwrap().insert((method.to_owned(), path.to_owned(), svar.status));
        if svar.status >= 400 {
            assert_eq!(svar.header("content-type"), Some("application/problem+json"), "{what}");
            assert!(["sv", "en"].contains(&svar.header("content-language").unwrap_or_default()), "{what}");
            if method == "HEAD" {
                assert!(svar.body.is_empty(), "{what}");
            } else {
                let problem = svar.json();
                assert_eq!(problem["status"], svar.status, "{what}");
                for name in ["type", "title", "detail", "kod"] {
                    assert!(problem[name].as_str().is_some_and(|text| !text.is_empty()), "{name}: {what}");
                }
                let instance = problem["instance"].as_str().and_then(|text| text.strip_prefix("urn:uuid:"));
                assert!(instance.is_some_and(|id| Uuid::parse_str(id).is_ok()), "{what}");
            }
        }
        if svar.status == 405 {
            assert!(svar.header("allow").is_some(), "{what}");
        }
        if svar.status == 401 {
            assert!(svar.header("www-authenticate").is_some(), "{what}");
        }
        if [429, 503].contains(&svar.status) {
            assert!(svar.header("retry-after").is_some(), "{what}");
        }
        svar
    }

    /// What has been answered so far: method, path, status.
    #[must_use]
    pub fn seen(&self) -> BTreeSet<(String, String, u16)> {
        self.seen.lock().unwrap().clone()
    }

    /// Every operation of the description.
    #[must_use]
    pub fn operations(&self) -> Vec<(String, String)> {
        self.beskrivning.operations()
    }

    /// How much there is of everything.
    pub async fn counts(&self) -> Vec<u64> {
        let system = self.key(Roll::Systemadministrator, |_| ()).await;
        let part = self.part_key().await;
        let mut counts = Vec::new();
        for (path, key) in [("/forbund", &system), ("/insatser", &system), ("/deltaganden", &part)] {
            let svar = self.get(&format!("{BAS}{path}?limit=1"), key).await;
            counts.push(svar.json()["_meta"]["totalRecords"].as_u64().unwrap());
        }
        counts
    }

    /// The files in the spool.
    #[must_use]
    pub fn spool(&self) -> Vec<PathBuf> {
        let Ok(files) = std::fs::read_dir(self.folder.path().join("spole")) else { return vec![] };
        files.map(|file| file.unwrap().path()).collect()
    }

    /// Waits for an import to end.
    pub async fn ended(&self, location: &str, key: &str) -> Value {
        for _ in 0..1_200 {
            let import = self.get(location, key).await.json();
            if ["klar", "misslyckad", "avbruten"].contains(&import["status"].as_str().unwrap_or_default()) {
                return import;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the import does not end");
    }
}

async fn insert_key(app: &App, bestallning: Bestallning) -> String {
    let seed = *app.new_id().as_bytes();
    let random: [u8; 32] = std::array::from_fn(|i| seed[i % 16] ^ u8::try_from(i).unwrap());
    let (token, text) = bestallning.make(app.new_id(), random, app.klocka.now());
    let mut unit = app.store.begin(aktor(app)).await.unwrap();
    unit.tokens().insert(&token).await.unwrap();
    unit.commit().await.unwrap();
    text.reveal().to_owned()
}

fn aktor(app: &App) -> Aktor {
    Aktor {
        vem: "<test>".into(),
        roll: "systemadministrator".into(),
        handling: "test".into(),
        anrop: "test".into(),
        tid: app.klocka.now(),
    }
}

async fn build(app: &App) -> Varld {
    let mut unit = app.store.begin(aktor(app)).await.unwrap();
    let id = ForbundId(app.new_id());
    unit.forbund().insert(id, serde_json::from_value(forbund()).unwrap()).await.unwrap();
    let mut made = Vec::new();
    for (namn, metod) in [("Vägen in", "personuppgifter"), ("Vägen ut", "personuppgifter"), ("Öppet hus", "antal")] {
        let insats_id = InsatsId(app.new_id());
        let uppgift = serde_json::from_value(insats(id, namn, metod)).unwrap();
        unit.insatser().insert(insats_id, uppgift).await.unwrap();
        made.push(insats_id);
    }
    unit.commit().await.unwrap();
    Varld { forbund: id, insats: made[0], annan: made[1], raknad: made[2] }
}

fn head(method: &str, path: &str, key: Option<&str>, headers: &[(&str, &str)], length: &str) -> String {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{length}");
    if let Some(key) = key {
        head.push_str(&format!("Authorization: Bearer {key}\r\n"));
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head + "\r\n"
}

/// How what is sent ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slut {
    /// It just ends; the connection stays open.
    Oppet,
    /// Each piece is a chunk; a last one says that it ends.
    Bitar,
    /// The sender closes its half of the connection.
    Stangt,
}

/// Sends a head and pieces, and reads the answer; reading goes on when the other end stops listening.
pub async fn exchange(addr: SocketAddr, head: &[u8], pieces: impl Iterator<Item = Vec<u8>>, slut: Slut) -> Svar {
    let chunked = slut == Slut::Bitar;
    let stream = TcpStream::connect(addr).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    let answer = tokio::spawn(async move {
        let mut read = Vec::new();
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = reader.read(&mut buffer).await {
            read.extend_from_slice(&buffer[..count]);
        }
        read
    });
    let mut sound = writer.write_all(head).await.is_ok();
    for piece in pieces {
        if !sound {
            break;
        }
        if chunked {
            sound = writer.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).await.is_ok();
        }
        sound = sound && writer.write_all(&piece).await.is_ok();
        if chunked {
            sound = sound && writer.write_all(b"\r\n").await.is_ok();
        }
    }
    if chunked && sound {
        drop(writer.write_all(b"0\r\n\r\n").await);
    }
    if slut == Slut::Stangt {
        drop(writer.shutdown().await);
    }
    let read = answer.await.unwrap();
    drop(writer);
    parse(&read)
}

fn parse(read: &[u8]) -> Svar {
    let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") else {
        return Svar { status: 0, head: String::from_utf8_lossy(read).into_owned(), body: vec![] };
    };
    let head = String::from_utf8_lossy(&read[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut svar = Svar { status, head, body: read[end + 4..].to_vec() };
    if svar.header("transfer-encoding") == Some("chunked") {
        svar.body = unchunked(&svar.body);
    }
    svar
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).ok().and_then(|text| usize::from_str_radix(text, 16).ok());
        let Some(size @ 1..) = size else { break };
        let piece = rest.get(end + 2..end + 2 + size).unwrap_or_default();
        body.extend_from_slice(piece);
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    body
}
