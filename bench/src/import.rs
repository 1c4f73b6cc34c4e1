//! An import of many records over HTTP, beside rusqlite alone storing the same rows.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::ceiling::{self, Row};
use crate::figures::{head, line, median, percent, rate, row, whole};
use crate::fixture::Fixture;
use crate::http::Klient;
use crate::server::Server;

/// How often the state of a job is asked for.
const POLL: Duration = Duration::from_millis(10);
/// How many records the server writes in a transaction.
const ROUND: usize = 2_000;
/// The imports that are measured, one after the other into the same register.
const STEPS: [&str; 3] = ["fresh", "again, unchanged", "again, 10 % changed"];

/// What one turn gave, in records a second for each of [`STEPS`].
#[derive(Debug, Default)]
struct Turn {
    server: [f64; 3],
    /// How much of the time went before the server said 202: the body was received and its keys looked through.
    received: [f64; 3],
    rounds: [f64; 3],
    whole: [f64; 3],
    peak: f64,
}

/// The records as they are sent, and as they stand in the register afterwards.
struct Material {
    folder: PathBuf,
    count: usize,
    fixture: Fixture,
    rows: [Vec<Row>; 2],
}

/// Measures an import of `count` records in so many turns.
///
/// # Errors
/// When something does not work as it should; then there is no figure.
pub async fn measure(count: usize, turns: usize) -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut material = Material::prepare(folder.path(), count).await?;
    let mut done = Vec::new();
    for _ in 0..turns {
        done.push(turn(&mut material)?);
    }
    show(&done, count);
    Ok(())
}

/// Sends a file of records and waits until all of them are in the register.
///
/// # Errors
/// When the import does not end well, or refuses a record.
pub fn import(klient: &mut Klient, file: &Path) -> Outcome<Imported> {
    let started = Instant::now();
    let answer = klient.post_file("/finsam/v1/importer", file)?;
    let received = started.elapsed();
    let mut state = answer.json()?;
    while let Some("koad" | "verkstaller") = state["status"].as_str() {
        std::thread::sleep(POLL);
        state = klient.get(answer.location.as_deref().ok_or("no Location")?)?.json()?;
    }
    let took = started.elapsed();
    if state["status"] != "klar" || state["antal"]["avvisade"] != 0 {
        return Err(format!("the import ended badly: {state}").into());
    }
    Ok(Imported { received, took, antal: state["antal"].clone() })
}

/// An import that has ended.
#[derive(Debug)]
pub struct Imported {
    /// From the first byte to the answer to `POST`.
    pub received: Duration,
    /// From the first byte until it was done, as the caller sees it.
    pub took: Duration,
    /// What it counted.
    pub antal: serde_json::Value,
}

impl Material {
    async fn prepare(folder: &Path, count: usize) -> Outcome<Self> {
        let empty = folder.join("tomt.db");
        let fixture = Fixture::create(&empty).await?;
        fixture.write_ndjson(&folder.join("0.ndjson"), count, 0)?;
        fixture.write_ndjson(&folder.join("1.ndjson"), count, 1)?;
        Ok(Self { folder: folder.to_owned(), count, fixture, rows: [Vec::new(), Vec::new()] })
    }

    /// A fresh copy of the register that has a förbund and insatser and nothing else.
    fn register(&self, name: &str) -> Outcome<PathBuf> {
        let file = self.folder.join(name);
        for end in ["", "-wal", "-shm", ".nyckel"] {
            let old = self.folder.join(format!("{name}{end}"));
            if old.exists() {
                std::fs::remove_file(old)?;
            }
        }
        std::fs::copy(self.folder.join("tomt.db"), &file)?;
        Ok(file)
    }
}

fn turn(material: &mut Material) -> Outcome<Turn> {
    let mut turn = Turn::default();
    over_http(material, &mut turn)?;
    turn.rounds = alone(material, ROUND)?;
    turn.whole = alone(material, material.count)?;
    Ok(turn)
}

fn over_http(material: &mut Material, turn: &mut Turn) -> Outcome {
    let database = material.register("server.db")?;
    let server = Server::serve(&database)?;
    let mut klient = server.klient(&material.fixture.token)?;
    for (step, (file, expected)) in [(0, "skapade"), (0, "oforandrade"), (1, "oforandrade")].into_iter().enumerate() {
        let imported = import(&mut klient, &material.folder.join(format!("{file}.ndjson")))?;
        let few = if step == 2 { material.count.div_ceil(10) } else { 0 };
        if imported.antal[expected] != material.count - few {
            return Err(format!("unexpected: {}", imported.antal).into());
        }
        turn.server[step] = rate(material.count, imported.took);
        turn.received[step] = imported.received.as_secs_f64() / imported.took.as_secs_f64();
        if material.rows[file].is_empty() && step != 1 {
            material.rows[file] = ceiling::rows(&database)?;
        }
    }
    turn.peak = server.peak_mib()?;
    server.stop()
}

/// The ceiling of the three steps.
fn alone(material: &Material, per_transaction: usize) -> Outcome<[f64; 3]> {
    let database = material.register("tak.db")?;
    let conn = ceiling::open(&database, "kommun:2280", "generera")?;
    let [first, changed] = &material.rows;
    let mut rates = [0.0; 3];
    for (step, rows) in [first, first, changed].into_iter().enumerate() {
        rates[step] = rate(material.count, ceiling::store(&conn, rows, per_transaction)?);
    }
    Ok(rates)
}

fn show(turns: &[Turn], count: usize) {
    let of = |figure: &dyn Fn(&Turn) -> f64| median(&turns.iter().map(figure).collect::<Vec<_>>());
    line(&format!(
        "\nImport of {} records, {} turns, medians; records/s\n",
        whole(of(&|_| count_of(count))),
        turns.len()
    ));
    let columns = [
        "",
        "over HTTP",
        "of it receiving",
        "rusqlite, rounds of 2 000",
        "ratio",
        "rusqlite, one transaction",
        "ratio",
    ];
    head(&columns);
    for (i, step) in STEPS.iter().enumerate() {
        row(&[
            step,
            &whole(of(&|turn| turn.server[i])),
            &percent(of(&|turn| turn.received[i])),
            &whole(of(&|turn| turn.rounds[i])),
            &percent(of(&|turn| turn.server[i] / turn.rounds[i])),
            &whole(of(&|turn| turn.whole[i])),
            &percent(of(&|turn| turn.server[i] / turn.whole[i])),
        ]);
    }
    let peak = turns.iter().map(|turn| turn.peak).fold(0.0, f64::max);
    line(&format!("\nPeak memory of the server (VmHWM), the highest of all turns: {peak:.0} MiB"));
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
const fn count_of(count: usize) -> f64 {
    count as f64
}
