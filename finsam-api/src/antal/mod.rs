//! Imports of counts: a body of rows is read whole, judged whole, and planned, validated or carried out at once.
//!
//! Rows are few (a row for each insats, period and unit), so there are no jobs and no spool. What becomes of them is
//! decided by the core, beside everything that stands in their insatser, while nobody else can change that.

mod fraga;
mod las;
mod plan;
mod skillnad;
mod svar;
#[cfg(test)]
mod tests;

pub use fraga::{Antalsfraga, Antalsval};
pub use las::read;
pub use plan::{Planering, plan};
pub use svar::{Utgang, carry_out, view};

/// The most rows of one import.
pub const RADER: usize = 10_000;
/// The largest body of one import, in bytes.
pub const BYTE: u64 = 8 * 1024 * 1024;
/// The largest row, in bytes.
const RAD_BYTE: usize = 16 * 1024;
