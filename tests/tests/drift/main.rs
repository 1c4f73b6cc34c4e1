//! The server as those who run it meet it: the real binary with its settings, its probes, its end, its time limits and
//! its metrics.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod aterbruk;
mod avslut;
mod beredskap;
mod gzipbomb;
mod installningar;
mod langsamma;
mod matvarden;
mod process;
mod strom;
mod tls;
