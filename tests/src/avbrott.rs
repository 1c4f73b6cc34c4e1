//! Work that is interrupted, and what must be left of it: nothing acknowledged is lost, nothing half done is seen.

mod arbete;
mod dom;
mod klienter;
mod vakt;

use std::collections::BTreeMap;
use std::time::Duration;

use finsam_core::id::ImportId;
use serde_json::json;

use crate::Sokning;
use crate::exakt::{nummer, post};
use crate::process::Finsam;

pub use arbete::Arbete;
pub use dom::{judge, judge_chain, judge_kept, judge_log};
pub use klienter::Klienter;
pub use vakt::Vakt;

/// The arguments with which a server logs everything.
pub const ALLT: [&str; 2] = ["--logg", "trace"];

/// How many rounds there are: 3, or what `FINSAM_RUNDOR` says.
#[must_use]
pub fn rounds() -> u64 {
    setting("FINSAM_RUNDOR", 3)
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Numbers that look like chance, the same for the same seed (`FINSAM_FRO`, 1 unless said).
#[derive(Debug)]
pub struct Slump(u64);

impl Default for Slump {
    fn default() -> Self {
        Self(setting("FINSAM_FRO", 1))
    }
}

impl Slump {
    /// The next one, below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// How many records the smallest import of all or nothing has. Every other has a multiple of it, and in their insats
/// nothing else is written: what stands there is a multiple of it too, unless one is halved. No round of a job is.
const HELHET: u64 = 211;

/// Where a round is written.
#[derive(Debug, Clone)]
pub struct Rundinsatser {
    /// The number of the round.
    pub round: u64,
    /// The insats of what is written one by one or row by row.
    pub radvis: String,
    /// The insats of imports that are all or nothing.
    pub odelad: String,
}

impl Rundinsatser {
    /// Makes the insatser of a round.
    pub async fn new(finsam: &mut Finsam, round: u64) -> Self {
        finsam.new_insats(&format!("Runda {round}")).await;
        let odelad = finsam.another_insats(&format!("Runda {round}, allt")).await;
        Self { round, radvis: finsam.insats.clone(), odelad }
    }
}

/// An import that was sent.
#[derive(Debug, Clone)]
pub struct Import {
    /// What all its keys begin with, and its idempotency key.
    pub prefix: String,
    /// All or nothing.
    pub allt: bool,
    /// As a job.
    pub job: bool,
    /// How many records it has.
    pub rows: u64,
    /// How many spaces stand before each of them.
    pad: usize,
    insats: String,
    /// Its answer: 200, 202, or 0 when none came that says what became of it.
    pub status: u16,
    /// Its identity, when it was answered.
    pub id: Option<ImportId>,
}

impl Import {
    /// The kinds there are: row by row and all or nothing, at once and as a job; the last one is so large that it waits
    /// on disk.
    fn kinds(sender: &str, insatser: &Rundinsatser) -> Vec<Self> {
        let kind = |name: &str, allt, job, rows, pad| Self {
            prefix: format!("{sender}{name}{}", insatser.round),
            allt,
            job,
            rows,
            pad,
            insats: if allt { insatser.odelad.clone() } else { insatser.radvis.clone() },
            status: 0,
            id: None,
        };
        vec![
            kind("rd", false, false, 100, 0),
            kind("ad", true, false, HELHET, 0),
            kind("rj", false, true, 4_100, 0),
            kind("aj", true, true, 10 * HELHET, 0),
            kind("sj", false, true, 45, 200_000),
        ]
    }

    /// Whether it is the key of a record that came with an import of all or nothing.
    fn is_odelad(nyckel: &serde_json::Value) -> bool {
        nyckel["nyckel"].as_str().is_some_and(|text| text[1..].starts_with('a'))
    }

    /// How long to wait before the next one of its kind: a job gets somewhere, and single writes get their turn.
    fn pause(&self) -> Duration {
        Duration::from_millis(if self.job { 800 } else { 50 })
    }

    /// Its records, the same each time.
    fn body(&self) -> String {
        let pad = " ".repeat(self.pad);
        let record = |n| {
            let uppgift = json!({"insatsId": self.insats, "registrering": "anonym", "kon": "kvinna",
                "startdatum": "2014-05-01"});
            format!("{pad}{}\n", post(&format!("{}-{n}", self.prefix), uppgift))
        };
        (0..self.rows).map(record).collect()
    }
}

/// What was acknowledged to the senders of a kind.
#[derive(Debug, Clone, Default)]
pub struct Sant {
    /// Keys, and the last version acknowledged.
    pub puts: BTreeMap<String, i64>,
    /// Imports.
    pub imports: Vec<Import>,
    /// Whether more may have been carried out than was answered.
    pub open: bool,
}

/// What was acknowledged in a round.
#[derive(Debug)]
pub struct Runda {
    /// Where it was written.
    pub insatser: Rundinsatser,
    /// To those who send nothing twice.
    pub en_gang: Sant,
    /// To those who send again.
    pub igen: Sant,
}

impl Runda {
    fn all(&self) -> [&Sant; 2] {
        [&self.en_gang, &self.igen]
    }

    fn imports(&self) -> impl Iterator<Item = &Import> {
        self.all().into_iter().flat_map(|sant| &sant.imports)
    }
}

impl Sant {
    /// In a line.
    #[must_use]
    pub fn summary(&self) -> String {
        let of = |status| self.imports.iter().filter(|import| import.status == status).count();
        let puts: i64 = self.puts.values().sum();
        format!("{puts} PUT, {} importer direkt, {} jobb, {} utan svar", of(200), of(202), of(0))
    }
}

/// How many put persons one by one, of each kind of sender.
const SPARARE: u64 = 3;
/// How many persons each of them has to put; each round puts them into another insats.
const PERSONER: u64 = 2_000;
/// The series of the test numbers of those who send nothing twice.
const EN_GANG: u16 = 238;
/// The series of the test numbers of those who send again.
const IGEN: u16 = 239;

/// The n:th test number of a series: each has another day of birth, from where the series begin.
fn number(n: u64, serie: u16) -> String {
    let day = chrono::NaiveDate::from_ymd_opt(1976, 1, 1).unwrap() + chrono::Days::new(n);
    nummer(&day.to_string(), serie)
}

/// A search for the numbers that are sent first.
#[must_use]
pub fn sokning() -> Sokning {
    let first = (0..SPARARE).flat_map(|one| (0..40).map(move |n| one * PERSONER + n));
    let numbers = first.flat_map(|n| [EN_GANG, IGEN].map(|serie| number(n, serie)));
    Sokning::new(&numbers.collect::<Vec<_>>())
}
