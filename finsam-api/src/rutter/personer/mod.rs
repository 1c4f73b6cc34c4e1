//! Persons, wherever they stand in the caller's own part: the number is sent in the body, never in an address.

mod anonymisera;
mod aterkalla;
mod registerutdrag;
mod skydda;
mod sok;

use std::collections::BTreeSet;

use finsam_core::id::InsatsId;
use finsam_store::rum::InsatsRead;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::Anropare;
use crate::fel::Svar;

/// The operations on persons.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sok::sok))
        .routes(routes!(registerutdrag::hamta))
        .routes(routes!(aterkalla::aterkalla))
        .routes(routes!(skydda::skydda))
}

/// Of some insatser, those that the caller reaches; `None` where its key is not narrowed and it reaches them all.
async fn reached(
    rum: &mut dyn InsatsRead,
    anropare: &Anropare,
    insatser: impl Iterator<Item = InsatsId>,
) -> Svar<Option<BTreeSet<InsatsId>>> {
    if !anropare.is_narrowed() {
        return Ok(None);
    }
    let mut reached = BTreeSet::new();
    for id in insatser.collect::<BTreeSet<_>>() {
        if rum.get(id).await?.is_some_and(|insats| anropare.covers_insats(&insats)) {
            reached.insert(id);
        }
    }
    Ok(Some(reached))
}
