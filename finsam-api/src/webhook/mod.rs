//! Webhooks: calling receivers when the change feed has something new for them (Standard Webhooks).
//!
//! A call says whose it is and from where on to read, nothing else; what is missed stands in the change feed. Where it
//! goes is checked each time: the name is looked up here, no address on the server's own network is called unless the
//! settings allow it, and the connection is made to the very address that was checked.

mod adress;
mod gang;
mod motor;
mod nat;
mod sandning;
mod signatur;
mod takt;
mod tillat;

pub use adress::{LANGD, check};
pub use motor::Motor;
pub use nat::is_public;
pub use signatur::{make_secret, secret_text, sign};
pub use tillat::{OkandMottagare, Tillat};

/// How many webhooks a tenant may have.
pub const ANTAL: u32 = 20;
/// How long calls that fail are sent again before they are given up, in hours.
pub const TIMMAR: i64 = 24;
/// How long the secret before the last one is good, in hours.
pub const FORRA_TIMMAR: i64 = 24;

/// How receivers may be called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Installning {
    /// Receivers that are called though they are on the server's own network.
    pub tillat: Vec<Tillat>,
    /// Whether receivers may be called without TLS; for sandboxes and tests.
    pub http: bool,
}
