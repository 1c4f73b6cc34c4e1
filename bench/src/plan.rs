//! What is held whole: a plan as large as may be, carried out, and an import of counts. How long each takes, and the most
//! memory that the server has held by then.

use std::time::{Duration, Instant};

use chrono::{Datelike, Days, NaiveDate};
use finsam_core::insats::Enhet;
use serde_json::{Value, json};

use crate::Outcome;
use crate::figures::{head, line, rate, row, whole};
use crate::fixture::Fixture;
use crate::http::Klient;
use crate::import::import_as;
use crate::register::{Mall, Slag};
use crate::server::Server;

/// What a measurement gave: what was done, with how many, how fast, and the peak memory after it in MiB.
type Figure = (&'static str, usize, Duration, f64);

/// Measures a plan of so many records and an import of so many counts, each on a server that has just been started.
///
/// # Errors
/// When something does not work as it should; then there is no figure.
pub async fn measure(slag: Slag, records: usize, counts: usize) -> Outcome {
    let mall = Mall::new(slag).await?;
    let mut figures = plans(&mall, records).await?;
    figures.extend(counts_of(&mall, counts).await?);
    mall.remove().await?;
    line("\nWhat is held whole\n");
    head(&["", "rows", "s", "rows/s", "peak memory of the server by then, MiB"]);
    for (what, count, took, peak) in figures {
        let rows = whole(rate(count, took));
        row(&[what, &count.to_string(), &format!("{:.2}", took.as_secs_f64()), &rows, &format!("{peak:.0}")]);
    }
    Ok(())
}

/// A plan of new records and one that changes all of them, each carried out.
async fn plans(mall: &Mall, records: usize) -> Outcome<Vec<Figure>> {
    let register = mall.copy("server").await?;
    let server = Server::serve(&register, mall.folder())?;
    let mut klient = server.klient(&mall.fixture.token)?;
    let mut figures = Vec::new();
    for (changed, [planned, done]) in
        [(0, ["plan, all new", "carried out"]), (10, ["plan, all changed", "carried out"])]
    {
        let file = mall.folder().join("plan.ndjson");
        mall.fixture.write_ndjson(&file, records, changed)?;
        let plan = import_as(&mut klient, "/finsam/v1/importer?importlage=plan", &file)?;
        figures.push((planned, records, plan.took, server.peak_mib()?));
        let place = plan.location.ok_or("no Location")?;
        let version = klient.get(&place)?.json()?["version"].clone();
        let asked = Instant::now();
        let carried_out = klient.act(&format!("{place}/verkstall"), &version.to_string())?.json()?;
        figures.push((done, records, asked.elapsed(), server.peak_mib()?));
        if carried_out["status"] != "klar" {
            return Err(format!("unexpected: {carried_out}").into());
        }
    }
    server.stop()?;
    Ok(figures)
}

/// Counts that are new, planned and then carried out, and the same again.
async fn counts_of(mall: &Mall, counts: usize) -> Outcome<Vec<Figure>> {
    let register = mall.copy("server").await?;
    let server = Server::serve(&register, mall.folder())?;
    let mut klient = server.klient(&mall.fixture.forbund)?;
    let body = Value::from_iter(rows(&mall.fixture, counts)).to_string();
    let mut figures = Vec::new();
    for (what, query, outcome) in [
        ("counts, planned", "?importlage=plan", "skapade"),
        ("counts, new", "", "skapade"),
        ("counts, the same again", "", "oforandrade"),
    ] {
        let asked = Instant::now();
        let done = send(&mut klient, query, &body)?;
        figures.push((what, counts, asked.elapsed(), server.peak_mib()?));
        if done["antal"][outcome] != counts {
            return Err(format!("unexpected: {}", done["antal"]).into());
        }
    }
    server.stop()?;
    Ok(figures)
}

fn send(klient: &mut Klient, query: &str, body: &str) -> Outcome<Value> {
    let path = format!("/finsam/v1/importer/antal{query}");
    klient.send("POST", &path, "application/json", body.as_bytes())?.json()
}

/// Counts of a day each, in every unit in turn.
fn rows(fixture: &Fixture, counts: usize) -> impl Iterator<Item = Value> {
    let first = NaiveDate::from_ymd_opt(2014, 1, 1).unwrap_or_default();
    (0..counts).map(move |n| {
        let (units, day) = (Enhet::ALL.len(), first + Days::new((n / Enhet::ALL.len()) as u64));
        json!({"insatsId": fixture.raknad, "fran": day, "till": day, "enhet": Enhet::ALL[n % units],
            "kvinnor": day.day(), "man": day.month(), "nya": {"kvinnor": 1, "man": 1}})
    })
}
