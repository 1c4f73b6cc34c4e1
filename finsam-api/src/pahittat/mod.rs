//! What the demo and the benches are filled with: the real förbund of 2015, the real counts of Göteborg Nordost in
//! 2013, made-up people with test numbers whose statistics come out as the printed tables, and made-up money.
//!
//! Everything here is a pure function of the files in `data/`, of the identities given and of a seed.

pub mod befolkning;
mod fel;
mod forbunden;
mod generera;
mod lage;
mod nordost;
mod pengar;
mod testpersoner;
#[cfg(test)]
mod tests;

pub use befolkning::{Befolkning, Marginaler, Pahittad, Strukturinsats, befolkning};
pub use fel::PahittatFel;
pub use forbunden::forbunden;
pub use generera::generera;
pub use nordost::{NORDOST, Nordostinsats, nordost};
pub use pengar::{Pahittadbudget, Pengar, pengar};
