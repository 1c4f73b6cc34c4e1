//! Idempotency: the same key and body get the first answer again, also after a restart, for 30 days.
//!
//! A receipt knows a body by a keyed hash: whoever has the register alone must not be able to try out which identity
//! number a body held. The key is of the key ring; in a register without one it is the register's own secret, which at
//! least no copy of the receipts alone gives away.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{Duration, NaiveDate};
use finsam_core::identitet::looks_like_identity_number;
use finsam_core::regel::format::FMT_15;
use finsam_store::rum::Kvitto;
use finsam_store::{StoreError, UnitOfWork};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::extract::Anropare;
use crate::fel::{ApiError, Svar};
use crate::flode::server;
use finsam_core::protokoll::Felkod;

/// How long a receipt is good for, in days.
pub const DAGAR: i64 = 30;
/// How many that are no longer good go at once: so long nobody else can write.
const GALLRING: u32 = 5_000;

/// The `Idempotency-Key` of a request: 1-255 visible ASCII characters, if it names one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotensnyckel(Option<String>);

impl Idempotensnyckel {
    /// None: the request leaves no receipt.
    pub const INGEN: Self = Self(None);

    /// Whether the request names one.
    pub const fn is_given(&self) -> bool {
        self.0.is_some()
    }
}

impl<S: Sync> FromRequestParts<S> for Idempotensnyckel {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let mut values = parts.headers.get_all("idempotency-key").iter();
        let Some(value) = values.next() else { return Ok(Self(None)) };
        let sound = values.next().is_none()
            && (1..=255).contains(&value.len())
            && value.as_bytes().iter().all(u8::is_ascii_graphic);
        match value.to_str() {
            // It is kept in clear for as long as the receipt.
            Ok(text) if sound && !looks_like_identity_number(text, NaiveDate::MAX) => Ok(Self(Some(text.to_owned()))),
            _ => Err(ApiError::format(vec![
                FMT_15.at("").value("Idempotency-Key").expected("1-255 visible ASCII characters, no identity number"),
            ])),
        }
    }
}

/// The keys whose request is under way in this process.
#[derive(Debug, Default)]
pub struct Pagaende(Mutex<BTreeSet<String>>);

impl Pagaende {
    fn enter(self: &Arc<Self>, key: String) -> Option<Plats> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.insert(key.clone()).then(|| Plats { running: Arc::clone(self), key })
    }
}

/// A key being used; given back when dropped.
struct Plats {
    running: Arc<Pagaende>,
    key: String,
}

