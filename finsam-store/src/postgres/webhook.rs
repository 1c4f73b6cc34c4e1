//! Webhooks, with how their calls are going.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::atkomst::Hyresgast;
use finsam_core::id::{ForbundId, WebhookId};
use finsam_core::protokoll::{Leveransfel, Webhookuppgift};
use uuid::Uuid;

use super::anslut::Anslutning;
use super::las;
use super::session::{Rum, Session};
use super::sql::{
    HANDELSE_SISTA, Varden, WEBHOOK_ALLA, WEBHOOK_BYT_HEMLIGHET, WEBHOOK_GET, WEBHOOK_HEMLIGHETER, WEBHOOK_INGET,
    WEBHOOK_INSERT, WEBHOOK_LAMNA, WEBHOOK_LANA, WEBHOOK_LISTA, WEBHOOK_RADERA, WEBHOOK_RAKNA, WEBHOOK_UPDATE,
};
use crate::rad::micros;
use crate::rum::{Hemligheter, Lan, Sida, Sidval, Webhook, WebhookRead, WebhookWrite};
use crate::{StoreError, avkoda, beslut, koder};

async fn get(conn: &Anslutning, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
    let found = WEBHOOK_GET.first(conn, &[&id.0.as_bytes().as_slice()], avkoda::webhook).await?;
    Ok(found.map(|(_, webhook)| webhook))
}

/// The webhook at a version, locked against other changes by users.
async fn at(conn: &Anslutning, id: WebhookId, version: i64) -> Result<Option<Webhook>, StoreError> {
    las::lock(conn, &[b"webhook", id.0.as_bytes()]).await?;
    Ok(get(conn, id).await?.filter(|known| known.version == version))
}

async fn list(
    conn: &Anslutning,
    hyresgast: Hyresgast,
    forbund: Option<ForbundId>,
    sida: Sidval,
) -> Result<Sida<Webhook>, StoreError> {
    let (after, skip, limit) = beslut::bounds(sida);
    let (limit, skip) = (i64::from(limit) + 1, i64::try_from(skip).unwrap_or(i64::MAX));
    let (hyresgast, forbund) = (hyresgast.to_string(), forbund.map(|id| id.0.as_bytes().to_vec()));
    let totalt = WEBHOOK_RAKNA.number(conn, &[&hyresgast, &forbund]).await?;
    let values: Varden<'_> = &[&hyresgast, &forbund, &after, &limit, &skip];
    let found = WEBHOOK_LISTA.all(conn, values, avkoda::webhook).await?;
    Ok(beslut::cut(found, sida, totalt.unsigned_abs()))
}

async fn insert(session: &mut Session, webhook: &Webhook, hemlighet: &[u8]) -> Result<(), StoreError> {
    let id = webhook.id.0;
    las::lock(&session.conn, &[b"webhook", id.as_bytes()]).await?;
    if get(&session.conn, webhook.id).await?.is_some() {
        return Err(StoreError::Conflict("webhook"));
    }
    let sealed = session.ring().ok_or(StoreError::NoKey)?.seal_secret(id, hemlighet);
    let hyresgast = webhook.hyresgast.to_string();
    let forbund = webhook.forbund.map(|id| id.0.as_bytes().to_vec());
    let (aktiv, skapad) = (i64::from(webhook.uppgift.aktiv), micros(webhook.skapad));
    let sista = HANDELSE_SISTA.number(&session.conn, &[]).await?;
    let values: Varden<'_> = &[
        &id.as_bytes().as_slice(),
        &webhook.roll.code(),
        &hyresgast,
        &forbund,
        &webhook.uppgift.url,
        &aktiv,
        &skapad,
        &sealed,
        &sista,
    ];
    WEBHOOK_INSERT.execute(&session.conn, values).await?;
    session.logg.line(koder::WEBHOOK, Some(id), None);
    Ok(())
}

async fn update(
    session: &mut Session,
    id: WebhookId,
    version: i64,
    uppgift: Webhookuppgift,
) -> Result<Option<Webhook>, StoreError> {
    let Some(known) = at(&session.conn, id, version).await? else { return Ok(None) };
    session.logg.line(koder::WEBHOOK, Some(id.0), None);
    if beslut::webhook_stands(&known, &uppgift) {
        return Ok(Some(known));
    }
    let (version, aktiv) = (version + 1, i64::from(uppgift.aktiv));
    let values: Varden<'_> = &[&id.0.as_bytes().as_slice(), &version, &uppgift.url, &aktiv];
    WEBHOOK_UPDATE.execute(&session.conn, values).await?;
    get(&session.conn, id).await
}

async fn replace_secret(
    session: &mut Session,
    id: WebhookId,
    version: i64,
    hemlighet: &[u8],
    till: DateTime<Utc>,
) -> Result<Option<Webhook>, StoreError> {
    let sealed = session.ring().ok_or(StoreError::NoKey)?.seal_secret(id.0, hemlighet);
    if at(&session.conn, id, version).await?.is_none() {
        return Ok(None);
    }
    let (version, till) = (version + 1, micros(till));
    let values: Varden<'_> = &[&id.0.as_bytes().as_slice(), &version, &sealed, &till];
    WEBHOOK_BYT_HEMLIGHET.execute(&session.conn, values).await?;
    session.logg.line(koder::WEBHOOK, Some(id.0), None);
    get(&session.conn, id).await
}

