//! What there is to ask for: one's own, and what is another's in each way that it can be.

use finsam_core::atkomst::Roll;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_tests::exakt::{BAS, NDJSON, Server, avslutad, forbund, insats, nummer, post, strukturinsats, uppfoljning};
use serde_json::{Value, json};

/// How something stands to a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Its own in every way.
    Egen,
    /// Of its förbund and its part, but of an insats, or made with a key, that is not its own.
    AnnanInsats,
    /// Of another förbund.
    AnnatForbund,
    /// Of another part, or of another who has webhooks.
    AnnanPart,
}

/// What a request names.
#[derive(Debug, Clone)]
pub struct Mal {
    pub forbund: ForbundId,
    /// Followed by persons.
    pub insats: InsatsId,
    /// Structural.
    pub raknad: InsatsId,
    /// The key of a participation.
    pub nyckel: &'static str,
    pub import: String,
    pub webhook: String,
    /// A frozen state, and its dataversion.
    pub faststalld: String,
    pub dataversion: i64,
}

/// Everything, and who asks for it.
#[derive(Debug)]
pub struct Allt {
    egen: Mal,
    annan_insats: Mal,
    annat_forbund: Mal,
    annan_part: Mal,
    keys: Vec<(Roll, String, Own)>,
    /// What points to a person: numbers, keys, identities.
    pub hemligt: Vec<String>,
}

/// What a role has made itself.
#[derive(Debug, Clone, Default)]
struct Own {
    import: Option<String>,
    webhook: Option<String>,
}

impl Allt {
    /// Fills the register of a server.
    pub async fn make(server: &Server) -> Self {
        let varld = server.varld;
        let system = server.key(Roll::Systemadministrator, |_| ()).await;
        let admin = server.key(Roll::Forbundsadministrator, |_| ()).await;
        let part = server.part_key().await;
        let mut annat = forbund();
        annat["namn"] = "Andra förbundet".into();
        annat["medlemmar"].as_array_mut().unwrap().push(json!({"part": "kommun:2262", "fran": null}));
        annat["omrade"].as_array_mut().unwrap().push(json!({"kommunkod": "2262"}));
        let annat: ForbundId = made(server, "/forbund", &system, &annat).await.parse().unwrap();
        let mut more = Vec::new();
        let theirs = insats(annat, "Insats 1", "personuppgifter");
        for uppgift in [strukturinsats(varld.forbund, "Insats 0"), theirs, strukturinsats(annat, "Insats 2")] {
            more.push(made(server, "/insatser", &system, &uppgift).await.parse::<InsatsId>().unwrap());
        }
        let (raknad, borta, borta_raknad) = (more[0], more[1], more[2]);
        let annan_admin = server.key(Roll::Forbundsadministrator, |b| b.forbund = Some(annat)).await;
        let annan_part = server.key(Roll::Partssystem, |b| b.part = "kommun:2262".parse().ok()).await;
        for (id, key, admin) in [(varld.forbund, &system, &admin), (annat, &system, &annan_admin)] {
            acts(server, id, key, admin).await;
        }
        for (id, key) in [(varld.raknad, &admin), (raknad, &admin), (borta_raknad, &annan_admin)] {
            put(server, &format!("/insatser/{id}/antal/2014-01-01"), key, &counts()).await;
            put(server, &format!("/insatser/{id}/strukturdeltagande/2014-01-01"), key, &reached()).await;
        }
        let mut hemligt = Vec::new();
        for (i, (nyckel, insats, key)) in [
            ("pekare-egen", varld.insats, &part),
            ("pekare-insats", varld.annan, &part),
            ("pekare-forbund", borta, &part),
            ("pekare-part", borta, &annan_part),
        ]
        .into_iter()
        .enumerate()
        {
            let number = nummer(&format!("1990-03-1{i}"), 238);
            let made = put(server, &format!("/deltaganden/treserva/{nyckel}"), key, &avslutad(insats, &number)).await;
            let path = format!("/deltaganden/treserva/{nyckel}/uppfoljningar/3");
            put(server, &path, key, &uppfoljning()).await;
            hemligt.extend([number, nyckel.to_owned(), made["id"].as_str().unwrap().to_owned()]);
        }
        put(server, "/tilldelningar/2016", &system, &tilldelning()).await;
        let (faststalld, dataversion) = frozen(server, &system).await;
        put(server, "/bakgrundstal/2016", &system, &bakgrundstal()).await;
        let own = Mal {
            forbund: varld.forbund,
            insats: varld.insats,
            raknad: varld.raknad,
            nyckel: "pekare-egen",
            import: refused(server, &part).await,
            webhook: webhook(server, &admin).await,
            faststalld,
            dataversion,
        };
        let annan_insats = Mal { insats: varld.annan, raknad, nyckel: "pekare-insats", ..own.clone() };
        let annat_forbund =
            Mal { forbund: annat, insats: borta, raknad: borta_raknad, nyckel: "pekare-forbund", ..own.clone() };
        let annan_part = Mal {
            nyckel: "pekare-part",
            import: refused(server, &annan_part).await,
            webhook: webhook(server, &annan_admin).await,
            ..annat_forbund.clone()
        };
        let mut keys = Vec::new();
        for roll in Roll::ALL {
            let narrow = |b: &mut finsam_api::token::Bestallning| {
                if *roll == Roll::Insatsansvarig {
                    b.insatser.push(varld.raknad);
                }
            };
            let key = server.key(*roll, narrow).await;
            let import = if roll.acts_for_part() { Some(refused(server, &key).await) } else { None };
            let webhook = if *roll == Roll::Partssystem { Some(webhook(server, &key).await) } else { None };
            keys.push((*roll, key, Own { import, webhook }));
        }
        Self { egen: own, annan_insats, annat_forbund, annan_part, keys, hemligt }
    }

