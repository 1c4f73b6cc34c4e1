//! Opening the file and starting the threads.

use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::{oneshot, watch};

use super::fel::database;
use super::lasare::Lasare;
use super::skrivare::{Kedja, Skrivare};
use super::sql::ALLA_ANTAL;
use super::tomning::Tomning;
use super::{Koer, Settings, SqliteStore, granska, migrering, nyckel};
use crate::migrering::Program;
use crate::{Nyckelring, StoreError};

/// The size of a page in a new file, in bytes. A page of 4 096 holds four participations and costs a fifth more work.
const PAGE: i64 = 8_192;
/// The log is cut back to this size, in bytes, once everything in it has been moved into the database.
const WAL_KEPT: i64 = 64 * 1024 * 1024;

pub(super) fn open(
    program: Program,
    path: &Path,
    ring: Option<Arc<Nyckelring>>,
    settings: Settings,
) -> Result<SqliteStore, StoreError> {
    let mut conn = writing(path, settings)?;
    if let Some(limit) = settings.check {
        granska::quick(&conn, limit)?;
    }
    migrering::migrate(&mut conn, program, false, settings.busy)?;
    migrering::check(&conn, program)?;
    if let Some(ring) = &ring {
        nyckel::admit(&conn, ring)?;
    }
    let readers = settings.readers.clamp(1, 64);
    let connections = (0..readers).map(|_| reading(path, settings)).collect::<Result<Vec<_>, _>>()?;
    let probing = reading(path, settings)?;

    let tomning = Tomning::start(&mut conn, beside(path, settings)?)?;

    let (skriv, writes) = sync_channel(settings.queue.max(1));
    let (las, reads) = sync_channel(settings.queue.max(1));
    let writer = Skrivare {
        conn,
        ring: ring.clone(),
        ko: writes,
        vilotid: settings.idle,
        grupptid: settings.group,
        kedja: Kedja::default(),
        tomning,
    };
    let mut threads = vec![start("finsam-skrivare", move || writer.run())?];
    let reads = Arc::new(Mutex::new(reads));
    let upptagna = Arc::new(AtomicUsize::new(0));
    for conn in connections {
        let (ko, upptagna) = (Arc::clone(&reads), Arc::clone(&upptagna));
        let reader = Lasare { conn, ring: ring.clone(), ko, vilotid: settings.idle, upptagna };
        threads.push(start("finsam-lasare", move || reader.run())?);
    }
    let (prob, probes) = sync_channel(settings.queue.max(1));
    let ko = Arc::new(Mutex::new(probes));
    let prober = Lasare { conn: probing, ring: None, ko, vilotid: settings.idle, upptagna: Arc::default() };
    threads.push(start("finsam-prob", move || prober.run())?);
    Ok(SqliteStore {
        koer: Mutex::new(Some(Koer { skriv, las, prob })),
        threads: Mutex::new(threads),
        ring,
        fil: (path.to_owned(), settings),
        program,
        commits: Arc::new(watch::Sender::new(())),
        lasare: readers,
        upptagna,
        vantar: AtomicUsize::new(0),
        skrivko: AtomicUsize::new(0),
        begun: AtomicU64::new(0),
    })
}

fn start(name: &str, work: impl FnOnce() + Send + 'static) -> Result<oneshot::Receiver<()>, StoreError> {
    let (alive, ended) = oneshot::channel::<()>();
    let work = move || {
        work();
        drop(alive);
    };
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map(|_| ended).map_err(|fel| StoreError::Unavailable(format!("no thread: {fel}")))
}

pub(super) fn writing(path: &Path, settings: Settings) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = connect(path, flags, settings, settings.cache_kib)?;
    pragma(&conn, "page_size", PAGE)?;
    pragma(&conn, "journal_mode", "WAL")?;
    guard(&conn)?;
    pragma(&conn, "journal_size_limit", WAL_KEPT)?;
    Ok(conn)
}

/// What holds for everybody who writes.
fn guard(conn: &Connection) -> Result<(), StoreError> {
    pragma(conn, "synchronous", "FULL")?;
    pragma(conn, "foreign_keys", true)?;
    // Else REPLACE would go past the triggers that keep the access log.
    pragma(conn, "recursive_triggers", true)?;
    // What is removed is overwritten: a deleted record leaves nothing in the file.
    pragma(conn, "secure_delete", true)
}

/// A connection that only looks. It is opened for writing so that the files beside a database in WAL mode go again when
/// it is closed; of a file that cannot be written to it is content with reading.
pub(super) fn looking(path: &Path, settings: Settings) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = connect(path, flags, settings, settings.cache_kib / 4)?;
    pragma(&conn, "query_only", true)?;
    Ok(conn)
}

/// A connection that has the file to itself, made where it is not there, with a rollback journal. Others that have it open
/// are waited for as long as `settings` say.
pub(super) fn alone(path: &Path, settings: Settings) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = connect(path, flags, settings, settings.cache_kib)?;
    pragma(&conn, "page_size", PAGE)?;
    pragma(&conn, "locking_mode", "EXCLUSIVE")?;
    leave_wal(&conn)?;
    guard(&conn)?;
    Ok(conn)
}

/// Moves everything into the one file, which only one that has it alone may.
pub(super) fn leave_wal(conn: &Connection) -> Result<(), StoreError> {
    pragma(conn, "journal_mode", "DELETE").map_err(|fel| match fel {
        StoreError::Unavailable(_) => StoreError::InUse,
        fel => fel,
    })
}

/// A connection that moves what is in the log into the database.
fn beside(path: &Path, settings: Settings) -> Result<Connection, StoreError> {
    let conn = looking(path, settings)?;
    pragma(&conn, "synchronous", "FULL")?;
    Ok(conn)
}

pub(super) fn reading(path: &Path, settings: Settings) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = connect(path, flags, settings, settings.cache_kib / 4)?;
    pragma(&conn, "query_only", true)?;
    Ok(conn)
}

pub(super) fn connect(
    path: &Path,
    flags: OpenFlags,
    settings: Settings,
    cache_kib: u32,
) -> Result<Connection, StoreError> {
    let conn = Connection::open_with_flags(path, flags)
        .map_err(|fel| StoreError::Unavailable(format!("{}: {}", path.display(), database("open")(fel))))?;
    conn.busy_timeout(settings.busy).map_err(database("busy_timeout"))?;
    conn.set_prepared_statement_cache_capacity(ALLA_ANTAL);
    // Else a statement is planned anew whenever a value changes between 1 and something else, every third row or so.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(database("qpsg"))?;
    // Negative means KiB.
    pragma(&conn, "cache_size", -i64::from(cache_kib))?;
    Ok(conn)
}

pub(super) fn pragma(conn: &Connection, name: &'static str, value: impl rusqlite::ToSql) -> Result<(), StoreError> {
    conn.pragma_update_and_check(None, name, value, |_| Ok(())).or_else(|fel| match fel {
        rusqlite::Error::QueryReturnedNoRows => Ok(()),
        fel => Err(database(name)(fel)),
    })
}
