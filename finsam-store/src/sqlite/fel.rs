//! What SQLite says, without values.

use rusqlite::{Error, ErrorCode, ffi};

use crate::StoreError;
use crate::nyckel::BORTTAGEN;

/// Turns an error of a statement into one of the store.
pub(super) fn database(statement: &'static str) -> impl FnOnce(Error) -> StoreError {
    move |error| match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Unavailable(format!("{statement}: {}", reason(&error)))
        }
        Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged(format!("{statement}: {}", reason(&error))),
        Some(ErrorCode::NotADatabase) => StoreError::NoDatabase,
        _ => match reason(&error) {
            said if said == BORTTAGEN => StoreError::RemovedKey,
            reason => StoreError::Database { statement, reason },
        },
    }
}

/// Only constraints are quoted in SQLite's words: they name tables and columns. The rest might quote more.
fn reason(error: &Error) -> String {
    match error {
        Error::SqliteFailure(code, Some(text)) if code.code == ErrorCode::ConstraintViolation => text.clone(),
        Error::SqliteFailure(code, _) => {
            format!("{} ({})", ffi::code_to_str(code.extended_code), code.extended_code)
        }
        Error::SqlInputError { .. } => "the statement does not parse".to_owned(),
        Error::InvalidPath(_) => "the path is not one that SQLite takes".to_owned(),
        Error::InvalidColumnType(column, _, typ) => format!("column {column} holds {typ}"),
        _ => "a value does not fit".to_owned(),
    }
}

/// Whether the error says that a unique value stands already.
pub(super) fn is_unique(error: &Error) -> bool {
    matches!(
        error.sqlite_error().map(|error| error.extended_code),
        Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
    )
}

/// The session was ended before it was done.
pub(super) fn ended() -> StoreError {
    StoreError::Unavailable("the session has been ended".to_owned())
}
