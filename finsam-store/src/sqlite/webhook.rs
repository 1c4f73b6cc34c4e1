//! Webhooks, with how their calls are going.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::atkomst::Hyresgast;
use finsam_core::id::{ForbundId, WebhookId};
use finsam_core::protokoll::{Leveransfel, Webhookuppgift};
use uuid::Uuid;

use super::lank::Plats;
use super::session::Rum;
use super::sql::{
    HANDELSE_SISTA, WEBHOOK_ALLA, WEBHOOK_BYT_HEMLIGHET, WEBHOOK_GET, WEBHOOK_HEMLIGHETER, WEBHOOK_INGET,
    WEBHOOK_INSERT, WEBHOOK_LAMNA, WEBHOOK_LANA, WEBHOOK_LISTA, WEBHOOK_RADERA, WEBHOOK_RAKNA, WEBHOOK_UPDATE,
};
use crate::rad::micros;
use crate::rum::{Hemligheter, Lan, Sida, Sidval, Webhook, WebhookRead, WebhookWrite};
use crate::{StoreError, avkoda, beslut, koder};

fn get(plats: &Plats<'_>, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
    let found = WEBHOOK_GET.first(plats.conn, (id.0.as_bytes(),), avkoda::webhook)?;
    Ok(found.map(|(_, webhook)| webhook))
}

fn list(
    plats: &Plats<'_>,
    hyresgast: Hyresgast,
    forbund: Option<ForbundId>,
    sida: Sidval,
) -> Result<Sida<Webhook>, StoreError> {
    let (after, skip, limit) = beslut::bounds(sida);
    let (hyresgast, forbund) = (hyresgast.to_string(), forbund.map(|id| id.0.into_bytes()));
    let totalt = WEBHOOK_RAKNA.number(plats.conn, (&hyresgast, forbund))?;
    let values = (hyresgast, forbund, after, limit + 1, i64::try_from(skip).unwrap_or(i64::MAX));
    let found = WEBHOOK_LISTA.all(plats.conn, values, avkoda::webhook)?;
    Ok(beslut::cut(found, sida, totalt.unsigned_abs()))
}

fn insert(plats: &mut Plats<'_>, webhook: &Webhook, hemlighet: &[u8]) -> Result<(), StoreError> {
    if get(plats, webhook.id)?.is_some() {
        return Err(StoreError::Conflict("webhook"));
    }
    let id = webhook.id.0;
    let values = (
        id.as_bytes(),
        webhook.roll.code(),
        webhook.hyresgast.to_string(),
        webhook.forbund.map(|id| id.0.into_bytes()),
        &webhook.uppgift.url,
        webhook.uppgift.aktiv,
        micros(webhook.skapad),
        plats.ring()?.seal_secret(id, hemlighet),
        HANDELSE_SISTA.number(plats.conn, ())?,
    );
    WEBHOOK_INSERT.execute(plats.conn, values)?;
    plats.log(koder::WEBHOOK, Some(id), None)
}

fn update(plats: &mut Plats<'_>, known: Webhook, uppgift: &Webhookuppgift) -> Result<Option<Webhook>, StoreError> {
    plats.log(koder::WEBHOOK, Some(known.id.0), None)?;
    if beslut::webhook_stands(&known, uppgift) {
        return Ok(Some(known));
    }
    let values = (known.id.0.as_bytes(), known.version + 1, &uppgift.url, uppgift.aktiv);
    WEBHOOK_UPDATE.execute(plats.conn, values)?;
    get(plats, known.id)
}

fn borrow(plats: &Plats<'_>, webhook: &Webhook, lan: Lan) -> Result<Option<Webhook>, StoreError> {
    let values = (
        webhook.id.0.as_bytes(),
        lan.av.as_bytes(),
        micros(lan.till),
        micros(lan.nu),
        lan.meddelande.as_bytes(),
        webhook.leverans.sedd,
        webhook.leverans.misslyckade,
        webhook.version,
    );
    let borrowed = WEBHOOK_LANA.execute(plats.conn, values)?;
    if borrowed == 0 { Ok(None) } else { get(plats, webhook.id) }
}

