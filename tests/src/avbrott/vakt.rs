//! Readers that never stop looking while imports of all or nothing run and the server is killed: none of them may ever
//! see half of one.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinHandle;

use super::{HELHET, Import, Rundinsatser};
use crate::exakt::Svar;
use crate::process::{Finsam, Klient};

/// How long a reader rests between two looks.
const PAUS: Duration = Duration::from_millis(10);

/// Readers at work: of lists, of checksums, and of the change feed.
#[derive(Debug)]
pub struct Vakt {
    stop: Arc<AtomicBool>,
    under_way: [JoinHandle<Sett>; 3],
}

/// What a reader saw.
#[derive(Debug, Clone, Copy, Default)]
struct Sett {
    /// How often it was answered.
    looks: u64,
    /// How many records of imports of all or nothing it saw the last time.
    records: u64,
}

/// What the readers saw, in a line.
#[derive(Debug)]
pub struct Iakttaget([Sett; 3]);

impl fmt::Display for Iakttaget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [lists, sums, feed] = self.0;
        let records = lists.records;
        write!(f, "{} listor, {} kontrollsummor, {} sträckor; {records} poster", lists.looks, sums.looks, feed.looks)
    }
}

impl Vakt {
    /// Starts them, before anything is written in these insatser.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn start(finsam: &Finsam, insatser: &Rundinsatser) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let now = finsam.get("/andringar?efter=nu").await.json()["_meta"]["markor"].clone();
        let now = now.as_str().unwrap().to_owned();
        let list = format!("/deltaganden?limit=1000&insats={}", insatser.odelad);
        let sums = format!("/kontrollsummor?kallsystem=treserva&ar=2014&insats={}", insatser.odelad);
        let under_way = [
            tokio::spawn(lists(finsam.client(), Arc::clone(&stop), list)),
            tokio::spawn(sums_of(finsam.client(), Arc::clone(&stop), sums)),
            tokio::spawn(feed(finsam.client(), Arc::clone(&stop), now)),
        ];
        Self { stop, under_way }
    }

    /// Lets each of them look once more and tells what they saw.
    ///
    /// # Panics
    /// When one of them saw half of an import, or they did not all come to see the same.
    pub async fn ended(self) -> Iakttaget {
        self.stop.store(true, Ordering::Relaxed);
        let mut seen = [Sett::default(); 3];
        for (seen, task) in seen.iter_mut().zip(self.under_way) {
            *seen = task.await.unwrap();
        }
        assert!(seen.iter().all(|one| one.looks > 1 && one.records == seen[0].records), "{seen:?}");
        Iakttaget(seen)
    }
}

/// The next answer; what a server says that is being started, or does not say, is passed over. Whether the reader was
/// to stop is asked before the question, so that the last look comes after everything else.
async fn look(klient: &Klient, stop: &AtomicBool, path: &str) -> (Value, bool) {
    loop {
        tokio::time::sleep(PAUS).await;
        let last = stop.load(Ordering::Relaxed);
        let svar = klient.send("GET", path, &[], b"").await;
        if let Some(json) = said(&svar) {
            return (json, last);
        }
    }
}

fn said(svar: &Svar) -> Option<Value> {
    if [0, 503].contains(&svar.status) || svar.json().is_null() {
        return None;
    }
    assert_eq!(svar.status, 200, "{}", svar.text());
    Some(svar.json())
}

/// So many records are of whole imports.
fn must_be_whole(records: u64, where_seen: &str) {
    assert!(records.is_multiple_of(HELHET), "half of an import in {where_seen}: {records}");
}

/// The list: how long it is said to be, and where it is short enough what stands in it, import by import.
async fn lists(klient: Klient, stop: Arc<AtomicBool>, path: String) -> Sett {
    let mut sett = Sett::default();
    loop {
        let (json, last) = look(&klient, &stop, &path).await;
        sett.looks += 1;
        sett.records = json["_meta"]["totalRecords"].as_u64().unwrap();
        must_be_whole(sett.records, "the length of a list");
        if json["_meta"]["markor"].is_null() {
            let mut imports = BTreeMap::new();
            json["poster"].as_array().unwrap().iter().for_each(|post| count(&mut imports, post));
            imports.iter().for_each(|(import, records)| must_be_whole(*records, import));
        }
        if last {
            return sett;
        }
    }
}

/// The checksum of the scope, with its count.
async fn sums_of(klient: Klient, stop: Arc<AtomicBool>, path: String) -> Sett {
    let mut sett = Sett::default();
    loop {
        let (json, last) = look(&klient, &stop, &path).await;
        sett.looks += 1;
        sett.records = json["poster"][0]["antal"].as_u64().unwrap_or(0);
        must_be_whole(sett.records, "a checksum");
        if last {
            return sett;
        }
    }
}

/// The change feed from a place on: as often as the reader has all of it, it has all of each import.
async fn feed(klient: Klient, stop: Arc<AtomicBool>, mut place: String) -> Sett {
    let mut sett = Sett::default();
    let mut imports = BTreeMap::new();
    loop {
        let (json, last) = look(&klient, &stop, &format!("/andringar?limit=1000&efter={place}")).await;
        sett.looks += 1;
        json["_meta"]["markor"].as_str().unwrap().clone_into(&mut place);
        let named = json["poster"].as_array().unwrap().iter().map(|change| &change["nyckel"]);
        named.filter(|nyckel| Import::is_odelad(nyckel)).for_each(|nyckel| count(&mut imports, nyckel));
        if json["_meta"]["ikapp"] == true {
            imports.iter().for_each(|(import, records)| must_be_whole(*records, import));
            sett.records = imports.values().sum();
            if last {
                return sett;
            }
        }
    }
}

/// Counts a record to the import that it came with, by its key.
fn count(imports: &mut BTreeMap<String, u64>, nyckel: &Value) {
    let (import, _) = nyckel["nyckel"].as_str().unwrap().rsplit_once('-').unwrap();
    *imports.entry(import.to_owned()).or_default() += 1;
}
