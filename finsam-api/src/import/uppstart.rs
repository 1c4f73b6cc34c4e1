//! When a server starts: the imports that an earlier process of this spool left behind go on.

use std::collections::BTreeSet;
use std::sync::Arc;

use finsam_core::id::TokenId;
use finsam_store::StoreError;
use finsam_store::rum::Import;
use tokio::sync::OnceCell;

use super::jobb::give_up;
use super::spole::{self, Spole};
use super::{Installning, Kalla, Uppdrag, instans, start};
use crate::app::App;
use crate::extract::Anropare;

/// Why an import cannot go on, in two languages.
type Hinder = (&'static str, &'static str);

/// Goes on with every import whose body an earlier process left in the spool, says of those whose body is not there what
/// had been written, and removes what belongs to none. Nobody else may be using the spool.
///
/// # Errors
/// What the store says.
pub async fn recover(app: &App) -> Result<(), StoreError> {
    let ny = app.new_id();
    let named = instans::of_spool(&app.installning.spole, ny);
    let instans = app.jobb.instans(|| {
        named.unwrap_or_else(|error| {
            tracing::warn!(%error, "the spool says nothing of whose it is: imports do not go on after the next start");
            ny
        })
    });
    let mut going_on = BTreeSet::new();
    for import in app.store.read().await?.importer().owned(instans).await? {
        match go_on(app, &import).await? {
            Ok(()) => {
                going_on.insert(import.id.0);
            }
            Err((sv, en)) => give_up(app, &import, sv, en).await?,
        }
    }
    spole::sweep(&app.installning.spole, &going_on);
    Ok(())
}

/// Starts the job of an import again.
async fn go_on(app: &App, import: &Import) -> Result<Result<(), Hinder>, StoreError> {
    let Installning { fraga, avstamning, format, anrop, synfalt } = Installning::read(&import.installning);
    let ring = app.jobb.ring();
    let spole = ring.and_then(|ring| Spole::find(&app.installning.spole, import.id.0, ring));
    let Some((spole, format)) = spole.zip(format) else {
        return Ok(Err((
            "Servern startades om och innehållet finns inte kvar på disk",
            "The server was restarted and the body is not on disk any more",
        )));
    };
    let synfalt = match import.vem.parse::<TokenId>() {
        Ok(id) => app.store.read().await?.tokens().get(id).await?.map(|token| token.synfalt()),
        Err(_) => synfalt,
    };
    let Some((synfalt, anrop)) = synfalt.zip(anrop) else {
        return Ok(Err((
            "Servern startades om och nyckeln som importen kom med gäller inte längre",
            "The server was restarted and the key that the import came with is good no more",
        )));
    };
    tracing::info!(import = %import.id, lasta = import.lasta, "an import goes on");
    let kalla = Arc::new(Kalla::Spole(Box::new(spole)));
    let uppdrag = Uppdrag { fraga, avstamning, format, kalla, granskare: OnceCell::new() };
    start(app.clone(), Anropare::again(import.vem.clone(), synfalt, anrop), import.clone(), uppdrag, true);
    Ok(Ok(()))
}
