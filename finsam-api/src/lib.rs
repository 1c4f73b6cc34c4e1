//! Finsam's HTTP API and command line.

pub mod pahittat;
