//! Imports: a body of records is spooled, scanned for its keys, judged record by record and written.
//!
//! Up to the limits of [`granser`] the answer comes at once; what is larger becomes a job. Either way the body has come
//! to its end before the writer of the register is asked for anything, so a slow sender holds nobody up.

mod avstamning;
pub mod avvisade;
mod bedomda;
mod direkt;
mod fraga;
mod glom;
pub mod granser;
mod granska;
mod installning;
mod instans;
mod jobb;
mod kalla;
mod medan;
mod motor;
mod mottagning;
mod omfang;
mod packning;
mod pagaende;
mod planera;
mod register;
mod skanna;
mod skillnad;
mod skotsel;
mod spole;
mod uppstart;
mod verkstall;
mod visning;

pub use avstamning::{Avstamma, Avstamningsfel, Avstamningsval, Insatsar, all_have_keys};
pub(crate) use avvisade::is_kept;
pub use bedomda::Bedomda;
pub use direkt::{Avsandare, Direktsvar, judge_all, records, run_direct};
pub use fraga::{Importfraga, Radval};
pub use glom::{end_plan, forget_plan};
pub use granska::Granskare;
pub use installning::Installning;
pub(crate) use jobb::told;
pub use jobb::{Uppdrag, start};
pub use kalla::Kalla;
pub(crate) use mottagning::cannot_wait;
pub use mottagning::{Mottagen, Mottagning};
pub use omfang::may_write_on;
pub use packning::Packning;
pub use pagaende::Jobb;
pub use register::{Insatslage, Register};
pub use skanna::{Skannat, Skanning, scan};
pub(crate) use skillnad::differences;
pub use skotsel::{LAN, keep_up};
pub use uppstart::recover;
pub use verkstall::carry_out_plan;
pub use visning::view;
