//! Participations by their sender's own key.

mod genvag;
mod hamta;
mod hamta_flera;
mod lista;
mod radera;
mod spara;
mod uppfoljningar;
mod validera;

use finsam_core::deltagande::{Deltagandeuppgift, Nyckel};
use finsam_core::id::InsatsId;
use finsam_core::insats::Insatsnyckel;
use finsam_core::regel::format::FMT_13;
use finsam_store::ReadSession;
use finsam_store::rum::Insatsval;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::Anropare;
use crate::fel::{ApiError, Svar};

/// The operations on participations.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(hamta::hamta, spara::spara, radera::radera))
        .routes(routes!(uppfoljningar::hamta, uppfoljningar::spara, uppfoljningar::radera))
        .routes(routes!(lista::lista))
        .routes(routes!(hamta_flera::hamta))
        .routes(routes!(validera::validera))
}

/// The insats that a record names: by its identity, or by the key that its sender knows it by.
fn named(anropare: &Anropare, nyckel: &Nyckel, uppgift: &Deltagandeuppgift) -> Svar<Option<Insatsval>> {
    Ok(match (uppgift.insats_id, &uppgift.insats_nyckel) {
        (Some(id), _) => Some(Insatsval::Id(id)),
        (None, Some(text)) => {
            let (part, kallsystem) = (anropare.part()?, nyckel.kallsystem.clone());
            Some(Insatsval::Nyckel(Insatsnyckel { part, kallsystem, nyckel: text.clone() }))
        }
        (None, None) => None,
    })
}

/// Goes on only if the caller's key covers what is asked for: one that is narrowed names an insats that it covers.
///
/// # Errors
/// 400 when it names none, 404 when it does not cover the one that it names.
pub(super) async fn must_cover(
    session: &mut dyn ReadSession,
    anropare: &Anropare,
    insats: Option<InsatsId>,
) -> Svar<()> {
    if !anropare.is_narrowed() {
        return Ok(());
    }
    let id = insats.ok_or_else(|| {
        ApiError::format(vec![FMT_13.at("?insats").expected("the identity of an insats that the key covers")])
    })?;
    let insats = session.insatser().get(id).await?.filter(|insats| anropare.covers_insats(insats));
    insats.map(drop).ok_or_else(ApiError::not_found)
}
