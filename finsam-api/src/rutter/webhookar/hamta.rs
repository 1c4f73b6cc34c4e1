//! `GET /webhookar/{id}`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::id::WebhookId;
use finsam_core::protokoll::Webhook;

use super::{own, view};
use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag, Villkorshuvud};
use crate::fel::Svar;
use crate::openapi::fel;
use crate::rutter::svar::read;

/// En webhook / One webhook
///
/// Utan sin hemlighet. Med version i `ETag`; `If-None-Match` ger 304 när den är oförändrad.
///
/// Without its secret. With its version in `ETag`; `If-None-Match` gives 304 when it is unchanged.
#[utoipa::path(get, path = "/webhookar/{id}", tag = "webhookar", operation_id = "hamtaWebhook",
    params(("id" = WebhookId, Path, description = "Webhookens id / Its identity")),
    responses((status = 200, body = Webhook, description = "Webhooken / The webhook", headers(("ETag" = String))),
        (status = 304, description = "Oförändrad / Unchanged"), fel::Hamta))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
) -> Svar<Response> {
    let webhook = own(app.store.read().await?.as_mut(), &anropare, &id).await?;
    Ok(read(&villkor, webhook.version, view(webhook, None)))
}
