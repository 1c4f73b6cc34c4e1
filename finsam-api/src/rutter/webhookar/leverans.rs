//! `GET /webhookar/{id}/leverans`.

use axum::Json;
use axum::extract::State;
use finsam_core::id::WebhookId;
use finsam_core::protokoll::{Leverans, Leveranslage};
use finsam_store::rum::Webhook;

use super::own;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag};
use crate::fel::Svar;
use crate::openapi::fel;

/// Hur en webhooks anrop går / How the calls of a webhook are going
///
/// När mottagaren senast tog emot ett anrop, hur många som misslyckats sedan dess och varför, och när det prövas igen.
///
/// When the receiver last took a call, how many have failed since and why, and when it is tried again.
#[utoipa::path(get, path = "/webhookar/{id}/leverans", tag = "webhookar", operation_id = "hamtaLeverans",
    params(("id" = WebhookId, Path, description = "Webhookens id / Its identity")),
    responses((status = 200, body = Leverans, description = "Leveransen / The delivery"), fel::Hamta))]
pub(super) async fn hamta(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
) -> Svar<Json<Leverans>> {
    Ok(Json(view(own(app.store.read().await?.as_mut(), &anropare, &id).await?)))
}

fn view(webhook: Webhook) -> Leverans {
    let leverans = webhook.leverans;
    let lage = match () {
        () if !webhook.uppgift.aktiv => Leveranslage::Avstangd,
        () if leverans.uppgiven => Leveranslage::Uppgiven,
        () if leverans.misslyckade > 0 => Leveranslage::Omsands,
        () => Leveranslage::IDrift,
    };
    Leverans {
        lage,
        senast: leverans.senast,
        misslyckade: leverans.misslyckade,
        nasta: leverans.nasta,
        fel: leverans.fel,
        status: leverans.status,
    }
}
