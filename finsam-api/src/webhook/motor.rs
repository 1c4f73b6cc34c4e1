//! What keeps webhooks going: it waits for what is new and for calls that are to be made again.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use finsam_core::id::WebhookId;
use finsam_store::StoreError;
use finsam_store::rum::Webhook;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;
use uuid::Uuid;

use super::gang::Gang;
use super::sandning::Sandare;
use crate::app::App;
use crate::flode::Lage;

/// How often it looks for calls that are to be made again.
const TAKT: Duration = Duration::from_millis(500);
/// How often it looks at every webhook, also where nothing seems to be new: so none falls behind what is kept.
const ALLA: Duration = Duration::from_secs(3_600);
/// How many are called at the same time.
const SAMTIDIGA: usize = 16;

/// What keeps the webhooks of a register going, in one of its processes.
#[derive(Debug)]
pub struct Motor(JoinHandle<()>);

impl Motor {
    /// Begins. It ends when the server does ([`crate::app::Drift::end`]).
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn start(app: App) -> Result<Self, rustls::Error> {
        let sandare = Sandare::new(app.installning.andringar.webhook.clone())?;
        let av = app.new_id();
        Ok(Self(tokio::spawn(Varv { app, sandare, av, under_way: BTreeSet::new(), alla: None }.run())))
    }

    /// Waits until it has ended.
    pub async fn ended(self) {
        if self.0.await.is_err() {
            tracing::error!("what keeps webhooks going panicked");
        }
    }
}

struct Varv {
    app: App,
    sandare: Sandare,
    /// Who this is, among all processes.
    av: Uuid,
    under_way: BTreeSet<WebhookId>,
    /// When it last looked at every webhook.
    alla: Option<Instant>,
}

impl Varv {
    async fn run(mut self) {
        let mut lage = self.app.flode.vakt.subscribe();
        let drift = Arc::clone(&self.app.drift);
        let mut gangar = JoinSet::new();
        while !drift.is_ending() {
            let known = lage.borrow_and_update().clone();
            if let Err(cause) = self.start_due(&known, &mut gangar).await {
                tracing::warn!(%cause, "the webhooks could not be looked through");
            }
            tokio::select! {
                () = drift.ends() => {}
                Some(done) = gangar.join_next() => self.done(done.ok()),
                Ok(()) = lage.changed() => {}
                () = tokio::time::sleep(TAKT) => {}
            }
        }
        while gangar.join_next().await.is_some() {}
    }

    async fn start_due(&mut self, lage: &Lage, gangar: &mut JoinSet<WebhookId>) -> Result<(), StoreError> {
        let all = self.alla.is_none_or(|last| last.elapsed() >= ALLA);
        let nu = self.app.klocka.now();
        let active = self.app.store.read().await?.webhookar().active().await?;
        let due = active.into_iter().filter(|webhook| is_due(webhook, lage, nu, all));
        for webhook in due {
            if self.under_way.len() >= SAMTIDIGA {
                return Ok(());
            }
            if self.under_way.insert(webhook.id) {
                self.start(webhook, gangar);
            }
        }
        if all {
            self.alla = Some(Instant::now());
        }
        Ok(())
    }

    fn start(&self, webhook: Webhook, gangar: &mut JoinSet<WebhookId>) {
        let gang = Gang { app: self.app.clone(), sandare: self.sandare.clone(), av: self.av };
        gangar.spawn(async move {
            let id = webhook.id;
            if let Err(cause) = gang.run(webhook).await {
                tracing::warn!(webhook = %id, %cause, "a webhook could not be gone through");
            }
            id
        });
    }

    /// One is done; if it panicked, it is not known which, and none is thought to be under way.
    fn done(&mut self, id: Option<WebhookId>) {
        match id {
            Some(id) => drop(self.under_way.remove(&id)),
            None => self.under_way.clear(),
        }
    }
}

/// Whether it is time to go through a webhook: nobody else does, and it is to be called again, or something may be new.
fn is_due(webhook: &Webhook, lage: &Lage, nu: DateTime<Utc>, all: bool) -> bool {
    let leverans = &webhook.leverans;
    if leverans.lanad_till.is_some_and(|till| till > nu) {
        return false;
    }
    if leverans.misslyckade > 0 && !leverans.uppgiven {
        return leverans.nasta.is_none_or(|nasta| nasta <= nu);
    }
    all || lage.touched(webhook.synfalt().sees_of()) > leverans.sedd
}
