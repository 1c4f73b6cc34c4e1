//! `POST /webhookar/{id}/hemlighet`.

use axum::extract::State;
use axum::response::Response;
use chrono::TimeDelta;
use finsam_core::id::WebhookId;
use finsam_core::protokoll::Webhook;

use super::{own, refused, view};
use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::svar::changed;
use crate::webhook::{FORRA_TIMMAR, make_secret, secret_text};

/// Byt en webhooks hemlighet / Replace the secret of a webhook
///
/// Den nya visas bara här. I 24 timmar undertecknas anropen med båda, så att mottagaren hinner byta. Kräver `If-Match`.
///
/// The new one is shown here alone. For 24 hours calls are signed with both, so that the receiver has time to change. Needs
/// `If-Match`.
#[utoipa::path(post, path = "/webhookar/{id}/hemlighet", tag = "webhookar", operation_id = "bytHemlighet",
    params(("id" = WebhookId, Path, description = "Webhookens id / Its identity"),
        ("If-Match" = String, Header, description = "Versionen som ändras / The version to change")),
    responses((status = 200, body = Webhook, description = "Bytt / Replaced", headers(("ETag" = String))), fel::Radera))]
pub(super) async fn byt(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    let webhook = own(app.store.read().await?.as_mut(), &anropare, &id).await?;
    let version = villkor.decide(Some(webhook.version))?.unwrap_or_default();
    let hemlighet = make_secret(app.slump.as_ref())?;
    let till = app.klocka.now() + TimeDelta::hours(FORRA_TIMMAR);
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let replaced = unit.webhookar().replace_secret(webhook.id, version, &hemlighet, till).await.map_err(refused)?;
    let webhook = replaced.ok_or_else(ApiError::stale)?;
    unit.commit().await?;
    Ok(changed(webhook.version, view(webhook, Some(secret_text(&hemlighet)))))
}
