//! The keys of an issuer: fetched when they are asked for, kept for a while, and fetched anew when a token names one that
//! is not among them. So an issuer may change its keys without anybody telling this server.

use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::redirect::Policy;
use tokio::sync::Mutex;

use super::fel::Tokenfel;
use super::fil::{Uppgift, is_here};
use super::jwk::{self, Nyckel};
use super::jws::Jws;
use crate::tls;

/// For how long keys are good without being asked for again.
const ALDER: TimeDelta = TimeDelta::hours(1);
/// For how long they are good where the issuer cannot be reached.
const LANGST: TimeDelta = TimeDelta::hours(24);
/// How long it is at least from one fetching to the next, whatever tokens name.
const GOLV: TimeDelta = TimeDelta::seconds(30);
/// How long fetching may take.
const TIDSGRANS: Duration = Duration::from_secs(5);
/// The largest set of keys, in bytes.
const STORST: usize = 262_144;

#[derive(Debug)]
enum Kalla {
    Url(reqwest::Client, reqwest::Url),
    Fil(PathBuf),
}

#[derive(Debug, Clone, Default)]
struct Lage {
    nycklar: Vec<Nyckel>,
    /// When they were had.
    hamtade: Option<DateTime<Utc>>,
    /// When they were last asked for.
    fragade: Option<DateTime<Utc>>,
}

/// The keys of one issuer.
#[derive(Debug)]
pub(super) struct Nyckelskap {
    namn: String,
    kalla: Kalla,
    lage: RwLock<Arc<Lage>>,
    /// One fetches at a time; the others wait for what comes.
    tur: Mutex<()>,
}

impl Nyckelskap {
    /// # Errors
    /// When TLS cannot be set up, or the address is none.
    pub(super) fn new(uppgift: &Uppgift) -> Result<Self, String> {
        let kalla = match (&uppgift.jwks_url, &uppgift.jwks_fil) {
            (Some(url), _) => {
                let url = reqwest::Url::parse(url).map_err(|error| error.to_string())?;
                Kalla::Url(client(&url)?, url)
            }
            (None, Some(file)) => Kalla::Fil(file.clone()),
            (None, None) => return Err("jwks".to_owned()),
        };
        Ok(Self { namn: uppgift.namn.clone(), kalla, lage: RwLock::default(), tur: Mutex::default() })
    }

    /// The key that a token names, or the only one of its algorithm where it names none.
    ///
    /// # Errors
    /// When the issuer shows no such key, or its keys cannot be had.
    pub(super) async fn find(&self, jws: &Jws<'_>, now: DateTime<Utc>) -> Result<Nyckel, Tokenfel> {
        let lage = self.lage();
        let found = lage.find(jws);
        if lage.is_younger(ALDER, now)
            && let Some(nyckel) = found
        {
            return Ok(nyckel);
        }
        let lage = self.refresh(&lage, now).await;
        if !lage.is_younger(LANGST, now) {
            return Err(Tokenfel::Onabar);
        }
        lage.find(jws).ok_or(Tokenfel::Nyckel)
    }

    fn lage(&self) -> Arc<Lage> {
        Arc::clone(&self.lage.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Asks for the keys, unless that was done a moment ago: what is not answered is asked for again just as seldom.
    async fn refresh(&self, seen: &Arc<Lage>, now: DateTime<Utc>) -> Arc<Lage> {
        let _tur = self.tur.lock().await;
        let lage = self.lage();
        let asked = lage.fragade.is_some_and(|then| now >= then && now - then < GOLV);
        if asked || !Arc::ptr_eq(seen, &lage) {
            return lage;
        }
        let next = match self.fetch().await {
            Ok(nycklar) => {
                tracing::info!(utfardare = self.namn, antal = nycklar.len(), "the keys of an issuer were fetched");
                Lage { nycklar, hamtade: Some(now), fragade: Some(now) }
            }
            Err(cause) => {
                tracing::warn!(utfardare = self.namn, cause, "the keys of an issuer could not be fetched");
                Lage { fragade: Some(now), ..Lage::clone(&lage) }
            }
        };
        let next = Arc::new(next);
        *self.lage.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::clone(&next);
        next
    }

    async fn fetch(&self) -> Result<Vec<Nyckel>, String> {
        let bytes = match &self.kalla {
            Kalla::Fil(file) => tokio::fs::read(file).await.map_err(|error| error.to_string())?,
            Kalla::Url(client, url) => download(client, url.clone()).await?,
        };
        jwk::read(&bytes).map_err(|error| error.to_string())
    }
}

impl Lage {
    fn is_younger(&self, age: TimeDelta, now: DateTime<Utc>) -> bool {
        self.hamtade.is_some_and(|then| now - then < age)
    }

    fn find(&self, jws: &Jws<'_>) -> Option<Nyckel> {
        let mut fitting = self.nycklar.iter().filter(|nyckel| nyckel.algoritm() == jws.algoritm);
        let Some(kid) = &jws.kid else {
            let only = fitting.next()?;
            return fitting.next().is_none().then(|| only.clone());
        };
        fitting.find(|nyckel| nyckel.kid() == Some(kid)).cloned()
    }
}

fn client(url: &reqwest::Url) -> Result<reqwest::Client, String> {
    let tls = tls::client().map_err(|error| error.to_string())?;
    let builder = reqwest::Client::builder().redirect(Policy::none()).timeout(TIDSGRANS).tls_backend_preconfigured(tls);
    let builder = if is_here(url) { builder.no_proxy() } else { builder };
    builder.build().map_err(|error| error.to_string())
}

async fn download(client: &reqwest::Client, url: reqwest::Url) -> Result<Vec<u8>, String> {
    let said = |error: reqwest::Error| error.without_url().to_string();
    let mut answer = client.get(url).send().await.map_err(said)?;
    if answer.status() != reqwest::StatusCode::OK {
        return Err(format!("status {}", answer.status().as_u16()));
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(said)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > STORST {
            return Err(format!("more than {STORST} bytes"));
        }
    }
    Ok(bytes)
}
