//! Looking after a register, with the program itself: migrating, moving, copying, restoring, refusing what is damaged.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod arsredovisning;
mod aterrapport;
mod flytta;
mod fragor;
mod kopia;
mod logg;
mod migrate;
mod process;
mod regler;
mod skada;
mod statistik;
mod statistikfil;
mod tilldelning;
