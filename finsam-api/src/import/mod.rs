//! Imports: a body of records is spooled, scanned for its keys, judged record by record and written.
//!
//! Up to the limits of [`granser`] the answer comes at once; what is larger becomes a job. Either way the body has come
//! to its end before the writer of the register is asked for anything, so a slow sender holds nobody up.

mod bedomda;
mod direkt;
mod fraga;
pub mod granser;
mod granska;
mod jobb;
mod kalla;
mod medan;
mod motor;
mod mottagning;
mod omfang;
mod pagaende;
mod register;
mod skanna;
mod spole;

pub use bedomda::Bedomda;
pub use direkt::{Avsandare, Direktsvar, LIMITS, judge_all, run_direct};
pub use fraga::{Importfraga, Radval};
pub use granska::Granskare;
pub use jobb::{Uppdrag, recover, start, view};
pub use kalla::Kalla;
pub use mottagning::{Mottagen, Mottagning};
pub use omfang::may_write_on;
pub use pagaende::Jobb;
pub use register::{Insatslage, Register};
pub use skanna::{Skannat, Skanning, scan};