async fn delete(session: &mut Session, id: WebhookId, version: i64) -> Result<bool, StoreError> {
    if at(&session.conn, id, version).await?.is_none() {
        return Ok(false);
    }
    WEBHOOK_RADERA.execute(&session.conn, &[&id.0.as_bytes().as_slice()]).await?;
    session.logg.line(koder::WEBHOOK, Some(id.0), None);
    Ok(true)
}

async fn borrow(conn: &Anslutning, webhook: &Webhook, lan: Lan) -> Result<Option<Webhook>, StoreError> {
    let (till, nu, misslyckade) = (micros(lan.till), micros(lan.nu), i64::from(webhook.leverans.misslyckade));
    let values: Varden<'_> = &[
        &webhook.id.0.as_bytes().as_slice(),
        &lan.av.as_bytes().as_slice(),
        &till,
        &nu,
        &lan.meddelande.as_bytes().as_slice(),
        &webhook.leverans.sedd,
        &misslyckade,
        &webhook.version,
    ];
    let borrowed = WEBHOOK_LANA.execute(conn, values).await?;
    if borrowed == 0 { Ok(None) } else { get(conn, webhook.id).await }
}

async fn give_back(conn: &Anslutning, webhook: &Webhook, av: Uuid) -> Result<(), StoreError> {
    let leverans = &webhook.leverans;
    let (misslyckade, uppgiven) = (i64::from(leverans.misslyckade), i64::from(leverans.uppgiven));
    let (fran, nasta) = (leverans.fran.map(micros), leverans.nasta.map(micros));
    let (status, senast) = (leverans.status.map(i64::from), leverans.senast.map(micros));
    let meddelande = leverans.meddelande.map(|id| id.as_bytes().to_vec());
    let fel = leverans.fel.map(Leveransfel::code);
    let aktiv = i64::from(webhook.uppgift.aktiv);
    let values: Varden<'_> = &[
        &webhook.id.0.as_bytes().as_slice(),
        &av.as_bytes().as_slice(),
        &leverans.levererad,
        &leverans.sedd,
        &meddelande,
        &misslyckade,
        &fran,
        &nasta,
        &uppgiven,
        &fel,
        &status,
        &senast,
        &aktiv,
        &webhook.version,
    ];
    WEBHOOK_LAMNA.execute(conn, values).await.map(drop)
}

#[async_trait]
impl WebhookRead for Rum<'_> {
    async fn get(&mut self, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
        let session = self.session.enter()?;
        let answer = get(&session.conn, id).await;
        session.leave(answer)
    }

    async fn list(
        &mut self,
        hyresgast: Hyresgast,
        forbund: Option<ForbundId>,
        sida: Sidval,
    ) -> Result<Sida<Webhook>, StoreError> {
        let session = self.session.enter()?;
        let answer = list(&session.conn, hyresgast, forbund, sida).await;
        session.leave(answer)
    }

    async fn active(&mut self) -> Result<Vec<Webhook>, StoreError> {
        let session = self.session.enter()?;
        let answer = WEBHOOK_ALLA.all(&session.conn, &[], |rad| Ok(avkoda::webhook(rad)?.1)).await;
        session.leave(answer)
    }

    async fn secrets(&mut self, id: WebhookId) -> Result<Option<Hemligheter>, StoreError> {
        let session = self.session.enter()?;
        let (key, ring) = (id.0.as_bytes().as_slice(), session.ring());
        let open = |rad: crate::rad::Rad<'_>| avkoda::hemligheter(ring, id, rad);
        let answer = WEBHOOK_HEMLIGHETER.first(&session.conn, &[&key], open).await;
        session.leave(answer)
    }
}

#[async_trait]
impl WebhookWrite for Rum<'_> {
    async fn insert(&mut self, webhook: &Webhook, hemlighet: &[u8]) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = insert(session, webhook, hemlighet).await;
        session.leave(answer)
    }

    async fn update(
        &mut self,
        id: WebhookId,
        version: i64,
        uppgift: Webhookuppgift,
    ) -> Result<Option<Webhook>, StoreError> {
        let session = self.session.enter()?;
        let answer = update(session, id, version, uppgift).await;
        session.leave(answer)
    }

    async fn replace_secret(
        &mut self,
        id: WebhookId,
        version: i64,
        hemlighet: &[u8],
        till: DateTime<Utc>,
    ) -> Result<Option<Webhook>, StoreError> {
        let session = self.session.enter()?;
        let answer = replace_secret(session, id, version, hemlighet, till).await;
        session.leave(answer)
    }

    async fn delete(&mut self, id: WebhookId, version: i64) -> Result<bool, StoreError> {
        let session = self.session.enter()?;
        let answer = delete(session, id, version).await;
        session.leave(answer)
    }

    async fn borrow(&mut self, webhook: &Webhook, lan: Lan) -> Result<Option<Webhook>, StoreError> {
        let session = self.session.enter()?;
        let answer = borrow(&session.conn, webhook, lan).await;
        session.leave(answer)
    }

    async fn give_back(&mut self, webhook: &Webhook, av: Uuid) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = give_back(&session.conn, webhook, av).await;
        session.leave(answer)
    }

    async fn nothing_new(&mut self, webhook: &Webhook, till: i64, nu: DateTime<Utc>) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let (nu, sedd) = (micros(nu), webhook.leverans.sedd);
        let values: Varden<'_> = &[&webhook.id.0.as_bytes().as_slice(), &sedd, &till, &nu];
        let answer = WEBHOOK_INGET.execute(&session.conn, values).await.map(drop);
        session.leave(answer)
    }
}
