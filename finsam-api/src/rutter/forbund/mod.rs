//! Samordningsförbund.

mod akter;
mod andra;
mod arsredovisningar;
mod budgetar;
mod faststallande;
mod hamta;
mod lista;
mod regelkontroll;
mod revisorer;
mod sammanslagning;
mod skapa;
mod styrelse;
mod utfall;
mod uttrade;

use finsam_core::forbund::Forbund;
use finsam_core::id::ForbundId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::rutter::BAS;

/// The operations on förbund.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(lista::lista, skapa::skapa))
        .routes(routes!(hamta::hamta, andra::andra))
        .routes(routes!(regelkontroll::hamta))
        .routes(routes!(styrelse::hamta, styrelse::satt))
        .routes(routes!(revisorer::hamta, revisorer::satt))
        .routes(routes!(budgetar::hamta, budgetar::satt))
        .routes(routes!(faststallande::skapa))
        .routes(routes!(utfall::hamta, utfall::satt))
        .routes(routes!(arsredovisningar::hamta))
        .routes(routes!(uttrade::skapa))
        .routes(routes!(sammanslagning::skapa))
}

/// Where something stands below a förbund.
fn place(id: ForbundId, below: &str) -> String {
    format!("{BAS}/forbund/{id}/{below}")
}

fn location(forbund: &Forbund) -> String {
    format!("{BAS}/forbund/{}", forbund.id)
}
