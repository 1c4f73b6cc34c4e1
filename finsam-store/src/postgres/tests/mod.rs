//! What is PostgreSQL's own. What every store does stands in `crate::tests`.

#[cfg(unix)]
mod bouncer;
mod forlust;
mod ko;
mod loggning;
mod migrering;
mod plan;
#[cfg(unix)]
mod pooler;
mod roller;
mod satser;
mod tillstand;
#[cfg(unix)]
mod tls;

use super::{PostgresStore, Settings};
use crate::tests::{Egen, settings};
