//! Insatser, their counts and the people that they reached.

mod andra;
mod antal;
pub(crate) mod arbetslistor;
mod hamta;
mod lista;
mod skapa;
mod strukturdeltagande;

use finsam_core::insats::{Insats, Insatsuppgift};
use finsam_core::regel::Avvikelse;
use finsam_core::regel::register::REG_28;
use finsam_store::{StoreError, UnitOfWork};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::fel::{ApiError, Svar};
use crate::rutter::BAS;

/// The operations on insatser.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(lista::lista, skapa::skapa))
        .routes(routes!(hamta::hamta, andra::andra))
        .routes(routes!(antal::lista))
        .routes(routes!(antal::hamta, antal::satt))
        .routes(routes!(strukturdeltagande::lista))
        .routes(routes!(strukturdeltagande::hamta, strukturdeltagande::satt, strukturdeltagande::radera))
        .routes(routes!(arbetslistor::hamta))
        .routes(routes!(arbetslistor::lista))
}

fn location(insats: &Insats) -> String {
    format!("{BAS}/insatser/{}", insats.id)
}

/// Everything that keeps an insats from being registered as things stand in the register.
async fn validate(unit: &mut dyn UnitOfWork, uppgift: &Insatsuppgift) -> Svar<Vec<Avvikelse>> {
    let forbund = unit.forbund().get(uppgift.forbund_id).await?;
    let mut found = finsam_core::insats::validate(uppgift, forbund.as_ref().map(|forbund| &forbund.uppgift));
    if let Some(id) = uppgift.foregangare
        && unit.insatser().get(id).await?.is_none()
    {
        found.push(finsam_core::regel::register::REG_26.at("/foregangare").value(id.to_string()));
    }
    Ok(found)
}

/// A key that names another insats is a broken rule, not a failure.
fn taken_key(error: StoreError) -> ApiError {
    match error {
        StoreError::Conflict("insats.nyckel") => ApiError::rules(vec![REG_28.at("/nycklar").saying(
            "En av nycklarna hör redan till en annan insats.",
            "One of the keys belongs to another insats already.",
        )]),
        other => other.into(),
    }
}