    /// Everyone: their role and their key.
    pub fn callers(&self) -> impl Iterator<Item = (Roll, &str)> {
        self.keys.iter().map(|(roll, key, _)| (*roll, key.as_str()))
    }

    /// What stands in this relation to a role.
    pub fn mal(&self, roll: Roll, relation: Relation) -> Mal {
        match relation {
            Relation::Egen => {
                let own = self.keys.iter().find(|(one, ..)| *one == roll).map(|(.., own)| own.clone()).unwrap();
                let import = own.import.unwrap_or_else(|| self.egen.import.clone());
                let webhook = own.webhook.unwrap_or_else(|| self.egen.webhook.clone());
                Mal { import, webhook, ..self.egen.clone() }
            }
            Relation::AnnanInsats => self.annan_insats.clone(),
            Relation::AnnatForbund => self.annat_forbund.clone(),
            Relation::AnnanPart => self.annan_part.clone(),
        }
    }
}

pub fn counts() -> Value {
    json!({"fran": "2014-01-01", "till": "2014-12-31", "kvinnor": 1, "man": 2})
}

pub fn reached() -> Value {
    json!({"fran": "2014-01-01", "till": "2014-12-31", "antal": 45})
}

pub fn tilldelning() -> Value {
    json!({"parametrar": {"medel": "1000000"}, "ansokningar": [{"nyckel": "A", "forsorjningsmatt": 100, "befolkning": 500,
        "foregaende": "500000", "askande": "900000"}]})
}

pub fn bakgrundstal() -> Value {
    json!({"rader": [{"kommun": "2280", "befolkning": 15010, "ohalsotal": "40.2"}]})
}

pub fn styrelse() -> Value {
    json!({"ledamoter": [{"person": "l1", "utseddAv": "kommun:2280", "fran": "2015-04-01"}], "ersattare": []})
}

pub fn revision() -> Value {
    json!({"revisorer": [{"utseddAv": "kommun:2280", "raknarFor": ["kommun:2280"], "fran": "2014-01-01"}]})
}

pub fn budget() -> Value {
    json!({"enhet": "kr", "rakning": {"bidrag": [{"part": "kommun:2280", "belopp": "100"}]}})
}

pub fn utfall() -> Value {
    json!({"enhet": "kr", "arsredovisning": "2016-04-01",
        "rakning": {"bidrag": [{"part": "kommun:2280", "belopp": "100"}], "resultat": "1"}})
}

async fn acts(server: &Server, id: ForbundId, system: &str, admin: &str) {
    put(server, &format!("/forbund/{id}/styrelse"), system, &styrelse()).await;
    put(server, &format!("/forbund/{id}/revisorer"), admin, &revision()).await;
    put(server, &format!("/forbund/{id}/budgetar/2016"), admin, &budget()).await;
    put(server, &format!("/forbund/{id}/utfall/2015"), admin, &utfall()).await;
}

async fn put(server: &Server, path: &str, key: &str, body: &Value) -> Value {
    let svar = server.json("PUT", &format!("{BAS}{path}"), key, body).await;
    assert_eq!(svar.status, 201, "{path}: {}", svar.text());
    svar.json()
}

async fn made(server: &Server, path: &str, key: &str, body: &Value) -> String {
    let svar = server.json("POST", &format!("{BAS}{path}"), key, body).await;
    assert_eq!(svar.status, 201, "{path}: {}", svar.text());
    svar.json()["id"].as_str().unwrap().to_owned()
}

async fn webhook(server: &Server, key: &str) -> String {
    made(server, "/webhookar", key, &json!({"url": "https://mottagare.example.org/finsam"})).await
}

/// Freezes a year and waits until it answers.
async fn frozen(server: &Server, key: &str) -> (String, i64) {
    let svar = server.json("POST", &format!("{BAS}/rapporter/faststallda"), key, &json!({"ar": 2014})).await;
    assert_eq!(svar.status, 202, "{}", svar.text());
    let id = svar.json()["id"].as_str().unwrap().to_owned();
    let mut asked = 0;
    loop {
        let one = server.get(&format!("{BAS}/rapporter/faststallda/{id}"), key).await.json();
        if one["status"] == "klar" {
            return (id, one["dataversion"].as_i64().unwrap());
        }
        asked += 1;
        assert!(asked < 600, "it does not come to its end");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// An import that was refused: nothing can be done to it any more.
async fn refused(server: &Server, key: &str) -> String {
    let record = post("avvisad", json!({"registrering": "anonym"})).to_string();
    let path = format!("{BAS}/importer?importlage=plan");
    let svar = server.call("POST", &path, Some(key), &[NDJSON], record.as_bytes()).await;
    assert_eq!(svar.status, 422, "{}", svar.text());
    svar.json()["import"]["id"].as_str().unwrap().to_owned()
}
