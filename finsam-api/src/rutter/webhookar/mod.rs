//! Webhooks.

mod andra;
mod byt_hemlighet;
mod hamta;
mod leverans;
mod lista;
mod radera;
mod skapa;

use chrono::SubsecRound;
use finsam_core::atkomst::Hyresgast;
use finsam_core::id::WebhookId;
use finsam_core::protokoll::{Felkod, Hemlighet, Webhook as Vy, Webhookuppgift};
use finsam_store::rum::{Fran, Leveranstillstand, Sidval, Webhook};
use finsam_store::{ReadSession, StoreError, UnitOfWork};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::Anropare;
use crate::fel::{ApiError, Svar};
use crate::rutter::BAS;
use crate::webhook;

/// The operations on webhooks.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(lista::lista, skapa::skapa))
        .routes(routes!(hamta::hamta, andra::andra, radera::radera))
        .routes(routes!(byt_hemlighet::byt))
        .routes(routes!(leverans::hamta))
}

fn location(id: WebhookId) -> String {
    format!("{BAS}/webhookar/{id}")
}

/// A webhook as its tenant reads it.
fn view(webhook: Webhook, hemlighet: Option<Hemlighet>) -> Vy {
    let Webhook { id, version, hyresgast, skapad, uppgift, .. } = webhook;
    Vy { id, version, hyresgast, skapad, uppgift, hemlighet }
}

/// Whether a webhook is the caller's to see: its tenant's, and no wider than its key.
fn is_of(webhook: &Webhook, hyresgast: Hyresgast, anropare: &Anropare) -> bool {
    webhook.hyresgast == hyresgast && anropare.synfalt().forbund.is_none_or(|own| webhook.forbund == Some(own))
}

/// A webhook of the caller's.
async fn own(session: &mut dyn ReadSession, anropare: &Anropare, id: &str) -> Svar<Webhook> {
    let hyresgast = anropare.hyresgast()?;
    let id: WebhookId = id.parse().map_err(|_| ApiError::not_found())?;
    let found = session.webhookar().get(id).await?;
    found.filter(|webhook| is_of(webhook, hyresgast, anropare)).ok_or_else(ApiError::not_found)
}

/// A new webhook of the caller's, checked and kept; with its secret.
async fn create(
    app: &App,
    unit: &mut dyn UnitOfWork,
    anropare: &Anropare,
    id: WebhookId,
    uppgift: Webhookuppgift,
) -> Svar<(Webhook, [u8; 32])> {
    let hyresgast = anropare.hyresgast()?;
    check(app, &uppgift)?;
    let one = Sidval { limit: 1, fran: Fran::Hopp(0) };
    if unit.webhookar().list(hyresgast, None, one).await?.totalt >= u64::from(webhook::ANTAL) {
        return Err(too_many());
    }
    let hemlighet = webhook::make_secret(app.slump.as_ref())?;
    let ny = Webhook {
        id,
        version: 1,
        roll: anropare.synfalt().roll,
        hyresgast,
        forbund: anropare.synfalt().forbund,
        uppgift,
        // As it is kept: to the microsecond.
        skapad: app.klocka.now().trunc_subsecs(6),
        leverans: Leveranstillstand::default(),
    };
    unit.webhookar().insert(&ny, &hemlighet).await.map_err(refused)?;
    Ok((ny, hemlighet))
}

fn check(app: &App, uppgift: &Webhookuppgift) -> Svar<()> {
    let installning = &app.installning.andringar.webhook;
    webhook::check(&uppgift.url, installning, app.klocka.today()).map_err(ApiError::unreadable)
}

/// An identity that is another tenant's is not there for this one, and a secret needs a key to be kept.
fn refused(fel: StoreError) -> ApiError {
    match fel {
        StoreError::Conflict("webhook") => ApiError::not_found(),
        StoreError::NoKey => ApiError::from(StoreError::NoKey).saying(
            "Servern har ingen krypteringsnyckel och kan inte spara en webhooks hemlighet. Starta den med --nyckel.",
            "The server has no encryption key and cannot keep the secret of a webhook. Start it with --nyckel.",
        ),
        other => other.into(),
    }
}

fn too_many() -> ApiError {
    let antal = webhook::ANTAL;
    ApiError::new(
        Felkod::Konflikt,
        format!("Högst {antal} webhookar får finnas. Ta bort en som inte används."),
        format!("There may be at most {antal} webhooks. Remove one that is not used."),
    )
}
