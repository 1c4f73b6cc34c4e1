//! The cookie that a key is exchanged for: what a visit is known by, sealed, so that every process with the same keys opens it.
//!
//! It holds the hash of the key, never the key, and when it ceases to hold. The key itself is looked up at each page, so the
//! cookie ends with it.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use finsam_store::Nyckelring;
use tokio::time::Instant;
use uuid::Uuid;

use crate::app::App;
use crate::fel::{ApiError, Svar};
use crate::skydd::Takt;

/// How long a visit lasts.
const LANGD: TimeDelta = TimeDelta::minutes(60);
/// So many keys that do not hold may be tried a minute from one address.
const FORSOK: u32 = 20;
/// The cookie over TLS: browsers take it from the host itself alone (RFC 6265bis).
const SAKER: &str = "__Host-finsam_oversikt";
/// The cookie in clear.
const OSAKER: &str = "finsam_oversikt";

/// A visit: whose key it was exchanged for, and until when it lasts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Besok {
    id: Uuid,
    /// The hash of the key.
    pub(super) hash: [u8; 32],
    till: DateTime<Utc>,
}

/// The visits of this process: what seals them, and those that were ended before their time.
#[derive(Debug)]
pub struct Besoksbok {
    ring: OnceLock<Nyckelring>,
    avslutade: Mutex<HashMap<Uuid, DateTime<Utc>>>,
    /// How often keys that do not hold are tried.
    pub(super) forsok: Takt,
}

impl Besoksbok {
    /// Visits that are sealed with the keys of the register; without any, with one of this process alone.
    #[must_use]
    pub fn new(ring: Option<Nyckelring>) -> Self {
        let ring = ring.map_or_else(OnceLock::new, OnceLock::from);
        Self { ring, avslutade: Mutex::default(), forsok: Takt::new(Some(FORSOK)) }
    }

    fn ring(&self, app: &App) -> Svar<&Nyckelring> {
        if let Some(ring) = self.ring.get() {
            return Ok(ring);
        }
        let random = app.slump.bytes()?;
        Ok(self.ring.get_or_init(|| Nyckelring::from_bytes(random)))
    }

    fn is_ended(&self, id: Uuid) -> bool {
        self.avslutade.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&id)
    }

    /// Ends a visit: its cookie opens nothing in this process any more.
    pub(super) fn end(&self, besok: &Besok, now: DateTime<Utc>) {
        let mut ended = self.avslutade.lock().unwrap_or_else(PoisonError::into_inner);
        ended.retain(|_, till| *till > now);
        ended.insert(besok.id, besok.till);
    }
}

impl Besok {
    /// A visit with a key that has been found to hold, from now on.
    pub(super) fn begin(app: &App, hash: [u8; 32]) -> Self {
        Self { id: app.new_id(), hash, till: app.klocka.now() + LANGD }
    }

    /// The value of its cookie.
    fn sealed(&self, app: &App) -> Svar<String> {
        let mut told = self.hash.to_vec();
        told.extend_from_slice(&self.till.timestamp().to_be_bytes());
        let sealed = app.besoksbok.ring(app)?.seal_visit(self.id, &told);
        Ok(URL_SAFE_NO_PAD.encode([&self.id.as_bytes()[..], &sealed].concat()))
    }

    fn open(app: &App, text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (id, sealed) = bytes.split_first_chunk::<16>()?;
        let id = Uuid::from_bytes(*id);
        let told = app.besoksbok.ring(app).ok()?.open_visit(id, sealed).ok()?;
        let (hash, till) = told.split_first_chunk::<32>()?;
        let till = DateTime::from_timestamp(i64::from_be_bytes(till.try_into().ok()?), 0)?;
        let holds = till > app.klocka.now() && !app.besoksbok.is_ended(id);
        holds.then_some(Self { id, hash: *hash, till })
    }

    /// The visit that a request belongs to, if it is one that lasts.
    pub(super) fn of(app: &App, headers: &HeaderMap) -> Option<Self> {
        let name = name(app);
        let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.filter(|(key, _)| *key == name).find_map(|(_, value)| Self::open(app, value))
    }

    /// What gives a browser its cookie.
    pub(super) fn cookie(&self, app: &App) -> Svar<HeaderValue> {
        set(app, &self.sealed(app)?, LANGD.num_seconds())
    }
}

/// What takes the cookie from a browser.
pub(super) fn no_cookie(app: &App) -> Svar<HeaderValue> {
    set(app, "", 0)
}

fn is_secure(app: &App) -> bool {
    app.installning.skydd.tls || app.installning.oversikt.saker_kaka
}

fn name(app: &App) -> &'static str {
    if is_secure(app) { SAKER } else { OSAKER }
}

fn set(app: &App, value: &str, seconds: i64) -> Svar<HeaderValue> {
    let secure = if is_secure(app) { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}", name(app));
    HeaderValue::from_str(&text).map_err(ApiError::internal)
}

/// Counts a key from an address that does not hold.
pub(super) fn count_failure(app: &App, varifran: &str) -> Result<(), Duration> {
    app.besoksbok.forsok.take(varifran, Instant::now())
}
