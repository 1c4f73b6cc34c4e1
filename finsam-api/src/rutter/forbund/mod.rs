//! Samordningsförbund.

mod andra;
mod hamta;
mod lista;
mod skapa;

use finsam_core::forbund::Forbund;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::rutter::BAS;

/// The operations on förbund.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(lista::lista, skapa::skapa)).routes(routes!(hamta::hamta, andra::andra))
}

fn location(forbund: &Forbund) -> String {
    format!("{BAS}/forbund/{}", forbund.id)
}
