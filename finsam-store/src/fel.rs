//! What can go wrong in the store. These texts are for the log, never for a caller.

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached or opened now.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// A unique value stands already; the caller decides what that means.
    #[error("already there: {0}")]
    Conflict(&'static str),
    /// A row that will not decode.
    #[error("row {row} of {table} does not decode in column {column}: {reason}")]
    Decode {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row, by its internal number or identity; never anything personal.
        row: String,
        /// Why, without the value.
        reason: String,
    },
    /// No key was given, and an identity number would have to be kept.
    #[error("no key to seal identity numbers with")]
    NoKey,
    /// The key given does not open what the database holds.
    #[error("the key does not open what the database holds")]
    WrongKey,
    /// The database was made by a newer version of the program.
    #[error("the database is at migration {found}, this program knows {known}; use a newer program")]
    Newer {
        /// The migration of the database.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// The database is not yet in the form that this program needs.
    #[error("the database is at migration {found}, this program needs {known}; migrate it")]
    NotMigrated {
        /// The migration of the database.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// Anything else the database says.
    #[error("{statement}: {reason}")]
    Database {
        /// The statement file or step.
        statement: &'static str,
        /// What the database said; values are not in it.
        reason: String,
    },
}
