//! Single records over HTTP, with one and with many callers at a time, beside single transactions of rusqlite alone.

use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::ceiling;
use crate::figures::{head, line, median, ms, percent, quantile, rate, row, whole};
use crate::fixture::Fixture;
use crate::server::Server;

/// How many callers there are at a time.
const CALLERS: [usize; 3] = [1, 8, 32];
/// How long each number of callers goes on in a turn.
const TIME: Duration = Duration::from_secs(3);
/// How many records there are to send in a turn, at most.
const RECORDS: usize = 100_000;
/// How many single transactions the ceiling makes in a turn.
const ALONE: usize = 2_000;

/// One number of callers in one turn.
#[derive(Debug, Clone, Default)]
struct Run {
    rate: f64,
    /// Each answer's time in milliseconds.
    latencies: Vec<f64>,
}

/// A record as it is sent: the end of its path and its body.
type Record = (String, Vec<u8>);

/// Measures in so many turns.
///
/// # Errors
/// When something does not work as it should; then there is no figure.
pub async fn measure(turns: usize) -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut runs: [Vec<Run>; 3] = Default::default();
    let mut alone = Vec::new();
    for turn in 0..turns {
        let database = folder.path().join(format!("server-{turn}.db"));
        let fixture = Fixture::create(&database).await?;
        let bodies = bodies(&fixture)?;
        let server = Server::serve(&database)?;
        for (i, callers) in CALLERS.into_iter().enumerate() {
            runs[i].push(run(&server, &fixture, &bodies, callers)?);
        }
        server.stop()?;
        alone.push(one_by_one(folder.path(), &database).await?);
    }
    show(&runs, &alone);
    Ok(())
}

fn bodies(fixture: &Fixture) -> Outcome<Mutex<Vec<Record>>> {
    let one = |record: finsam_core::protokoll::Importpost| {
        let path = format!("/finsam/v1/deltaganden/{}/{}", record.nyckel.kallsystem, record.nyckel.nyckel);
        Ok((path, serde_json::to_vec(&record.uppgift)?))
    };
    Ok(Mutex::new(fixture.records(RECORDS).map(one).collect::<Outcome<_>>()?))
}

/// New records from so many callers, each waiting for its answer before it sends the next.
fn run(server: &Server, fixture: &Fixture, bodies: &Mutex<Vec<Record>>, callers: usize) -> Outcome<Run> {
    let started = Instant::now();
    let call = || -> Outcome<Vec<f64>> {
        let mut klient = server.klient(&fixture.token)?;
        let mut latencies = Vec::new();
        while started.elapsed() < TIME {
            let next = bodies.lock().map_err(|_| "a caller failed")?.pop();
            let (path, body) = next.ok_or("too few records")?;
            let asked = Instant::now();
            let answer = klient.send("PUT", &path, "application/json", &body)?;
            latencies.push(ms(asked.elapsed()));
            if answer.status != 201 {
                return Err(format!("PUT gave {}", answer.status).into());
            }
        }
        Ok(latencies)
    };
    let latencies = std::thread::scope(|scope| {
        let callers: Vec<_> = (0..callers).map(|_| scope.spawn(call)).collect();
        let ended = callers.into_iter().map(|caller| caller.join().unwrap_or_else(|_| Err("a caller failed".into())));
        ended.collect::<Outcome<Vec<_>>>()
    })?;
    let rate = rate(latencies.iter().map(Vec::len).sum(), started.elapsed());
    Ok(Run { rate, latencies: latencies.concat() })
}

/// The same rows by rusqlite alone, a transaction each.
async fn one_by_one(folder: &Path, written: &Path) -> Outcome<f64> {
    let rows = ceiling::rows(written)?;
    let rows = &rows[..rows.len().min(ALONE)];
    let database = folder.join("tak.db");
    Fixture::create(&database).await?;
    let conn = ceiling::open(&database, "kommun:2280", "generera")?;
    let took = ceiling::store(&conn, rows, 1)?;
    drop(conn);
    std::fs::remove_file(database)?;
    Ok(rate(rows.len(), took))
}

fn show(runs: &[Vec<Run>; 3], alone: &[f64]) {
    let ceiling = median(alone);
    line(&format!("\nPUT of new records, {} turns, medians\n", alone.len()));
    head(&["", "PUT/s", "latency, median ms", "99 % within ms", "ratio to single commits"]);
    for (callers, runs) in CALLERS.iter().zip(runs) {
        let latency = |share| median(&runs.iter().map(|run| quantile(&run.latencies, share)).collect::<Vec<_>>());
        let rates: Vec<_> = runs.iter().map(|run| run.rate).collect();
        let ratios: Vec<_> = rates.iter().zip(alone).map(|(rate, alone)| rate / alone).collect();
        row(&[
            &format!("{callers} caller(s)"),
            &whole(median(&rates)),
            &format!("{:.2}", latency(0.5)),
            &format!("{:.2}", latency(0.99)),
            &percent(median(&ratios)),
        ]);
    }
    row(&["rusqlite alone, a commit each", &whole(ceiling), &format!("{:.2}", 1_000.0 / ceiling), "", "100 %"]);
}
