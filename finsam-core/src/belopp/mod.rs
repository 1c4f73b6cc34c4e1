//! Money and shares: amounts in kronor and öre, splitting that sums exactly, whole per cent.

mod andel;
#[expect(clippy::module_inception, reason = "the room is named by its one type")]
mod belopp;
#[cfg(test)]
mod tests;

pub(crate) use andel::split;
pub use andel::{andel_procent, fordela};
pub use belopp::{Belopp, BeloppFel};
