//! What is the same of migrations in every database.
//!
//! Programs of two versions may use one database at the same time. So a step either *expands*: it only adds, and a
//! program that does not know it goes on. Or it *contracts*: it takes away what programs from some step on do not use,
//! and is refused for as long as the database still lets older ones in. The database says itself which is the oldest
//! program it lets in, and programs are named by the newest step that they know.
//!
//! A file says in its first lines what it is, and what it asks of others meanwhile:
//!
//! ```sql
//! -- phase: contract, programs from 5
//! -- locks: deltagande
//! -- rewrites: deltagande
//! ```
//!
//! An applied migration is never edited: its checksum stands in the database, and a database that was made by another
//! text is refused.

mod plan;
#[cfg(test)]
mod tests;

use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::{StoreError, Tillstand};
pub use plan::{Migreringsplan, Migreringssteg};

/// The step from which on a database says which programs it lets in.
pub(crate) const KOMPATIBILITET: u32 = 3;

/// What a step would say of itself that is older than heads.
const ALDRE: &[(&str, &str)] = &[("0002_andringar", "-- phase: expand\n-- locks: handelse\n-- rewrites: handelse")];

/// Whether programs that do not know a step may go on after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fas {
    /// It only adds: they may.
    Expand,
    /// It takes something away: those may that know step `fran`, since they do not use it.
    Contract {
        /// The newest step that the oldest of them knows.
        fran: u32,
    },
}

/// A step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migrering {
    /// Its file: four digits, that are its number, and a name.
    pub(crate) namn: &'static str,
    pub(crate) text: &'static str,
}

impl Migrering {
    /// Its number.
    pub(crate) fn nummer(&self) -> u32 {
        self.namn.split('_').next().and_then(|digits| digits.parse().ok()).unwrap_or(u32::MAX)
    }

    /// SHA-256 in hexadecimal digits.
    pub(crate) fn checksum(&self) -> String {
        Sha256::digest(self.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What it says of itself in a line `-- key: value` at its head.
    fn said(&self, key: &str) -> Option<&'static str> {
        let older = ALDRE.iter().find(|(namn, _)| *namn == self.namn).map(|(_, head)| *head);
        let mut head = older.unwrap_or(self.text).lines().map_while(|line| line.strip_prefix("-- "));
        head.find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
    }

    /// Its phase. The steps that are older than phases expand.
    pub(crate) fn fas(&self) -> Fas {
        let from = self.said("phase").and_then(|said| said.strip_prefix("contract, programs from "));
        from.and_then(|from| from.parse().ok()).map_or(Fas::Expand, |fran| Fas::Contract { fran })
    }

    /// The names in a line of its head, apart by commas.
    fn names(&self, key: &str) -> Vec<&'static str> {
        self.said(key).map(|said| said.split(", ").collect()).unwrap_or_default()
    }
}

/// What a database says of its migrations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Funnet {
    /// The steps that it has, in order, with their checksums.
    pub(crate) steg: Vec<(u32, String)>,
    /// The oldest program that it lets in; 0 where it says nothing of that.
    pub(crate) kompatibel_fran: u32,
}

impl Funnet {
    /// The newest step that it has; 0 when it has none.
    pub(crate) fn newest(&self) -> u32 {
        self.steg.last().map_or(0, |(nummer, _)| *nummer)
    }

    fn has(&self, steg: &Migrering) -> bool {
        self.steg.iter().any(|(nummer, _)| *nummer == steg.nummer())
    }
}

/// A program, as databases know it: the steps that it knows, in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program(pub(crate) &'static [Migrering]);

impl Program {
    /// The newest step that it knows.
    pub(crate) fn known(self) -> u32 {
        self.0.last().map_or(0, Migrering::nummer)
    }

    /// The newest step that it cannot do without. It does not use what steps of the other kind take away.
    pub(crate) fn needed(self) -> u32 {
        self.0.iter().rfind(|steg| steg.fas() == Fas::Expand).map_or(0, Migrering::nummer)
    }

