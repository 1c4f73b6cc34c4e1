//! The upkeep of imports: saying that this process is there, telling of those that nobody goes on with, and pruning,
//! receipts too.

use std::time::Duration;

use chrono::TimeDelta;
use finsam_store::StoreError;
use finsam_store::rum::{Gallring, Import};

use super::glom::end_plan;
use super::granser;
use super::jobb::give_up;
use crate::app::App;
use crate::flode::server;
use crate::kvitto;

/// For how long a process is believed to be there without saying so. As long may one that is restarted be away.
pub const LAN: TimeDelta = TimeDelta::minutes(10);
/// How often it says so, and looks for what others left.
const TAKT: Duration = Duration::from_secs(60);
/// In how many of those rounds there is pruning once.
const GALLRING: u32 = 60;
/// How many rows go at once: so long nobody else can write.
const OMGANG: u32 = 5_000;

/// Looks after imports now and every minute, until the server is about to end.
pub async fn keep_up(app: App) {
    let mut round = 0_u32;
    while !app.drift.is_ending() {
        if let Err(cause) = look(&app, round.is_multiple_of(GALLRING)).await {
            tracing::warn!(%cause, "imports could not be looked after");
        }
        round = round.wrapping_add(1);
        tokio::select! {
            () = app.drift.ends() => {}
            () = tokio::time::sleep(TAKT) => {}
        }
    }
}

/// One round.
async fn look(app: &App, prunes: bool) -> Result<(), StoreError> {
    let nu = app.klocka.now();
    let own = app.jobb.instans(|| app.new_id());
    if app.jobb.count() > 0 {
        let mut unit = app.store.begin(server(app, "import")).await?;
        unit.importer().renew(own, nu + LAN).await?;
        unit.commit().await?;
    }
    let abandoned = app.store.read().await?.importer().abandoned(nu, nu - LAN).await?;
    for import in abandoned.iter().filter(|import| import.agare != Some(own)) {
        tracing::warn!(import = %import.id, "nobody goes on with an import");
        give_up(app, import, "Servern som hade importen svarar inte", "The server that had the import is gone").await?;
    }
    let old = nu - TimeDelta::hours(granser::PLAN_TIMMAR);
    for plan in app.store.read().await?.importer().old_plans(old).await? {
        lapse(app, &plan).await?;
    }
    if prunes {
        prune(app, Gallring::Poster(nu - TimeDelta::days(granser::AVVISADE_DAGAR))).await?;
        prune(app, Gallring::Importer(nu - TimeDelta::days(granser::IMPORT_DAGAR))).await?;
        kvitto::prune(app).await?;
    }
    Ok(())
}

/// Ends a plan that has not been carried out in time.
async fn lapse(app: &App, plan: &Import) -> Result<(), StoreError> {
    let mut unit = app.store.begin(server(app, "import")).await?;
    let timmar = granser::PLAN_TIMMAR;
    let cause =
        format!("Planen verkställdes inte inom {timmar} timmar. / The plan was not carried out within {timmar} hours.");
    end_plan(app, unit.as_mut(), plan.part, plan.id, &cause).await?;
    unit.commit().await
}

/// Removes what is older, round by round, so that others can write between.
async fn prune(app: &App, gallring: Gallring) -> Result<(), StoreError> {
    loop {
        let mut unit = app.store.begin(server(app, "gallring")).await?;
        let more = unit.importer().prune(gallring, OMGANG).await?;
        unit.commit().await?;
        if !more || app.drift.is_ending() {
            return Ok(());
        }
    }
}
