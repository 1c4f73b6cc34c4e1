//! What protection costs an import: sealing and hashing identity numbers, keeping the body sealed on disk, and the lines of
//! the access log with their chain. Each is measured alone, on one thread, and set against the import over HTTP of the
//! same run. In an import most of it goes on beside the writing, so the sum is more than what an import without any of it
//! would save. The caller is authorised once a request, and once for each insats that records name: nothing of that is
//! done for each record.

use std::time::{Duration, Instant};

use finsam_core::id::DeltagandeId;
use finsam_core::protokoll::Importpost;
use finsam_store::Nyckelring;

use crate::Outcome;
use crate::figures::{head, line, median, ms, percent, row};
use crate::import::import;
use crate::logg;
use crate::register::{Mall, Slag};
use crate::server::Server;

/// How much of a body is sealed at a time.
const PIECE: usize = 256 * 1024;
/// What is measured, in the order of a turn's figures.
const WHAT: [&str; 4] = [
    "the import over HTTP",
    "sealing identity numbers and hashing them",
    "sealing the body on disk, and opening it",
    "lines of the access log, chained, with their commits",
];

/// Measures an import of so many records in so many turns, SQLite.
///
/// # Errors
/// When something does not work as it should; then there is no figure.
pub async fn measure(count: usize, turns: usize) -> Outcome {
    let mall = Mall::new(Slag::Sqlite).await?;
    let file = mall.folder().join("0.ndjson");
    mall.fixture.write_ndjson(&file, count, 0)?;
    let ring = Nyckelring::from_bytes([7; 32]);
    let mut found = [const { Vec::new() }; WHAT.len()];
    for turn in 0..turns {
        let register = mall.copy("server").await?;
        let server = Server::serve(&register, mall.folder())?;
        found[0].push(ms(import(&mut server.klient(&mall.fixture.token)?, &file)?.took));
        server.stop()?;
        found[1].push(ms(numbers(&ring, mall.fixture.records(count))?));
        found[2].push(ms(body(&ring, &std::fs::read(&file)?)?));
        let log = mall.folder().join(format!("logg{turn}.db"));
        found[3].push(ms(logg::through_store(&log, count, true).await?.0));
    }
    mall.remove().await?;
    show(count, &found.map(|times| median(&times)));
    Ok(())
}

/// Seals and hashes the number of each record that has one.
fn numbers(ring: &Nyckelring, records: impl Iterator<Item = Importpost>) -> Outcome<Duration> {
    let numbers: Vec<String> =
        records.filter_map(|record| record.uppgift.personnummer).map(|number| number.reveal().to_owned()).collect();
    if numbers.is_empty() {
        return Err("no record has a number".into());
    }
    let ids = logg::ids(numbers.len());
    let started = Instant::now();
    for (number, DeltagandeId(id)) in numbers.iter().zip(&ids) {
        std::hint::black_box((ring.seal(*id, number.as_bytes()), ring.search_hash(number.as_bytes())));
    }
    Ok(started.elapsed())
}

/// Seals a body in pieces and opens them.
fn body(ring: &Nyckelring, bytes: &[u8]) -> Outcome<Duration> {
    let DeltagandeId(id) = logg::ids(1).pop().ok_or("no identity")?;
    let started = Instant::now();
    for (index, piece) in (0..).zip(bytes.chunks(PIECE)) {
        let sealed = ring.seal_chunk(id, index, piece);
        std::hint::black_box(ring.open_chunk(id, index, &sealed)?);
    }
    Ok(started.elapsed())
}

fn show(count: usize, medians: &[f64; WHAT.len()]) {
    let [whole, parts @ ..] = *medians;
    let protection: f64 = parts.iter().sum();
    line(&format!("\nProtection of an import of {count} records, medians\n"));
    head(&["", "ms", "of what the rest takes"]);
    for (what, took) in WHAT.iter().zip(medians) {
        row(&[what, &format!("{took:.0}"), &percent(took / (whole - protection))]);
    }
    row(&["all protection", &format!("{protection:.0}"), &percent(protection / (whole - protection))]);
}
