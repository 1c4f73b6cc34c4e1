//! `DELETE /webhookar/{id}`.

use axum::extract::State;
use axum::http::StatusCode;
use finsam_core::id::WebhookId;

use super::own;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;

/// Ta bort en webhook / Remove a webhook
///
/// Den anropas inte mer. Kräver `If-Match`. / It is called no more. Needs `If-Match`.
#[utoipa::path(delete, path = "/webhookar/{id}", tag = "webhookar", operation_id = "raderaWebhook",
    params(("id" = WebhookId, Path, description = "Webhookens id / Its identity"),
        ("If-Match" = String, Header, description = "Versionen som tas bort / The version to remove")),
    responses((status = 204, description = "Borttagen / Removed"), fel::Radera))]
pub(super) async fn radera(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
) -> Svar<StatusCode> {
    let webhook = own(app.store.read().await?.as_mut(), &anropare, &id).await?;
    let version = villkor.decide(Some(webhook.version))?.unwrap_or_default();
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    if !unit.webhookar().delete(webhook.id, version).await? {
        return Err(ApiError::stale());
    }
    unit.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
