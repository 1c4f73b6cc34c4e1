//! What is PostgreSQL's own. What every store does stands in `crate::tests`.

mod forlust;
mod loggning;
mod migrering;
mod plan;
mod satser;
mod tillstand;

use super::{PostgresStore, Settings};
use crate::tests::{Egen, settings};
