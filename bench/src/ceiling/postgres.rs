//! tokio-postgres alone, storing the same rows: a bare upsert with arrays (`UNNEST`), a round a transaction.
//!
//! It asks no rule, keeps no order and looks at nothing that stands there. Plans are made for the values of each
//! execution: a plan made while the table is empty would be kept while it fills.

use std::time::{Duration, Instant};

use tokio_postgres::{Client, NoTls, Statement};

use super::Row;
use crate::Outcome;

/// What an upsert of participations does with a row that stands there.
const CONFLICT: &str = "ON CONFLICT (kalla, nyckel) DO UPDATE SET version = deltagande.version + 1, \
     insats = excluded.insats, start = excluded.start, slut = excluded.slut, alder = excluded.alder, \
     sok = excluded.sok, identitet = excluded.identitet, post = excluded.post";
const COLUMNS: &str = "id, kalla, nyckel, version, part, insats, start, slut, alder, sok, identitet, post";

/// How much of what an import writes is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wide {
    /// The participations.
    Deltaganden,
    /// Also their events and their lines in the access log.
    Alla,
}

/// A connection.
///
/// # Errors
/// When the server does not answer.
pub async fn connect(address: &str) -> Outcome<Client> {
    let (client, connection) = tokio_postgres::connect(address, NoTls).await?;
    tokio::spawn(connection);
    client.batch_execute("SET plan_cache_mode = force_custom_plan").await?;
    Ok(client)
}

/// Every participation of a register, in the order of its creation.
///
/// # Errors
/// What the database says.
pub async fn rows(address: &str) -> Outcome<Vec<Row>> {
    let client = connect(address).await?;
    let select = "SELECT id, kalla, nyckel, part, insats, start::bigint, slut::bigint, alder::bigint, sok, identitet, post \
                  FROM deltagande ORDER BY nummer";
    let found = client.query(select, &[]).await?;
    let row = |row: &tokio_postgres::Row| Row {
        id: row.get(0),
        kalla: row.get(1),
        nyckel: row.get(2),
        part: row.get(3),
        insats: row.get(4),
        start: row.get(5),
        slut: row.get(6),
        alder: row.get(7),
        sok: row.get(8),
        identitet: row.get(9),
        post: row.get(10),
    };
    Ok(found.iter().map(row).collect())
}

/// Stores rows in order, so many in a transaction; how long it took, the making of the arrays included.
///
/// # Errors
/// What the database says.
pub async fn store(address: &str, rows: &[Row], per_transaction: usize, wide: Wide) -> Outcome<Duration> {
    let client = connect(address).await?;
    let upsert = client.prepare(&upsert()).await?;
    let events = client.prepare(EVENTS).await?;
    let lines = client.prepare(LINES).await?;
    let started = Instant::now();
    for round in rows.chunks(per_transaction) {
        client.batch_execute("BEGIN").await?;
        batch(&client, &upsert, round).await?;
        if wide == Wide::Alla {
            let ids: Vec<&[u8]> = round.iter().map(|row| row.id.as_slice()).collect();
            client.execute(&events, &[&ids]).await?;
            client.execute(&lines, &[&ids]).await?;
        }
        client.batch_execute("COMMIT").await?;
    }
    Ok(started.elapsed())
}

const EVENTS: &str = "INSERT INTO handelse (arende, typ, resurs, rad, version, id, insats_fore) \
     SELECT 1, 1, 3, 1, 1, id, NULL::bigint FROM unnest($1::bytea[]) AS u (id)";
const LINES: &str = "INSERT INTO atkomst (arende, resurs, id) SELECT 1, 3, id FROM unnest($1::bytea[]) AS u (id)";

fn upsert() -> String {
    format!(
        "INSERT INTO deltagande ({COLUMNS}) \
         SELECT id, kalla, nyckel, 1, part, insats, start, slut, alder, sok, identitet, post \
         FROM unnest($1::bytea[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::integer[], $7::integer[], \
              $8::integer[], $9::bytea[], $10::bytea[], $11::text[]) \
         AS u (id, kalla, nyckel, part, insats, start, slut, alder, sok, identitet, post) {CONFLICT}"
    )
}

async fn batch(client: &Client, statement: &Statement, rows: &[Row]) -> Outcome {
    macro_rules! column {
        ($take:expr) => {
            rows.iter().map($take).collect::<Vec<_>>()
        };
    }
    let id = column!(|row| row.id.as_slice());
    let kalla = column!(|row| row.kalla);
    let nyckel = column!(|row| row.nyckel.as_str());
    let part = column!(|row| row.part);
    let insats = column!(|row| row.insats);
    let start = column!(|row| small(row.start));
    let slut = column!(|row| row.slut.map(small));
    let alder = column!(|row| row.alder.map(small));
    let sok = column!(|row| row.sok.as_deref());
    let identitet = column!(|row| row.identitet.as_deref());
    let post = column!(|row| row.post.as_str());
    client
        .execute(statement, &[&id, &kalla, &nyckel, &part, &insats, &start, &slut, &alder, &sok, &identitet, &post])
        .await?;
    Ok(())
}

/// Stores rows by a prepared upsert each, a commit each; how long each took.
///
/// # Errors
/// What the database says.
pub async fn one_by_one(address: &str, rows: &[Row]) -> Outcome<Vec<Duration>> {
    let client = connect(address).await?;
    let text = format!(
        "INSERT INTO deltagande ({COLUMNS}) VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11) {CONFLICT}"
    );
    let upsert = client.prepare(&text).await?;
    let mut times = Vec::with_capacity(rows.len());
    for row in rows {
        let Row { id, kalla, nyckel, part, insats, start, slut, alder, sok, identitet, post } = row;
        let (start, slut, alder) = (small(*start), slut.map(small), alder.map(small));
        let asked = Instant::now();
        client
            .execute(&upsert, &[id, kalla, nyckel, part, insats, &start, &slut, &alder, sok, identitet, post])
            .await?;
        times.push(asked.elapsed());
    }
    Ok(times)
}

/// Days and years fit.
fn small(value: i64) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}
