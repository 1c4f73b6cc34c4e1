//! An import of many records over HTTP, beside the database's driver alone storing the same rows.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::ceiling::postgres::Wide;
use crate::ceiling::{self, Row};
use crate::figures::{head, line, median, percent, rate, row, whole};
use crate::http::Klient;
use crate::register::{Mall, Register, Slag};
use crate::server::Server;

/// How often the state of a job is asked for.
const POLL: Duration = Duration::from_millis(10);
/// How many records the server writes in a transaction.
const ROUND: usize = 2_000;
/// The imports that are measured, one after the other into the same register.
const STEPS: [&str; 3] = ["fresh", "again, unchanged", "again, 10 % changed"];
/// What the two ceilings are.
const CEILINGS: [(Slag, [&str; 2]); 2] = [
    (Slag::Sqlite, ["rusqlite, rounds of 2 000", "rusqlite, one transaction"]),
    (Slag::Postgres, ["UNNEST upsert alone", "with events and log lines"]),
];

/// What one turn gave, in records a second for each of [`STEPS`].
#[derive(Debug, Default)]
struct Turn {
    server: [f64; 3],
    /// How much of the time went before the server said 202: the body was received and its keys looked through.
    received: [f64; 3],
    ceilings: [[f64; 3]; 2],
    peak: f64,
}

/// The records as they are sent, and as they stand in the register afterwards.
struct Material {
    slag: Slag,
    mall: Mall,
    count: usize,
    rows: [Vec<Row>; 2],
}

/// Measures an import of `count` records in so many turns.
///
/// # Errors
/// When something does not work as it should; then there is no figure.
pub async fn measure(slag: Slag, count: usize, turns: usize) -> Outcome {
    let mut material = Material::prepare(slag, count).await?;
    let mut done = Vec::new();
    for _ in 0..turns {
        done.push(material.turn().await?);
    }
    material.mall.remove().await?;
    show(slag, &done, count);
    Ok(())
}

/// Sends a file of records and waits until all of them are in the register, or planned.
///
/// # Errors
/// When the import does not end well, or refuses a record.
pub fn import(klient: &mut Klient, file: &Path) -> Outcome<Imported> {
    import_as(klient, "/finsam/v1/importer", file)
}

/// The same, asked for in another way: the path with its query.
///
/// # Errors
/// As [`import`].
pub fn import_as(klient: &mut Klient, path: &str, file: &Path) -> Outcome<Imported> {
    let started = Instant::now();
    let answer = klient.post_file(path, file)?;
    let received = started.elapsed();
    let mut state = answer.json()?;
    while let Some("koad" | "verkstaller" | "validerar") = state["status"].as_str() {
        std::thread::sleep(POLL);
        state = klient.get(answer.location.as_deref().ok_or("no Location")?)?.json()?;
    }
    let took = started.elapsed();
    if !["klar", "planerad"].iter().any(|good| state["status"] == *good) || state["antal"]["avvisade"] != 0 {
        return Err(format!("the import ended badly: {state}").into());
    }
    Ok(Imported { received, took, location: answer.location, antal: state["antal"].clone() })
}

/// An import that has ended.
#[derive(Debug)]
pub struct Imported {
    /// From the first byte to the answer to `POST`.
    pub received: Duration,
    /// From the first byte until it was done, as the caller sees it.
    pub took: Duration,
    /// Where it is.
    pub location: Option<String>,
    /// What it counted.
    pub antal: serde_json::Value,
}

impl Material {
    async fn prepare(slag: Slag, count: usize) -> Outcome<Self> {
        let mall = Mall::new(slag).await?;
        mall.fixture.write_ndjson(&mall.folder().join("0.ndjson"), count, 0)?;
        mall.fixture.write_ndjson(&mall.folder().join("1.ndjson"), count, 1)?;
        Ok(Self { slag, mall, count, rows: [Vec::new(), Vec::new()] })
    }

