//! Who is let in, how often, and what browsers are told.

mod huvuden;
mod takt;
mod ursprung;

use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderValue;

use crate::utfardare::Utfardare;
pub(crate) use huvuden::secure;
pub use takt::Takt;
pub(crate) use takt::too_often;
pub(crate) use ursprung::layer;
pub use ursprung::{OkantUrsprung, origin};

/// Who is let in, how often, and from which pages. By default only those who have keys, as often as they like, and from
/// no page of another server, and every key is looked up each time.
#[derive(Debug, Clone, Default)]
pub struct Skydd {
    /// The issuers whose tokens are taken.
    pub utfardare: Arc<Utfardare>,
    /// For how long a key that was found in the register is taken without asking for it again: so long after it is
    /// withdrawn it ceases to hold at the latest.
    pub token_minne: Duration,
    /// How many requests a minute one caller may make of this process.
    pub anrop_per_minut: Option<u32>,
    /// The pages that browsers let call: their origins.
    pub ursprung: Vec<HeaderValue>,
    /// Whether the server itself speaks TLS, and browsers are to hold to that.
    pub tls: bool,
}
