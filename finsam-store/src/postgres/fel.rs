//! What PostgreSQL says, without values.

use deadpool_postgres::PoolError;
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};

use crate::StoreError;
use crate::nyckel::BORTTAGEN;

/// Turns an error of a statement into one of the store.
pub(super) fn database(statement: &'static str) -> impl FnOnce(Error) -> StoreError {
    move |error| match error.as_db_error() {
        Some(said) if passes(said.code()) => {
            StoreError::Unavailable(format!("{statement}: SQLSTATE {}", said.code().code()))
        }
        Some(said) if [SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED].contains(said.code()) => {
            StoreError::Damaged(format!("{statement}: {}", reason(said)))
        }
        Some(said) if said.message() == BORTTAGEN => StoreError::RemovedKey,
        Some(said) => StoreError::Database { statement, reason: reason(said) },
        None if error.is_closed() || is_io(&error) => StoreError::Unavailable(format!("{statement}: connection lost")),
        None => StoreError::Database { statement, reason: "a value does not fit".to_owned() },
    }
}

/// Whether it may go better the next time: the server stops, is short of something, is only a replica now, was asked
/// to wait for too long, or chose this transaction to end a deadlock.
fn passes(code: &SqlState) -> bool {
    const CODES: [SqlState; 6] = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::QUERY_CANCELED,
        SqlState::READ_ONLY_SQL_TRANSACTION,
        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
    ];
    // 08 is the connection, 53 resources, 57P the operator.
    CODES.contains(code) || ["08", "53", "57P"].iter().any(|class| code.code().starts_with(class))
}

/// Whether the transaction lost against another one, and may be tried again from its beginning.
pub(super) fn lost_race(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable(text) if text.ends_with("40001") || text.ends_with("40P01"))
}

/// Whether a lock was waited for in vain.
pub(super) fn gave_up_waiting(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable(text) if text.ends_with("55P03"))
}

/// The words of PostgreSQL may quote values; a constraint's name does not, nor do those of the triggers here.
fn reason(said: &DbError) -> String {
    let code = said.code().code();
    match (said.constraint(), said.table()) {
        (Some(constraint), Some(table)) => format!("SQLSTATE {code}: {table}, constraint {constraint}"),
        _ if *said.code() == SqlState::INTEGRITY_CONSTRAINT_VIOLATION => said.message().to_owned(),
        _ => format!("SQLSTATE {code}"),
    }
}

fn is_io(error: &Error) -> bool {
    std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
}

/// Whether it is what the server says of a statement, whose transaction can only be rolled back then.
pub(super) fn is_said(error: &StoreError) -> bool {
    match error {
        StoreError::RemovedKey => true,
        StoreError::Unavailable(text) => text.contains(": SQLSTATE "),
        StoreError::Database { reason, .. } => reason.starts_with("SQLSTATE "),
        _ => false,
    }
}

/// Whether the error says that a unique value stands already.
pub(super) fn is_unique(error: &StoreError) -> bool {
    matches!(error, StoreError::Database { reason, .. } if reason.starts_with("SQLSTATE 23505"))
}

/// No connection could be had. What the server says of a connection names users and databases, never data.
pub(super) fn unreachable(error: &PoolError) -> StoreError {
    StoreError::Unavailable(match error {
        PoolError::Backend(error) => connection(error),
        PoolError::Timeout(_) => "no connection to PostgreSQL was free in time".to_owned(),
        PoolError::Closed => "the store is closed".to_owned(),
        PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => "no connection to PostgreSQL".to_owned(),
    })
}

/// Why no connection could be made.
pub(super) fn connection(error: &Error) -> String {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    format!("PostgreSQL: {error}: {cause}")
}

/// The session was ended before it was done.
pub(super) fn ended() -> StoreError {
    StoreError::Unavailable("the session has been ended".to_owned())
}