    async fn turn(&mut self) -> Outcome<Turn> {
        let mut turn = Turn::default();
        self.over_http(&mut turn).await?;
        turn.ceilings = match self.slag {
            Slag::Sqlite => [self.sqlite_alone(ROUND).await?, self.sqlite_alone(self.count).await?],
            Slag::Postgres => [self.postgres_alone(Wide::Deltaganden).await?, self.postgres_alone(Wide::Alla).await?],
        };
        Ok(turn)
    }

    async fn over_http(&mut self, turn: &mut Turn) -> Outcome {
        let register = self.mall.copy("server").await?;
        let server = Server::serve(&register, self.mall.folder())?;
        let mut klient = server.klient(&self.mall.fixture.token)?;
        for (step, (file, expected)) in [(0, "skapade"), (0, "oforandrade"), (1, "oforandrade")].into_iter().enumerate()
        {
            let imported = import(&mut klient, &self.mall.folder().join(format!("{file}.ndjson")))?;
            let few = if step == 2 { self.count.div_ceil(10) } else { 0 };
            if imported.antal[expected] != self.count - few {
                return Err(format!("unexpected: {}", imported.antal).into());
            }
            turn.server[step] = rate(self.count, imported.took);
            turn.received[step] = imported.received.as_secs_f64() / imported.took.as_secs_f64();
            if self.rows[file].is_empty() && step != 1 {
                self.rows[file] = rows(&register).await?;
            }
        }
        turn.peak = server.peak_mib()?;
        server.stop()
    }

    /// What is stored in the three steps.
    fn steps(&self) -> [&[Row]; 3] {
        let [first, changed] = &self.rows;
        [first, first, changed]
    }

    async fn sqlite_alone(&self, per_transaction: usize) -> Outcome<[f64; 3]> {
        let Register::Sqlite(file) = self.mall.copy("tak").await? else { return Err("no file".into()) };
        let conn = ceiling::sqlite::open(&file, "kommun:2280", "generera")?;
        let mut rates = [0.0; 3];
        for (rate_of, rows) in rates.iter_mut().zip(self.steps()) {
            *rate_of = rate(self.count, ceiling::sqlite::store(&conn, rows, per_transaction)?);
        }
        Ok(rates)
    }

    async fn postgres_alone(&self, wide: Wide) -> Outcome<[f64; 3]> {
        let url = self.mall.copy("tak").await?.url();
        let mut rates = [0.0; 3];
        for (rate_of, rows) in rates.iter_mut().zip(self.steps()) {
            *rate_of = rate(self.count, ceiling::postgres::store(&url, rows, ROUND, wide).await?);
        }
        Ok(rates)
    }
}

async fn rows(register: &Register) -> Outcome<Vec<Row>> {
    match register {
        Register::Sqlite(file) => ceiling::sqlite::rows(file),
        Register::Postgres(url) => ceiling::postgres::rows(url).await,
    }
}

fn show(slag: Slag, turns: &[Turn], count: usize) {
    let of = |figure: &dyn Fn(&Turn) -> f64| median(&turns.iter().map(figure).collect::<Vec<_>>());
    line(&format!(
        "\nImport of {} records, {} turns, medians; records/s\n",
        whole(of(&|_| count_of(count))),
        turns.len()
    ));
    let names = CEILINGS.into_iter().find(|(of, _)| *of == slag).map(|(_, names)| names).unwrap_or_default();
    head(&["", "over HTTP", "of it receiving", names[0], "ratio", names[1], "ratio"]);
    for (i, step) in STEPS.iter().enumerate() {
        row(&[
            step,
            &whole(of(&|turn| turn.server[i])),
            &percent(of(&|turn| turn.received[i])),
            &whole(of(&|turn| turn.ceilings[0][i])),
            &percent(of(&|turn| turn.server[i] / turn.ceilings[0][i])),
            &whole(of(&|turn| turn.ceilings[1][i])),
            &percent(of(&|turn| turn.server[i] / turn.ceilings[1][i])),
        ]);
    }
    let peak = turns.iter().map(|turn| turn.peak).fold(0.0, f64::max);
    line(&format!("\nPeak memory of the server (VmHWM), the highest of all turns: {peak:.0} MiB"));
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
const fn count_of(count: usize) -> f64 {
    count as f64
}
