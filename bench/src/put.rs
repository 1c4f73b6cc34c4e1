//! Single records over HTTP, with one and with many callers at a time, beside single transactions of
//! the driver alone.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::ceiling;
use crate::figures::{head, line, median, ms, quantile, rate, row, whole};
use crate::fixture::Fixture;
use crate::register::{Mall, Register, Slag};
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
pub async fn measure(slag: Slag, turns: usize) -> Outcome {
    let mall = Mall::new(slag).await?;
    let mut runs: [Vec<Run>; 3] = Default::default();
    let mut alone = Vec::new();
    for _ in 0..turns {
        let register = mall.copy("server").await?;
        let bodies = bodies(&mall.fixture)?;
        let server = Server::serve(&register, mall.folder())?;
        for (i, callers) in CALLERS.into_iter().enumerate() {
            runs[i].push(run(&server, &mall.fixture, &bodies, callers)?);
        }
        server.stop()?;
        alone.push(one_by_one(&mall, &register).await?);
    }
    mall.remove().await?;
    show(slag, &runs, &alone);
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

/// The same rows by the driver alone, a commit each; each one's time in milliseconds.
async fn one_by_one(mall: &Mall, written: &Register) -> Outcome<Vec<f64>> {
    let alone = mall.copy("tak").await?;
    match (written, &alone) {
        (Register::Sqlite(written), Register::Sqlite(file)) => {
            let rows = ceiling::sqlite::rows(written)?;
            let conn = ceiling::sqlite::open(file, "kommun:2280", "generera")?;
            let one = |row| Ok(ms(ceiling::sqlite::store(&conn, std::slice::from_ref(row), 1)?));
            rows.iter().take(ALONE).map(one).collect()
        }
        (Register::Postgres(written), Register::Postgres(url)) => {
            let rows = ceiling::postgres::rows(written).await?;
            let times = ceiling::postgres::one_by_one(url, &rows[..rows.len().min(ALONE)]).await?;
            Ok(times.into_iter().map(ms).collect())
        }
        _ => Err("two kinds of registers".into()),
    }
}

fn show(slag: Slag, runs: &[Vec<Run>; 3], alone: &[Vec<f64>]) {
    line(&format!("\nPUT of new records, {} turns, medians\n", alone.len()));
    head(&["", "PUT/s", "latency, median ms", "99 % within ms", "median latency, times the bare one"]);
    let medians: Vec<_> = alone.iter().map(|times| median(times)).collect();
    for (callers, runs) in CALLERS.iter().zip(runs) {
        let latency = |share| median(&runs.iter().map(|run| quantile(&run.latencies, share)).collect::<Vec<_>>());
        let rates: Vec<_> = runs.iter().map(|run| run.rate).collect();
        let ratios: Vec<_> = runs.iter().zip(&medians).map(|(run, alone)| median(&run.latencies) / alone).collect();
        row(&[
            &format!("{callers} caller(s)"),
            &whole(median(&rates)),
            &format!("{:.2}", latency(0.5)),
            &format!("{:.2}", latency(0.99)),
            &format!("{:.2}", median(&ratios)),
        ]);
    }
    let name = match slag {
        Slag::Sqlite => "rusqlite alone, a commit each",
        Slag::Postgres => "a bare prepared upsert, a commit each",
    };
    let longest = median(&alone.iter().map(|times| quantile(times, 0.99)).collect::<Vec<_>>());
    let bare = median(&medians);
    row(&[name, &whole(1_000.0 / bare), &format!("{bare:.2}"), &format!("{longest:.2}"), "1"]);
}
