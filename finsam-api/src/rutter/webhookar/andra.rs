//! `PUT /webhookar/{id}`.

use axum::extract::State;
use axum::response::Response;
use finsam_core::id::WebhookId;
use finsam_core::protokoll::{Webhook, Webhookuppgift};

use super::{check, create, is_of, location, view};
use crate::app::App;
use crate::extract::{Anropare, Fraga, Kropp, Vag, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::openapi::fel;
use crate::rutter::svar::{changed, created};
use crate::webhook::secret_text;

/// Ändra en webhook / Change a webhook
///
/// Adressen, eller om den anropas. En som getts upp eller stängts av tas upp igen, med allt den missat. Hemligheten är
/// kvar; bara en webhook som sätts upp här får en ny, som visas i svaret. Kräver `If-Match` när den finns.
///
/// Its address, or whether it is called. One that was given up or switched off is taken up again, with all it has missed.
/// The secret stays; only a webhook that is set up here gets a new one, shown in the answer. Needs `If-Match` when it
/// exists.
#[utoipa::path(put, path = "/webhookar/{id}", tag = "webhookar", operation_id = "andraWebhook",
    params(("id" = WebhookId, Path, description = "Webhookens id / Its identity"),
        ("If-Match" = Option<String>, Header, description = "Versionen som ersätts / The version to replace"),
        ("If-None-Match" = Option<String>, Header, description = "`*` skapar bara / creates only")),
    request_body = Webhookuppgift,
    responses((status = 200, body = Webhook, description = "Ändrad / Changed", headers(("ETag" = String))),
        (status = 201, body = Webhook, description = "Uppsatt / Set up", headers(("Location" = String))),
        fel::Andra))]
pub(super) async fn andra(
    _: Fraga<()>,
    State(app): State<App>,
    anropare: Anropare,
    Vag(id): Vag<String>,
    villkor: Villkorshuvud,
    Kropp { value: uppgift, .. }: Kropp<Webhookuppgift>,
) -> Svar<Response> {
    let hyresgast = anropare.hyresgast()?;
    let id: WebhookId = id.parse().map_err(|_| ApiError::not_found())?;
    let mut unit = app.store.begin(anropare.aktor(&app)).await?;
    let standing = unit.webhookar().get(id).await?;
    if standing.as_ref().is_some_and(|webhook| !is_of(webhook, hyresgast, &anropare)) {
        return Err(ApiError::not_found());
    }
    let answer = if let Some(version) = villkor.decide(standing.map(|webhook| webhook.version))? {
        check(&app, &uppgift)?;
        let webhook = unit.webhookar().update(id, version, uppgift).await?.ok_or_else(ApiError::stale)?;
        changed(webhook.version, view(webhook, None))
    } else {
        let (webhook, hemlighet) = create(&app, unit.as_mut(), &anropare, id, uppgift).await?;
        created(location(id), webhook.version, view(webhook, Some(secret_text(&hemlighet))))
    };
    unit.commit().await?;
    Ok(answer)
}
