//! Allocations of the state's money, one for each year.

mod hamta;
mod satt;

use finsam_core::ekonomi::tilldelning::{Tilldelning, allocate};
use finsam_core::protokoll::Tilldelningsresultat;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// The operations on allocations.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(hamta::hamta, satt::satt))
}

/// What is registered, with what it comes to.
fn with_result(tilldelning: Tilldelning) -> Tilldelningsresultat {
    let resultat = allocate(&tilldelning.uppgift);
    Tilldelningsresultat { tilldelning, resultat }
}
