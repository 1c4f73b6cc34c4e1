//! A process that is killed in the midst of writing.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{Databas, Prov, aktor, nyckel, on_each_database, part, ring, settings, skrivning};
use crate::postgres::PostgresStore;
use crate::rum::Strategi;
use crate::sqlite::{Settings, SqliteStore};
use crate::{Aktor, Store};

/// Tells the process that it is the one to be killed, and where to write.
const OFFER: &str = "FINSAM_TEST_OFFER";
/// How many records a unit of work writes: every fifth one many.
const fn size(enhet: usize) -> usize {
    if enhet.is_multiple_of(5) { 300 } else { 2 }
}
/// Units of work that are half: those whose events are not as many as their records.
const HALVA: &str = "SELECT count(*) FROM (\
    SELECT a.anrop, count(*) AS antal FROM handelse h JOIN arende a ON a.nummer = h.arende WHERE h.resurs = 3 GROUP BY 1\
    ) u WHERE antal <> CASE WHEN CAST(anrop AS integer) % 5 = 0 THEN 300 ELSE 2 END";

/// Writes from several tasks for ever, and says of each unit of work when it is acknowledged.
async fn write_until_killed(address: &str) {
    let store: Box<dyn Store> = match address.strip_prefix("sqlite:") {
        Some(file) => Box::new(SqliteStore::open(file.as_ref(), Some(ring()), Settings::default()).unwrap()),
        None => Box::new(PostgresStore::open(address, Some(ring()), settings()).await.unwrap()),
    };
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
    tokio::join!(task(0), task(1), task(2), task(3), task(4), task(5), task(6), task(7));
}

on_each_database!(what_was_acknowledged_survives_and_nothing_is_half);
async fn what_was_acknowledged_survives_and_nothing_is_half(databas: Databas) {
    if let Ok(address) = std::env::var(OFFER) {
        write_until_killed(&address).await;
    }
    for wanted in [1, 60, 200] {
        let prov = Prov::new(databas).await;
        prov.store.close().await;
        let name = format!("{databas:?}").to_lowercase();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("--exact")
            .arg(format!("tests::avbrott::what_was_acknowledged_survives_and_nothing_is_half::{name}"))
            .arg("--nocapture")
            .env(OFFER, prov.address())
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
        check(&prov, databas, &acknowledged).await;
    }
}

async fn check(prov: &Prov, databas: Databas, acknowledged: &[usize]) {
    // PostgreSQL ends what the killed process had under way.
    let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() \
                  AND backend_type = 'client backend'";
    while databas == Databas::Postgres && prov.count(others) > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    prov.judge().await;
    let store = prov.open(Some(ring())).await.unwrap();
    let mut las = store.read().await.unwrap();
    for enhet in acknowledged {
        for n in 0..size(*enhet) {
            let read = las.deltaganden().get(part("kommun:2280"), &nyckel(&format!("{enhet}-{n}"))).await.unwrap();
            assert!(read.is_some(), "unit of work {enhet} was acknowledged, its record {n} is not there");
        }
    }
    assert_eq!(prov.count(HALVA), 0, "units of work are half");
    let records = prov.count("SELECT count(*) FROM deltagande");
    for of in ["handelser", "atkomstlogg"] {
        let lines = prov.count(&format!("SELECT count(*) FROM {of} WHERE resurs = 'deltagande'"));
        assert_eq!(lines, records, "{of}");
    }
}
