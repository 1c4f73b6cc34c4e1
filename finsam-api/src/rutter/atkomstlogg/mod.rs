//! The access log.

mod lista;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// The operations on the access log.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(lista::lista))
}
