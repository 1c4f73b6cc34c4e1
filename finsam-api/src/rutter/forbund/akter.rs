//! What is the same of boards, audits, budgets and outcomes: each belongs to a förbund and has a version.

use axum::response::Response;
use finsam_core::ekonomi::{validate_budget, validate_utfall};
use finsam_core::forbund::{Forbund, revision, styrelse};
use finsam_core::id::ForbundId;
use finsam_core::regel::Avvikelse;
use finsam_store::UnitOfWork;
use finsam_store::rum::{Aktnamn, Aktuppgift};

use super::place;
use crate::app::App;
use crate::extract::{Anropare, Villkorshuvud};
use crate::fel::{ApiError, Svar};
use crate::rutter::svar::{changed, created, read};

/// One that is there.
pub(super) async fn get(app: &App, id: &str, namn: Aktnamn, villkor: &Villkorshuvud) -> Svar<Response> {
    let id: ForbundId = id.parse().map_err(|_| ApiError::not_found())?;
    let akt = app.store.read().await?.akter().get(id, namn).await?.ok_or_else(ApiError::not_found)?;
    Ok(read(villkor, akt.version(), akt))
}

/// Registers or replaces one.
pub(super) async fn put(
    app: &App,
    anropare: &Anropare,
    id: &str,
    villkor: &Villkorshuvud,
    uppgift: Aktuppgift,
) -> Svar<Response> {
    let (mut unit, id) = begin(app, anropare, id).await?;
    let namn = uppgift.namn();
    let standing = unit.akter().get(id.id, namn).await?;
    let version = villkor.decide(standing.map(|akt| akt.version()))?;
    let found = validate(&uppgift);
    if !found.is_empty() {
        return Err(ApiError::rules(found));
    }
    let akt = unit.akter().put(id.id, version, uppgift).await?.ok_or_else(ApiError::stale)?;
    unit.commit().await?;
    Ok(match version {
        Some(_) => changed(akt.version(), akt),
        None => created(place(id.id, &address(namn)), akt.version(), akt),
    })
}

/// A unit of work, and the förbund that the caller may change.
pub(super) async fn begin(app: &App, anropare: &Anropare, id: &str) -> Svar<(Box<dyn UnitOfWork>, Forbund)> {
    let id: ForbundId = id.parse().map_err(|_| ApiError::not_found())?;
    anropare.reach_forbund(id)?;
    let mut unit = app.store.begin(anropare.aktor(app)).await?;
    let forbund = unit.forbund().get(id).await?.ok_or_else(ApiError::not_found)?;
    Ok((unit, forbund))
}

/// Where one stands below its förbund.
fn address(namn: Aktnamn) -> String {
    match namn {
        Aktnamn::Styrelse => "styrelse".to_owned(),
        Aktnamn::Revision => "revisorer".to_owned(),
        Aktnamn::Budget(ar) => format!("budgetar/{ar}"),
        Aktnamn::Utfall(ar) => format!("utfall/{ar}"),
    }
}

fn validate(uppgift: &Aktuppgift) -> Vec<Avvikelse> {
    match uppgift {
        Aktuppgift::Styrelse(uppgift) => styrelse::validate(uppgift),
        Aktuppgift::Revision(uppgift) => revision::validate(uppgift),
        Aktuppgift::Budget(_, uppgift) => validate_budget(uppgift),
        Aktuppgift::Utfall(ar, uppgift) => validate_utfall(*ar, uppgift),
    }
}
