//! The economy of a förbund: what its members contribute, its budget, outcome and balance over years, its capital, how
//! the state's money is allocated among all förbund, and what an insats pays back.
//!
//! Every amount is exact; where something is rounded to whole units, the parts sum to the whole. What is found wrong is
//! reported (`EKO-nn` and 5, 21-24 §§) and never refuses a write.

mod bidrag;
mod brist;
mod budget;
mod efterlevnad;
mod kapital;
mod niva;
mod rakning;
mod regler;
pub mod samhallsekonomi;
#[cfg(test)]
mod tests;
pub mod tilldelning;
mod utfall;

pub use bidrag::{Bidragsandel, Bidragsgrupp, contribution_shares};
pub use brist::shortage;
pub use budget::{Budget, Budgetstatus, Budgetuppgift, Faststallande};
pub use efterlevnad::{judge_budget, judge_utfall};
pub use kapital::{Ekonomimal, Trappsteg, excess};
pub use niva::{Bud, Niva, level};
pub use rakning::{Balans, Bidrag, Intakt, Intaktsslag, Kostnad, Kostnadsslag, Penningenhet, Rakning};
pub use regler::{validate_budget, validate_utfall, validate_year};
pub use utfall::{Utfall, Utfallsuppgift};
