//! A stretch of the change feed, as far as a caller sees it; and waiting for one.

use std::time::Duration;

use finsam_core::atkomst::Synfalt;
use finsam_core::protokoll::Felkod;
use finsam_store::rum::Skedd;
use finsam_store::{ReadSession, StoreError};
use tokio::time::Instant;

use super::{Forseglad, Sigill};
use crate::app::App;
use crate::fel::{ApiError, Svar};

/// At most so many events of each kind are gone through at once, however few of them the caller sees.
const GENOMGANG: u32 = 1_000;

/// Which stretch is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraga {
    /// After which place.
    pub efter: i64,
    /// At most how many events.
    pub limit: u32,
    /// How long to wait for the first one.
    pub vanta: Duration,
}

/// A stretch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stracka {
    /// What the caller sees of it.
    pub poster: Vec<Skedd>,
    /// Up to where it goes.
    pub till: i64,
    /// Whether that is the end of the feed.
    pub ikapp: bool,
}

/// Why a stretch cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Utgangen {
    /// What comes after the place is not kept any more, or the place never was.
    #[error("what comes after the place is not kept")]
    Gallrad {
        /// The newest place.
        nu: i64,
    },
    /// The store failed.
    #[error("{0}")]
    Store(#[from] StoreError),
}

/// The place before the first event that is kept.
///
/// # Errors
/// What the store says.
pub async fn beginning(app: &App) -> Result<i64, StoreError> {
    Ok(app.store.read().await?.handelser().feed().await?.gallrad_till)
}

/// The place after the newest event.
///
/// # Errors
/// What the store says.
pub async fn newest(app: &App) -> Result<i64, StoreError> {
    app.store.read().await?.handelser().last().await
}

/// What a caller sees after a place, from one consistent state.
///
/// # Errors
/// [`Utgangen::Gallrad`] when what comes after it is not kept any more, or it lies beyond the newest event: the register
/// has then been put back to an earlier state.
pub async fn read(
    session: &mut dyn ReadSession,
    synfalt: &Synfalt,
    efter: i64,
    limit: u32,
) -> Result<Stracka, Utgangen> {
    let mut rum = session.handelser();
    let (sista, gallrad) = (rum.last().await?, rum.feed().await?.gallrad_till);
    if efter < gallrad || efter > sista {
        return Err(Utgangen::Gallrad { nu: sista });
    }
    let registret = rum.of_register(efter, GENOMGANG).await?;
    let parts = match synfalt.sees_of() {
        Some(part) => rum.of_part(part, efter, GENOMGANG).await?,
        None => Vec::new(),
    };
    Ok(merge([registret, parts], synfalt, sista, limit as usize))
}

/// The events of both kinds in their order, up to where both are known.
fn merge(kinds: [Vec<Skedd>; 2], synfalt: &Synfalt, sista: i64, limit: usize) -> Stracka {
    let whole = |kind: &Vec<Skedd>| kind.len() < GENOMGANG as usize;
    let end = |kind: &Vec<Skedd>| kind.last().filter(|_| !whole(kind)).map_or(sista, |skedd| skedd.handelse.nummer);
    let till = kinds.iter().map(end).min().unwrap_or(sista);
    let mut poster: Vec<Skedd> = kinds.into_iter().flatten().filter(|skedd| synfalt.sees(&skedd.sak)).collect();
    poster.sort_unstable_by_key(|skedd| skedd.handelse.nummer);
    poster.retain(|skedd| skedd.handelse.nummer <= till);
    let more = poster.len() > limit;
    poster.truncate(limit);
    let till = poster.last().filter(|_| more).map_or(till, |skedd| skedd.handelse.nummer);
    Stracka { poster, till, ikapp: till >= sista }
}

/// What a caller sees after a place; where there is nothing, it is waited for.
///
/// # Errors
/// 410 when what comes after the place is not kept any more, 429 when too many wait already.
pub async fn wait(app: &App, sigill: &Sigill, synfalt: &Synfalt, fraga: Fraga) -> Svar<Stracka> {
    // There is to be an answer before the time of the request is out.
    let deadline = Instant::now() + fraga.vanta.min(app.drift.tider().anrop / 2);
    let mut efter = fraga.efter;
    if fraga.vanta.is_zero() {
        return look(app, sigill, synfalt, efter, fraga.limit).await;
    }
    // Before the first look: what comes after that look is told of.
    let mut lage = app.flode.vakt.subscribe();
    let mut place = None;
    loop {
        let stracka = look(app, sigill, synfalt, efter, fraga.limit).await?;
        if !stracka.poster.is_empty() || !stracka.ikapp || Instant::now() >= deadline || app.drift.is_ending() {
            return Ok(stracka);
        }
        if place.is_none() {
            place = Some(app.flode.vantande.try_acquire().map_err(|_| too_many())?);
        }
        efter = stracka.till;
        tokio::select! {
            Ok(_) = lage.wait_for(|lage| lage.touched(synfalt.sees_of()) > efter) => {}
            () = app.drift.ends() => return Ok(stracka),
            () = tokio::time::sleep_until(deadline) => return Ok(stracka),
        }
    }
}

async fn look(app: &App, sigill: &Sigill, synfalt: &Synfalt, efter: i64, limit: u32) -> Svar<Stracka> {
    let mut session = app.store.read().await?;
    match read(session.as_mut(), synfalt, efter, limit).await {
        Ok(stracka) => Ok(stracka),
        Err(Utgangen::Store(fel)) => Err(fel.into()),
        Err(Utgangen::Gallrad { nu }) => Err(expired(sigill.seal(nu, app.salt()))),
    }
}

/// The place that a marker means.
///
/// # Errors
/// 410 when it is none of this register.
pub async fn open(app: &App, sigill: &Sigill, markor: &Forseglad) -> Svar<i64> {
    match sigill.open(markor) {
        Some(nummer) => Ok(nummer),
        None => Err(expired(sigill.seal(newest(app).await?, app.salt()))),
    }
}

fn expired(nu: String) -> ApiError {
    ApiError::new(
        Felkod::Utgangen,
        "Det som hänt efter markören finns inte kvar. Läs om allt du följer ur listorna och fortsätt sedan från \
         problemets markor.",
        "What happened after the marker is not kept any more. Read all that you follow from the lists again, and then go \
         on from the markor of this problem.",
    )
    .going_on_from(nu)
}

fn too_many() -> ApiError {
    ApiError::new(
        Felkod::ForManga,
        "För många väntar på ändringsflödet just nu. Fråga igen om en stund, eller utan vanta.",
        "Too many are waiting for the change feed right now. Ask again in a while, or without vanta.",
    )
    .header(axum::http::header::RETRY_AFTER, axum::http::HeaderValue::from_static("5"))
}
