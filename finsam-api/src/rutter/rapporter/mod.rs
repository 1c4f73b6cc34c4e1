//! Statistics: reports counted over the register.

mod faststallda;
mod format;
mod hamta;
mod lista;
mod skillnader;
mod urval;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

pub use format::{Rapportformat, render};
pub use hamta::not_asked;
pub(crate) use urval::Urvalsfraga;

/// The operations on reports.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(lista::lista))
        .routes(routes!(faststallda::lista, faststallda::faststall))
        .routes(routes!(faststallda::hamta))
        .routes(routes!(hamta::hamta))
        .routes(routes!(skillnader::hamta))
}
