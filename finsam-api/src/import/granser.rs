//! The limits of an import, as `GET /begransningar` states them.

/// The most records that are answered at once.
pub const DIREKT_POSTER: u64 = 1_000;
/// The largest body that is answered at once, in bytes.
pub const DIREKT_BYTE: u64 = 8 * 1024 * 1024;
/// The most records of one import.
pub const POSTER: u64 = 1_000_000;
/// The largest body of an import, in bytes.
pub const BYTE: u64 = 1536 * 1024 * 1024;
/// The most records of one import with `atomicitet=allt`.
pub const ALLT_POSTER: u64 = 50_000;
/// The largest record, in bytes.
pub const POST_BYTE: usize = 256 * 1024;
/// How many records are written in one transaction with `atomicitet=rad`, while nobody else waits to write.
pub const OMGANG: usize = 2_000;
/// How many while somebody does: so long others wait for an import that is under way. Records are judged in as many.
pub const DELOMGANG: usize = 40;
/// The same on PostgreSQL, where others wait only while a round is made lasting.
pub const DELOMGANG_POSTGRES: usize = 60;
/// After how many rounds in which nobody came they grow again.
pub const LUGNA_OMGANGAR: u32 = 500;
/// How many findings are held for the writer in one round at most: after so many the round ends.
pub const OMGANG_AVVIKELSER: usize = 20_000;
/// How many findings about refused records of one import with `atomicitet=allt` are held at most.
pub const ALLT_AVVIKELSER: usize = 100_000;
/// How many large bodies are scanned while they come, each on a thread of its own; others are scanned afterwards.
pub const SAMTIDIGA_SKANNINGAR: usize = 4;
/// How many jobs of different parts run at the same time in a process. One with `atomicitet=allt`, or a plan, holds all of
/// its records and runs alone.
pub const SAMTIDIGA_JOBB: u32 = 2;
/// How long a refused record is kept, in days from the end of its import.
pub const AVVISADE_DAGAR: i64 = 7;
/// How long an import and the results of its rows are kept, in days from its end.
pub const IMPORT_DAGAR: i64 = 90;
/// The largest body of a plan, in bytes: its records are kept in the register until it is carried out.
pub const PLAN_BYTE: u64 = 64 * 1024 * 1024;
/// How long a plan that is not carried out is kept, in hours.
pub const PLAN_TIMMAR: i64 = 24;
