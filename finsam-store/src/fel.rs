//! What can go wrong in the store. These texts are for the log, never for a caller.

use finsam_nyckel::KeyError;

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
    /// Something is sealed with a key, by its number, that was not given.
    #[error("sealed with key {0}, which is not among those given")]
    UnknownKey(u8),
    /// What is sealed with a key that has been taken away from the register is not kept, and who seals with it is not let in.
    #[error("the key that seals has been taken away from the register; use the key file that holds")]
    RemovedKey,
    /// The key given does not open what the database holds.
    #[error("the key does not open what the database holds")]
    WrongKey,
    /// The database was migrated by a newer version of the program and lets older ones in no more.
    #[error(
        "the database is at migration {found} and lets in programs from {oldest}, this one knows {known}; \
         use a newer program"
    )]
    Newer {
        /// The newest migration of the database.
        found: u32,
        /// The newest that this program knows.
        known: u32,
        /// The newest that the oldest program knows that is let in; 0 when the database does not say.
        oldest: u32,
    },
    /// The database is not yet in the form that this program needs.
    #[error("the database is at migration {found}, this program needs {needed}; migrate it")]
    NotMigrated {
        /// The newest migration of the database.
        found: u32,
        /// The newest that this program cannot do without.
        needed: u32,
    },
    /// A migration waited for others for as long as it may. Nothing of it was done.
    #[error("migration {step} waited {seconds} s for a lock and gave up; nothing of it was done")]
    Locked {
        /// The name of the migration.
        step: &'static str,
        /// How long it waited.
        seconds: u64,
    },
    /// Programs are connected that a migration would take something from that they use.
    #[error("{count} connections are of programs that know no migration from {oldest} on; stop them first")]
    OlderPrograms {
        /// How many connections.
        count: u64,
        /// The newest migration that a program must know.
        oldest: u32,
    },
    /// Somebody uses the register that must be had alone.
    #[error("another program uses the register")]
    InUse,
    /// A register was being moved here, and that came to no end.
    #[error("a register is being moved to this database; nothing is served from it until that is done")]
    HalfMoved,
    /// The database is damaged.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The file is no database.
    #[error("the file is no database")]
    NoDatabase,
    /// Anything else the database says.
    #[error("{statement}: {reason}")]
    Database {
        /// The statement file or step.
        statement: &'static str,
        /// What the database said; values are not in it.
        reason: String,
    },
}

impl From<KeyError> for StoreError {
    fn from(fel: KeyError) -> Self {
        match fel {
            KeyError::Wrong => Self::WrongKey,
            KeyError::Unknown(nyckel) => Self::UnknownKey(nyckel),
            KeyError::File(_) => Self::Unavailable(fel.to_string()),
        }
    }
}
