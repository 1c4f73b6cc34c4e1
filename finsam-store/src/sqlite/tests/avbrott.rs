//! A process that is killed in the midst of writing.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Prov, aktor, nyckel, part, ring, skrivning};
use crate::rum::Strategi;
use crate::sqlite::{Settings, SqliteStore};
use crate::{Aktor, Store};

/// Tells the process that it is the one to be killed, and where to write.
const OFFER: &str = "FINSAM_TEST_OFFER";
/// How many records a unit of work writes: every fifth one many.
const fn size(enhet: usize) -> usize {
    if enhet.is_multiple_of(5) { 300 } else { 2 }
}

/// Writes from several tasks for ever, and says of each unit of work when it is acknowledged.
fn write_until_killed(path: &Path) {
    let store = SqliteStore::open(path, Some(ring()), Settings::default()).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_time().build().unwrap();
    let task = async |first: usize| {
        for enhet in (first..).step_by(8) {
            let batch =
                (0..size(enhet)).map(|n| skrivning(&format!("{enhet}-{n}"), None, "2014-01-01", None)).collect();
            let mut unit = store.begin(Aktor { anrop: enhet.to_string(), ..aktor("") }).await.unwrap();
            unit.deltaganden().save(part("kommun:2280"), Strategi::Skapa, batch).await.unwrap();
            unit.commit().await.unwrap();
            // Not through the test's captured output: the line must be out before anything else happens.
            let line = format!("kvitterad {enhet}\n");
            std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
        }
    };
    runtime.block_on(async { tokio::join!(task(0), task(1), task(2), task(3), task(4), task(5), task(6), task(7)) });
}

#[test]
fn what_was_acknowledged_survives_and_nothing_is_half() {
    if let Some(path) = std::env::var_os(OFFER) {
        write_until_killed(Path::new(&path));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    for wanted in [1, 60, 200] {
        let prov = runtime.block_on(async {
            let prov = Prov::new().await;
            prov.store.close().await;
            prov
        });
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "sqlite::tests::avbrott::what_was_acknowledged_survives_and_nothing_is_half",
                "--nocapture",
            ])
            .env(OFFER, prov.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut acknowledged = Vec::new();
        let number = |line: String| line.rsplit_once("kvitterad ").and_then(|(_, enhet)| enhet.parse::<usize>().ok());
        while acknowledged.len() < wanted {
            acknowledged.extend(number(lines.next().expect("it goes on until it is killed").unwrap()));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What it had said before it died counts too; the last line may have been cut off.
        acknowledged.extend(lines.map_while(Result::ok).filter_map(number));
        runtime.block_on(check(&prov, &acknowledged));
    }
}

async fn check(prov: &Prov, acknowledged: &[usize]) {
    let settings = Settings { check: Some(std::time::Duration::from_secs(60)), ..Settings::default() };
    let store = SqliteStore::open(&prov.path(), Some(ring()), settings).unwrap();
    let mut las = store.read().await.unwrap();
    for enhet in acknowledged {
        for n in 0..size(*enhet) {
            let read = las.deltaganden().get(part("kommun:2280"), &nyckel(&format!("{enhet}-{n}"))).await.unwrap();
            assert!(read.is_some(), "unit of work {enhet} was acknowledged, its record {n} is not there");
        }
    }
    let conn = prov.conn();
    let mut units = conn
        .prepare("SELECT a.anrop, count(*) FROM handelse h JOIN arende a ON a.nummer = h.arende WHERE h.resurs = 3 GROUP BY 1")
        .unwrap();
    let units = units.query_map((), |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))).unwrap();
    let mut records = 0;
    for unit in units {
        let (enhet, count) = unit.map(|(enhet, count)| (enhet, usize::try_from(count).unwrap())).unwrap();
        assert_eq!(count, size(enhet.parse().unwrap()), "unit of work {enhet} is half");
        records += count;
    }
    assert_eq!(usize::try_from(prov.count("SELECT count(*) FROM deltagande")).unwrap(), records);
    let lines = prov.count("SELECT count(*) FROM atkomstlogg WHERE resurs = 'deltagande'");
    assert_eq!(usize::try_from(lines).unwrap(), records);
}
