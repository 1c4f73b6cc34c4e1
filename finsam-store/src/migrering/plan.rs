//! What migrating would do, before it is done.

use super::{Fas, Migrering};
use crate::Tillstand;

/// What migrating a database would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migreringsplan {
    /// The steps that the database does not have, in order.
    pub steg: Vec<Migreringssteg>,
    /// The state of the database before them.
    pub tillstand: Tillstand,
}

/// A step that a database does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migreringssteg {
    /// Its number.
    pub nummer: u32,
    /// Its name, that begins with its number.
    pub namn: &'static str,
    /// Whether older programs may go on after it.
    pub fas: Fas,
    /// The tables that nobody can write to, or perhaps read, while it is under way.
    pub laser: Vec<&'static str>,
    /// The tables that it goes through row by row: the more rows, the longer it takes.
    pub skriver_om: Vec<&'static str>,
    /// Whether it waits until the database lets no older programs in, or comes after one that does.
    pub vantar: bool,
}

impl Migreringssteg {
    pub(super) fn new(steg: &Migrering, vantar: bool) -> Self {
        Self {
            nummer: steg.nummer(),
            namn: steg.namn,
            fas: steg.fas(),
            laser: steg.names("locks"),
            skriver_om: steg.names("rewrites"),
            vantar,
        }
    }
}

impl Migreringsplan {
    /// Whether a step waits until the database lets no older programs in.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.steg.iter().any(|steg| steg.vantar)
    }
}
