//! rusqlite alone, storing the same rows in the same tables with the same statements.
//!
//! A plain loop on one thread. Rows are read back from the register that the server has written, so that nothing is
//! left to do but store them: no JSON to write, no identity number to seal, no rule to ask.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{CachedStatement, Connection, OpenFlags, params};

use super::Row;
use crate::Outcome;

/// The statements of the store, by the same files.
macro_rules! sql {
    ($file:literal) => {
        include_str!(concat!("../../../finsam-store/sql/", $file)).replace('$', "?")
    };
}

/// Every participation of a register, in the order of its creation.
///
/// # Errors
/// What the database says.
pub fn rows(database: &Path) -> Outcome<Vec<Row>> {
    let conn = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let columns = "id, kalla, nyckel, part, insats, start, slut, alder, sok, identitet, post";
    let mut statement = conn.prepare(&format!("SELECT {columns} FROM deltagande ORDER BY nummer"))?;
    let rows = statement.query_map((), |row| {
        Ok(Row {
            id: row.get(0)?,
            kalla: row.get(1)?,
            nyckel: row.get(2)?,
            part: row.get(3)?,
            insats: row.get(4)?,
            start: row.get(5)?,
            slut: row.get(6)?,
            alder: row.get(7)?,
            sok: row.get(8)?,
            identitet: row.get(9)?,
            post: row.get(10)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Opens a register that a [`Fixture`](crate::fixture::Fixture) made, with the settings that the store writes with, except
/// that the log is emptied by the one that writes, and seldom; and with the part and the system that rows name.
///
/// # Errors
/// What the database says.
pub fn open(database: &Path, part: &str, kallsystem: &str) -> Outcome<Connection> {
    let conn = Connection::open(database)?;
    let settings: [(&str, i64); 6] = [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("wal_autocheckpoint", 4_000),
        ("cache_size", -64 * 1024),
    ];
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    for (name, value) in settings {
        conn.pragma_update(None, name, value)?;
    }
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(32);
    conn.execute("INSERT INTO part (kod) VALUES (?1)", [part])?;
    conn.execute("INSERT INTO kalla (part, kallsystem) VALUES (1, ?1)", [kallsystem])?;
    Ok(conn)
}

/// Stores rows in order, so many in a transaction; how long it took.
///
/// # Errors
/// What the database says.
pub fn store(conn: &Connection, rows: &[Row], per_transaction: usize) -> Outcome<Duration> {
    let started = Instant::now();
    for round in rows.chunks(per_transaction) {
        conn.execute_batch("BEGIN IMMEDIATE")?;
        let arende = conn
            .prepare_cached(&sql!("arende/insert.sql"))?
            .query_row(params![0, "<bench>", "partssystem", "bench", "", None::<String>, None::<String>], |row| {
                row.get(0)
            })?;
        let mut writer = Writer::new(conn, arende)?;
        round.iter().try_for_each(|row| writer.store(row))?;
        drop(writer);
        conn.execute_batch("COMMIT")?;
    }
    Ok(started.elapsed())
}

/// The statements of one transaction.
struct Writer<'c> {
    conn: &'c Connection,
    arende: i64,
    standing: CachedStatement<'c>,
    overlap: CachedStatement<'c>,
    insert: CachedStatement<'c>,
    update: CachedStatement<'c>,
    update_post: CachedStatement<'c>,
    event: CachedStatement<'c>,
    access: CachedStatement<'c>,
}

/// What stands under a key, compared with a row.
struct Standing {
    nummer: i64,
    version: i64,
    same_person: bool,
    same_post: bool,
    same_insats: bool,
}

/// The numbers of the change feed's and the access log's codes.
const DELTAGANDE: i64 = 3;
const SKAPAD: i64 = 1;
const ANDRAD: i64 = 2;
/// The day on which the rows are written.
const DAG: i64 = 20_000;

impl<'c> Writer<'c> {
    fn new(conn: &'c Connection, arende: i64) -> rusqlite::Result<Self> {
        Ok(Self {
            conn,
            arende,
            standing: conn.prepare_cached(&sql!("deltagande/befintlig.sql"))?,
            overlap: conn.prepare_cached(&sql!("deltagande/overlapp.sql"))?,
            insert: conn.prepare_cached(&sql!("deltagande/insert.sql"))?,
            update: conn.prepare_cached(&sql!("deltagande/update.sql"))?,
            update_post: conn.prepare_cached(&sql!("deltagande/update_post.sql"))?,
            event: conn.prepare_cached(&sql!("handelse/insert.sql"))?,
            access: conn.prepare_cached(&sql!("atkomst/insert.sql"))?,
        })
    }

    /// What stands under the key decides, as in the store.
    fn store(&mut self, row: &Row) -> Outcome {
        match self.standing(row)? {
            Some(there) if there.same_person && there.same_post => {}
            Some(there) => self.change(row, &there)?,
            None => self.create(row)?,
        }
        self.access.execute((self.arende, DELTAGANDE, &row.id, None::<i64>))?;
        Ok(())
    }

    fn standing(&mut self, row: &Row) -> Outcome<Option<Standing>> {
        let mut found = self.standing.query((row.kalla, &row.nyckel))?;
        let Some(there) = found.next()? else { return Ok(None) };
        Ok(Some(Standing {
            nummer: there.get(0)?,
            version: there.get(2)?,
            same_person: there.get_ref(4)?.as_blob_or_null()? == row.sok.as_deref(),
            same_post: there.get_ref(5)?.as_str()? == row.post,
            same_insats: there.get::<_, i64>(6)? == row.insats,
        }))
    }

    fn create(&mut self, row: &Row) -> Outcome {
        self.check_overlap(row, 0)?;
        let Row { id, kalla, nyckel, part, insats, start, slut, alder, sok, identitet, post } = row;
        self.insert.execute(params![id, kalla, nyckel, part, insats, start, slut, alder, sok, identitet, post, DAG])?;
        let nummer = self.conn.last_insert_rowid();
        self.event.execute((self.arende, SKAPAD, DELTAGANDE, nummer, 1, id, rusqlite::types::Null))?;
        Ok(())
    }

    fn change(&mut self, row: &Row, there: &Standing) -> Outcome {
        self.check_overlap(row, there.nummer)?;
        let Row { id, insats, start, slut, alder, sok, identitet, post, .. } = row;
        let (nummer, version) = (there.nummer, there.version + 1);
        if there.same_person && there.same_insats {
            self.update_post.execute(params![nummer, version, start, slut, alder, post, DAG])?;
        } else {
            self.update.execute(params![nummer, version, insats, start, slut, alder, sok, identitet, post, DAG])?;
        }
        self.event.execute((self.arende, ANDRAD, DELTAGANDE, nummer, version, id, rusqlite::types::Null))?;
        Ok(())
    }

    fn check_overlap(&mut self, row: &Row, own: i64) -> Outcome {
        let Some(sok) = &row.sok else { return Ok(()) };
        let mut others = self.overlap.query((row.insats, row.part, sok, own))?;
        while let Some(other) = others.next()? {
            let (start, slut): (i64, Option<i64>) = (other.get(1)?, other.get(2)?);
            let apart = slut.is_some_and(|slut| slut < row.start) || row.slut.is_some_and(|slut| slut < start);
            if !apart {
                return Err("two rows overlap".into());
            }
        }
        Ok(())
    }
}
