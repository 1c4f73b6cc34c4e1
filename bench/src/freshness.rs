//! What it costs to keep the columns of the statistics fresh: how long a report takes just after so many changes, and
//! how long the first one takes after a start.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::figures::{head, line, median, ms, row, whole};
use crate::http::Klient;
use crate::import::import;
use crate::register::{Mall, Register, Slag};
use crate::server::Server;

/// The report that is asked for: table 13 with a division.
const REPORT: &str = "/finsam/v1/rapporter/forsorjning-fore-efter?ar=2014&indelning=kon,aldersgrupp";
/// After how many changes.
const CHANGES: [usize; 4] = [0, 1, 1_000, 100_000];

/// Measures in so many turns, over a register of `count` participations.
///
/// # Errors
/// When something does not work as it should; then there is no figure.
pub async fn measure(count: usize, turns: usize) -> Outcome {
    let mall = Mall::new(Slag::Sqlite).await?;
    let (register, fixture, folder) = (mall.copy("server").await?, &mall.fixture, mall.folder());
    let file = |changed: usize| folder.join(format!("{changed}.ndjson"));
    fixture.write_ndjson(&file(0), count, 0)?;
    fixture.write_ndjson(&file(10), count, 10)?;
    let server = Server::serve(&register, folder)?;
    let mut klient = server.klient(&fixture.token)?;
    import(&mut klient, &file(0))?;
    report(&mut klient)?;
    let mut after: [Vec<f64>; CHANGES.len()] = Default::default();
    for turn in 0..turns {
        // What is sent differs from what stands there, every time.
        let source = file(if turn % 2 == 0 { 10 } else { 0 });
        let mut from = 0;
        for (i, changes) in CHANGES.into_iter().enumerate() {
            let changes = changes.min(count - from);
            change(&mut klient, &source, from, changes, folder)?;
            from += changes;
            after[i].push(ms(report(&mut klient)?));
        }
        // The rest of the records, so that the next turn finds all of them in the other state.
        change(&mut klient, &source, from, count - from, folder)?;
        report(&mut klient)?;
    }
    drop(klient);
    server.stop()?;
    let starts = (0..turns).map(|_| cold(&mall, &register)).collect::<Outcome<Vec<_>>>()?;
    show(count, &after, &starts);
    Ok(())
}

/// A start of the server: ready after, first report after, both from its start, and peak memory.
fn cold(mall: &Mall, register: &Register) -> Outcome<[f64; 3]> {
    let started = Instant::now();
    let server = Server::serve(register, mall.folder())?;
    report(&mut server.klient(&mall.fixture.token)?)?;
    let first = ms(started.elapsed());
    let figures = [ms(server.ready_after), first, server.peak_mib()?];
    server.stop()?;
    Ok(figures)
}

fn report(klient: &mut Klient) -> Outcome<Duration> {
    let asked = Instant::now();
    let answer = klient.get(REPORT)?;
    let took = asked.elapsed();
    answer.json()?;
    Ok(took)
}

/// Sends so many lines of a file, from a line on.
fn change(klient: &mut Klient, source: &Path, from: usize, count: usize, folder: &Path) -> Outcome {
    if count == 0 {
        return Ok(());
    }
    let part = folder.join("del.ndjson");
    let mut out = BufWriter::new(File::create(&part)?);
    for text in BufReader::new(File::open(source)?).lines().skip(from).take(count) {
        writeln!(out, "{}", text?)?;
    }
    out.into_inner()?.sync_all()?;
    let imported = import(klient, &part)?;
    if imported.antal["uppdaterade"] != count { Err(format!("unexpected: {}", imported.antal).into()) } else { Ok(()) }
}

fn show(count: usize, after: &[Vec<f64>; CHANGES.len()], starts: &[[f64; 3]]) {
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let figure = |count: usize| whole(count as f64);
    line(&format!("\nStatistics over {} participations, {} turns, medians\n", figure(count), starts.len()));
    head(&["", "ms"]);
    for (changes, times) in CHANGES.into_iter().zip(after) {
        if changes < count {
            row(&[&format!("report just after {} changes", figure(changes)), &format!("{:.1}", median(times))]);
        }
    }
    let column = |i: usize| median(&starts.iter().map(|start| start[i]).collect::<Vec<_>>());
    row(&["start of the server until it is ready", &format!("{:.0}", column(0))]);
    row(&["start of the server until its first report is there", &format!("{:.0}", column(1))]);
    line(&format!("\nPeak memory of the server (VmHWM) after that: {:.0} MiB", column(2)));
}
