//! Persons: asked about by number, in a body.

mod registerutdrag;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// The operations on persons.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(registerutdrag::hamta))
}
