//! What the journeys stand on: a real server over a real database, keys for every role, and records to send.
//!
//! A journey is an `async fn(Server)`; [`on_each_database!`] makes a test of it for each kind of database.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what only tests use fails by panicking")]

pub mod avbrott;
pub mod exakt;
mod mellanhand;
mod mottagare;
pub mod poster;
pub mod process;
mod ra;
mod server;
pub mod utfardare;
pub mod varld;

pub use finsam_store::on_each_database;
pub use finsam_store::provdatabas::{Begin, Databas, Plats, Sokning};
pub use mellanhand::{Mellanhand, Snitt};
pub use mottagare::Mottagare;
pub use ra::{Ra, Rasvar};
pub use server::{Server, Stallbar, VANTANDE};
pub use varld::{Varld, Vem};

/// How many bodies wait in a spool folder.
#[must_use]
pub fn spooled(folder: &std::path::Path) -> usize {
    let files = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "spole")).count()
}

/// The most memory that a process has held at any time, in bytes; `None` where the machine does not tell.
#[must_use]
pub fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1024)
}
