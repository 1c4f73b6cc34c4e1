//! One webhook taken through one round: is there something for its receiver, and if so, the call and what came of it.

use chrono::TimeDelta;
use finsam_core::protokoll::{Leveransfel, Webhookmeddelande};
use finsam_store::StoreError;
use finsam_store::rum::{Hemligheter, Lan, Leveranstillstand, Webhook};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

use super::sandning::{Anrop, Sandare, Utfall};
use super::signatur::sign;
use super::takt;
use crate::app::App;
use crate::flode::{self, Utgangen, server};

/// How long a webhook is on loan to whoever calls, in seconds: longer than a call may take.
const LAN: i64 = 60;

static ID: HeaderName = HeaderName::from_static("webhook-id");
static TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
static SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// One round of one webhook.
pub(super) struct Gang {
    pub(super) app: App,
    pub(super) sandare: Sandare,
    /// Who calls, among all processes.
    pub(super) av: Uuid,
}

impl Gang {
    /// Goes through a webhook as it was read.
    pub(super) async fn run(self, webhook: Webhook) -> Result<(), StoreError> {
        let Some(till) = self.something_new(&webhook).await? else { return Ok(()) };
        let nu = self.app.klocka.now();
        let lan = Lan { av: self.av, nu, till: nu + TimeDelta::seconds(LAN), meddelande: self.app.new_id() };
        let mut unit = self.app.store.begin(server(&self.app, "webhook")).await?;
        let borrowed = unit.webhookar().borrow(&webhook, lan).await?;
        unit.commit().await?;
        let Some(mut webhook) = borrowed else { return Ok(()) };
        let outcome = match self.anrop(&webhook).await {
            Ok(anrop) => self.call(anrop).await,
            Err(cause) => {
                tracing::error!(webhook = %webhook.id, %cause, "a webhook cannot be called");
                Some(Utfall::Fel(Leveransfel::Anslutning, None))
            }
        };
        if let Some(outcome) = outcome {
            self.conclude(&mut webhook, outcome, till)?;
        }
        let mut unit = self.app.store.begin(server(&self.app, "webhook")).await?;
        unit.webhookar().give_back(&webhook, self.av).await?;
        unit.commit().await
    }

    /// Up to where there is something that the receiver is to be told of. Of one that did not hear the last call that
    /// is known.
    async fn something_new(&self, webhook: &Webhook) -> Result<Option<i64>, StoreError> {
        let leverans = &webhook.leverans;
        if leverans.misslyckade > 0 && !leverans.uppgiven {
            return flode::newest(&self.app).await.map(Some);
        }
        let synfalt = webhook.synfalt();
        let mut efter = leverans.sedd.max(flode::beginning(&self.app).await?);
        loop {
            let mut session = self.app.store.read().await?;
            let stracka = match flode::read(session.as_mut(), &synfalt, efter, 1).await {
                Ok(stracka) => stracka,
                // The register was put back to an earlier state: it goes on from there.
                Err(Utgangen::Gallrad { nu }) if nu < efter => {
                    efter = nu;
                    break;
                }
                // Pruned just now: it is seen to the next time.
                Err(Utgangen::Gallrad { .. }) => return Ok(None),
                Err(Utgangen::Store(fel)) => return Err(fel),
            };
            if !stracka.poster.is_empty() {
                return session.handelser().last().await.map(Some);
            }
            drop(session);
            efter = stracka.till;
            if stracka.ikapp {
                break;
            }
        }
        if efter != leverans.sedd {
            let mut unit = self.app.store.begin(server(&self.app, "webhook")).await?;
            unit.webhookar().nothing_new(webhook, efter, self.app.klocka.now()).await?;
            unit.commit().await?;
        }
        Ok(None)
    }

    /// The call: the same each time it is sent again, but for its time and the signature of that.
    async fn anrop(&self, webhook: &Webhook) -> Result<Anrop, StoreError> {
        let hemligheter = self.app.store.read().await?.webhookar().secrets(webhook.id).await?;
        let hemligheter = hemligheter.ok_or(StoreError::Conflict("webhook"))?;
        let id = webhook.leverans.meddelande.unwrap_or_default();
        let sigill = self.app.flode.sigill(&self.app).await?;
        let markor = sigill.seal(webhook.leverans.levererad, id.as_u64_pair().1);
        let body = serde_json::to_vec(&Webhookmeddelande { hyresgast: webhook.hyresgast, markor }).unwrap_or_default();
        Ok(Anrop { url: webhook.uppgift.url.clone(), headers: self.headers(id, &hemligheter, &body), body })
    }

    fn headers(&self, id: Uuid, hemligheter: &Hemligheter, body: &[u8]) -> HeaderMap {
        let nu = self.app.klocka.now();
        let (id, seconds) = (format!("msg_{}", id.simple()), nu.timestamp());
        let forra = hemligheter.forra.as_ref().filter(|(_, till)| *till > nu).map(|(forra, _)| forra);
        let secrets = [Some(&hemligheter.hemlighet), forra];
        let signed: Vec<String> =
            secrets.into_iter().flatten().map(|secret| sign(secret, &id, seconds, body)).collect();
        let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
        HeaderMap::from_iter([
            (ID.clone(), value(&id)),
            (TIMESTAMP.clone(), value(&seconds.to_string())),
            (SIGNATURE.clone(), value(&signed.join(" "))),
        ])
    }

    /// Calls; nothing comes of it when the server is about to end.
    async fn call(&self, anrop: Anrop) -> Option<Utfall> {
        tokio::select! {
            biased;
            () = self.app.drift.ends() => None,
            outcome = self.sandare.send(anrop) => Some(outcome),
        }
    }

    /// What a call makes of the webhook.
    fn conclude(&self, webhook: &mut Webhook, outcome: Utfall, till: i64) -> Result<(), StoreError> {
        let nu = self.app.klocka.now();
        let told = Leveranstillstand { levererad: till, sedd: till, senast: Some(nu), ..Leveranstillstand::default() };
        let (fel, status) = match outcome {
            Utfall::Mottagen => {
                webhook.leverans = told;
                return Ok(());
            }
            Utfall::Avbojd => {
                tracing::info!(webhook = %webhook.id, "the receiver of a webhook wants no more calls");
                webhook.leverans = Leveranstillstand { status: Some(410), ..told };
                webhook.uppgift.aktiv = false;
                webhook.version += 1;
                return Ok(());
            }
            Utfall::Fel(fel, status) => (fel, status),
        };
        let leverans = &mut webhook.leverans;
        // One that was given up begins anew.
        let begun = if leverans.uppgiven { None } else { leverans.fran };
        let misslyckade = if leverans.uppgiven { 1 } else { leverans.misslyckade.saturating_add(1) };
        let fran = begun.unwrap_or(nu);
        let nasta = takt::next(misslyckade, fran, nu, self.app.slump.share()?);
        let uppgiven = nasta.is_none();
        tracing::info!(webhook = %webhook.id, %fel, status, misslyckade, uppgiven, "a webhook was not received");
        *leverans = Leveranstillstand {
            levererad: leverans.levererad,
            sedd: if uppgiven { till } else { leverans.sedd },
            meddelande: leverans.meddelande.filter(|_| !uppgiven),
            misslyckade,
            fran: Some(fran),
            nasta,
            uppgiven,
            fel: Some(fel),
            status,
            senast: leverans.senast,
            lanad_till: None,
        };
        Ok(())
    }
}
