//! Background figures of kommuner, one set for each year.

mod hamta;
mod satt;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// The operations on background figures.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(hamta::hamta, satt::satt))
}
