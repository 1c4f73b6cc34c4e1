//! `POST /webhookar`.

use axum::extract::State;
use axum::http::StatusCode;
use finsam_core::id::WebhookId;
use finsam_core::protokoll::{Webhook, Webhookuppgift};

use super::{create, location, view};
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp};
use crate::fel::Svar;
use crate::kvitto::{Idempotensnyckel, Skapat, hash_of, once};
use crate::openapi::fel;
use crate::webhook::secret_text;

/// Sätt upp en webhook / Set up a webhook
///
/// För den egna parten (partssystem) eller förbundet (förbundsadministratör). När ändringsflödet har något nytt som
/// nyckelns innehavare får se skickas `POST` till adressen med `{"hyresgast", "markor"}` och inget annat: läs
/// `/andringar?efter=` markören. Anropet är undertecknat enligt Standard Webhooks: `webhook-id` (samma när det sänds om),
/// `webhook-timestamp` (sekunder) och `webhook-signature` (`v1,` och base64 av HMAC-SHA256 över `id.timestamp.kropp`, flera
/// åtskilda av blanksteg när hemligheten nyss bytts). Svara 2xx inom 10 sekunder; annars sänds det om med växande
/// mellanrum i 24 timmar och ges sedan upp till nästa ändring. 410 stänger av webhooken. Omdirigeringar följs inte. Flera
/// ändringar kan rymmas i ett anrop. Adressen ska vara https och får inte leda till serverns eget nät. Hemligheten
/// (`whsec_…`) visas bara här och när samma anrop upprepas med sin Idempotency-Key.
///
/// For one's own part (partssystem) or förbund (forbundsadministrator). When the change feed has something new that the
/// holder of the key may see, `POST` is sent to the address with `{"hyresgast", "markor"}` and nothing else: read
/// `/andringar?efter=` the marker. The call is signed as Standard Webhooks has it: `webhook-id` (the same when it is sent
/// again), `webhook-timestamp` (seconds) and `webhook-signature` (`v1,` and base64 of HMAC-SHA256 over
/// `id.timestamp.body`, several with a space between when the secret has just been replaced). Answer 2xx within 10 seconds;
/// otherwise it is sent again at growing intervals for 24 hours, and then given up until the next change. 410 switches the
/// webhook off. Redirects are not followed. One call may stand for several changes. The address must be https and may not
/// lead to the server's own network. The secret (`whsec_…`) is shown here alone, and when the same request is repeated with
/// its Idempotency-Key.
#[utoipa::path(post, path = "/webhookar", tag = "webhookar", operation_id = "skapaWebhook",
    params(("Idempotency-Key" = Option<String>, Header, description = "1-255 synliga ASCII-tecken / visible ASCII")),
    request_body = Webhookuppgift,
    responses((status = 201, body = Webhook, description = "Uppsatt / Set up",
        headers(("Location" = String), ("ETag" = String))), fel::Skapa))]
pub(super) async fn skapa(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    nyckel: Idempotensnyckel,
    kropp: Kropp<Webhookuppgift>,
) -> Svar<Skapat> {
    anropare.hyresgast()?;
    let Kropp { value: uppgift, bytes } = kropp;
    let skapat = once(&app, &anropare, nyckel, hash_of(&bytes), async |kvittens| {
        let mut unit = app.store.begin(anropare.aktor(&app)).await?;
        let (webhook, _) = create(&app, unit.as_mut(), &anropare, WebhookId(app.new_id()), uppgift).await?;
        let (plats, version) = (location(webhook.id), webhook.version);
        let svar = Skapat::new(StatusCode::CREATED, Some(plats), Some(version), &view(webhook, None))?;
        kvittens.keep(unit.as_mut(), &svar).await?;
        unit.commit().await?;
        Ok(svar)
    })
    .await?;
    with_secret(&app, skapat).await
}

/// The answer with the secret, which no receipt keeps; of a webhook that has been changed since, it is not shown again.
async fn with_secret(app: &App, skapat: Skapat) -> Svar<Skapat> {
    let mut webhook: Webhook = skapat.read()?;
    let mut session = app.store.read().await?;
    let standing = session.webhookar().get(webhook.id).await?;
    if standing.is_some_and(|standing| standing.version == webhook.version) {
        let secrets = session.webhookar().secrets(webhook.id).await?;
        webhook.hemlighet = secrets.map(|secrets| secret_text(&secrets.hemlighet));
    }
    skapat.answering(&webhook)
}
