//! Time: days, closed periods, calendar years and age groups.
//!
//! The core never asks what day it is; whoever calls it says so.

mod aldersgrupp;
mod period;

pub use aldersgrupp::Aldersgrupp;
pub use period::{Period, age_on};
