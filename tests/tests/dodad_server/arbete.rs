//! What is done while the server is killed, and what of it was acknowledged.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use finsam_tests::exakt::{nummer, person, post};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::process::{Finsam, Klient};

/// An import that was sent.
#[derive(Debug, Clone)]
pub struct Import {
    /// What all its keys begin with, and its idempotency key.
    pub prefix: String,
    pub allt: bool,
    pub job: bool,
    pub rows: u64,
    insats: String,
    /// 0 when no answer came.
    pub status: u16,
    pub id: Option<String>,
    pub location: Option<String>,
}

impl Import {
    /// Its records, the same each time.
    pub fn body(&self) -> String {
        let record = |n| {
            let uppgift = json!({"insatsId": self.insats, "registrering": "anonym", "kon": "kvinna",
                "startdatum": "2014-05-01"});
            format!("{}\n", post(&format!("{}-{n}", self.prefix), uppgift))
        };
        (0..self.rows).map(record).collect()
    }
}

/// What was acknowledged.
#[derive(Debug, Clone, Default)]
pub struct Sant {
    /// Keys and the last version acknowledged.
    pub puts: BTreeMap<String, i64>,
    pub imports: Vec<Import>,
}

impl Sant {
    pub fn summary(&self) -> String {
        let of = |status| self.imports.iter().filter(|import| import.status == status).count();
        let puts: i64 = self.puts.values().sum();
        format!("{puts} PUT, {} importer direkt, {} jobb, {} utan svar", of(200), of(202), of(0))
    }
}

/// The n:th test number.
pub fn number(n: u64) -> String {
    let day = chrono::NaiveDate::from_ymd_opt(1976, 1, 1).unwrap() + chrono::Days::new(n);
    nummer(&day.to_string(), 238)
}

/// Work under way.
pub struct Arbete {
    sant: Arc<Mutex<Sant>>,
    under_way: Vec<JoinHandle<()>>,
}

impl Arbete {
    /// Starts it; it ends by itself when nobody answers any more.
    pub fn start(finsam: &Finsam, round: u64) -> Self {
        let sant: Arc<Mutex<Sant>> = Arc::default();
        let mut under_way = vec![tokio::spawn(puts(finsam.client(), finsam.insats.clone(), round, Arc::clone(&sant)))];
        for (name, allt, job, rows) in
            [("rd", false, false, 300), ("ad", true, false, 300), ("rj", false, true, 6_500), ("aj", true, true, 3_000)]
        {
            let mal = Import {
                prefix: format!("{name}{round}"),
                allt,
                job,
                rows,
                insats: finsam.insats.clone(),
                status: 0,
                id: None,
                location: None,
            };
            under_way.push(tokio::spawn(imports(finsam.client(), mal, Arc::clone(&sant))));
        }
        Self { sant, under_way }
    }

    pub async fn ended(self) -> Sant {
        for task in self.under_way {
            task.await.unwrap();
        }
        self.sant.lock().unwrap().clone()
    }
}

/// Puts persons one by one, each twice, the second time changed.
async fn puts(klient: Klient, insats: String, round: u64, sant: Arc<Mutex<Sant>>) {
    let insats = serde_json::from_value(insats.into()).unwrap();
    for n in 0.. {
        let nyckel = format!("p{round}-{n}");
        let mut body = person(insats, &number(round * 2_000 + n));
        for (version, niva) in [(1, "gymnasium"), (2, "grundskola")] {
            body["utbildningsniva"] = niva.into();
            let svar = klient.json("PUT", &format!("/deltaganden/treserva/{nyckel}"), &body).await;
            if svar.status == 0 {
                return;
            }
            assert!([200, 201].contains(&svar.status), "{}", svar.text());
            assert_eq!(svar.json()["version"], version);
            sant.lock().unwrap().puts.insert(nyckel.clone(), version);
        }
    }
}

/// Imports again and again, with new keys each time.
async fn imports(klient: Klient, mal: Import, sant: Arc<Mutex<Sant>>) {
    for n in 0..100 {
        let mut import = Import { prefix: format!("{}x{n}", mal.prefix), ..mal.clone() };
        let svar = klient.import(&import).await;
        let json = svar.json();
        // An answer that was cut off says nothing.
        import.status = if json.is_null() { 0 } else { svar.status };
        import.id = json["id"].as_str().map(ToOwned::to_owned);
        import.location = svar.header("location").map(ToOwned::to_owned);
        let ended = import.status == 0;
        sant.lock().unwrap().imports.push(import);
        if ended {
            return;
        }
        if mal.job {
            // Let it get somewhere before the next one.
            tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        }
    }
}
