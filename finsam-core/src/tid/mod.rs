//! Time: days, closed periods, calendar years and age groups.
//!
//! The core never asks what day it is; whoever calls it says so.

mod aldersgrupp;
mod datum;
mod period;

pub use aldersgrupp::Aldersgrupp;
pub(crate) use datum::day;
#[cfg(feature = "serde")]
pub(crate) use datum::json;
pub use datum::parse_datum;
pub use period::{Period, age_on, is_sound_year};
