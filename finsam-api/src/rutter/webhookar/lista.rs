//! `GET /webhookar`.

use axum::Json;
use axum::extract::{OriginalUri, State};
use finsam_core::protokoll::{Sida, Webhook};

use super::view;
use crate::app::App;
use crate::extract::{Anropare, Fraga, Sidfraga, page};
use crate::fel::Svar;

/// Webhookar / Webhooks
///
/// Den egna partens eller förbundets, i den ordning de sattes upp. / One's own part's or förbund's, in the order in which
/// they were set up.
#[utoipa::path(get, path = "/webhookar", tag = "webhookar", operation_id = "listaWebhookar", params(Sidfraga),
    responses((status = 200, body = Sida<Webhook>, description = "Webhookarna / The webhooks")))]
pub(super) async fn lista(
    State(app): State<App>,
    anropare: Anropare,
    OriginalUri(uri): OriginalUri,
    Fraga(fraga): Fraga<Sidfraga>,
) -> Svar<Json<Sida<Webhook>>> {
    let hyresgast = anropare.hyresgast()?;
    let mut session = app.store.read().await?;
    let found = session.webhookar().list(hyresgast, anropare.synfalt().forbund, fraga.sidval()).await?;
    Ok(Json(page(&uri, fraga, found, |webhook| view(webhook, None))))
}
