//! Pruning: events are kept for as long as the settings say, and then they go.

use std::time::Duration;

use chrono::TimeDelta;
use finsam_store::StoreError;

use super::server;
use crate::app::App;

/// How often it is looked whether something is to go.
const TAKT: Duration = Duration::from_secs(3_600);
/// How many events go at once: so long nobody else can write.
const OMGANG: u32 = 5_000;

/// Prunes the change feed now and every hour, until the server is about to end.
pub async fn keep_pruned(app: App) {
    let Some(dagar) = app.installning.andringar.dagar else { return };
    while !app.drift.is_ending() {
        match prune(&app, TimeDelta::days(i64::from(dagar))).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, dagar, "old events have been pruned from the change feed"),
            Err(cause) => tracing::warn!(%cause, "the change feed could not be pruned"),
        }
        tokio::select! {
            () = app.drift.ends() => {}
            () = tokio::time::sleep(TAKT) => {}
        }
    }
}

/// Removes what is older, round by round, so that others can write between.
async fn prune(app: &App, alder: TimeDelta) -> Result<u64, StoreError> {
    let fore = app.klocka.now() - alder;
    let mut removed = 0;
    loop {
        let mut unit = app.store.begin(server(app, "gallring")).await?;
        let round = unit.handelser().prune(fore, OMGANG).await?;
        unit.commit().await?;
        removed += round;
        if round < u64::from(OMGANG) || app.drift.is_ending() {
            return Ok(removed);
        }
    }
}
