//! Who may do what: the table of the core, cell by cell, and keys that are narrowed.
#![expect(clippy::unwrap_used, reason = "tests")]

mod anrop;
mod arbetslistor;
mod mal;
mod snav;
mod tabell;