fn give_back(plats: &Plats<'_>, webhook: &Webhook, av: Uuid) -> Result<(), StoreError> {
    let leverans = &webhook.leverans;
    let values = (
        webhook.id.0.as_bytes(),
        av.as_bytes(),
        leverans.levererad,
        leverans.sedd,
        leverans.meddelande.map(Uuid::into_bytes),
        leverans.misslyckade,
        leverans.fran.map(micros),
        leverans.nasta.map(micros),
        leverans.uppgiven,
        leverans.fel.map(Leveransfel::code),
        leverans.status,
        leverans.senast.map(micros),
        webhook.uppgift.aktiv,
        webhook.version,
    );
    WEBHOOK_LAMNA.execute(plats.conn, values).map(drop)
}

#[async_trait]
impl WebhookRead for Rum<'_> {
    async fn get(&mut self, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
        self.lank.read(move |plats| get(plats, id)).await
    }

    async fn list(
        &mut self,
        hyresgast: Hyresgast,
        forbund: Option<ForbundId>,
        sida: Sidval,
    ) -> Result<Sida<Webhook>, StoreError> {
        self.lank.read(move |plats| list(plats, hyresgast, forbund, sida)).await
    }

    async fn active(&mut self) -> Result<Vec<Webhook>, StoreError> {
        self.lank.read(|plats| WEBHOOK_ALLA.all(plats.conn, (), |rad| Ok(avkoda::webhook(rad)?.1))).await
    }

    async fn secrets(&mut self, id: WebhookId) -> Result<Option<Hemligheter>, StoreError> {
        let ring = self.ring.map(Arc::clone);
        self.lank
            .read(move |plats| {
                let open = |rad: crate::rad::Rad<'_>| avkoda::hemligheter(ring.as_deref(), id, rad);
                WEBHOOK_HEMLIGHETER.first(plats.conn, (id.0.as_bytes(),), open)
            })
            .await
    }
}

#[async_trait]
impl WebhookWrite for Rum<'_> {
    async fn insert(&mut self, webhook: &Webhook, hemlighet: &[u8]) -> Result<(), StoreError> {
        let (webhook, hemlighet) = (webhook.clone(), hemlighet.to_vec());
        self.lank.write(move |plats| insert(plats, &webhook, &hemlighet)).await
    }

    async fn update(
        &mut self,
        id: WebhookId,
        version: i64,
        uppgift: Webhookuppgift,
    ) -> Result<Option<Webhook>, StoreError> {
        self.lank
            .write(move |plats| match get(plats, id)?.filter(|known| known.version == version) {
                Some(known) => update(plats, known, &uppgift),
                None => Ok(None),
            })
            .await
    }

    async fn replace_secret(
        &mut self,
        id: WebhookId,
        version: i64,
        hemlighet: &[u8],
        till: DateTime<Utc>,
    ) -> Result<Option<Webhook>, StoreError> {
        let hemlighet = hemlighet.to_vec();
        self.lank
            .write(move |plats| {
                let sealed = plats.ring()?.seal_secret(id.0, &hemlighet);
                if get(plats, id)?.is_none_or(|known| known.version != version) {
                    return Ok(None);
                }
                let values = (id.0.as_bytes(), version + 1, sealed, micros(till));
                WEBHOOK_BYT_HEMLIGHET.execute(plats.conn, values)?;
                plats.log(koder::WEBHOOK, Some(id.0), None)?;
                get(plats, id)
            })
            .await
    }

    async fn delete(&mut self, id: WebhookId, version: i64) -> Result<bool, StoreError> {
        self.lank
            .write(move |plats| {
                if get(plats, id)?.is_none_or(|known| known.version != version) {
                    return Ok(false);
                }
                WEBHOOK_RADERA.execute(plats.conn, (id.0.as_bytes(),))?;
                plats.log(koder::WEBHOOK, Some(id.0), None)?;
                Ok(true)
            })
            .await
    }

    async fn borrow(&mut self, webhook: &Webhook, lan: Lan) -> Result<Option<Webhook>, StoreError> {
        let webhook = webhook.clone();
        self.lank.write(move |plats| borrow(plats, &webhook, lan)).await
    }

    async fn give_back(&mut self, webhook: &Webhook, av: Uuid) -> Result<(), StoreError> {
        let webhook = webhook.clone();
        self.lank.write(move |plats| give_back(plats, &webhook, av)).await
    }

    async fn nothing_new(&mut self, webhook: &Webhook, till: i64, nu: DateTime<Utc>) -> Result<(), StoreError> {
        let values = (webhook.id.0.into_bytes(), webhook.leverans.sedd, till, micros(nu));
        self.lank.write(move |plats| WEBHOOK_INGET.execute(plats.conn, values).map(drop)).await
    }
}