impl Drop for Plats {
    fn drop(&mut self) {
        self.running.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

/// An answer that can be kept and given again.
#[derive(Debug, Clone)]
pub struct Skapat {
    status: StatusCode,
    plats: Option<String>,
    etag: Option<i64>,
    svar: String,
}

impl Skapat {
    /// An answer with its status, its `Location` and its version. It must be free of identity numbers.
    ///
    /// # Errors
    /// 500 when the answer cannot be written as JSON.
    pub fn new(status: StatusCode, plats: Option<String>, etag: Option<i64>, svar: &impl Serialize) -> Svar<Self> {
        let svar = serde_json::to_string(svar).map_err(ApiError::internal)?;
        Ok(Self { status, plats, etag, svar })
    }

    /// What it answers.
    ///
    /// # Errors
    /// 500 when it is something else.
    pub fn read<T: DeserializeOwned>(&self) -> Svar<T> {
        serde_json::from_str(&self.svar).map_err(ApiError::internal)
    }

    /// The same with another answer: with what the receipt must not keep.
    ///
    /// # Errors
    /// 500 when the answer cannot be written as JSON.
    pub fn answering(self, svar: &impl Serialize) -> Svar<Self> {
        Self::new(self.status, self.plats, self.etag, svar)
    }
}

impl IntoResponse for Skapat {
    fn into_response(self) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(plats) = self.plats.and_then(|plats| HeaderValue::from_str(&plats).ok()) {
            headers.insert(header::LOCATION, plats);
        }
        if let Some(version) = self.etag {
            headers.extend([crate::extract::etag(version)]);
        }
        (self.status, headers, self.svar).into_response()
    }
}

/// What a request with an idempotency key leaves behind, to be kept in the same transaction as what it did.
#[derive(Debug, Clone)]
pub struct Kvittens(Option<Kvitto>);

impl Kvittens {
    /// Keeps the receipt of an answer.
    ///
    /// # Errors
    /// 409 when another request with the same key has come before.
    pub async fn keep(self, unit: &mut dyn UnitOfWork, svar: &Skapat) -> Svar<()> {
        let Some(mut kvitto) = self.0 else { return Ok(()) };
        kvitto.status = svar.status.as_u16();
        kvitto.plats.clone_from(&svar.plats);
        kvitto.svar.clone_from(&svar.svar);
        let aldst = kvitto.skapat - Duration::days(DAGAR);
        match unit.kvitton().insert(&kvitto, aldst).await {
            Err(StoreError::Conflict(_)) => Err(running()),
            other => Ok(other?),
        }
    }
}

fn running() -> ApiError {
    ApiError::new(
        Felkod::Konflikt,
        "Ett anrop med samma Idempotency-Key pågår. Vänta och skicka igen.",
        "A request with the same Idempotency-Key is under way. Wait and send again.",
    )
    .header(header::RETRY_AFTER, HeaderValue::from_static("1"))
}

/// What receipts of a body may know it by, given its hash: first what they do from now on; then what one of before there
/// was a key does, and one of a program that kept the plain hash. Those are gone when they are no longer good.
async fn known_by(app: &App, kropp: [u8; 32]) -> Svar<[[u8; 32]; 3]> {
    let without_key = app.flode.sigill(app).await?.receipt_hash(&kropp);
    let own = app.jobb.ring().map_or(without_key, |ring| ring.receipt_hash(&kropp));
    Ok([own, without_key, kropp])
}

/// Removes receipts that are no longer good, some at a time.
///
/// # Errors
/// What the store says.
pub async fn prune(app: &App) -> Result<(), StoreError> {
    loop {
        let mut unit = app.store.begin(server(app, "gallring")).await?;
        let removed = unit.kvitton().prune(app.klocka.now() - Duration::days(DAGAR), GALLRING).await?;
        unit.commit().await?;
        if removed < u64::from(GALLRING) || app.drift.is_ending() {
            return Ok(());
        }
    }
}

/// The hash of a body.
#[must_use]
pub fn hash_of(body: &[u8]) -> [u8; 32] {
    Sha256::digest(body).into()
}

/// The hash of a body together with the options that it came with: another option makes another request.
#[must_use]
pub fn with_options(body: [u8; 32], options: &impl Serialize) -> [u8; 32] {
    let options = serde_json::to_vec(options).unwrap_or_default();
    Sha256::new().chain_update(body).chain_update(options).finalize().into()
}

/// Carries out `act` once for a key and body: a second time the first answer is given again.
///
/// # Errors
/// 409 while the first is under way, 422 when the key came with another body, and whatever `act` gives.
pub async fn once<A>(app: &App, anropare: &Anropare, key: Idempotensnyckel, kropp: [u8; 32], act: A) -> Svar<Skapat>
where
    A: AsyncFnOnce(Kvittens) -> Svar<Skapat>,
{
    let Some(nyckel) = key.0 else { return act(Kvittens(None)).await };
    let aktor = anropare.aktor(app);
    let place = format!("{}\n{}\n{nyckel}", aktor.vem, aktor.handling);
    let _plats = app.kvitton.enter(place).ok_or_else(running)?;
    let aldst = aktor.tid - Duration::days(DAGAR);
    let known = known_by(app, kropp).await?;
    let standing = app.store.read().await?.kvitton().find(&aktor.vem, &aktor.handling, &nyckel, aldst).await?;
    match standing {
        Some(kvitto) if known.contains(&kvitto.kropp) => replay(kvitto),
        Some(_) => Err(ApiError::new(
            Felkod::Idempotens,
            "Samma Idempotency-Key har använts med ett annat innehåll. Välj en ny nyckel.",
            "The same Idempotency-Key came with another body. Choose a new key.",
        )),
        None => {
            let kvitto = Kvitto {
                anropare: aktor.vem,
                handling: aktor.handling,
                nyckel,
                kropp: known[0],
                status: 0,
                plats: None,
                svar: String::new(),
                skapat: aktor.tid,
            };
            act(Kvittens(Some(kvitto))).await
        }
    }
}

/// The same answer again. What has a version says it in its body, so its tag needs no place of its own.
fn replay(kvitto: Kvitto) -> Svar<Skapat> {
    #[derive(Deserialize)]
    struct Svaret {
        version: Option<i64>,
    }
    let status = StatusCode::from_u16(kvitto.status).map_err(ApiError::internal)?;
    let etag = serde_json::from_str::<Svaret>(&kvitto.svar).ok().and_then(|svaret| svaret.version);
    Ok(Skapat { status, plats: kvitto.plats, etag, svar: kvitto.svar })
}
