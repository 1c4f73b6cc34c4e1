//! Telling the register which keys this server holds, so that none seals before every server knows it.

use std::time::Duration;

use chrono::TimeDelta;
use finsam_store::StoreError;

use crate::app::App;
use crate::flode::server;

/// For how long a server is believed to hold the keys that it last told of.
pub(in crate::kommando) const GALLER: TimeDelta = TimeDelta::minutes(15);
/// How often it tells.
const TAKT: Duration = Duration::from_secs(5 * 60);

/// Tells now and then, until the server is about to end, and at last that it ends.
pub(super) async fn keep_told(app: App) {
    while !app.drift.is_ending() {
        told(&app).await;
        tokio::select! {
            () = app.drift.ends() => {}
            () = tokio::time::sleep(TAKT) => {}
        }
    }
    if let Err(cause) = tell(&app, true).await {
        tracing::warn!(%cause, "the register was not told that this server ends");
    }
}

/// Tells it now; whoever waits for it to be told finds that out by asking the register.
pub(super) async fn told(app: &App) {
    if let Err(cause) = tell(app, false).await {
        tracing::warn!(%cause, "the register was not told which keys this server holds");
    }
}

/// Tells it, or that the server ends. One without keys tells nothing.
async fn tell(app: &App, ends: bool) -> Result<(), StoreError> {
    if app.jobb.ring().is_none() {
        return Ok(());
    }
    let (instans, now) = (app.jobb.instans(|| app.new_id()), app.klocka.now());
    let mut unit = app.store.begin(server(app, "nycklar")).await?;
    if ends {
        unit.innehav().end(instans, now).await?;
    } else {
        unit.innehav().tell(instans, now).await?;
    }
    unit.commit().await
}
