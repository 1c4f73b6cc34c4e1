//! The binary as a process, over a register of its own.

use std::ops::{Deref, DerefMut};

use finsam_tests::exakt::{BAS, NDJSON, head, post};
use finsam_tests::{Databas, Plats};
use serde_json::{Value, json};

pub use finsam_tests::process::{finsam, free, told};

/// A server process and its register.
pub struct Finsam {
    process: finsam_tests::process::Finsam,
    pub plats: Plats,
}

impl Deref for Finsam {
    type Target = finsam_tests::process::Finsam;

    fn deref(&self) -> &Self::Target {
        &self.process
    }
}

impl DerefMut for Finsam {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.process
    }
}

impl Finsam {
    /// One with a förbund, an insats and the key of a part's system.
    pub async fn start(databas: Databas, args: &[&str]) -> Self {
        let plats = Plats::new(databas);
        let process = finsam_tests::process::Finsam::new(&plats.address(), plats.folder(), args).await;
        Self { process, plats }
    }

    /// The head of a request under the root of the API, without its end of line.
    pub fn head(&self, method: &str, path: &str, length: &str) -> String {
        head(method, &format!("{BAS}{path}"), Some(&self.key), &[NDJSON], length).replace("Connection: close\r\n", "")
    }

    /// So many anonymous records.
    pub fn records(&self, prefix: &str, antal: usize) -> String {
        let record = |n| {
            let uppgift = json!({"insatsId": self.insats, "registrering": "anonym", "kon": "kvinna",
                "startdatum": "2014-05-01"});
            format!("{}\n", post(&format!("{prefix}-{n}"), uppgift))
        };
        (0..antal).map(record).collect()
    }

    /// Starts a job; where it is told of.
    pub async fn job(&self, prefix: &str, antal: usize) -> String {
        let headers = [NDJSON, ("Prefer", "respond-async")];
        let svar = self.send("POST", "/importer", &headers, self.records(prefix, antal).as_bytes()).await;
        assert_eq!(svar.status, 202, "{}", svar.text());
        svar.header("location").unwrap().to_owned()
    }

    /// How many participations there are.
    pub async fn count(&self) -> u64 {
        self.get("/deltaganden?limit=1").await.json()["_meta"]["totalRecords"].as_u64().unwrap()
    }

    pub async fn json(&self, path: &str) -> Value {
        self.get(path).await.json()
    }
}
