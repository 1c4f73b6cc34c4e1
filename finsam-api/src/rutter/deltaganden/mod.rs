//! Participations by their sender's own key.

mod hamta;
mod hamta_flera;
mod lista;
mod radera;
mod spara;
mod validera;

use finsam_core::deltagande::{Deltagandeuppgift, Nyckel};
use finsam_core::id::InsatsId;
use finsam_core::insats::Insatsnyckel;
use finsam_core::regel::format::FMT_13;
use finsam_store::rum::Insatsval;
use finsam_store::{ReadSession, UnitOfWork};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::Anropare;
use crate::fel::{ApiError, Svar};
use crate::import::Insatslage;

/// The operations on participations.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(hamta::hamta, spara::spara, radera::radera))
        .routes(routes!(lista::lista))
        .routes(routes!(hamta_flera::hamta))
        .routes(routes!(validera::validera))
}

/// The insats that a record names, as the caller may see it, with its förbund.
async fn insats_of(
    unit: &mut dyn UnitOfWork,
    anropare: &Anropare,
    nyckel: &Nyckel,
    uppgift: &Deltagandeuppgift,
) -> Svar<Option<Insatslage>> {
    let insats = match (uppgift.insats_id, &uppgift.insats_nyckel) {
        (Some(id), _) => Insatsval::Id(id),
        (None, Some(text)) => {
            let (part, kallsystem) = (anropare.part()?, nyckel.kallsystem.clone());
            Insatsval::Nyckel(Insatsnyckel { part, kallsystem, nyckel: text.clone() })
        }
        (None, None) => return Ok(None),
    };
    let found = unit.insatser().with_forbund(&insats).await?;
    let found = found.filter(|(insats, _)| anropare.covers_insats(insats));
    Ok(found.map(|(insats, forbund)| Insatslage { insats, forbund: forbund.into() }))
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
