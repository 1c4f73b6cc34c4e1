//! When keys were last used: kept by the day, so that it costs one write for each key, day and process.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::NaiveDate;
use finsam_core::id::TokenId;
use finsam_store::StoreError;

use crate::app::App;
use crate::flode::server;

/// The days on which this process has seen its keys used.
#[derive(Debug, Default)]
pub struct Anvandning(Mutex<HashMap<TokenId, NaiveDate>>);

impl Anvandning {
    /// Whether the key has not been seen yet on a day.
    fn is_first(&self, id: TokenId, dag: NaiveDate) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        seen.insert(id, dag) != Some(dag)
    }

    fn forget(&self, id: TokenId) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(&id);
    }
}

/// Keeps that a key was used today, if that is not known. The request does not wait for it.
pub(crate) fn used(app: &App, id: TokenId) {
    let dag = app.klocka.now().date_naive();
    if !app.anvandning.is_first(id, dag) {
        return;
    }
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = keep(&app, id, dag).await {
            // The next use of it tries again.
            app.anvandning.forget(id);
            tracing::warn!(%error, "when a key was used could not be kept");
        }
    });
}

async fn keep(app: &App, id: TokenId, dag: NaiveDate) -> Result<(), StoreError> {
    let mut unit = app.store.begin(server(app, "token")).await?;
    unit.tokens().used(id, dag).await?;
    unit.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_kept_once_a_day() {
        let (anvandning, id) = (Anvandning::default(), TokenId(uuid::Uuid::nil()));
        let [first, second] = ["2026-03-02", "2026-03-03"].map(|day| day.parse().unwrap());
        let seen = [first, first, second, second].map(|day| anvandning.is_first(id, day));
        assert_eq!(seen, [true, false, true, false]);
        anvandning.forget(id);
        assert!(anvandning.is_first(id, second), "what was not kept is tried again");
    }
}
