//! What protection costs an import: sealing and hashing identity numbers, keeping the body sealed on disk, and the lines of
//! the access log with their chain. Each is measured alone, on one thread, and set against the import over HTTP of the
//! same run. In an import most of it goes on beside the writing, so the sum is more than what an import without any of it
//! would save.
//!
//! The caller is authorised once a request (its key is hashed and looked up) and once for each insats that records name. Here
//! the key is looked up once, as if it were not remembered from the request before, and the role is judged once for every
//! record: so it is the most that it can be.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use finsam_api::token::hash;
use finsam_core::atkomst::{Operation, Plats};
use finsam_core::id::{DeltagandeId, ForbundId, InsatsId};
use finsam_core::protokoll::Importpost;
use finsam_store::{Nyckelring, Store};

use crate::Outcome;
use crate::figures::{head, line, median, ms, percent, row};
use crate::fixture::Fixture;
use crate::import::import;
use crate::logg;
use crate::register::{Mall, Slag};
use crate::server::Server;

/// How much of a body is sealed at a time.
const PIECE: usize = 256 * 1024;
/// What is measured, in the order of a turn's figures.
const WHAT: [&str; 5] = [
    "the import over HTTP",
    "looking up the key, and judging its role for every record",
    "sealing identity numbers and hashing them",
    "sealing the body on disk, and opening it",
    "lines of the access log, chained, with their commits",
];

/// Measures an import of so many records in so many turns.
///
/// # Errors
/// When something does not work as it should; then there is no figure.
pub async fn measure(slag: Slag, count: usize, turns: usize) -> Outcome {
    let mall = Mall::new(slag).await?;
    let file = mall.folder().join("0.ndjson");
    mall.fixture.write_ndjson(&file, count, 0)?;
    let ring = Nyckelring::from_bytes([7; 32]);
    let mut found = [const { Vec::new() }; WHAT.len()];
    for _ in 0..turns {
        let register = mall.copy("server").await?;
        let server = Server::serve(&register, mall.folder())?;
        found[0].push(ms(import(&mut server.klient(&mall.fixture.token)?, &file)?.took));
        server.stop()?;
        found[2].push(ms(numbers(&ring, mall.fixture.records(count))?));
        found[3].push(ms(body(&ring, &std::fs::read(&file)?)?));
        let store = mall.copy("skydd").await?.open().await?;
        found[1].push(ms(authorisation(store.as_ref(), &mall.fixture, count).await?));
        found[4].push(ms(logg::written_to(store.as_ref(), count).await?.0));
    }
    mall.remove().await?;
    show(slag, count, &found.map(|times| median(&times)));
    Ok(())
}

/// Looks up the key of the sender as a request does, and judges for each record whether it reaches an insats.
async fn authorisation(store: &dyn Store, fixture: &Fixture, count: usize) -> Outcome<Duration> {
    let insatser: HashMap<InsatsId, ForbundId> =
        store.read().await?.insatser().all().await?.iter().map(|one| (one.id, one.uppgift.forbund_id)).collect();
    let plats = |post: Importpost| {
        let insats = post.uppgift.insats_id?;
        Some(Plats { insats, forbund: *insatser.get(&insats)? })
    };
    let platser: Vec<Plats> = fixture.records(count).filter_map(plats).collect();
    let started = Instant::now();
    let token = store.ask().await?.tokens().find(&hash(&fixture.token)).await?.ok_or("the key is not there")?;
    let synfalt = token.synfalt();
    let reached = platser.iter().filter(|plats| synfalt.reaches(Operation::SkapaImport, **plats)).count();
    let took = started.elapsed();
    if reached == count { Ok(took) } else { Err(format!("{reached} of {count} records are reached").into()) }
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

fn show(slag: Slag, count: usize, medians: &[f64; WHAT.len()]) {
    let [whole, parts @ ..] = *medians;
    let protection: f64 = parts.iter().sum();
    line(&format!("\nProtection of an import of {count} records on {slag:?}, medians\n"));
    head(&["", "ms", "of what the rest takes"]);
    for (what, took) in WHAT.iter().zip(medians) {
        row(&[what, &format!("{took:.0}"), &percent(took / (whole - protection))]);
    }
    row(&["all protection", &format!("{protection:.0}"), &percent(protection / (whole - protection))]);
}
