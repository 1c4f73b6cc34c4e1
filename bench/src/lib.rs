//! Measurements of Finsam over HTTP, each beside the raw ceiling of the same run. `bench/README.md` says how to run
//! them and what they gave.
//!
//! The server is the release binary `finsam` in a process of its own, so that its memory and its work are its own.
//! Machines are noisy: what is compared is run in turns, and medians are told.
#![forbid(unsafe_code)]

pub mod befolkning;
pub mod ceiling;
pub mod demo;
pub mod disturbance;
pub mod figures;
pub mod fixture;
pub mod freshness;
pub mod http;
pub mod import;
pub mod logg;
pub mod plan;
pub mod put;
pub mod register;
pub mod server;
pub mod skydd;
pub mod sok;

/// What a measurement ends with; its fault is for a human to read.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
