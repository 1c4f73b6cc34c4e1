//! Län and kommuner, with their validity in time.
//!
//! A [`KommunKod`] or [`LanKod`] that can be had at all has been in use; whether it was on a certain day is asked
//! apart. The tables reach back to 2004, when finansiell samordning began: Heby was 1917 in Västmanlands län through
//! 2006 and is 0331 in Uppsala län since, Malung is called Malung-Sälen since 2008.
//!
//! ```
//! use chrono::NaiveDate;
//! use finsam_core::geografi::KommunKod;
//! use finsam_core::kommunkod;
//!
//! const HARNOSAND: KommunKod = kommunkod!(2280);
//!
//! let heby: KommunKod = "0331".parse()?;
//! let day = |year| NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
//! assert!(heby.kommun_on(day(2006)).is_none());
//! assert_eq!(heby.kommun_on(day(2007)).unwrap().namn, "Heby");
//! assert_eq!(HARNOSAND.to_string(), "2280");
//! # Ok::<(), finsam_core::geografi::GeografiFel>(())
//! ```

mod fel;
mod kommun;
mod lan;
mod tabell;
#[cfg(test)]
mod tests;

pub use fel::GeografiFel;
pub use kommun::{Kommun, KommunKod, kommun_on};
pub use lan::{Lan, LanKod};
pub use tabell::{KOMMUNER, LAN};
