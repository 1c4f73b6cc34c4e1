//! A server that is killed in the middle of its work: nothing acknowledged is lost, nothing half done is seen.
//!
//! The real binary runs as a process and is killed with SIGKILL at moments chosen by a seed, while participations are
//! put one by one, imported row by row, and imported all or nothing; then it is started again on the same file and
//! asked. `FINSAM_RUNDOR` sets the number of rounds (3), `FINSAM_FRO` the seed (1).
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod arbete;
mod process;

use std::collections::BTreeMap;

use arbete::{Arbete, Sant};
use process::Finsam;
use serde_json::Value;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Numbers that look like chance, the same for the same seed.
struct Slump(u64);

impl Slump {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_stays_and_nothing_is_halved() {
    let mut slump = Slump(setting("FINSAM_FRO", 1));
    let mut finsam = Finsam::new().await;
    finsam.build().await;
    for round in 0..setting("FINSAM_RUNDOR", 3) {
        let arbete = Arbete::start(&finsam, round);
        let moment = 150 + slump.below(2_350);
        tokio::time::sleep(std::time::Duration::from_millis(moment)).await;
        finsam.kill();
        let sant = arbete.ended().await;
        finsam.start().await;
        println!("runda {round}: dödad efter {moment} ms, {}", sant.summary());
        let standing = standing(&finsam).await;
        assert!(finsam.spool().is_empty(), "a spool file is left behind");
        judge_puts(&sant, &standing);
        judge_imports(&finsam, &sant, &standing).await;
        judge_receipts(&finsam, &sant).await;
    }
    finsam.stop();
    finsam.judge_file();
    finsam.judge_log();
}

/// Every participation there is, by its key.
async fn standing(finsam: &Finsam) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    let mut place = String::new();
    loop {
        let svar = finsam.get(&format!("/deltaganden?limit=1000{place}")).await;
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

/// Each key is at the version that was acknowledged last, or at the one that was under way.
fn judge_puts(sant: &Sant, standing: &BTreeMap<String, Value>) {
    for (nyckel, version) in &sant.puts {
        let found = standing.get(nyckel).unwrap_or_else(|| panic!("{nyckel} was acknowledged and is lost"));
        let found = found["version"].as_i64().unwrap();
        assert!((*version..=version + 1).contains(&found), "{nyckel}: {found}, acknowledged {version}");
    }
}

fn count(standing: &BTreeMap<String, Value>, prefix: &str) -> u64 {
    standing.keys().filter(|nyckel| nyckel.starts_with(prefix)).count() as u64
}

async fn judge_imports(finsam: &Finsam, sant: &Sant, standing: &BTreeMap<String, Value>) {
    for import in &sant.imports {
        let there = count(standing, &format!("{}-", import.prefix));
        if import.allt {
            assert!(there == 0 || there == import.rows, "half of an atomic import: {there} of {}", import.rows);
        }
        match import.status {
            200 => assert_eq!(there, import.rows, "acknowledged and lost: {}", import.prefix),
            202 => {
                let location = import.location.as_deref().unwrap();
                let found = finsam.get(location).await.json();
                let status = found["status"].as_str().unwrap_or_default().to_owned();
                assert!(["klar", "misslyckad"].contains(&status.as_str()), "{found}");
                let antal = &found["antal"];
                assert_eq!(antal["skapade"].as_u64(), Some(there), "{found}");
                assert_eq!(antal["mottagna"], antal["skapade"], "{found}");
                assert_eq!(found["framsteg"]["skrivna"].as_u64(), Some(there), "{found}");
                assert_eq!(status == "klar", there == import.rows && status == "klar", "{found}");
                let said = found["orsak"].as_str().unwrap_or_default();
                assert_eq!(status == "misslyckad", said.contains(&format!("{there} rows were written")), "{found}");
            }
            // No answer came: it was carried out or it was not.
            0 => {}
            other => panic!("{other}: {}", import.prefix),
        }
    }
}

/// The same request once more gets the answer that was given before the server was killed.
async fn judge_receipts(finsam: &Finsam, sant: &Sant) {
    for import in sant.imports.iter().filter(|import| import.status != 0) {
        let again = finsam.import(import).await;
        assert_eq!(
            (again.status, again.json()["id"].as_str()),
            (import.status, import.id.as_deref()),
            "{}",
            import.prefix
        );
    }
}
