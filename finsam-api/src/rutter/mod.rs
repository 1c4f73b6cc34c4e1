//! The routes, one folder a room.

pub mod andringar;
mod ar;
pub mod atkomstlogg;
pub mod bakgrundstal;
pub mod deltaganden;
pub mod drift;
pub mod forbund;
pub mod importer;
pub mod insatser;
pub mod kontrollsummor;
pub mod om;
pub mod personer;
pub mod rapporter;
mod svar;
pub mod tilldelningar;
pub mod webhookar;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// Where the API stands.
pub const BAS: &str = "/finsam/v1";

/// Every operation of the API, with its document.
pub fn api() -> OpenApiRouter<App> {
    let rooms = OpenApiRouter::new()
        .merge(om::routes())
        .merge(forbund::routes())
        .merge(insatser::routes())
        .merge(deltaganden::routes())
        .merge(personer::routes())
        .merge(kontrollsummor::routes())
        .merge(importer::routes())
        .merge(rapporter::routes())
        .merge(tilldelningar::routes())
        .merge(bakgrundstal::routes())
        .merge(andringar::routes())
        .merge(webhookar::routes())
        .merge(atkomstlogg::routes());
    OpenApiRouter::new().nest(BAS, rooms)
}
