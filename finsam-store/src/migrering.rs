//! What is the same of migrations in every database.
//!
//! An applied migration is never edited: its checksum stands in the database, and a database that was made by another
//! text is refused.

use sha2::{Digest, Sha256};

use crate::StoreError;

/// A step.
pub(crate) struct Migrering {
    pub(crate) namn: &'static str,
    pub(crate) text: &'static str,
}

impl Migrering {
    /// SHA-256 in hexadecimal digits.
    pub(crate) fn checksum(&self) -> String {
        Sha256::digest(self.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The number of the last step.
pub(crate) fn known_of(steps: &[Migrering]) -> u32 {
    u32::try_from(steps.len()).unwrap_or(u32::MAX)
}

/// Whether the applied ones, by their checksums, are those of this program.
pub(crate) fn check_applied(steps: &[Migrering], applied: &[String]) -> Result<(), StoreError> {
    for (summa, migrering) in applied.iter().zip(steps) {
        if *summa != migrering.checksum() {
            let reason = "the database was made by another text of this migration".to_owned();
            return Err(StoreError::Database { statement: migrering.namn, reason });
        }
    }
    Ok(())
}
