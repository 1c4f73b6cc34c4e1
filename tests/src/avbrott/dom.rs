//! What must hold when the work has been interrupted and service has resumed.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::{Import, Runda};
use crate::process::{Finsam, finsam, told};

/// Everything that was acknowledged stands, nothing is halved, and each job has come to its end. Gives how many did.
///
/// # Panics
/// When it does not hold.
pub async fn judge(finsam: &Finsam, runda: &Runda) -> usize {
    let mut jobs = BTreeMap::new();
    for import in runda.imports().filter(|import| import.status == 202) {
        jobs.insert(&import.prefix, ended(finsam, import).await);
    }
    assert_eq!(finsam.spooled(), 0, "a body is left behind on disk");
    let standing = judge_kept(finsam, runda).await;
    for import in runda.imports() {
        let there = count(&standing, import);
        match (import.status, jobs.get(&import.prefix)) {
            (202, Some(job)) => judge_job(import, job, there),
            // No answer came: it was carried out or it was not.
            (0 | 200, _) => {}
            (other, _) => panic!("{other}: {}", import.prefix),
        }
    }
    judge_receipts(finsam, runda).await;
    jobs.values().filter(|job| job["status"] == "klar").count()
}

/// What was acknowledged of single writes and of imports that were answered at once stands, and no import that is all or
/// nothing is halved. Gives everything that stands in its insatser, by its key.
///
/// # Panics
/// When it does not hold.
pub async fn judge_kept(finsam: &Finsam, runda: &Runda) -> BTreeMap<String, Value> {
    let mut standing = standing(finsam, &runda.insatser.radvis).await;
    standing.extend(self::standing(finsam, &runda.insatser.odelad).await);
    for sant in runda.all() {
        for (nyckel, version) in &sant.puts {
            let found = standing.get(nyckel).unwrap_or_else(|| panic!("{nyckel} was acknowledged and is lost"));
            let found = found["version"].as_i64().unwrap();
            // Where no answer came, what was under way may have been carried out.
            let most = version + i64::from(sant.open);
            assert!((*version..=most).contains(&found), "{nyckel}: {found}, acknowledged {version}");
        }
    }
    for import in runda.imports() {
        let there = count(&standing, import);
        assert!(!import.allt || [0, import.rows].contains(&there), "half of an import: {there} of {}", import.rows);
        assert!(import.status != 200 || there == import.rows, "acknowledged and lost: {}", import.prefix);
    }
    standing
}

/// A job when it has ended.
async fn ended(finsam: &Finsam, import: &Import) -> Value {
    let path = format!("/importer/{}", import.id.unwrap());
    for _ in 0..1_200 {
        let job = finsam.get(&path).await.json();
        if ["klar", "misslyckad", "avbruten"].contains(&job["status"].as_str().unwrap_or_default()) {
            return job;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("a job does not end: {}", import.prefix);
}

/// Every participation of an insats, by its key.
async fn standing(finsam: &Finsam, insats: &str) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    let mut place = String::new();
    loop {
        let svar = finsam.get(&format!("/deltaganden?limit=1000&insats={insats}{place}")).await;
        assert_eq!(svar.status, 200, "{}", svar.text());
        let json = svar.json();
        for post in json["poster"].as_array().unwrap() {
            let twice = all.insert(post["nyckel"].as_str().unwrap().to_owned(), post.clone());
            assert!(twice.is_none(), "a key stands twice: {}", post["nyckel"]);
        }
        let Some(marker) = json["_meta"]["markor"].as_str() else { return all };
        place = format!("&markor={marker}");
    }
}

fn count(standing: &BTreeMap<String, Value>, import: &Import) -> u64 {
    let prefix = format!("{}-", import.prefix);
    standing.keys().filter(|nyckel| nyckel.starts_with(&prefix)).count() as u64
}

/// A job has been carried out whole.
fn judge_job(import: &Import, job: &Value, there: u64) {
    assert_eq!((job["status"].as_str(), there), (Some("klar"), import.rows), "{job}");
    let antal = &job["antal"];
    assert_eq!((antal["skapade"].as_u64(), antal["mottagna"].as_u64()), (Some(there), Some(there)), "{job}");
    assert_eq!(job["framsteg"]["skrivna"].as_u64(), Some(there), "{job}");
}

/// The same request once more gets the answer that was given before.
async fn judge_receipts(finsam: &Finsam, runda: &Runda) {
    for import in runda.imports().filter(|import| import.status != 0) {
        let again = finsam.client().import(&import.prefix, import.allt, import.job, &import.body()).await;
        let id = serde_json::from_value(again.json()["id"].clone()).ok();
        assert_eq!((again.status, id), (import.status, import.id), "{}", import.prefix);
    }
}

/// Nothing panicked, and nothing failed but what `may` have, by a word of its line.
///
/// # Panics
/// When something did.
pub fn judge_log(finsam: &Finsam, may: &[&str]) {
    for line in finsam.log().lines() {
        assert!(!line.contains("a panic") && !line.contains("a handler panicked"), "{line}");
        assert!(!line.contains("ERROR") || may.iter().any(|word| line.contains(word)), "{line}");
    }
}

/// The access log of a register stands as it was written, whatever became of its commits.
///
/// # Panics
/// When it does not.
pub fn judge_chain(database: &str) {
    let (code, text) = told(&finsam(&["kontrollera", "--logg", "--database", database]).output().unwrap());
    assert_eq!(code, 0, "{text}");
}