    /// The state of a database, as this program sees it.
    pub(crate) fn state(self, funnet: &Funnet) -> Tillstand {
        Tillstand {
            migration: funnet.newest(),
            kand_migration: self.known(),
            behovd_migration: self.needed(),
            kompatibel_fran: funnet.kompatibel_fran,
        }
    }

    /// Whether it may use the database, and the database is in a form that it can use.
    pub(crate) fn check(self, funnet: &Funnet) -> Result<(), StoreError> {
        self.check_known(funnet)?;
        let (found, needed) = (funnet.newest(), self.needed());
        if found < needed { Err(StoreError::NotMigrated { found, needed }) } else { Ok(()) }
    }

    /// Whether it may use the database, once that is migrated.
    pub(crate) fn check_known(self, funnet: &Funnet) -> Result<(), StoreError> {
        let state = self.state(funnet);
        if state.is_newer() {
            return Err(StoreError::Newer {
                found: state.migration,
                known: state.kand_migration,
                oldest: state.kompatibel_fran,
            });
        }
        for (nummer, summa) in &funnet.steg {
            if let Some(steg) = self.0.iter().find(|steg| steg.nummer() == *nummer)
                && *summa != steg.checksum()
            {
                let reason = "the database was made by another text of this migration".to_owned();
                return Err(StoreError::Database { statement: steg.namn, reason });
            }
        }
        Ok(())
    }

    /// The steps that the database does not have.
    fn pending(self, funnet: &Funnet) -> impl Iterator<Item = &'static Migrering> {
        // One that is newer than the program has had all of the program's steps, or more is wrong than can be told here.
        self.0.iter().filter(|steg| !funnet.has(steg))
    }

    /// The step to be taken next, unless it has to wait until the database lets no older programs in.
    pub(crate) fn next(self, funnet: &Funnet) -> Option<&'static Migrering> {
        self.pending(funnet).next().filter(|steg| is_allowed(steg, funnet.kompatibel_fran))
    }

    /// Whether a step that the database does not have takes something away.
    pub(crate) fn takes_away(self, funnet: &Funnet) -> bool {
        self.pending(funnet).any(|steg| steg.fas() != Fas::Expand)
    }

    /// The oldest program that the database may let in when all steps are to be taken; `None` when it need not change.
    pub(crate) fn oldest(self, funnet: &Funnet) -> Option<u32> {
        let wanted = self.pending(funnet).filter_map(|steg| match steg.fas() {
            Fas::Contract { fran } => Some(fran),
            Fas::Expand => None,
        });
        wanted.max().filter(|fran| *fran > funnet.kompatibel_fran)
    }

    /// What migrating the database would do.
    pub(crate) fn plan(self, funnet: &Funnet) -> Result<Migreringsplan, StoreError> {
        self.check_known(funnet)?;
        let mut waits = false;
        let steg = self.pending(funnet).map(|steg| {
            waits |= !is_allowed(steg, funnet.kompatibel_fran);
            Migreringssteg::new(steg, waits)
        });
        Ok(Migreringsplan { steg: steg.collect(), tillstand: self.state(funnet) })
    }
}

fn is_allowed(steg: &Migrering, kompatibel_fran: u32) -> bool {
    match steg.fas() {
        Fas::Expand => true,
        Fas::Contract { fran } => kompatibel_fran >= fran,
    }
}

/// The failure of a step that waited for a lock in vain.
pub(crate) fn waited(fel: StoreError, step: &'static str, limit: Duration) -> StoreError {
    match fel {
        StoreError::Unavailable(_) => StoreError::Locked { step, seconds: limit.as_secs() },
        fel => fel,
    }
}

/// The database does not say which programs it lets in, though it should.
pub(crate) fn without_row() -> StoreError {
    let reason = "it does not say which programs it lets in".to_owned();
    StoreError::Database { statement: "kompatibilitet", reason }
}
