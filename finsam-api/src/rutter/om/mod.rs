//! What the API says of itself: information, limits, code lists, rules, parties, its document and reference page.

mod begransningar;
mod information;
mod kodlistor;
mod parter;
mod regler;

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::routing::get;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::SwaggerUi;

use crate::app::App;
use crate::rutter::BAS;

/// The open operations.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(information::hamta))
        .routes(routes!(begransningar::hamta))
        .routes(routes!(kodlistor::lista))
        .routes(routes!(kodlistor::hamta))
        .routes(routes!(regler::lista))
        .routes(routes!(parter::lista))
        .routes(routes!(parter::hamta))
}

/// The OpenAPI document, under the API root.
pub fn document(text: Arc<str>) -> Router<App> {
    let answer = move || {
        let text = text.to_string();
        async move { ([(header::CONTENT_TYPE, "application/json")], text) }
    };
    Router::new().route(&format!("{BAS}/openapi.json"), get(answer))
}

/// The reference page, served from the binary without any network.
pub fn reference(document: OpenApi) -> Router<App> {
    SwaggerUi::new("/docs").url("/docs/openapi.json", document).into()
}
