//! A server in this process and a client that sends exactly the bytes it is told to, well formed or not.
//!
//! Every answer is judged as it comes: an error is a problem that says what an error must say, and its status stands in
//! the description of the operation.

mod beskrivning;
mod klient;
mod uppgifter;

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
use finsam_store::provdatabas::{Begin, Databas, Plats};
use finsam_store::{Aktor, Nyckelring};
use serde_json::Value;
use uuid::Uuid;

pub use beskrivning::Beskrivning;
pub use klient::{Slut, Svar, exchange, head};
pub use uppgifter::{avslutad, forbund, insats, nummer, person, post, strukturinsats, uppfoljning};

/// Where the API stands.
pub const BAS: &str = "/finsam/v1";
/// The header of a JSON body.
pub const JSON: (&str, &str) = ("Content-Type", "application/json");
/// The header of a body of one JSON object a line.
pub const NDJSON: (&str, &str) = ("Content-Type", "application/x-ndjson");
/// The header of a CSV body.
pub const CSV: (&str, &str) = ("Content-Type", "text/csv");

/// What stands in the register when a test begins.
#[derive(Debug, Clone, Copy)]
pub struct Varld {
    /// A förbund.
    pub forbund: ForbundId,
    /// An insats of it.
    pub insats: InsatsId,
    /// Another insats of it.
    pub annan: InsatsId,
    /// A structural insats of it, followed by counts.
    pub raknad: InsatsId,
}

/// A server, its register and what it holds.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Where its register and its spool are.
    pub plats: Plats,
    /// The application.
    pub app: App,
    /// What stood in the register from the beginning.
    pub varld: Varld,
    beskrivning: Beskrivning,
    seen: Mutex<BTreeSet<(String, String, u16)>>,
}

/// The master key of the register.
pub const NYCKEL: [u8; 32] = [42; 32];

impl Begin for Server {
    async fn begin(databas: Databas) -> Self {
        let plats = Plats::new(databas);
        let ring = Nyckelring::from_bytes(NYCKEL);
        let store = plats.open(Some(ring.clone())).await.unwrap().into();
        let installning = Installning {
            numrering: Numrering::sandlada(Testnummer::default()),
            rojandeskydd: 5,
            spole: plats.folder().join("spole"),
            andringar: finsam_api::flode::Installning::default(),
            skydd: finsam_api::skydd::Skydd::default(),
            oversikt: finsam_api::oversikt::Installning::default(),
        };
        let app = App::new(store, Arc::new(Systemklocka), installning, Some(ring));
        let varld = build(&app).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let routes = router(app.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { addr, plats, app, varld, beskrivning: Beskrivning::read(), seen: Mutex::default() }
    }
}

impl Server {
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
        let Ok(files) = std::fs::read_dir(self.plats.folder().join("spole")) else { return vec![] };
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
        varfor: None,
        varifran: None,
        tid: app.klocka.now(),
    }
}

async fn build(app: &App) -> Varld {
    let mut unit = app.store.begin(aktor(app)).await.unwrap();
    let id = ForbundId(app.new_id());
    unit.forbund().insert(id, serde_json::from_value(forbund()).unwrap()).await.unwrap();
    let mut made = Vec::new();
    let of_persons = |namn| insats(id, namn, "personuppgifter");
    for uppgift in [of_persons("Vägen in"), of_persons("Vägen ut"), strukturinsats(id, "Öppet hus")] {
        let insats_id = InsatsId(app.new_id());
        let uppgift = serde_json::from_value(uppgift).unwrap();
        unit.insatser().insert(insats_id, uppgift).await.unwrap();
        made.push(insats_id);
    }
    unit.commit().await.unwrap();
    Varld { forbund: id, insats: made[0], annan: made[1], raknad: made[2] }
}
