//! Looking for damage in a file.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use super::fel::database;
use super::sql::{Sats, TRANSAKTION_HELKONTROLL, TRANSAKTION_KONTROLL};
use crate::StoreError;

/// Looks through every page but not into the indexes, for at most so long. What has not been reached by then is taken to
/// be sound, and the log says so.
pub(super) fn quick(conn: &Connection, limit: Duration) -> Result<(), StoreError> {
    let interrupt = conn.get_interrupt_handle();
    let (done, waits) = channel::<()>();
    let verdict = std::thread::scope(|scope| {
        scope.spawn(move || {
            if waits.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                interrupt.interrupt();
            }
        });
        let verdict = ask(conn, TRANSAKTION_KONTROLL);
        // Now, so that nothing else can be interrupted: leaving the scope waits for the thread.
        drop(done);
        verdict
    });
    if let Err(fel) = &verdict
        && fel.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
    {
        tracing::warn!(seconds = limit.as_secs(), "the register was not looked through to its end for damage");
        return Ok(());
    }
    judge(verdict, TRANSAKTION_KONTROLL)
}

/// Looks through everything, and whether indexes and tables agree.
pub(super) fn whole(conn: &Connection) -> Result<(), StoreError> {
    judge(ask(conn, TRANSAKTION_HELKONTROLL), TRANSAKTION_HELKONTROLL)
}

/// The first thing that is wrong, or `ok`. It names tables, columns and pages, and no value.
fn ask(conn: &Connection, sats: Sats) -> rusqlite::Result<String> {
    conn.query_row(sats.text, (), |row| row.get(0))
}

fn judge(verdict: rusqlite::Result<String>, sats: Sats) -> Result<(), StoreError> {
    let verdict = verdict.map_err(database(sats.namn))?;
    if verdict == "ok" { Ok(()) } else { Err(StoreError::Damaged(verdict.replace('\n', " "))) }
}
